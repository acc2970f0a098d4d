"""Steps of a proof about two documents: amounts of one name of which one is never the larger.

A limit that is used up visit by visit makes a comparison of totals hard, though it follows from one
of each amount before. So amounts that both documents call the same are compared one after the
other, and what is proved of one is known of those that come after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import NoCase, Open, Pair, Question, turned
from verifier.engines.smt import Claim, negate
from verifier.program.names import term_keys
from verifier.program.terms import Amount

_BRIEF_MS = 300
_MOST_UNDECIDED = 3


def steps(joint: Joint, question: Question, pair: Pair, premise: Claim) -> tuple[Claim, ...]:
    """What is proved of the amounts that a pair rests on, where a premise is true."""
    known: list[Claim] = []
    undecided = 0
    for earlier in _earlier(joint, pair):
        for ahead in (earlier, turned(earlier)):
            larger = question.beyond(ahead, 1)
            answer = question.find(premise, *known, larger, timeout_ms=_BRIEF_MS)
            if isinstance(answer, NoCase):
                known.append(negate(larger))
            undecided += isinstance(answer, Open)
            if undecided == _MOST_UNDECIDED:
                return tuple(known)
    return tuple(known)


def _earlier(joint: Joint, pair: Pair) -> Iterator[Pair]:
    """Amounts of one name on both sides that the pair rests on, in the order of the Program."""
    keys = joint.dependencies.cone(key for term in pair for key in term_keys(term))
    place = {definition.name: n for n, definition in enumerate(joint.program.definitions)}
    left, right = (joint.amounts[side] for side in Side)
    found: list[tuple[int, Pair]] = []
    for name in (name for name in left if name in right):
        first, second = left[name], right[name]
        if isinstance(first, Amount) and isinstance(second, Amount) and first != second:
            both = (first.name, second.name)
            if all(f"amount {one}" in keys and one in place for one in both):
                found.append((max(place[one] for one in both), (first, second)))
    yield from (both for _, both in sorted(found, key=lambda item: item[0]))
