"""The largest and the smallest value of a quantity, by repeated checks.

Halving the range beats Z3's own optimiser on the programs of this project, and leaves a bound and a
case behind when the time is up. From each case the search first climbs to the best of those that
are like it in everything but numbers, which is fast; so few other cases have to be found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from verifier.engines.smt import (
    TIMEOUT,
    Asking,
    Claim,
    Focus,
    Limit,
    Quantity,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    less_equal,
    number,
    total,
)

UNBOUNDED = "unbounded"
UNMEASURED = "unmeasured"

Measure = Callable[[Satisfiable], int | None]
"""What a quantity really is in a case; None if the case is none of those that are sought."""

_HORIZON = 10**15
"""Ten trillion yuan: what can be exceeded here has no bound."""
_MOST_UNDECIDED = 2


@dataclass(frozen=True, slots=True)
class Extreme:
    """The best value that was reached, in the case `witness`.

    `exact` says that no case is better; otherwise `reason` tells why that is not known.
    """

    value: int
    exact: bool
    witness: Satisfiable
    reason: str = ""


def maximise(
    session: Asking,
    quantity: Quantity,
    *claims: Claim,
    known: Satisfiable | None = None,
    timeout_ms: Limit = None,
    measure: Measure | None = None,
) -> Extreme | Unsatisfiable | Undecided:
    """Find the largest value of `quantity` where all claims are true.

    `known` is a case that the session has found for these claims; `timeout_ms` limits each step; a
    budget, all of them together. With a `measure` nothing counts as reached but what it says of a
    case: the solver may have there what is not so.
    """
    measure = measure or (lambda case: case.value(quantity))
    if known is None:
        start = session.check(*claims, timeout_ms=timeout_ms)
        if not isinstance(start, Satisfiable):
            return start
        known = start
    value = measure(known)
    if value is None:
        return Undecided(UNMEASURED)
    with session.scope(*claims):
        # What all persons of a session assert is too much to be asked as often as a climb asks.
        alike = session.likeness if isinstance(session, Focus) else None
        sought = _Sought(quantity, measure)
        return _Search(session, sought, timeout_ms, _Reached(known, value), alike).run()


def minimise_expression(
    session: Asking,
    quantity: Quantity,
    *claims: Claim,
    known: Satisfiable | None = None,
    timeout_ms: Limit = None,
) -> Extreme | Unsatisfiable | Undecided:
    """Find the smallest value of `quantity` where all claims are true, as `maximise` does."""
    opposite = total(((-1, quantity),))
    found = maximise(session, opposite, *claims, known=known, timeout_ms=timeout_ms)
    return replace(found, value=-found.value) if isinstance(found, Extreme) else found


class _Sought(NamedTuple):
    """What is to be large, and how that is measured in a case."""

    quantity: Quantity
    measure: Measure


class _Reached(NamedTuple):
    """A case, and what was measured in it."""

    case: Satisfiable
    value: int


class _Search:
    """Narrows from both sides: `best` is reached, `limit` is refuted or not known to be reached.

    With `alike`, each case that is reached is first exchanged for the best of those like it.
    """

    def __init__(
        self, session: Asking, sought: _Sought, timeout_ms: Limit, known: _Reached,
        alike: Callable[[Satisfiable], Claim] | None = None,
    ) -> None:
        self._session = session
        self._sought = sought
        self._timeout_ms = timeout_ms
        self._alike = alike
        self._undecided: list[str] = []
        self._reached(known)

    def run(self) -> Extreme:
        limit = self._first_limit()
        if limit is None:
            return Extreme(self._best, False, self._witness, UNBOUNDED)
        while limit - self._best > 1 and len(self._undecided) < _MOST_UNDECIDED:
            middle = (self._best + limit) // 2
            if not self._reaches(middle):
                limit = middle
        reason = self._undecided[0] if self._undecided else ""
        return Extreme(self._best, not reason, self._witness, reason)

    def _first_limit(self) -> int | None:
        """Find a number above `best` that is not reached; None if there seems to be no end.

        After a climb there is seldom more, and to refute a little more takes no longer than to
        refute much more, so a little is asked for first; otherwise all that the range allows.
        """
        step = 1
        if self._alike is not None:
            step = self._steps_up(step)
            if not self._undecided:
                return None if self._best > _HORIZON else self._best + step
        # The known range holds only where the quantity has a value, so it is tried, not trusted.
        high = self._sought.quantity.high
        if high is not None and high > self._best and not self._reaches(high):
            return high
        step = self._steps_up(step)
        return None if self._best > _HORIZON else self._best + step

    def _steps_up(self, step: int) -> int:
        """Reach more and more by steps that double; the step that did not."""
        while self._reaches(self._best + step) and self._best <= _HORIZON:
            step *= 2
        return step

    def _reaches(self, value: int) -> bool:
        at_least = less_equal(number(value), self._sought.quantity)
        answer = self._session.check(at_least, timeout_ms=self._timeout_ms)
        if isinstance(answer, Undecided):
            self._undecided.append(answer.reason or TIMEOUT)
        if not isinstance(answer, Satisfiable):
            return False
        measured = self._sought.measure(answer)
        if measured is not None and measured > self._best:
            self._reached(_Reached(answer, measured))
        if self._best < value:
            # It is no case of so much; whether another one is, is not known.
            self._undecided.append(UNMEASURED)
        return self._best >= value

    def _reached(self, known: _Reached) -> None:
        self._witness, self._best = known
        if self._alike is None or self._best > _HORIZON:
            return
        with self._session.scope(self._alike(known.case)):
            found = _Search(self._session, self._sought, self._timeout_ms, known).run()
        self._witness, self._best = found.witness, found.value
