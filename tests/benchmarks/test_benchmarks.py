"""What the benchmarks compare is the same, and what they compute of it is right."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.benchmarks import growth, plans
from tests.benchmarks.beside import compare, contracts, rules
from tests.benchmarks.lines import Line
from tests.benchmarks.measure import ROOT, Place, Run, place, run, table
from verifier import programs
from verifier.compilation import lint_files
from verifier.engines import exact
from verifier.program.model import NumberInput, Program

BREACHES = ("none", "cliff", "shared", "summed", "overlap")
PLANS = compare.HERE / "plan"
AROUND = (0, rules.LINE, rules.CLIFF, rules.LIMIT, 8_483_333, rules.BOUND)


@cache
def plan(breach: str) -> Program:
    name = "holds" if breach == "none" else breach
    document = programs.Document(name, PLANS / f"{name}.lp")
    return programs.load_program(document, 2, properties=True)


def by_our_plan(
    bills: tuple[rules.Bill, ...], poor: bool, old: bool, breach: str
) -> tuple[list[int | None], int | None]:
    """Own payments and subsidy by the exact engine."""
    program = plan(breach)
    held = {"poor": poor, "old": old}
    true = {"year(2022)", "enrolled(in_window)", "says(critical_stated)"}
    true |= {f"{k}({v},{o})" for v in (1, 2) for k, o in (
        ("kind", "inpatient"), ("place", "in_district"))}
    true |= {f"held({c},{m})" for c, has in held.items() if has
             for m in ("enrolment", "treatment")}
    numbers = {}
    for visit, bill in enumerate(bills, 1):
        for name, amount in zip(("cost", "in_scope", "basic"), bill, strict=True):
            numbers[f"{name}({visit})"] = amount
    found = exact.evaluate(program, exact.Assignment(
        {i.name: i.name in true for i in program.inputs if not isinstance(i, NumberInput)},
        {i.name: numbers.get(i.name, 0) for i in program.inputs if isinstance(i, NumberInput)},
    ))
    assert not found.broken and not found.conflicts and not found.gaps
    amounts = [found.amounts[n] for n in ("own(1)", "own(2)", "subsidy")]
    own_1, own_2, subsidy = (None if a is None or not a.exact else a.low for a in amounts)
    return [own_1, own_2], subsidy


def some_bill(dice: random.Random) -> rules.Bill:
    """A bill near the figures of the plan, or anywhere."""
    def amount(most: int) -> int:
        near = dice.choice(AROUND) + dice.randint(-2, 2)
        return min(max(dice.choice((near, dice.randint(0, most))), 0), most)

    cost = amount(rules.BOUND)
    scope = amount(cost)
    return cost, scope, amount(scope)


@pytest.mark.parametrize("breach", BREACHES)
def test_our_plan_and_the_plain_one_pay_the_same(breach: str) -> None:
    dice = random.Random(breach)
    for _ in range(60):
        bills = (some_bill(dice), some_bill(dice))
        poor, old = dice.random() < 0.6, dice.random() < 0.6
        own, subsidy = by_our_plan(bills, poor, old, breach)
        assert own == list(rules.year(bills, poor, old, breach)[0]), (bills, poor, old)
        assert subsidy == rules.subsidy(poor, old, breach)


def test_an_amount_by_hand() -> None:
    """60 % of 8500 is 5100; of the 4900 that are left nothing passes 10 000."""
    bill = (1_000_000, 1_000_000, 0)
    assert rules.year((bill,), True, False, "none") == ((490_000,), 510_000, 0)
    assert rules.year((bill,), True, False, "cliff")[0] == (1_000_000,)
    # Old people have half of 8500.
    assert rules.year((bill,), False, True, "none")[0] == (575_000,)
    # 60 % of 88 500 is above the limit, and so half of the 40 000 left above 10 000 is 15 000.
    large = (9_000_000, 9_000_000, 0)
    assert rules.year((large,), True, True, "none") == ((2_500_000,), 5_000_000, 1_500_000)


def test_the_contracts_are_kept_and_broken_as_they_say() -> None:
    """By cases of their own; the cliff takes 5100 yuan, half of 9000.01 above 900 own."""
    below, more = (1_000_000, 1_000_000, 0), (1, 1, 0)
    contracts.monotone_1_holds(below, more, True, False)
    with pytest.raises(AssertionError):
        contracts.monotone_1_breaks(below, more, True, False)
    with pytest.raises(AssertionError):
        contracts.limits_2_breaks((0, 0, 0), (8_483_333, 8_483_333, 0), True, False)
    contracts.limits_2_holds((0, 0, 0), (8_483_333, 8_483_333, 0), True, False)
    with pytest.raises(AssertionError):
        contracts.best_1_breaks(True, True)
    with pytest.raises(AssertionError):
        contracts.cost_1_breaks((1_000_000, 1_000_000, 0), True, False)


def test_every_question_has_its_contracts_and_plans() -> None:
    for question in compare.QUESTIONS:
        for kind in ("holds", "breaks"):
            assert callable(getattr(contracts, f"{question.name}_{kind}"))
        assert question.breach in BREACHES


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.lp")), ids=lambda p: p.stem)
def test_the_plans_are_clean(path: Path) -> None:
    if "#include" in path.read_text("utf-8"):
        assert lint_files([path]) == ()


def test_generated_plans_are_clean_and_grow(tmp_path: Path) -> None:
    for make in (plans.of_categories, plans.of_clauses):
        rules_of = []
        for count in (2, 5):
            document = make(count, tmp_path)
            assert lint_files([document.path]) == ()
            rules_of.append(growth.size(programs.load_program(document, 1, properties=True))[0])
        assert rules_of[0] < rules_of[1]


def test_the_power_of_a_growth_is_fitted() -> None:
    assert growth.exponent((1, 2, 4, 8), (0.1, 0.4, 1.6, 6.4)) == pytest.approx(2)
    assert growth.exponent((1, 2, 4, 8), (0.3, 0.3, 0.3, None)) == pytest.approx(0)
    assert growth.exponent((1, 2, 4), (0.001, 0.4, 1.6)) is None


def test_a_run_is_ended_at_its_limit_and_its_words_are_kept() -> None:
    with place() as here:
        said = run(here, ["-c", "print('done')"], times=1)
        assert (said.code, said.said) == (0, "done\n")
        start = time.perf_counter()
        found = run(here, ["-c", "import time; time.sleep(60)"], times=1, limit=0.5)
        assert found.code is None and time.perf_counter() - start < 30


def test_a_limit_that_is_passed_is_told() -> None:
    slow, small = Run(2.0, 2.0, 100.0, 0), Line("a", Run(1.0, 1.0, 100.0, 0), 4)
    assert Line("a", slow, 4).passed(0.4) and not small.passed(0.4)
    assert Line("a", slow, None, 99).passed(1) and Line("a", slow, fault="imports z3").passed(1)
    assert Line("a", slow, 4).cells(0.4)[-1] == "too much"
    assert table(("x", "y"), [["a", "1"]]) == "x  y\n-  -\na  1"


@pytest.mark.skipif(find_spec("clingcon") is None, reason="clingcon is not installed")
@pytest.mark.parametrize("breach", BREACHES)
def test_the_plan_of_clingcon_pays_the_same(breach: str) -> None:
    """A case with its amounts fixed, and what it pays as a condition that is not to be met."""
    dice = random.Random(f"{breach} again")
    for _ in range(8):
        bills = (some_bill(dice), some_bill(dice))
        poor, old = dice.random() < 0.6, dice.random() < 0.6
        fixed = [f":- {'not ' * has}held({c})." for c, has in (("poor", poor), ("old", old))]
        for visit, bill in enumerate(bills, 1):
            for name, amount in zip(("cost", "scope", "insured"), bill, strict=True):
                fixed.append(f"&sum {{ {name}(1,{visit}) }} = {amount}.")
        own = rules.year(bills, poor, old, breach)[0]
        same = [f"&sum {{ own(1,{v}) }} = {amount}" for v, amount in enumerate(own, 1)]
        same.append(f"&sum {{ subsidy }} = {rules.subsidy(poor, old, breach)}")
        fixed.append(f"as_told :- {', '.join(same)}.\n:- not as_told.")
        found = subprocess.run(
            [sys.executable, "-m", "clingcon", str(compare.HERE / "clingcon.lp"), "-",
             "-c", "property=none", "-c", f"breach={breach}", "-c", "visits=2"],
            input="\n".join(fixed), capture_output=True, text=True, check=False,
        )
        assert "\nSATISFIABLE" in found.stdout, (bills, poor, old, found.stdout[-300:])


@pytest.mark.parametrize(("kept", "verdict"), [(True, compare.PROVED), (False, compare.BROKEN)])
def test_our_own_answers_are_read(kept: bool, verdict: str, tmp_path: Path) -> None:
    question = compare.QUESTIONS[0]
    here = Place(tmp_path / "cache", tmp_path / "bytecode")
    ours = compare.TOOLS[0]
    found, used = ours.ask(here, question, kept, 100)
    assert (found, compare.Answer(question, kept, ours.name, found, used).wrong) == (verdict, False)
    assert compare.Answer(question, not kept, ours.name, found, used).wrong


def test_the_command_says_what_it_measures() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--help"], cwd=ROOT, capture_output=True,
        text=True, check=True,
    )
    assert "--small" in found.stdout
