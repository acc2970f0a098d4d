"""Ranges that remember how they depend on each other: affine arithmetic on whole numbers.

Every value that is not known carries, beside its range, a form: it equals
`(constant + sum of factor * symbol) / denominator` in every completion in which it exists. Symbols
are whole numbers with ranges: first the unknown numbers of a case, then what a form cannot follow
(a rounding, an undecided choice, a product of two unknowns), each with a symbol of its own. So
what is subtracted from itself cancels, whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm

from verifier.engines.exact_walk import Form, Value, Walker
from verifier.program.model import Rounding
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.terms import Choice

_FINEST = 10**30
"""Denominator above which a form is given up, so that chains of shares stay cheap."""

_SLOPES = 16
"""How finely the slope of an undecided choice is set."""


def residue(rounding: Rounding, divisor: int) -> tuple[int, int]:
    """Range of `rounded * divisor - numerator`, over all whole numerators."""
    match rounding:
        case Rounding.DOWN:
            return 1 - divisor, 0
        case Rounding.UP:
            return 0, divisor - 1
        case Rounding.HALF_UP:
            return (divisor // 2) - divisor + 1, divisor // 2


class AffineWalker(Walker):
    """A `Walker` whose values carry forms; `symbols` are the ranges of the symbols."""

    def __init__(
        self,
        rounding: Rounding,
        atoms: dict[str, bool | None],
        amounts: dict[str, Value | None],
    ) -> None:
        super().__init__(rounding, atoms, amounts)
        self.symbols: list[tuple[int, int]] = []

    def fresh(self, low: int, high: int, certain: bool = True) -> Value:
        """Make a value that depends on nothing else."""
        if low == high:
            return (low, high, certain, None)
        self.symbols.append((low, high))
        return (low, high, certain, (1, 0, {len(self.symbols) - 1: 1}))

    def reach(self, form: Form) -> tuple[int, int]:
        """Least and greatest numerator of a form."""
        low = high = form[1]
        for symbol, factor in form[2].items():
            first, last = self.symbols[symbol]
            if factor > 0:
                low += factor * first
                high += factor * last
            else:
                low += factor * last
                high += factor * first
        return low, high

    def combine(self, constant: int, parts: Sequence[tuple[int, Value]], denominator: int) -> Form:
        """Form of `(constant + sum of multiples) / denominator`."""
        forms = [(factor, _form(value)) for factor, value in parts]
        common = lcm(*(form[0] for _, form in forms))
        total = constant * common
        factors: dict[int, int] = {}
        for factor, (own, offset, symbols) in forms:
            scale = factor * (common // own)
            total += scale * offset
            for symbol, inner in symbols.items():
                factors[symbol] = factors.get(symbol, 0) + scale * inner
        return common * denominator, total, {s: f for s, f in factors.items() if f}

    def _narrow(self, value: Value, form: Form) -> Value | None:
        """Take what both the range and the form allow; None if that is nothing."""
        first, last = self.reach(form)
        low = max(value[0], -(-first // form[0]))
        high = min(value[1], last // form[0])
        if low > high:
            return None
        if low < high and form[0] > _FINEST:
            return self.fresh(low, high, value[2])
        return (low, high, value[2], form if low < high else None)

    def _divide(self, value: Value, form: Form, divisor: int) -> Value | None:
        """Round `form / divisor`, where the form is a whole number and `value` the result."""
        if value[0] == value[1]:
            return value
        common = gcd(divisor, form[1], *form[2].values()) if form[0] == 1 else 1
        least = divisor // common
        if least == 1:
            return self._narrow(value, (1, form[1] // common, _scaled(form[2], 1, common)))
        low, high = residue(self.rounding, least)
        # form / divisor == (form / common) / least, and form / common is whole as well.
        noise = self.fresh(low, high)
        denominator = form[0] * divisor
        rounded = (denominator, form[1], dict(form[2]))
        if noise[3] is not None:
            rounded[2][len(self.symbols) - 1] = form[0] * common
        return self._narrow(value, rounded)

    # -- what Walker does to numbers ---------------------------------------------------------

    def difference(self, left: Value, right: Value) -> tuple[int, int]:
        """Range of `left - right`; empty (low above high) if both cannot exist together."""
        low, high = super().difference(left, right)
        if low == high or not (left[3] and right[3]):
            return low, high
        form = self.combine(0, ((1, left), (-1, right)), 1)
        first, last = self.reach(form)
        return max(low, -(-first // form[0])), min(high, last // form[0])

    def linear(self, constant: int, parts: Sequence[tuple[int, Value]]) -> Value | None:
        """`constant` plus the multiples."""
        value = super().linear(constant, parts)
        if value is None or value[0] == value[1]:
            return value
        return self._narrow(value, self.combine(constant, parts, 1))

    def share(self, rate: Value, of: Value) -> Value | None:
        """`rate` hundredths of a percent of `of`."""
        value = super().share(rate, of)
        if value is None or value[0] == value[1]:
            return value
        if rate[0] == rate[1]:
            return self._divide(value, self.combine(0, ((rate[0], of),), 1), PERCENT_SCALE)
        if of[0] == of[1]:
            return self._divide(value, self.combine(0, ((of[0], rate),), 1), PERCENT_SCALE)
        # Around (a, b): x * y == a * y + b * x - a * b + (x - a) * (y - b).
        a, b = (rate[0] + rate[1]) // 2, (of[0] + of[1]) // 2
        ends = [(x - a) * (y - b) for x in rate[:2] for y in of[:2]]
        rest = self.fresh(min(ends), max(ends))
        form = self.combine(-a * b, ((a, of), (b, rate), (1, rest)), 1)
        return self._divide(value, form, PERCENT_SCALE)

    def quotient(self, of: Value, divisor: int) -> Value | None:
        """`of` divided by a positive whole number."""
        value = super().quotient(of, divisor)
        if value is None or value[0] == value[1]:
            return value
        return self._divide(value, self.combine(0, ((1, of),), 1), divisor)

    def extreme(self, function: Choice, found: Sequence[tuple[bool, Value]]) -> Value:
        """Least or greatest, after those are left out that another beats in any case."""
        alive = list(range(len(found)))
        for rival, (counts, value) in enumerate(found):
            if counts and rival in alive:
                alive = [
                    other
                    for other in alive
                    if other == rival or not self._beats(function, value, found[other][1])
                ]
        left = [found[position] for position in alive]
        low, high, certain, _ = super().extreme(function, left)
        if len(left) == 1:
            return (low, high, certain, left[0][1][3])
        if low == high or not all(counts for counts, _ in left):
            return self.fresh(low, high, certain)
        first = left[0][1]
        for _, second in left[1:]:
            first = self._choose(function, first, second)
        return self._narrow((low, high, certain, None), _form(first)) or first

    def _choose(self, function: Choice, first: Value, second: Value) -> Value:
        """The lesser or greater of two, of which it is not known which: a slope between theirs.

        With `d` for the difference, `min(d, 0)` is concave and so differs from `d * slope` most at
        the ends of the range of `d` (downwards) and at 0 (not at all).
        """
        least, most = self.difference(first, second)
        slope = _SLOPES * least // (least - most)
        noise = self.fresh(min((_SLOPES - slope) * least, -slope * most), 0)
        sign, share = (1, slope) if function == "min" else (-1, _SLOPES - slope)
        parts = ((share, first), (_SLOPES - share, second), (sign, noise))
        low, high, _, _ = super().extreme(function, ((True, first), (True, second)))
        return self._narrow((low, high, True, None), self.combine(0, parts, _SLOPES)) or first

    def _beats(self, function: Choice, rival: Value, other: Value) -> bool:
        low, high = self.difference(rival, other)
        return high <= 0 if function == "min" else low >= 0

    def join(self, values: Sequence[Value]) -> Value:
        """One of the values, it is not known which."""
        if len(values) == 1:
            return values[0]
        low, high, certain, _ = super().join(values)
        return self.fresh(low, high, certain)


def _form(value: Value) -> Form:
    if value[0] == value[1]:
        return 1, value[0], {}
    assert value[3] is not None, "a value that is not known has a form"
    return value[3]


def _scaled(factors: dict[int, int], factor: int, divisor: int) -> dict[int, int]:
    return {symbol: inner * factor // divisor for symbol, inner in factors.items()}
