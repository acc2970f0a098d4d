"""Values that move with one number: `start + slope * t`, before rounding, with what rounding adds.

All numbers are fractions, so nothing is lost. Each rounding step adds an error of its own, a symbol
with a least and a greatest value; errors that cancel out (`cost - aid - (cost - aid)`) are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from verifier.program.model import Rounding

Bounds: TypeAlias = tuple[Fraction, Fraction]
"""Least and greatest, both included."""


@dataclass(frozen=True, slots=True)
class Line:
    """`start + slope * t` plus the weighted errors of rounding."""

    start: Fraction
    slope: Fraction = Fraction(0)
    errors: Mapping[int, Fraction] = field(default_factory=dict)

    @property
    def constant(self) -> int | None:
        """The value if it is one whole number whatever `t` is."""
        return None if self.slope or self.errors else self.start.numerator

    def at(self, place: Fraction | int) -> Fraction:
        """Value before rounding."""
        return self.start + self.slope * place


def whole(value: int) -> Line:
    """A value that does not move."""
    return Line(Fraction(value))


def combined(constant: int, parts: Iterable[tuple[Fraction | int, Line]]) -> Line:
    """`constant` plus multiples of lines."""
    start, slope = Fraction(constant), Fraction(0)
    errors: dict[int, Fraction] = {}
    for factor, line in parts:
        start += factor * line.start
        slope += factor * line.slope
        for symbol, weight in line.errors.items():
            errors[symbol] = errors.get(symbol, Fraction(0)) + factor * weight
    return Line(start, slope, {symbol: w for symbol, w in errors.items() if w})


class Errors:
    """The errors of rounding in one evaluation; equal roundings of equal lines are one error."""

    def __init__(self, rounding: Rounding) -> None:
        """Start with none."""
        self._rounding = rounding
        self._ranges: list[Bounds] = []
        self._known: dict[object, Line] = {}

    def bounds(self, line: Line) -> Bounds:
        """What rounding can add to a line, at least and at most."""
        low = high = Fraction(0)
        for symbol, weight in line.errors.items():
            first, last = self._ranges[symbol]
            low += weight * (first if weight > 0 else last)
            high += weight * (last if weight > 0 else first)
        return low, high

    def rounded(self, line: Line, factor: int, divisor: int) -> Line:
        """`line * factor / divisor`, rounded once; `line` is whole at every whole `t`."""
        if (known := line.constant) is not None:
            return whole(self._rounding.divide(known * factor, divisor))
        share = Fraction(factor, divisor)
        exact = combined(0, ((share, line),))
        steps = share.denominator
        always_whole = exact.start.denominator == exact.slope.denominator == 1
        if steps == 1 or (always_whole and not line.errors):
            return exact
        key = (share, line.start, line.slope, frozenset(line.errors.items()))
        if key not in self._known:
            self._ranges.append(self._range(steps))
            error = Line(Fraction(0), Fraction(0), {len(self._ranges) - 1: Fraction(1)})
            self._known[key] = combined(0, ((1, exact), (1, error)))
        return self._known[key]

    def _range(self, steps: int) -> Bounds:
        """What rounding adds to a multiple of one part in `steps`."""
        match self._rounding:
            case Rounding.DOWN:
                return -Fraction(steps - 1, steps), Fraction(0)
            case Rounding.UP:
                return Fraction(0), Fraction(steps - 1, steps)
            case Rounding.HALF_UP:
                return -Fraction((steps - 1) // 2, steps), Fraction(steps // 2, steps)


def window(line: Line, added: Bounds) -> tuple[int, int] | None:
    """The whole numbers at which rounding may make a moving line zero, or what is between them.

    Given as the first of them and the first beyond; equal if there is none. None if the line does
    not move.
    """
    if not line.slope:
        return None
    ends = sorted(-(line.start + error) / line.slope for error in added)
    return ceil(ends[0]), floor(ends[1]) + 1


def root(line: Line) -> Fraction | None:
    """Where a line is zero before rounding."""
    return -line.start / line.slope if line.slope else None
