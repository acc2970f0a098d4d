"""Whether a change makes a difference to anybody, for whom, and by how much at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.judge import DOES_NOT_REPLAY, judge
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.extremes.change import Change, Room
from verifier.analysis.extremes.resting import resting
from verifier.analysis.extremes.results import Answer, Effect, Most, Shift, Witness
from verifier.analysis.extremes.sameness import unchanged
from verifier.analysis.outputs import visit_of
from verifier.analysis.results import Case
from verifier.engines import exact
from verifier.engines.smt import (
    Claim,
    Quantity,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    all_of,
    less,
    less_equal,
    number,
    total,
)
from verifier.engines.smt_search import Extreme, maximise
from verifier.errors import Message

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
        if found.undecided and not unchanged(change, effort.timeout_ms // _GLANCES):
            return Effect(Answer.UNKNOWN, (), tuple(found.undecided), reason=found.reason)
        return Effect(Answer.NO)
    order = [*_FIRST, *change.names()]
    differing = tuple(sorted(found.cases, key=order.index))
    undecided = tuple(n for n in found.undecided if n not in found.cases)
    effect = Effect(Answer.YES, differing, undecided, reason=found.reason)
    if not effort.amounts:
        return replace(
            effect, witness=_witness(change, differing[0], found.cases[differing[0]][1])
        )
    shifts = {
        name: _shift(change, name, effort) for name in _measured(change, differing)
    }
    return replace(
        effect, shifts=shifts,
        witness=_simplest(change, differing[0], found.cases[differing[0]], shifts, effort),
    )


def _seek(change: Change, room: Room, found: _Found, effort: Effort) -> None:
    """Look in one room for a case of each result of which none is known yet."""
    hard = room != change.rooms[0]
    timeout_ms = effort.timeout_ms // _GLANCES if hard else None
    undecided = _look(change, room, found, timeout_ms)
    if not undecided:
        return
    # Of persons with one category it may be known, where all at once are too many.
    for narrow in change.narrow(room):
        if undecided.keys() <= found.cases.keys():
            break
        _look(change, narrow, found, effort.timeout_ms // _GLANCES)
    found.undecided |= {n: None for n in undecided if n not in found.cases}


def _look(
    change: Change, room: Room, found: _Found, timeout_ms: int | None
) -> dict[str, None]:
    """Look for cases of results of which none is known; what is left undecided."""
    asked = change.ask([n for n in change.names() if n not in found.cases], room).asked
    if not asked.claims:
        return {}
    undecided: dict[str, None] = {}
    judged = judge(asked, timeout_ms)
    if judged.reason is not None:
        found.reason = judged.reason
        undecided = {name: None for name, _ in asked.claims if name not in judged.failing}
    for name, case in judged.failing.items():
        shown = set(change.differing(case.cases))
        if name not in shown:
            undecided[name] = None
            found.reason = DOES_NOT_REPLAY
        for other in shown - found.cases.keys():
            found.cases[other] = (room, case)
    return undecided


def _measured(change: Change, differing: Sequence[str]) -> list[str]:
    """What it means to the person; else other amounts of the year, or those of a visit."""
    amounts = [n for n in differing if n in change.amounts]
    of_year = [n for n in amounts if not visit_of(n)]
    return [n for n in amounts if n in _FIRST] or (of_year or amounts)[:1]


def _shift(change: Change, name: str, effort: Effort) -> Shift:
    more = _most(change, name, change.rise(name), effort)
    less_ = _most(change, name, total(((-1, change.rise(name)),)), effort)
    return Shift(more, less_, _only_one(change, name, effort))


def _only_one(change: Change, name: str, effort: Effort) -> Answer:
    """Whether somebody has an amount of a result only before the change, or only after it."""
    undecided = False
    for room in change.rooms:
        focus, claim = change.posed(lambda: change.one_valued(name), room)
        if claim.constant is False:
            continue
        answer = focus.check(claim, timeout_ms=effort.timeout_ms // _GLANCES)
        if isinstance(answer, Satisfiable):
            found = change.replay(answer.cases)
            values = [] if found is None else [rerun.amount(e, name) for e in found]
            if values.count(None) == 1:
                return Answer.YES
        undecided = undecided or not isinstance(answer, Unsatisfiable)
    return Answer.UNKNOWN if undecided else Answer.NO


def _most(change: Change, name: str, rise: Quantity, effort: Effort) -> Most | None:
    """The most that a quantity reaches, replayed; None if it is never above nothing.

    Much is sought first among persons of one category, which is fast; that nobody has more is then
    asked of everybody.
    """
    best: Most | None = None
    exact_ = True
    for room in change.rooms:
        everybody = _Seen(change, name, rise, room, effort)
        if isinstance(everybody.more(best), Unsatisfiable):
            continue
        for narrow in change.narrow(room):
            best, _ = _Seen(change, name, rise, narrow, effort).most(best)
        best, known = everybody.most(best)
        exact_ = exact_ and known
    if best is None:
        return None if exact_ else Most(0, False)
    return replace(best, exact=exact_)


class _Seen:
    """How much a quantity of a result is in one room."""

    def __init__(
        self, change: Change, name: str, rise: Quantity, room: Room, effort: Effort
    ) -> None:
        self.change = change
        self.name = name
        self.rise = rise
        self.posed = change.ask([name], room)
        self.timeout_ms = effort.timeout_ms // _GLANCES

    def _beyond(self, best: Most | None) -> Claim:
        least = number(best.value if best else 0)
        valued = self.change.valued(self.name)
        return all_of(self.posed.same_bill, valued, less(least, self.rise))

    def more(self, best: Most | None) -> Satisfiable | Unsatisfiable | Undecided:
        """Whether somebody has more than the best so far."""
        return self.posed.asked.focus.check(self._beyond(best), timeout_ms=self.timeout_ms)

    def most(self, best: Most | None) -> tuple[Most | None, bool]:
        """The best, with the most that is found here; and whether nobody here has more."""
        # Asked once whether there is more before it is sought how much: most rooms have no more.
        start = self.more(best)
        if not isinstance(start, Satisfiable):
            return best, isinstance(start, Unsatisfiable)
        found = maximise(
            self.posed.asked.focus, self.rise, self._beyond(best), known=start,
            timeout_ms=self.timeout_ms,
        )
        assert isinstance(found, Extreme)  # it starts from a case
        reached = _replayed(self.change, self.name, found.witness)
        if reached and (best is None or reached > best.value):
            who = rerun.person(found.witness.cases["before"])
            best = Most(reached, True, rerun.at_bounds(self.change.program, who))
        return best, found.exact and reached == found.value


def _replayed(change: Change, name: str, case: Satisfiable) -> int | None:
    """How far a result is apart in a case, by the exact engine."""
    evaluations = change.replay(case.cases)
    if evaluations is None:
        return None
    before, after = (rerun.amount(e, name) for e in evaluations)
    return None if before is None or after is None else abs(after - before)


def _simplest(
    change: Change, name: str, known: tuple[Room, Satisfiable], shifts: Mapping[str, Shift],
    effort: Effort,
) -> Witness | None:
    """The simplest person for whom a result differs, by an amount worth showing if there is one."""
    room, start = known
    asked = change.ask([name], room).asked
    claims = [claim for _, claim in asked.claims]
    if name in shifts:
        shift = shifts[name]
        more = shift.more if shift.more and shift.more.value else None
        most, rise = (
            (more, change.rise(name)) if more else (shift.less, total(((-1, change.rise(name)),)))
        )
        if most:
            enough = max(1, min(_CONVINCING, most.value))
            claims.append(all_of(change.valued(name), less_equal(number(enough), rise)))
    answer = asked.focus.check(*claims)
    if isinstance(answer, Satisfiable) and name in set(change.differing(answer.cases)):
        with asked.focus.scope(*claims):
            best = simplest(
                asked.focus, (change.before,), answer, effort.timeout_ms // _GLANCES
            )
        if name in set(change.differing(best.cases)):
            start = best
    return _witness(change, name, start)


def _witness(change: Change, name: str, case: Satisfiable) -> Witness | None:
    evaluations = change.replay(case.cases)
    if evaluations is None:
        return None
    assignment = case.cases["before"]
    who = rerun.person(assignment)
    values, _ = rerun.policy(change.program, assignment)
    used: dict[str, int] = {}
    for settings in (change.settings, {**change.settings, **change.truths}):
        keys = (f"amount {name}", f"atom {name}")
        used |= resting(change.program, {**who.booleans, **settings}, keys, values)
    shown = exact.Assignment(who.booleans, who.numbers)
    other = rerun.person(case.cases["after"]).numbers
    billed = {n: other[n] for n in change.grounds if other[n] != who.numbers[n]}
    return Witness(Case(change.program.visits, shown, ()), used, *evaluations, billed)
