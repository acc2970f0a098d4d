"""Hints decide sooner, and never otherwise: what they say is computed and refuted again."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from cli import check as check_command
from cli.main import run
from tests.cases import VILLAGE, said, without_old
from tests.properties.checked import program as of_tests
from verifier import programs
from verifier.analysis.checking.check import check_all
from verifier.analysis.checking.hint_files import (
    fitting,
    hints_of,
    joined,
    place_of,
    read_hints,
    written,
)
from verifier.analysis.checking.options import Options
from verifier.analysis.hinted import Hint, Hinted, Hints, Values
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt_manner import Lead
from verifier.engines.smt_solver import Solver
from verifier.errors import CaseError, Problem, message
from verifier.program.model import NumberInput, Program
from verifier.source import Span

BRIEF = Options(simplest=False)


@cache
def village(visits: int = 1) -> Program:
    return programs.load_program(programs.Document("village", VILLAGE), visits, properties=True)


def checked(
    program: Program, hints: Hinted | None = None, options: Options = BRIEF
) -> tuple[Finding, ...]:
    found = check_all((program,), options, hints=None if hints is None else lambda _: hints)
    return found.findings[0]


@cache
def hints() -> Hinted:
    return hints_of(village(), BRIEF, checked(village())).tasks


def outcomes(findings: tuple[Finding, ...]) -> list[object]:
    return [(f.property, f.verdict, f.failing, f.ranged_over, f.any_visits) for f in findings]


def test_hints_change_no_verdict() -> None:
    assert outcomes(checked(village(), hints())) == outcomes(checked(village()))


def test_persons_who_are_hinted_at_show_a_violation_without_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program, known = village(), hints()

    def asked(*_: object) -> NoReturn:
        raise AssertionError("the solver was asked")

    monkeypatch.setattr(Solver, "decide", asked)
    only = replace(BRIEF, only=("day_within_bound",))
    (found,) = checked(program, known, only)
    assert found.verdict is Verdict.VIOLATED
    assert found.counterexample is not None and found.counterexample.harm is not None
    assert found.counterexample.harm > 1_000_000  # more than the bound of ten thousand yuan
    with pytest.raises(AssertionError, match="was asked"):
        checked(program, {}, only)


def test_who_is_shown_is_hinted_at_first() -> None:
    (found,) = checked(village(), None, Options(only=("no_double_subsidy",)))
    assert found.counterexample is not None and found.hint is not None
    (first, *_) = found.hint.cases
    who = found.counterexample.persons[0]
    assert {n for n, v in who.booleans.items() if v} == {
        n for n, v in first[0].items() if v is True and n in who.booleans
    }


def test_the_harm_of_who_is_hinted_at_is_sought_as_ever() -> None:
    options = Options(only=("day_within_bound", "no_double_aid"))
    plain, hinted = checked(village(), None, options), checked(village(), hints(), options)
    # Of several who suffer as much, another may be shown.
    harms = [
        [f.largest and (f.largest.value, f.largest.exact, f.largest.at_bounds) for f in found]
        for found in (plain, hinted)
    ]
    assert harms[0] == harms[1]
    assert any(f.largest is not None and f.largest.value > 0 for f in plain)


def test_what_a_changed_plan_no_longer_does_is_not_shown(tmp_path: Path) -> None:
    before = {f.property: f.verdict for f in checked(village())}
    assert before["no_double_subsidy"] is Verdict.VIOLATED
    path = tmp_path / "village.lp"
    path.write_text(without_old(VILLAGE.read_text(encoding="utf-8")), encoding="utf-8")
    changed = programs.load_program(programs.Document("village", path), 1, properties=True)
    found = checked(changed, hints())
    assert outcomes(found) == outcomes(checked(changed))
    after = {f.property: f.verdict for f in found}
    assert after["no_double_subsidy"] is not Verdict.VIOLATED


def nonsense(program: Program, chance: random.Random) -> Values:
    """Values of inputs that there are, most of them out of bounds or of the wrong kind."""
    found: dict[str, bool | int] = {"nobody": True, "reads(proper,neither)": True}
    for item in (*program.inputs, *program.values):
        if chance.random() < 0.5:
            top = item.high if isinstance(item, NumberInput) else 10**9
            found[item.name] = chance.choice([True, False, -1, 10**15, top + 1, top, 7])
    return found


@pytest.mark.parametrize("persons", [1, 2, 3])
def test_hints_of_too_many_or_too_few_persons_are_left_out(persons: int) -> None:
    only = replace(BRIEF, only=("day_within_bound", "no_double_subsidy"))
    ((who,), *_) = hints()["no_double_subsidy", ""].cases
    case: tuple[Values, ...] = (who, *({} for _ in range(persons - 1)))
    lies = {("day_within_bound", "day"): Hint((case,)), ("no_double_subsidy", ""): Hint((case,))}
    assert outcomes(checked(village(), lies, only)) == outcomes(checked(village(), None, only))


@pytest.mark.parametrize("name", ["village", "own_payment_monotone_holds"])
def test_hints_that_lie_change_no_verdict(name: str) -> None:
    program = village() if name == "village" else of_tests(name)
    plain, chance = checked(program), random.Random(name)
    tasks = [(f.property, f.ranged_over[0] if f.ranged_over else "") for f in plain]
    tasks += [(f.property, "") for f in plain]
    lies = {
        task: Hint(
            tuple((nonsense(program, chance), nonsense(program, chance)) for _ in range(3))
            if task[1] else tuple((nonsense(program, chance),) for _ in range(3)),
            {"paid(aid,1)": (1, 1, 1, 1), "paid(nobody,9)": (2, 2)},
        )
        for task in tasks
    }
    assert outcomes(checked(program, lies)) == outcomes(plain)


def test_a_proof_that_was_one_but_for_rounding_is_said_to_be_no_more() -> None:
    program = of_tests("own_payment_monotone_holds")
    only = replace(BRIEF, only=("own_payment_monotone",))
    (plain,) = checked(program, None, only)
    task = (plain.property, plain.ranged_over[0])
    (hinted,) = checked(program, {task: Hint(rounded=True, ruled=True)}, only)
    assert plain.verdict is hinted.verdict is Verdict.PROVED
    assert hinted.tolerance >= plain.tolerance


@pytest.mark.parametrize("held", [(1,), (1, 2, 0, 1, 1, 1), (0, 0, 0, 0), (9, -9, 9, 9)])
def test_steps_of_another_number_are_left_out(held: tuple[int, ...]) -> None:
    program = of_tests("annual_limits_breaks", 2)
    plain = checked(program)
    first = next(str(f.arguments[1]) for f in program.facts["station"])
    lies = {
        (f.property, f.ranged_over[0]): Hint(steps={first: held}) for f in plain if f.ranged_over
    }
    assert outcomes(checked(program, lies)) == outcomes(plain)


def test_of_more_visits_the_same_hints_say_what_they_can() -> None:
    only = replace(BRIEF, only=("day_within_bound", "own_payment_monotone"))
    assert outcomes(checked(village(2), hints(), only)) == outcomes(checked(village(2), None, only))


def test_what_was_sought_in_vain_is_sought_again_in_another_question() -> None:
    program = of_tests("own_payment_monotone_holds")
    other = of_tests("own_payment_monotone_holds", 2)
    found = hints_of(program, BRIEF, checked(program))
    ruled = [task for task, hint in found.tasks.items() if hint.ruled]
    assert ruled and fitting(found, program, BRIEF) == found.tasks
    for asked, options in (
        (other, BRIEF), (program, replace(BRIEF, all_readings=True)),
        (program, replace(BRIEF, timeout_ms=20_000)),
    ):
        fits = fitting(found, asked, options)
        assert {t: (h.cases, h.steps) for t, h in fits.items()} == {
            t: (h.cases, h.steps) for t, h in found.tasks.items()
        }
        assert not any(hint.ruled or hint.rounded for hint in fits.values())
    # What is joined from a check of something else says no more than that.
    later = Hints("another", {("mine", ""): Hint(ruled=True)})
    both = joined(found, later)
    assert both.asked == "another" and both.tasks["mine", ""].ruled
    assert not any(both.tasks[task].ruled for task in ruled)


def test_where_a_plan_lies_and_its_lines_are_no_part_of_the_question(tmp_path: Path) -> None:
    path = tmp_path / "village.lp"
    path.write_text("% moved\n\n" + VILLAGE.read_text(encoding="utf-8"), encoding="utf-8")
    moved = programs.load_program(programs.Document("village", path), 1, properties=True)
    assert hints_of(moved, BRIEF, ()) == hints_of(village(), BRIEF, ())
    path.write_text(VILLAGE.read_text("utf-8").replace("old_sum, 50", "old_sum, 45"), "utf-8")
    other = programs.load_program(programs.Document("village", path), 1, properties=True)
    assert hints_of(other, BRIEF, ()) != hints_of(village(), BRIEF, ())


def test_the_hints_of_a_document_are_of_the_document_as_it_is() -> None:
    for document in programs.documents():
        program = programs.load_program(document, 2, properties=True)
        assert read_hints(document.path).asked == hints_of(program, Options(), ()).asked, (
            f"run `mingzheng check {document.id} --write-hints`"
        )


def test_a_file_of_hints_holds_what_was_found(tmp_path: Path) -> None:
    plan = tmp_path / "village.lp"
    assert read_hints(plan) == Hints()
    found = hints_of(village(), BRIEF, checked(village()))
    place_of(plan).write_text(written(found), encoding="utf-8")
    assert place_of(plan).name == "village.hints.json"
    assert read_hints(plan) == found and found.asked
    led = Hint(lead=Lead(frozenset({"0a1b2", "3c4d5"}), 7))
    place_of(plan).write_text(written(Hints("x", {("p", "q"): led})), encoding="utf-8")
    assert read_hints(plan).tasks == {("p", "q"): led}
    assert any(hint.cases for hint in hints().values())
    assert any(hint.ruled for hint in hints().values())


BROKEN: Mapping[str, str] = {
    "no JSON": "{",
    "a list": "[]",
    "another file": '{"format": "mingzheng-baseline", "version": 1, "asked": "", "tasks": []}',
    "a later version": '{"format": "mingzheng-hints", "version": 9, "asked": "", "tasks": []}',
    "a fraction": json.dumps({"format": "mingzheng-hints", "version": 1, "asked": "", "tasks": [
        {"property": "p", "comparison": "", "cases": [[{"cost(1)": 0.5}]]}
    ]}),
    "nobody": json.dumps({"format": "mingzheng-hints", "version": 1, "asked": "", "tasks": [
        {"property": "p", "comparison": "", "cases": [[]]}
    ]}),
    "a word for a step": json.dumps({
        "format": "mingzheng-hints", "version": 1, "asked": "",
        "tasks": [{"property": "p", "comparison": "", "steps": {"paid(aid,1)": "yes"}}],
    }),
    "a seed that nobody tries": json.dumps({
        "format": "mingzheng-hints", "version": 3, "asked": "",
        "tasks": [{"property": "p", "comparison": "", "seed": 99}],
    }),
    "a number of marks": json.dumps({
        "format": "mingzheng-hints", "version": 3, "asked": "",
        "tasks": [{"property": "p", "comparison": "", "needed": 3}],
    }),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_one_message(tmp_path: Path, text: str) -> None:
    plan = tmp_path / "village.lp"
    place_of(plan).write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as error:
        read_hints(plan)
    assert "no file of hints" in said(error.value) and "--write-hints" in said(error.value)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    plan = tmp_path / "village.lp"
    plan.write_text(VILLAGE.read_text(encoding="utf-8"), encoding="utf-8")
    return plan


BRIEFLY = ("--verdicts-only", "--visits", "1", "--lang", "en")


def test_the_command_writes_hints_and_reads_them(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ("--property", "day_within_bound", "--property", "no_double_subsidy")
    assert run(["check", str(mine), *BRIEFLY, *few, "--write-hints"]) == 1
    first = capsys.readouterr().out
    assert set(read_hints(mine).tasks) == {("day_within_bound", "day"), ("no_double_subsidy", "")}
    led = read_hints(mine).tasks["no_double_subsidy", ""].lead
    assert led.needed is not None  # some of its instances are refuted
    assert run(["check", str(mine), *BRIEFLY, *few, "--fresh"]) == 1
    assert capsys.readouterr().out == first
    # What was not asked this time keeps its hints.
    before = read_hints(mine).tasks["no_double_subsidy", ""]
    run(["check", str(mine), *BRIEFLY, "--property", "day_within_bound", "--write-hints"])
    assert read_hints(mine).tasks["no_double_subsidy", ""] == before


def test_what_was_sought_is_kept_by_a_check_that_seeks_nothing(mine: Path) -> None:
    few = ("--visits", "1", "--property", "no_double_subsidy", "--property", "nothing_negative")
    run(["check", str(mine), *few, "--write-hints"])
    task = "no_double_subsidy", ""
    sought = {name: hint.sought for name, hint in read_hints(mine).tasks.items()}
    carried = {name: hint.carried for name, hint in read_hints(mine).tasks.items()}
    assert sought[task] is not None and any(carried.values())
    run(["check", str(mine), *few, "--verdicts-only", "--write-hints"])
    again = read_hints(mine).tasks
    assert {name: hint.sought for name, hint in again.items()} == sought
    assert {name: hint.carried for name, hint in again.items()} == carried
    # Of another question what was sought in this one says nothing.
    run(["check", str(mine), *few, "--timeout", "9", "--verdicts-only", "--write-hints"])
    assert not any(hint.sought or hint.carried for hint in read_hints(mine).tasks.values())


def test_findings_are_told_even_if_hints_cannot_be_written(
    mine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> NoReturn:
        raise CaseError(Problem("cannot-write", Span(str(path)), message("the disk is full")))

    monkeypatch.setattr(check_command, "write_text", full)
    few = ("--property", "no_double_subsidy")
    assert run(["check", str(mine), *BRIEFLY, *few, "--write-hints"]) == 2
    said_ = capsys.readouterr()
    assert "no double contribution subsidy" in said_.out and "the disk is full" in said_.err


def test_hints_that_are_broken_end_a_check_before_it_begins(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place_of(mine).write_text("{", encoding="utf-8")
    for more in ((), ("--write-hints",)):
        assert run(["check", str(mine), *BRIEFLY, "--fresh", *more]) == 2
        assert "no file of hints" in capsys.readouterr().err
    assert place_of(mine).read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_each_document_has_hints_with_persons(document: programs.Document) -> None:
    hints = read_hints(document.path).tasks.values()
    assert sum(bool(hint.cases) for hint in hints) > 10
    assert sum(bool(hint.lead.needed) for hint in hints) > 10
