"""What a full check found is found again with hints, and a hint that lies is not followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cases import VILLAGE
from tests.properties.checked import program as of_tests
from verifier import programs
from verifier.analysis.checking import failure, proof
from verifier.analysis.checking.check import check_all
from verifier.analysis.checking.hint_files import fitting, hints_of, place_of, read_hints, written
from verifier.analysis.checking.hints import names_of
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.sensitivity import Doubted, holding_values
from verifier.analysis.hinted import Carried, Hint, Hinted, Hints, Sought
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import YES, Asking, Claim, Focus, Satisfiable
from verifier.errors import CaseError
from verifier.program.model import Program

CAP = "subsidy_within_contribution"
VIOLATED = ("day_within_bound", "no_double_aid", "no_double_subsidy")
PROVED = ("annual_limits", "further_category", "gap_free", "nothing_negative", CAP)
OPEN = "traps/open_sum"


@cache
def loaded(name: str) -> Program:
    if name != "village":
        return of_tests(name)
    return programs.load_program(programs.Document("village", VILLAGE), 1, properties=True)


def checked(
    name: str, hints: Hinted | None, only: tuple[str, ...], options: Options | None = None
) -> tuple[Finding, ...]:
    asked = replace(options or Options(), only=only)
    known = None if hints is None else lambda _: hints
    return check_all((loaded(name),), asked, hints=known).findings[0]


@cache
def plain(name: str, only: tuple[str, ...]) -> tuple[Finding, ...]:
    """What is found without hints."""
    return checked(name, None, only)


def noted(name: str, only: tuple[str, ...]) -> Hinted:
    return hints_of(loaded(name), Options(), plain(name, only)).tasks


def never(monkeypatch: pytest.MonkeyPatch, of: object, *names: str) -> None:
    def sought(*_: object, **__: object) -> NoReturn:
        raise AssertionError("it was sought")

    for name in names:
        monkeypatch.setattr(of, name, sought)


def nothing_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    never(monkeypatch, failure, "maximise", "simplest", "holding_values")
    never(monkeypatch, proof, "_core", "_by_construction")
    never(monkeypatch, Focus, "explain", "minimise")


@pytest.mark.parametrize(("name", "only"), [("village", VIOLATED + PROVED), (OPEN, (CAP,))])
def test_the_same_is_found_again_and_nothing_is_sought(
    name: str, only: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, hints = plain(name, only), noted(name, only)
    nothing_sought(monkeypatch)
    again = checked(name, hints, only)
    assert again == before
    # And what it says of itself will do for the next time.
    later = hints_of(loaded(name), Options(), again).tasks
    assert checked(name, later, only) == before
    with pytest.raises(AssertionError, match="it was sought"):
        checked(name, None, only)


def test_in_another_question_everything_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    only, options = ("no_double_aid",), Options(timeout_ms=9_000)
    hints = Hints(hints_of(loaded("village"), Options(), ()).asked, noted("village", only))
    assert fitting(hints, loaded("village"), Options()) == hints.tasks
    other = fitting(hints, loaded("village"), options)
    assert all(h.carried is None and h.sought is None for h in other.values())
    nothing_sought(monkeypatch)
    with pytest.raises(AssertionError, match="it was sought"):
        checked("village", other, only, options)


def one(name: str, task: str, lie: Callable[[Hint], Hint]) -> tuple[Finding, Finding]:
    """The finding on a task, and the one with a hint that was made a lie."""
    (before,), hints = plain(name, (task,)), noted(name, (task,))
    lies = {of: lie(hint) for of, hint in hints.items()}
    assert lies != hints
    (after,) = checked(name, lies, (task,))
    return before, after


def sought(change: Callable[[Sought], Sought]) -> Callable[[Hint], Hint]:
    def changed(hint: Hint) -> Hint:
        assert hint.sought is not None
        return replace(hint, sought=change(hint.sought))

    return changed


def harmless(hint: Hint) -> Hint:
    return replace(hint, cases=tuple(tuple({} for _ in case) for case in hint.cases))


def smaller(hint: Hint) -> Hint:
    """Who was shown is said to be the worst."""
    assert hint.sought is not None and hint.sought.worst
    return replace(hint, sought=replace(hint.sought, worst=0, exact=True))


LIES: Mapping[str, Callable[[Hint], Hint]] = {
    "persons who are harmed by nothing": harmless,
    "who was shown is the worst": smaller,
    "nobody": lambda hint: replace(hint, cases=()),
    "one person too many": lambda hint: replace(
        hint, cases=tuple((*case, {}) for case in hint.cases)
    ),
    "no harm": sought(lambda s: replace(s, worst=None)),
    "a place after the last": sought(lambda s: replace(s, worst=99)),
    "a place before the first": sought(lambda s: replace(s, worst=-1)),
    "values that do not help": sought(lambda s: replace(s, holds={"aid_ceiling": 10**6})),
    "values out of bounds": sought(lambda s: replace(s, holds={"aid_ceiling": -5})),
    "values of nothing": sought(lambda s: replace(s, holds={"nobody": 5})),
    "no values at all": sought(lambda s: replace(s, holds={})),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_lies_about_a_violation_change_nothing(lie: Callable[[Hint], Hint]) -> None:
    before, after = one("village", "no_double_aid", lie)
    assert before.largest is not None and before.largest.exact
    assert after.largest is not None and after.largest.exact
    assert after.largest.value == before.largest.value
    assert (after.verdict, after.holds_with) == (before.verdict, before.holds_with)
    assert after.failing == before.failing


def test_a_harm_that_was_not_the_largest_is_not_said_to_be() -> None:
    """Of the day it is not known which harm is the largest; a hint says that it is known."""
    before, after = one("village", "day_within_bound", sought(lambda s: replace(s, exact=True)))
    assert before.largest is not None and not before.largest.exact
    assert after.largest is not None and not after.largest.exact
    assert after.largest.value >= before.largest.value


@pytest.mark.parametrize("values", [{"old_sum": 40_000}, {"old_sum": 10**9}, {"old_sum": -1}, {}])
def test_values_that_do_not_help_are_not_said_to(values: Mapping[str, int]) -> None:
    before, after = one(OPEN, CAP, sought(lambda s: replace(s, holds=values)))
    assert before.holds_with is not None and after.holds_with == before.holds_with


def rules(*names: str, minimal: bool = True) -> Callable[[Hint], Hint]:
    return lambda hint: replace(hint, carried=Carried(frozenset(names), minimal))


def less_one(hint: Hint) -> Hint:
    assert hint.carried is not None
    _, *others = sorted(hint.carried.rules)
    return rules(*others)(hint)


@pytest.mark.parametrize("lie", [rules(), rules("nobody"), less_one], ids=["no", "other", "fewer"])
@pytest.mark.parametrize("task", [CAP, "gap_free", "nothing_negative", "own_payment_monotone"])
def test_rules_that_do_not_carry_a_proof_are_not_said_to(
    task: str, lie: Callable[[Hint], Hint]
) -> None:
    before, after = one("village", task, lie)
    assert before.verdict is after.verdict is Verdict.PROVED
    assert (after.rules, after.minimal) == (before.rules, before.minimal)
    assert after.any_visits == before.any_visits


@pytest.mark.parametrize("task", VIOLATED)
def test_no_rules_prove_what_fails(task: str) -> None:
    every = frozenset(names_of(loaded("village").rules).values())
    for carried in (frozenset[str](), every):
        before, after = one("village", task, rules(*carried))
        assert before.verdict is after.verdict is Verdict.VIOLATED
        assert before.largest is not None and after.largest is not None
        assert after.largest.value >= before.largest.value
        assert after.failing == before.failing


def test_rules_are_named_by_their_texts_wherever_they_stand() -> None:
    known = loaded("village").rules
    names = names_of(known)
    assert len(set(names.values())) == len(known)
    moved = {
        f"moved {name}": replace(
            rule, id=f"moved {name}", span=replace(rule.span, line=rule.span.line + 7)
        )
        for name, rule in known.items()
    }
    assert set(names_of(moved).values()) == set(names.values())
    # Of two that say the same, each has a name of its own.
    (first, *_) = known.values()
    twice = {**known, "again": replace(first, id="again", span=replace(first.span, line=10**6))}
    assert names_of(twice) == {**names, "again": f"{names[first.id]}.2"}


def test_a_proof_whose_rules_are_not_the_fewest_is_not_said_to_be_minimal() -> None:
    every = names_of(loaded("village").rules).values()
    before, after = one("village", CAP, rules(*every, minimal=False))
    assert after.verdict is Verdict.PROVED and not after.minimal
    assert set(before.rules) < set(after.rules)


def test_values_help_only_if_they_help_everybody() -> None:
    question = Question.of(loaded(OPEN), Options())
    encoding = question.encoding
    person, session = encoding.person, encoding.session
    name = next(d.name for d in person.program.definitions if d.name.startswith(f"violation({CAP}"))
    wrong = person.atom(name)
    case = session.check(wrong)
    assert isinstance(case, Satisfiable)

    def found(*violations: tuple[Asking, Claim]) -> Mapping[str, int] | None:
        doubted = Doubted(lambda: violations, YES, case, lambda *_: False)
        return holding_values(session, person, doubted, 10_000)

    assert found((session, wrong)) is not None
    assert found((session, wrong), (session, YES)) is None


def test_a_file_keeps_what_was_sought(tmp_path: Path) -> None:
    path = tmp_path / "village.lp"
    found = hints_of(loaded("village"), Options(), plain("village", VIOLATED + PROVED))
    place_of(path).write_text(written(found), encoding="utf-8")
    assert read_hints(path) == found
    assert any(hint.sought is not None and hint.sought.exact for hint in found.tasks.values())
    assert any(hint.carried is not None and hint.carried.rules for hint in found.tasks.values())
    # What the first version of these files said is read as ever.
    before = Hints(found.asked, {
        of: replace(hint, carried=None, sought=None) for of, hint in found.tasks.items()
    })
    first = written(before).replace('"version": 2', '"version": 1')
    place_of(path).write_text(first, encoding="utf-8")
    assert read_hints(path) == before


@pytest.mark.parametrize("part", [
    '"carried": "all"', '"carried": [1]', '"sought": 1', '"sought": {"worst": "first"}',
    '"sought": {"worst": true}', '"sought": {"holds": {"v": 0.5}}', '"sought": {"holds": [1]}',
    '"sought": {"holds": {"v": true}}',
])
def test_what_cannot_have_been_sought_is_one_message(tmp_path: Path, part: str) -> None:
    path = tmp_path / "village.lp"
    head = '"format": "mingzheng-hints", "version": 2, "asked": ""'
    task = f'{{"property": "p", "comparison": "", {part}}}'
    place_of(path).write_text(f'{{{head}, "tasks": [{task}]}}', encoding="utf-8")
    with pytest.raises(CaseError, match="no file of hints"):
        read_hints(path)
