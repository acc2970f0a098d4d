"""Where two documents differ along one input of a person, all else as it is.

The amount of each side is followed along the input by the exact engine, piece by piece, and the two
are held against each other before rounding: so the places where the sign of the difference changes
are solved, and none is sampled or missed. Differences that rounding alone can make open no stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from verifier.analysis.comparing.persons import shown
from verifier.analysis.comparing.replays import on_side, pairs_in, rise_of
from verifier.analysis.comparing.results import Along, Largest, Line, Sign, Stretch
from verifier.analysis.comparing.verdicts import rounding_of
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Values, inputs_of
from verifier.engines import exact
from verifier.engines.exact_along import along as course_of
from verifier.engines.exact_course import Course, Piece, State
from verifier.engines.exact_lines import whole
from verifier.program.model import BoolInput, NumberInput

_ROUNDS = 4
"""How often a person that a search ended with is moved to where a map has more."""


def along(joint: Joint, found: Largest) -> Iterator[Along]:
    """The maps of a line along each numeric input that it rests on, from one person."""
    if found.values is None or found.line.truth or found.line.by_visit:
        return
    values = _with_room(joint, found.line, found.values)
    inputs = {i.name: i for i in joint.program.inputs}
    truths = {n: bool(v) for n, v in values.items() if isinstance(inputs.get(n), BoolInput)}
    narrow = joint.under(truths)
    (pair,) = pairs_in(narrow, found.line)
    used = inputs_of(narrow, pair)
    tolerance = rounding_of(narrow, (pair,))
    for item in joint.program.inputs:
        if isinstance(item, NumberInput) and item.name in used:
            stretches = tuple(_Walk(joint, found.line, values, item).stretches(tolerance))
            if _worth_showing(stretches):
                yield Along(
                    found.line, found.group, found.more, item.name, stretches, tolerance
                )


def followed(joint: Joint, found: Largest) -> tuple[Largest, tuple[Along, ...]]:
    """The maps of a person; where a search gave up, of the largest difference along them."""
    drawn = tuple(along(joint, found))
    for _ in range(_ROUNDS):
        larger = _larger(joint, found, drawn)
        if larger is None:
            break
        found = larger
        drawn = tuple(along(joint, found))
    return found, drawn


def _larger(joint: Joint, found: Largest, drawn: tuple[Along, ...]) -> Largest | None:
    """The person at the place of a map where the difference is largest, if it is larger."""
    if found.exact or found.values is None:
        return None
    values = _with_room(joint, found.line, found.values)
    sign = 1 if found.more else -1
    best = max(
        ((sign * s.most, item.input, s.place) for item in drawn for s in item.stretches),
        default=(0, "", 0),
    )
    size, name, place = best
    return shown(joint, found, size, {**values, name: place}) if size > (found.value or 0) else None


def _worth_showing(stretches: tuple[Stretch, ...]) -> bool:
    somebody = [s for s in stretches if s.sign is not Sign.NOBODY]
    moves = bool(somebody) and somebody[0].low < somebody[-1].high
    return moves and any(s.sign is not Sign.EQUAL for s in somebody)


def _with_room(joint: Joint, line: Line, values: Values) -> dict[str, bool | int]:
    """The person with the greatest total costs that leave the difference as it is."""
    kept = dict(values)
    before = rise_of(joint, line, 0, kept)
    for item in joint.program.inputs:
        if isinstance(item, NumberInput) and item.name.startswith("cost(") and kept[item.name]:
            wider = {**kept, item.name: item.high}
            if rise_of(joint, line, 0, wider) == before:
                kept = wider
    return kept


@dataclass(frozen=True, slots=True)
class _Part:
    """Values of the input with one sign, and the differences at its ends before rounding."""

    low: int
    high: int
    sign: Sign
    ends: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class _Walk:
    """A line of a person on both sides while one input moves."""

    joint: Joint
    line: Line
    values: Mapping[str, bool | int]
    item: NumberInput

    def stretches(self, tolerance: int) -> Iterator[Stretch]:
        """From the least to the greatest value that the input can have."""
        first, second = (self._course(side) for side in Side)
        parts = [p for low, high, a, b in _overlaid(first, second) for p in _parts(low, high, a, b)]
        told = [
            replace(part, sign=Sign.EQUAL) if _by_rounding(run, tolerance) else part
            for run in _runs(parts) for part in run
        ]
        for run in _runs(told):
            yield self._stretch(run)

    def _course(self, side: Side) -> Course:
        """The line on one side."""
        program = self.joint.sides[side]
        assignment = on_side(self.joint, side, self.values)
        own = [n for n, name in self.joint.leaves.own[side].items() if name == self.item.name]
        ends = (self.item.low, self.item.high)
        name = self.line.name
        if own:
            return course_of(program, assignment, dict.fromkeys(own, 0), ends, name)
        evaluation = exact.evaluate(program, assignment)
        value = evaluation.amounts.get(name)
        if evaluation.broken:
            return Course((Piece(*ends, State.IMPOSSIBLE),))
        if value is None or not value.exact:
            return Course((Piece(*ends, State.NO_VALUE),))
        return Course((Piece(*ends, State.VALUE, whole(value.low)),))

    def _stretch(self, run: list[_Part]) -> Stretch:
        low, high, sign = run[0].low, run[-1].high, run[0].sign
        if sign not in (Sign.MORE, Sign.LESS):
            return Stretch(low, high, sign)
        sizes = [(abs(size), at) for p in run for size, at in zip(p.ends, (p.low, p.high),
                                                                   strict=True)]
        place = max(sizes, key=lambda found: found[0])[1]
        return Stretch(low, high, sign, self._rise(low), self._rise(high), place,
                       self._rise(place))

    def _rise(self, place: int) -> int:
        """By how much the second side is larger with another number, as it is paid."""
        return rise_of(self.joint, self.line, 0, {**self.values, self.item.name: place}) or 0


def _overlaid(first: Course, second: Course) -> Iterator[tuple[int, int, Piece, Piece]]:
    """The intervals in which neither side changes its piece."""
    one, two = list(first.pieces), list(second.pieces)
    low = max(one[0].low, two[0].low)
    while one and two:
        high = min(one[0].high, two[0].high)
        yield low, high, one[0], two[0]
        low = high + 1
        for pieces in (one, two):
            if pieces[0].high == high:
                pieces.pop(0)


def _parts(low: int, high: int, first: Piece, second: Piece) -> Iterator[_Part]:
    """An interval, cut where the difference before rounding changes its sign."""
    states = {first.state, second.state}
    if State.IMPOSSIBLE in states or State.NO_VALUE in states:
        yield _Part(low, high, Sign.NOBODY)
        return
    if first.line is None or second.line is None:
        yield _Part(low, high, Sign.UNSETTLED)
        return
    start = second.line.start - first.line.start
    slope = second.line.slope - first.line.slope
    bounds = [low, high + 1]
    if slope:
        root = -start / slope
        bounds += [at for at in (ceil(root), floor(root) + 1) if low < at <= high]
    marks = sorted(set(bounds))
    for begin, beyond in pairwise(marks):
        ends = (start + slope * begin, start + slope * (beyond - 1))
        middle = sum(ends)
        sign = Sign.MORE if middle > 0 else Sign.LESS if middle < 0 else Sign.EQUAL
        yield _Part(begin, beyond - 1, sign, ends)


def _runs(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Parts side by side that have the same sign."""
    found: list[list[_Part]] = []
    for part in parts:
        if found and found[-1][-1].sign is part.sign:
            found[-1].append(part)
        else:
            found.append([part])
    return found


def _by_rounding(run: list[_Part], tolerance: int) -> bool:
    """Whether rounding alone can make the differences of parts side by side."""
    differs = run[0].sign in (Sign.MORE, Sign.LESS)
    return differs and all(abs(end) <= tolerance for part in run for end in part.ends)
