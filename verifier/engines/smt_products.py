"""An open rate times an amount, which is not linear, held by what every such product obeys.

Z3 gives up on a product of two unknowns. So the exact product `m = r * x` becomes a variable of its
own, about which only linear truths are asserted. What is proved of it is proved. A case that is
found may be none, as nothing forces `m` to be the product: `Session.check` then pins the rates to
values, which makes `m` linear and exact.

Every lemma holds for all integers r, x, m with m = r * x; where it uses a range of r or x, the range
stands as its condition unless it is asserted anyway. With k = x2 - x1 and r within [a, b]:

    x >= 0              a*x <= m <= b*x                   (x <= 0: the other way round)
    r >= a, x >= c      (r - a)*(x - c) >= 0 multiplied out, and so at each corner of the ranges
    same r, k >= 0      a*k <= m2 - m1 <= b*k             as m2 - m1 = r*k
    0 <= r1 <= r2, 0 <= x1 <= x2        m1 <= m2

The rounded shares p = R(m / S) follow from m by linear arithmetic; but cuts are needed for it, so
one consequence is asserted: for 0 <= r <= S and k >= 0 it holds that 0 <= p2 - p1 <= k, because
r*x1 <= r*x2 <= r*x1 + S*k, R is monotone, and R(y + k) = R(y) + k for whole k. R(0) = 0, so that
likewise 0 <= p <= x for x >= 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from verifier.engines.smt_logic import (
    YES,
    Claim,
    Quantity,
    Terms,
    all_of,
    difference,
    equal,
    implies,
    less_equal,
    total,
)
from verifier.program.model import Rounding
from verifier.program.sorts import PERCENT_SCALE

_MIXED_RATES = 24
"""Up to so many products are also compared across different rates: the lemmas grow as a square."""


@dataclass(frozen=True, slots=True)
class Product:
    """`product` stands for `rate * of`."""

    rate: Quantity
    of: Quantity
    product: Quantity

    def pinned(self, rate: int) -> Claim:
        """Return the claim that the rate is this number and the product exact."""
        return all_of(equal(self.rate, rate), equal(self.product, total(((rate, self.of),))))

    def pinned_of(self, of: int) -> Claim:
        """Return the claim that the other factor is this number and the product exact."""
        return all_of(equal(self.of, of), equal(self.product, total(((of, self.rate),))))


@dataclass(frozen=True, slots=True)
class _Rounded:
    rate: Quantity
    of: Quantity
    rounding: Rounding
    share: Quantity


class Products:
    """The products of a session, across its copies, which share the open rates."""

    def __init__(self, terms: Terms, assume: Callable[[Claim], None]) -> None:
        """Make variables in `terms`, and hand each lemma to `assume`."""
        self._terms = terms
        self._assume = assume
        self._table: dict[tuple[object, object], Product] = {}
        self._rounded: list[_Rounded] = []

    def __iter__(self) -> Iterator[Product]:
        """Go through the products in the order in which they were asked for."""
        return iter(self._table.values())

    def __bool__(self) -> bool:
        """Say whether anything is held by lemmas only."""
        return bool(self._table)

    def multiply(self, rate: Quantity, of: Quantity) -> Quantity:
        """Return `rate * of`: exactly if one is constant, else a variable with its lemmas."""
        if rate.constant is not None:
            return total(((rate.constant, of),))
        if of.constant is not None:
            return total(((of.constant, rate),))
        key = (rate.key, of.key)
        if key not in self._table:
            low, high = _corners(rate, of)
            product = self._terms.quantity(self._terms.fresh("product"), low, high)
            new = Product(rate, of, product)
            self._single(new)
            for old in self._table.values():
                self._pair(old, new)
                self._pair(new, old)
            self._table[key] = new
        return self._table[key].product

    def note_share(self, rate: Quantity, of: Quantity, rounding: Rounding, share: Quantity) -> None:
        """Assert what rounding leaves of the lemmas, if the rate lies within 0 to 100 %."""
        if rate.low is None or rate.high is None or rate.low < 0 or rate.high > PERCENT_SCALE:
            return
        nothing = Quantity(0, 0, 0)
        new = _Rounded(rate, of, rounding, share)
        self._monotone(_Rounded(rate, nothing, rounding, nothing), new)
        for old in self._rounded:
            if old.rate.key == rate.key and old.rounding is rounding:
                self._monotone(old, new)
                self._monotone(new, old)
        self._rounded.append(new)

    def _monotone(self, small: _Rounded, large: _Rounded) -> None:
        step = difference(large.of, small.of)
        gain = difference(large.share, small.share)
        growth = all_of(less_equal(0, gain), less_equal(gain, step))
        condition = all_of(_within(large.rate), less_equal(small.of, large.of))
        self._assume(implies(condition, growth))

    def _single(self, new: Product) -> None:
        rate, of, product = new.rate, new.of, new.product
        if rate.low is None or rate.high is None:
            return
        within = _within(rate)
        least, most = total(((rate.low, of),)), total(((rate.high, of),))
        for sign, small, large in ((less_equal(0, of), least, most), (less_equal(of, 0), most, least)):
            between = all_of(less_equal(small, product), less_equal(product, large))
            self._assume(implies(all_of(within, sign), between))
        if of.low is not None and of.high is not None:
            self._corner_cuts(new, (rate.low, rate.high), (of.low, of.high))

    def _corner_cuts(self, new: Product, rates: tuple[int, int], ofs: tuple[int, int]) -> None:
        condition = all_of(_within(new.rate), _within(new.of))
        for a in rates:
            for c in ofs:
                # (r - a) * (x - c) multiplied out is m - c*r - a*x + a*c; it is >= 0 if both ends
                # are of the same kind and <= 0 otherwise.
                shown = total(((1, new.product), (-c, new.rate), (-a, new.of)), a * c)
                same = (a == rates[0]) == (c == ofs[0])
                cut = less_equal(0, shown) if same else less_equal(shown, 0)
                self._assume(implies(condition, cut))

    def _pair(self, one: Product, two: Product) -> None:
        """Compare two products for the case that the first has the smaller factors."""
        gain = difference(two.product, one.product)
        if one.rate.key == two.rate.key:
            low, high = one.rate.low, one.rate.high
            if low is None or high is None:
                return
            step = difference(two.of, one.of)
            between = all_of(
                less_equal(total(((low, step),)), gain), less_equal(gain, total(((high, step),)))
            )
            self._assume(implies(all_of(_within(one.rate), less_equal(0, step)), between))
        elif len(self._table) <= _MIXED_RATES:
            ordered = all_of(
                less_equal(0, one.rate),
                less_equal(one.rate, two.rate),
                less_equal(0, one.of),
                less_equal(one.of, two.of),
            )
            self._assume(implies(ordered, less_equal(0, gain)))


def _within(item: Quantity) -> Claim:
    """Return the condition that the known range holds, which a free variable's always does."""
    if item.grid is not None:
        return YES
    bounds = []
    if item.low is not None:
        bounds.append(less_equal(item.low, item))
    if item.high is not None:
        bounds.append(less_equal(item, item.high))
    return all_of(*bounds)


def _corners(rate: Quantity, of: Quantity) -> tuple[int | None, int | None]:
    if rate.low is None or rate.high is None or of.low is None or of.high is None:
        return None, None
    corners = [a * c for a in (rate.low, rate.high) for c in (of.low, of.high)]
    return min(corners), max(corners)
