"""What holds of two persons whose bills are the same, put together otherwise.

Step by step they are paid different sums. But where a year adds up what it counts and pays, so do
both persons' years, scheme by scheme: each sum that is proved to be the same makes the next one
easier, and all of them what is asked.
"""

from __future__ import annotations

from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.lemmas import Lemmas, Pair, Station, stations, sums
from verifier.engines.smt import Given, all_of, implies, less_equal, negate
from verifier.engines.smt_store import Node

_LOOK_MS = 2_000
"""A sum that takes longer is asked for together with everything else."""
_ROUNDED = 2
"""Fen that a payment of two persons may differ: that of each is rounded at least once."""


def sums_of(pair: Pair, nodes: frozenset[Node], before: Lemmas) -> Lemmas:
    """What each scheme pays both persons in all, if that is the same but for rounding.

    `nodes` are those of what is asked of them.
    """
    first, second = pair.known
    last: dict[object, Station] = {s.scheme: s for s in stations(first.program)}
    found = before
    for station in last.values():
        paid = station.paid[-1]
        if second.differs(paid) and second.node(paid) in nodes:
            found = _with_sum(pair, station, found)
    return found


def _with_sum(pair: Pair, station: Station, before: Lemmas) -> Lemmas:
    apart = _ROUNDED * len(station.paid)
    session = pair.encoding.session
    with session.subject() as subject:
        met = pair.premise()
        (_, one), (_, other) = (sums(person, station.paid) for person in pair.known)
        same = all_of(less_equal(one, other, apart), less_equal(other, one, apart))
    wrong = all_of(met, negate(same))
    focus = session.focus(subject, pair.known, Given(before.given.claims))
    if not focus.look(wrong, timeout_ms=_LOOK_MS).refuted:
        return before
    return Lemmas(
        Given((*before.given.claims, implies(met, same))),
        (*before.proofs, Asked(focus, ((station.paid[-1], wrong),))),
    )
