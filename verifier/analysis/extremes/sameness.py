"""Whether what a change moves is made up for before it reaches a result.

What uses something that has moved is asked by itself: if it is proved to be the same under both
policies, nothing that rests on it alone moves. So a proof needs small questions in place of one
about what is paid, where a clause is idle because others say as much.
"""

from __future__ import annotations

from verifier.analysis.extremes.change import Change
from verifier.engines.smt import Unsatisfiable
from verifier.program.names import Dependencies

_MOST = 60
"""Definitions that are asked before it is left open."""


def unchanged(change: Change, timeout_ms: int) -> bool:
    """Whether it is proved that no result moves; False if it is not known."""
    users: dict[str, list[str]] = {}
    for user, uses in Dependencies(change.program).uses.items():
        for key in uses:
            users.setdefault(key, []).append(user)
    results = {f"amount {n}" for n in change.amounts} | {f"atom {n}" for n in change.outcomes}
    moved = set(change.moved)
    same: set[str] = set()
    asked = 0
    while not moved & results:
        beyond = sorted({u for key in moved for u in users.get(key, ())} - moved - same)
        if not beyond:
            return True
        for key in beyond:
            asked += 1
            if asked > _MOST:
                return False
            (same if _same(change, key, timeout_ms) else moved).add(key)
    return False


def _same(change: Change, key: str, timeout_ms: int) -> bool:
    kind, _, name = key.partition(" ")
    for room in change.rooms:
        focus, claim = change.ask_of(kind == "amount", name, room)
        if not isinstance(focus.check(claim, timeout_ms=timeout_ms), Unsatisfiable):
            return False
    return True
