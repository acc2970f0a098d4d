"""Whether a change makes a difference to anybody, for whom, and by how much at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.judge import DOES_NOT_REPLAY, judge
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.extremes.change import Change, Room
from verifier.analysis.extremes.results import Answer, Effect, Most, Shift, Witness
from verifier.analysis.outputs import visit_of
from verifier.analysis.results import Case
from verifier.engines import exact
from verifier.engines.smt import (
    Quantity,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    less,
    less_equal,
    number,
    total,
)
from verifier.engines.smt_search import Extreme, maximise
from verifier.errors import Message
from verifier.program.model import NumberInput

_CONVINCING = 100_00
"""A simple person is shown with a difference of a hundred yuan, if there is one with so much."""
_GLANCES = 4
"""So much shorter are the many questions for an amount, and those that compute more of a bill."""
_FIRST = ("own_total", "own_contribution", "subsidy")
"""Results that say most about what a change means to a person."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What is sought: limits in milliseconds, and whether the person and the amounts are wanted."""

    timeout_ms: int
    amounts: bool = True


@dataclass(slots=True)
class _Found:
    """What is known of each result so far."""

    cases: dict[str, tuple[Room, Satisfiable]]
    undecided: dict[str, None]
    reason: Message | None = None


def effect_of(change: Change, effort: Effort) -> Effect:
    """Find what a change does to any person."""
    found = _Found({}, {})
    for room in change.rooms:
        _seek(change, room, found, effort)
    if not found.cases:
        if found.undecided:
            return Effect(Answer.UNKNOWN, (), tuple(found.undecided), reason=found.reason)
        return Effect(Answer.NO)
    order = [*_FIRST, *change.names()]
    differing = tuple(sorted(found.cases, key=order.index))
    undecided = tuple(n for n in found.undecided if n not in found.cases)
    effect = Effect(Answer.YES, differing, undecided, reason=found.reason)
    if not effort.amounts:
        return replace(effect, witness=_witness(change, found.cases[differing[0]][1]))
    shifts = {
        name: _shift(change, name, effort) for name in _measured(change, differing)
    }
    return replace(
        effect, shifts=shifts,
        witness=_simplest(change, differing[0], found.cases[differing[0]], shifts, effort),
    )


def _seek(change: Change, room: Room, found: _Found, effort: Effort) -> None:
    """Look in one room for a case of each result of which none is known yet."""
    asked = change.ask([n for n in change.names() if n not in found.cases], room)
    if not asked.claims:
        return
    hard = room != change.rooms[0]
    judged = judge(asked, effort.timeout_ms // _GLANCES if hard else None)
    if judged.reason is not None:
        found.reason = judged.reason
        asked_for = dict.fromkeys(name for name, _ in asked.claims)
        found.undecided |= {n: None for n in asked_for if n not in judged.failing}
    for name, case in judged.failing.items():
        shown = set(change.differing(case.cases))
        if name not in shown:
            found.undecided[name] = None
            found.reason = DOES_NOT_REPLAY
        for other in shown - found.cases.keys():
            found.cases[other] = (room, case)


def _measured(change: Change, differing: Sequence[str]) -> list[str]:
    """What it means to the person; else other amounts of the year, or those of a visit."""
    amounts = [n for n in differing if n in change.amounts]
    of_year = [n for n in amounts if not visit_of(n)]
    return [n for n in amounts if n in _FIRST] or (of_year or amounts)[:1]


def _shift(change: Change, name: str, effort: Effort) -> Shift:
    more = _most(change, name, change.rise(name), effort)
    less_ = _most(change, name, total(((-1, change.rise(name)),)), effort)
    return Shift(more, less_)


def _most(change: Change, name: str, rise: Quantity, effort: Effort) -> Most | None:
    """The most that a quantity reaches, replayed; None if it is never above nothing."""
    best: Most | None = None
    exact_ = True
    for room in change.rooms:
        asked = change.ask([name], room)
        beyond = less(number(best.value if best else 0), rise)
        # Asked once whether there is more before it is sought how much: most rooms have no more.
        timeout_ms = effort.timeout_ms // _GLANCES
        start = asked.focus.check(beyond, timeout_ms=timeout_ms)
        answer: Extreme | Unsatisfiable | Undecided = (
            maximise(asked.focus, rise, beyond, known=start, timeout_ms=timeout_ms)
            if isinstance(start, Satisfiable) else start
        )
        match answer:
            case Unsatisfiable():
                continue
            case Undecided():
                exact_ = False
            case Extreme(value, known, witness, _):
                reached = _replayed(change, name, witness)
                exact_ = exact_ and known and reached == value
                if reached and (best is None or reached > best.value):
                    best = Most(reached, True, _at_bounds(change, witness))
    if best is None:
        return None if exact_ else Most(0, False)
    return replace(best, exact=exact_)


def _replayed(change: Change, name: str, case: Satisfiable) -> int | None:
    """How far a result is apart in a case, by the exact engine."""
    evaluations = change.replay(case.cases)
    if evaluations is None:
        return None
    before, after = (rerun.amount(e, name) for e in evaluations)
    return None if before is None or after is None else abs(after - before)


def _at_bounds(change: Change, case: Satisfiable) -> tuple[str, ...]:
    who = rerun.person(case.cases["before"])
    return tuple(sorted(
        i.name for i in change.program.inputs
        if isinstance(i, NumberInput) and who.numbers.get(i.name) == i.high
    ))


def _simplest(
    change: Change, name: str, known: tuple[Room, Satisfiable], shifts: Mapping[str, Shift],
    effort: Effort,
) -> Witness | None:
    """The simplest person for whom a result differs, by an amount worth showing if there is one."""
    room, start = known
    asked = change.ask([name], room)
    claims = [claim for _, claim in asked.claims]
    if name in shifts:
        shift = shifts[name]
        more = shift.more if shift.more and shift.more.value else None
        most, rise = (
            (more, change.rise(name)) if more else (shift.less, total(((-1, change.rise(name)),)))
        )
        enough = min(_CONVINCING, most.value) if most else 0
        claims.append(less_equal(number(max(1, enough)), rise))
    answer = asked.focus.check(*claims)
    if isinstance(answer, Satisfiable) and name in set(change.differing(answer.cases)):
        with asked.focus.scope(*claims):
            best = simplest(asked.focus, (change.before,), answer, effort.timeout_ms)
        if name in set(change.differing(best.cases)):
            start = best
    return _witness(change, start)


def _witness(change: Change, case: Satisfiable) -> Witness | None:
    evaluations = change.replay(case.cases)
    if evaluations is None:
        return None
    assignment = case.cases["before"]
    who = rerun.person(assignment)
    values, _ = rerun.policy(change.program, assignment)
    shown = exact.Assignment(who.booleans, who.numbers)
    return Witness(Case(change.program.visits, shown, ()), values, *evaluations)
