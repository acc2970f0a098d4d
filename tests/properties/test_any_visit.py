"""What is said of any number of visits, and that nothing is that three visits can break."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.properties import plans
from tests.properties.checked import finding, program, shown
from tests.random_cases import random_case
from verifier import programs
from verifier.analysis.checking.any_visit import AnyVisit
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.question import Question
from verifier.analysis.results import Verdict
from verifier.engines import exact
from verifier.engines.smt import Manner
from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    EveryVisit,
    NumberInput,
    Program,
    Rounding,
)
from verifier.program.one_visit import OneVisit, Supposed, one_visit, visits_of
from verifier.program.sorts import Sort
from verifier.program.terms import TRUE, Amount, Compare, Expression, Linear, Literal
from verifier.properties.declared import PropertyKind, instances, properties

TRAP = "traps/third_visit"
CONSTRAINED = "traps/two_constrained"
SUM, NAMED = "traps/third_sum", "traps/third_named"
PROVED = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}
BROKEN_BY_THREE = (
    *((TRAP, name) for name in (
        "small_in_full", "named_by_number", "named_by_fact", "counted", "joined", "asked_apart",
        "in_a_row", "small_year",
    )),
    (SUM, "conflict_free"), (SUM, "gap_free"), (NAMED, "conflict_free"),
    (CONSTRAINED, "constrained_by_number"), (CONSTRAINED, "built_on_a_claim"),
)


@pytest.mark.parametrize(("trap", "name"), BROKEN_BY_THREE)
def test_what_three_visits_break_is_not_said_of_any_number(trap: str, name: str) -> None:
    two = finding(trap, name, visits=2)
    assert two.verdict in PROVED and not two.any_visits
    assert finding(trap, name, visits=3).verdict is Verdict.VIOLATED


def test_the_third_visit_of_small_aid_is_not_paid_in_full() -> None:
    # Two visits of at most 400 yuan leave 200 of the thousand; the third is granted more.
    found = finding(TRAP, "small_in_full", visits=3)
    assert shown(found).instance == "small_in_full,3"


@pytest.mark.parametrize("visits", [2, 3])
def test_what_each_visit_keeps_is_said_of_any_number(visits: int) -> None:
    found = finding(TRAP, "limit_kept", visits=visits)
    assert found.verdict in PROVED and found.any_visits


def test_of_one_visit_alone_nothing_is_said_of_more() -> None:
    found = finding(TRAP, "limit_kept", visits=1)
    assert found.verdict in PROVED and not found.any_visits


def test_a_violation_is_not_said_of_any_number() -> None:
    found = finding("nothing_negative_breaks", "nothing_negative", visits=2)
    assert found.verdict is Verdict.VIOLATED and not found.any_visits


def test_the_general_properties_of_each_visit_are_said_of_any_number() -> None:
    for name in (
        "payers_within_cost", "nothing_negative", "highest_identity", "annual_limits",
    ):
        assert finding(TRAP, name, visits=2).any_visits, name


def test_amounts_without_conflict_or_gap_are_so_at_any_visit() -> None:
    for name in ("conflict_free", "gap_free"):
        assert finding("annual_limits_holds", name, visits=2).any_visits, name


def test_what_two_limits_allow_together_is_above_the_limit_at_any_number_of_visits() -> None:
    found = finding("annual_limits_breaks", "annual_limits", visits=2)
    assert found.verdict is Verdict.VIOLATED and not found.any_visits


def test_the_step_carries_what_visits_before_have_used() -> None:
    loaded = program(TRAP, visits=2)
    wanted = "violation(limit_kept,1)"
    step = one_visit(loaded, Supposed.NOT_NEGATIVE, [wanted])
    assert step.atoms == {wanted}
    assert ("used(aid_year,1)", "used(aid_year,2)") in step.carried
    inputs = {i.name for i in step.program.inputs}
    assert "left_before(used(aid_year,1))" in inputs and "cost(1)" in inputs
    assert not any(visits_of(name, loaded.every_visit) == {2} for name in inputs)


def test_what_is_carried_is_told_of_only_with_all_that_it_rests_on() -> None:
    """`used` is carried, and so is what it is raised by; `both(1)` hangs on two visits."""
    def amounts(used: Expression) -> tuple[AmountDefinition | AtomDefinition, ...]:
        return (
            let("used(1)", Literal(0)), let("raise(1)", Literal(0)),
            let("both(1)", Linear(0, ((1, Amount("x(1)")), (1, Amount("x(2)"))))),
            let("spent", Linear(0, ((1, Amount("y(1)")), (1, Amount("y(2)"))))),
            *(let(f"y({v})", Amount(f"x({v})")) for v in (1, 2)),
            let("used(2)", used), let("raise(2)", Linear(5, ((1, Amount("raise(1)")),))),
            AtomDefinition("violation(p,1)", (AtomAlternative(
                "", Compare("<", Amount("used(1)"), Literal(0))
            ),)),
        )

    def let(name: str, value: Expression) -> AmountDefinition:
        return AmountDefinition(name, Sort.MONEY, (AmountAlternative("", TRUE, value),))

    every = EveryVisit(
        frozenset({("used", 1, 0), ("raise", 1, 0), ("x", 1, 0), ("y", 1, 0), ("both", 1, 0),
                       ("violation", 2, 1)}),
        frozenset({"p"}), state=frozenset({"used", "raise"}),
    )
    inputs = tuple(NumberInput(f"x({v})", Sort.MONEY, 0, 9) for v in (1, 2))

    def step(used: Expression) -> OneVisit:
        return one_visit(Program(
            "plan", 2, Rounding.DOWN, inputs, (), amounts(used), (), {}, {}, every
        ), Supposed.NOT_NEGATIVE, ["violation(p,1)"])

    raised = step(Linear(0, ((1, Amount("used(1)")), (1, Amount("raise(1)")))))
    assert raised.atoms == {"violation(p,1)"}
    assert dict(raised.carried) == {"used(1)": "used(2)", "raise(1)": "raise(2)"}
    # Whether less than nothing is left cannot be asked of one visit, so nothing is said.
    assert step(Linear(0, ((1, Amount("used(1)")), (-1, Amount("both(1)"))))).atoms == frozenset()
    # What visits give to the year may be anything, once each is known to give something.
    of_the_year = step(Linear(0, ((1, Amount("used(1)")), (-1, Amount("spent")))))
    assert of_the_year.atoms == {"violation(p,1)"} and of_the_year.summed == ("y(1)",)
    assert "of_the_year(spent)" in {i.name for i in of_the_year.program.inputs}


def test_visits_in_names_are_told_from_other_numbers() -> None:
    every = program(TRAP, visits=2).every_visit
    assert visits_of("paid(aid,2)", every) == {2}
    assert visits_of("violation(limit_kept,1)", every) == {1}
    assert visits_of("used(aid_year,2)", every) == {2}
    assert visits_of("year(2022)", every) == visits_of("contribution(2022)", every) == frozenset()


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_no_case_of_three_visits_contradicts_what_two_have_proved(
    document: programs.Document,
) -> None:
    two = programs.load_program(document, 2, properties=True)
    settings = Question.of(two, Options(simplest=False)).settings
    step = AnyVisit(two, settings, 10_000, Manner())
    said = {p.id for p in properties(two) if p.kind is PropertyKind.CASE and step.refuted(p.id)}
    # What a single visit keeps, whatever was before it, the year keeps: shared limits, too.
    assert {"highest_identity", "paid_to_the_entitled", "annual_limits"} <= said
    of_definitions = check(two, Options(only=("conflict_free", "gap_free"), simplest=False))
    assert all(f.verdict in PROVED and f.any_visits for f in of_definitions)
    three = programs.load_program(document, 3, properties=True)
    outputs = [str(fact.arguments[0]) for fact in three.facts["output"]]
    claimed = [name for p in said for name in instances(three, "violation", p)]
    assert claimed
    rng = random.Random(3)
    for _ in range(25):
        case = random_case(three, rng)
        settled = replace(case, booleans={**case.booleans, **settings})
        found = exact.evaluate(three, settled, outputs)
        if not found.broken:
            assert not [name for name in claimed if found.atoms.get(name)]
            assert not found.conflicts and not found.gaps


SUBSIDIES = """
property(mine, pair, "试验", "a test").
why(mine, "试验", "a test").
varies(mine, held(C,enrolment), more) :- category(C).
subsidised(poor) :- counts(poor).
"""


@pytest.mark.parametrize("rules, any_visits", [
    ("&let { grant(poor) } = five :- counts(poor).\n"
     "pair(mine, all, always, always, at_least(subsidy)).", True),
    # With two visits this is ten yuan as well, but it hangs on how many there are.
    ("&sum { five,V : visit(V) } = extra.\n&let { grant(poor) } = extra :- counts(poor).\n"
     "pair(mine, all, always, always, at_least(subsidy)).", False),
    ("&let { grant(poor) } = five :- counts(poor).\nmany :- visit(V), V > 2.\n"
     "few :- says(applied), not many.\npair(mine, all, few, few, at_least(subsidy)).", False),
    ("&let { grant(poor) } = five :- counts(poor).\nmany :- visit(V), V > 2.\n"
     ":- counts(poor), not many.\nsubsidised(old) :- counts(old).\n"
     "&let { grant(old) } = five :- counts(old).\n"
     "pair(mine, all, always, always, at_least(subsidy)).", False),
    ("&let { grant(poor) } = five :- counts(poor).\n"
     "pair(mine, all, always, always, at_most(own_total)).", False),
])
def test_what_rests_on_no_visit_holds_of_any_number(rules: str, any_visits: bool) -> None:
    found = plans.finding(SUBSIDIES + rules, "mine", ("plan",))
    assert found.verdict in {Verdict.PROVED, Verdict.BY_CONSTRUCTION}
    assert found.any_visits is any_visits
