"""What led to refutations before leads to them sooner, and changes no answer."""

from __future__ import annotations

import random
from functools import partial
from typing import NoReturn

import pytest
import z3

from tests.properties.checked import program
from verifier.engines.smt import (
    Claim,
    Copy,
    Focus,
    Lead,
    Look,
    Manner,
    Noted,
    Satisfiable,
    Session,
    Undecided,
    Unsatisfiable,
    all_of,
    less,
    less_equal,
    negate,
)
from verifier.engines.smt_manner import MARK, mark
from verifier.engines.smt_solver import Solver
from verifier.engines.smt_store import Node
from verifier.program.model import AmountDefinition, Program


def amounts(loaded: Program) -> list[str]:
    return [d.name for d in loaded.definitions if isinstance(d, AmountDefinition)]


def begun(loaded: Program) -> tuple[Session, Copy, Manner]:
    manner = Manner()
    session = Session(tagged=True, timeout_ms=5_000, manner=manner)
    return session, session.copy(loaded), manner


def claimed(session: Session, person: Copy, one: str, other: str) -> tuple[Node, list[Claim]]:
    """Of two amounts: one is less, it is not, it is below nothing, and it is above a million."""
    with session.subject() as subject:
        first, second = person.amount(one), person.amount(other)
        claims = [
            less(first, second), negate(less_equal(second, first)), less(first, 0),
            less(100_000_000, first),
        ]
    return subject, claims


def answers(focus: Focus, claims: list[Claim]) -> list[tuple[bool, bool]]:
    checked = [focus.check(claim) for claim in claims]
    assert all(isinstance(a, Satisfiable | Unsatisfiable) for a in checked)
    looked = [focus.look(claim).refuted for claim in claims]
    return [(isinstance(a, Unsatisfiable), b) for a, b in zip(checked, looked, strict=True)]


@pytest.mark.parametrize("name", ["own_payment_monotone_holds", "annual_limits_breaks"])
def test_no_lead_changes_an_answer(name: str) -> None:
    loaded, chance = program(name, 2), random.Random(name)
    session, person, manner = begun(loaded)
    names = amounts(loaded)
    marks = sorted({mark(k, n) for k in ("amount", "atom") for n in names})
    some_refuted = 0
    for _ in range(12):
        one, other = chance.sample(names, 2)
        subject, claims = claimed(session, person, one, other)
        plain = answers(session.focus(subject, {person: {}}), claims)
        some_refuted += any(refuted for refuted, _ in plain)
        for few in (0, 3, len(marks) // 2, len(marks)):
            manner.lead = Lead(frozenset(chance.sample(marks, few)), chance.randrange(8))
            assert answers(session.focus(subject, {person: {}}), claims) == plain
        manner.lead = Lead()
    assert some_refuted > 3


def refutations(
    session: Session, person: Copy, names: list[str]
) -> list[tuple[Node, Claim]]:
    """Claims that an amount is below nothing, which no case makes true."""
    found = []
    for name in names:
        subject, (*_, below, _) = claimed(session, person, name, name)
        focus = session.focus(subject, {person: {}})
        if below.constant is None and isinstance(focus.check(below), Unsatisfiable):
            found.append((subject, below))
    return found


def test_what_was_noted_refutes_without_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = program("own_payment_monotone_holds", 2)
    session, person, manner = begun(loaded)
    refuted = refutations(session, person, amounts(loaded))
    assert len(refuted) > 3
    for subject, claim in refuted:
        manner.noted = noted = Noted(set())
        whole = session.focus(subject, {person: {}})
        assert whole.look(claim).refuted and noted.steps > 0
        manner.noted, manner.lead = None, Lead(frozenset(noted.needed))
        led = session.focus(subject, {person: {}})
        assert led.nodes < whole.nodes
        with monkeypatch.context() as patched:
            patched.setattr(Focus, "_plain", property(_not_asked))
            assert led.look(claim).refuted
        manner.lead = Lead()


def _not_asked(_: Focus) -> Solver:
    raise AssertionError("everything was asked")


def test_after_some_questions_in_vain_no_more_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = program("own_payment_monotone_holds", 2)
    session, person, manner = begun(loaded)
    subject, claim = refutations(session, person, amounts(loaded))[0]
    manner.lead = Lead(frozenset())
    focus, asked = session.focus(subject, {person: {}}), list[Solver]()
    look = Solver.look

    def counted(solver: Solver, *rest: object) -> object:
        asked.append(solver)
        return partial(look, solver)(*rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Solver, "look", counted)
    for times in (2, 4, 5, 6):  # with little and with everything, at first
        assert focus.look(claim) == Look(True)
        assert len(asked) == times


def test_who_looks_for_cases_is_not_led() -> None:
    manner = Manner(frozenset({"rule"}), Lead(frozenset({"12345"}), 3))
    with manner.openly():
        assert (manner.rules, manner.lead) == (None, Lead())
    assert (manner.rules, manner.lead.seed) == (frozenset({"rule"}), 3)
    with manner.only(None):
        assert (manner.rules, manner.lead.seed) == (None, 3)


def test_marks_are_short_and_tell_kinds_apart() -> None:
    names = [f"paid(aid,{n})" for n in range(200)]
    marks = {mark(kind, name) for kind in ("atom", "amount", "constraint") for name in names}
    assert len(marks) > 590 and all(len(m) == MARK for m in marks)
    assert mark("atom", "paid") == mark("atom", "paid") != mark("amount", "paid")


def test_a_solver_without_memory_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = program("own_payment_monotone_holds", 2)
    session, person, _ = begun(loaded)
    subject, claims = claimed(session, person, *amounts(loaded)[:2])

    def failing(*_: object) -> NoReturn:
        raise z3.Z3Exception(b"out of memory")

    focus = session.focus(subject, {person: {}})
    never = all_of(claims[0], negate(claims[0]), less(person.amount("own_total"), 0))
    with monkeypatch.context() as patched:
        patched.setattr(Solver, "_run", failing)
        answer = focus.check(claims[0])
    assert isinstance(answer, Undecided) and answer.reason == "out of memory"
    # What was asked may still be assumed, so what is asked later is not decided by it.
    for later in (focus, session.focus(subject, {person: {}})):
        assert isinstance(later.check(negate(claims[0])), Undecided)
        assert later.look(never) == Look(False)
