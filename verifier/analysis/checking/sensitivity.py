"""Does a violation hang on what the document leaves open?

If there are open values with which the property holds, what the text says does not decide it: the
verdict is undetermined, with values of both kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from verifier.engines.smt import (
    Asking,
    Claim,
    Copy,
    Limit,
    Quantity,
    Satisfiable,
    Unsatisfiable,
    equal,
    number,
)
from verifier.program.model import PolicyValue, Program

_Pick = Callable[[PolicyValue], int]


def holding_values(
    session: Asking, copy: Copy, violation: Claim, scope: Claim, timeout_ms: Limit
) -> dict[str, int] | None:
    """A small set of open values with which `violation` has no case; None if none was found.

    `timeout_ms` limits each question; a budget, all of them: what is not tried stays in the set.
    """
    program = copy.program
    quantities = {
        v.name: copy.amount(v.name) for v in program.values
        if v.value is None and copy.amount(v.name).constant is None
    }
    if not quantities:
        return None
    for values in _candidates(program, quantities):
        if _refuted(session, quantities, values, (violation, scope), timeout_ms):
            return _needed(session, quantities, values, (violation, scope), timeout_ms)
    return None


def _candidates(
    program: Program, quantities: Mapping[str, Quantity]
) -> Iterator[dict[str, int]]:
    """All open values at one end, at the other, and in the middle."""
    values = [v for v in program.values if v.name in quantities]
    picks: tuple[_Pick, ...] = (
        lambda v: v.low, lambda v: v.high, lambda v: (v.low + v.high) // 200 * 100,
    )
    for pick in picks:
        yield {v.name: pick(v) for v in values}


def _pinned(quantities: Mapping[str, Quantity], values: Mapping[str, int]) -> list[Claim]:
    return [equal(quantities[name], number(value)) for name, value in values.items()]


def _refuted(
    session: Asking, quantities: Mapping[str, Quantity], values: Mapping[str, int],
    claims: tuple[Claim, Claim], timeout_ms: Limit,
) -> bool:
    violation, scope = claims
    pins = _pinned(quantities, values)
    # Values that leave no case to speak of would refute anything.
    if not isinstance(session.check(*pins, scope, timeout_ms=timeout_ms), Satisfiable):
        return False
    answer = session.check(*pins, violation, timeout_ms=timeout_ms)
    return isinstance(answer, Unsatisfiable)


def _needed(
    session: Asking, quantities: Mapping[str, Quantity], values: dict[str, int],
    claims: tuple[Claim, Claim], timeout_ms: Limit,
) -> dict[str, int]:
    """Leave out every value that the property holds without."""
    kept = dict(values)
    for name in values:
        fewer = {n: v for n, v in kept.items() if n != name}
        if _refuted(session, quantities, fewer, claims, timeout_ms):
            kept = fewer
    return kept
