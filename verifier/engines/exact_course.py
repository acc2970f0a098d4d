"""The course of an amount along a number: its pieces, put together from what was evaluated.

A piece says of every whole number in it that the amount is its line, and what rounding adds. Single
numbers that were computed by themselves join the piece beside them of which this is true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from verifier.engines.exact_lines import Bounds, Line


class State(StrEnum):
    """What is known of an interval."""

    VALUE = "value"
    NO_VALUE = "no_value"
    """The document gives the amount no value, or two."""
    IMPOSSIBLE = "impossible"
    """No such case can exist."""
    DOUBTFUL = "doubtful"
    """The amount is its line, if such a case can exist, which hangs on what is not known."""
    OPEN = "open"
    """Something else of the case is not known, and matters."""
    UNSETTLED = "unsettled"
    """The budget ended before."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an interval was cut: a comparison or choice in a rule of a definition.

    `at` is where its sides meet before rounding; None where both stand still and rounding decides.
    """

    name: str
    rule: str
    at: Fraction | None


@dataclass(frozen=True, slots=True)
class Piece:
    """From `low` to `high` the amount is `line`, and rounding adds what lies within `added`."""

    low: int
    high: int
    state: State
    line: Line | None = None
    added: Bounds = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Course:
    """The pieces of an amount in order, and by first number of a piece why it begins there.

    Lines and places are in smallest units.
    """

    pieces: tuple[Piece, ...]
    causes: Mapping[int, tuple[Cause, ...]] = field(default_factory=dict)


def joined(course: Course) -> Course:
    """Join pieces that say the same, and single numbers with what is beside them."""
    raw = course.pieces
    found: list[Piece] = []
    spans: dict[int, tuple[int, int]] = {}
    place = 0
    while place < len(raw):
        end = place
        while end < len(raw) and raw[end].low == raw[end].high:
            end += 1
        run = raw[place:end]
        if not run:
            found.append(raw[place])
            place += 1
            continue
        before = found[-1] if found else None
        after = raw[end] if end < len(raw) else None
        first, last = run[0].low, after.low if after else run[-1].low
        to_left, to_right = _sides(before, run, after, _meeting(course, first, last))
        if before is not None and to_left:
            found[-1] = replace(before, high=run[to_left - 1].high)
        found += run[to_left:len(run) - to_right]
        if after is not None:
            found.append(replace(after, low=run[-to_right].low) if to_right else after)
        # The run was cut for one reason, which is that of each boundary left in it.
        spans |= {p.low: (first, last) for p in found if first <= p.low <= last}
        place = end + 1
    pieces = _merged(found)
    causes = {p.low: _causes(course, *spans.get(p.low, (p.low, p.low))) for p in pieces[1:]}
    return replace(course, pieces=pieces, causes={k: v for k, v in causes.items() if v})


def _causes(course: Course, first: int, last: int) -> tuple[Cause, ...]:
    inside = [c for start in sorted(course.causes) if first <= start <= last
              for c in course.causes[start]]
    return tuple(dict.fromkeys(inside))


def _meeting(course: Course, first: int, last: int) -> Fraction | None:
    """Where the sides meet before rounding that a run of single numbers was cut for."""
    return next((c.at for c in _causes(course, first, last) if c.at is not None), None)


def _sides(
    before: Piece | None, run: Sequence[Piece], after: Piece | None, meeting: Fraction | None
) -> tuple[int, int]:
    """How many of the first numbers of a run are as the piece before, of the last as that after."""
    left = right = 0
    while left < len(run) and _as(before, run[left]):
        left += 1
    while right < len(run) and _as(after, run[-1 - right]):
        right += 1
    if left + right <= len(run):
        return left, right
    # Some are as both say: before the meeting they belong to the left.
    wanted = sum(1 for p in run if meeting is not None and p.low <= meeting)
    left = min(left, max(wanted, len(run) - right))
    return left, len(run) - left


def _as(piece: Piece | None, single: Piece) -> bool:
    """Whether what a piece says is true of a single number."""
    if piece is None or piece.state is not single.state:
        return False
    if piece.line is None or single.line is None:
        return True
    added = single.line.start - piece.line.at(single.low)
    return piece.added[0] <= added <= piece.added[1]


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and last.state is piece.state and _same(last.line, piece.line):
            added = (min(last.added[0], piece.added[0]), max(last.added[1], piece.added[1]))
            found[-1] = replace(last, high=piece.high, added=added)
        else:
            found.append(piece)
    return tuple(found)


def _same(one: Line | None, two: Line | None) -> bool:
    if one is None or two is None:
        return one is two
    return (one.start, one.slope) == (two.start, two.slope)
