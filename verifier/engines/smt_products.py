"""An open rate times an amount, which is not linear, held by what every such product obeys.

Z3 gives up on a product of two unknowns. So the exact product `m = r * x` becomes a variable of its
own, about which only linear truths are asserted. What is proved of it is proved. A case that is
found may be none, as nothing forces `m` to be the product: `Session.check` then pins the rates to
values, which makes `m` linear and exact.

Every lemma holds for all integers r, x, m with m = r * x; where it uses a range of r or x, the
range stands as its condition unless it is asserted anyway. With k = x2 - x1 and r within [a, b]:

    x >= 0              a*x <= m <= b*x                   (x <= 0: the other way round)
    r >= a, x >= c      (r - a)*(x - c) >= 0 multiplied out, and so at each corner of the ranges
    same r, k >= 0      a*k <= m2 - m1 <= b*k             as m2 - m1 = r*k
    same x, x >= 0      r1 <= r2 -> m1 <= m2              as (r2 - r1)*x >= 0

Where bills are put together otherwise, and only there:

    same r              x3 = x1 + x2 -> m3 = m1 + m2
    r1, x1 >= 0         r1 <= r2, x1 <= x2 -> m1 <= m2

Two copies of one rounded share p = R(r * x / S) are related directly, whatever the rate is, as the
cuts that follow from the rounding are what Z3 spends its time on. For rates from 0 to S:

    r1 <= r2, 0 <= x1 <= x2     p1 <= p2                  R is monotone and r1*x1 <= r2*x2
    r1 = r2, k >= 0             0 <= p2 - p1 <= k         as r*x1 <= r*x2 <= r*x1 + S*k, and
                                                          R(y + k) = R(y) + k for whole k
    x >= 0                      0 <= p <= x               as against the share of nothing
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

from verifier.engines.smt_logic import (
    YES,
    Claim,
    Quantity,
    all_of,
    difference,
    equal,
    implies,
    less_equal,
    negate,
    number_in,
    total,
)
from verifier.engines.smt_store import Node, Store
from verifier.program.sorts import PERCENT_SCALE


@dataclass(frozen=True, slots=True)
class Product:
    """`product` stands for `rate * of`."""

    rate: Quantity
    of: Quantity
    product: Quantity
    node: Node

    def exact(self, model: Any) -> bool:  # noqa: ANN401
        """Say whether it is the product in this model."""
        rate, of = number_in(model, self.rate), number_in(model, self.of)
        return number_in(model, self.product) == rate * of

    def pinned(self, rate: int) -> Claim:
        """Return the claim that the rate is this number and the product exact."""
        return all_of(equal(self.rate, rate), equal(self.product, total(((rate, self.of),))))

    def pinned_of(self, of: int) -> Claim:
        """Return the claim that the other factor is this number and the product exact."""
        return all_of(equal(self.of, of), equal(self.product, total(((of, self.rate),))))


@dataclass(frozen=True, slots=True)
class Rounded:
    """`share` is `rate` of `of` after rounding; those with the same `place` are compared."""

    place: object
    rate: Quantity
    of: Quantity
    share: Quantity
    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenProducts:
    """The products that play a part in a question."""

    items: tuple[Product, ...]

    @property
    def _rates(self) -> dict[object, Quantity]:
        return {item.rate.key: item.rate for item in self.items}

    @property
    def rates(self) -> tuple[Quantity, ...]:
        """Return the open rates, each once."""
        return tuple(self._rates.values())

    def exact(self, model: Any) -> bool:  # noqa: ANN401
        """Say whether all products are right in this model."""
        return all(item.exact(model) for item in self.items)

    def guesses(self, model: Any, *, ends: bool) -> Iterator[tuple[int, ...]]:  # noqa: ANN401
        """Yield rates to try: the model's, and with `ends` all the lowest and all the highest."""
        rates = self.rates
        found = tuple(number_in(model, rate) for rate in rates)
        yield found
        known = [rate.grid for rate in rates if rate.grid is not None]
        if ends and len(known) == len(found):
            others = (tuple(grid[0] for grid in known), tuple(grid[-1] for grid in known))
            yield from (other for other in dict.fromkeys(others) if other != found)

    def pin(self, rates: tuple[int, ...]) -> Claim:
        """Return the claim that the rates are these, and all products exact."""
        values = dict(zip(self._rates, rates, strict=True))
        return all_of(*(item.pinned(values[item.rate.key]) for item in self.items))

    def pin_others(self, model: Any) -> Claim:  # noqa: ANN401
        """Return the claim that the other factors are the model's, and all products exact."""
        return all_of(*(item.pinned_of(number_in(model, item.of)) for item in self.items))

    def sums(self) -> Iterator[Claim]:
        """Yield that what is a sum has the sum as its product."""
        same: dict[object, list[Product]] = {}
        for item in self.items:
            same.setdefault(item.rate.key, []).append(item)
        for products in same.values():
            for whole in products:
                for one, two in combinations((p for p in products if p is not whole), 2):
                    summed = equal(whole.of, total(((1, one.of), (1, two.of))))
                    product = total(((1, one.product), (1, two.product)))
                    yield implies(summed, equal(whole.product, product))
        for one, two in permutations(self.items, 2):
            if one.rate.key != two.rate.key and one.of.key != two.of.key:
                yield _rises(one, two)

    def elsewhere(self, rates: tuple[int, ...]) -> Claim:
        """Return the claim that some rate is another."""
        pairs = zip(self._rates.values(), rates, strict=True)
        return negate(all_of(*(equal(rate, value) for rate, value in pairs)))


class Products:
    """The products of a session, across its copies, which share the open rates."""

    def __init__(self, store: Store) -> None:
        """Make variables and assert lemmas in `store`."""
        self._store = store
        self._table: dict[tuple[object, object], Product] = {}
        self._rounded: dict[object, list[Rounded]] = {}

    def within(self, nodes: Container[Node] | None) -> OpenProducts:
        """The products of these nodes, or all of them."""
        items = self._table.values()
        return OpenProducts(tuple(i for i in items if nodes is None or i.node in nodes))

    def multiply(self, rate: Quantity, of: Quantity) -> Quantity:
        """Return `rate * of`: exactly if one is constant, else a variable with its lemmas."""
        if rate.constant is not None:
            return total(((rate.constant, of),))
        if of.constant is not None:
            return total(((of.constant, rate),))
        key = (rate.key, of.key)
        if key not in self._table:
            low, high = _corners(rate, of)
            terms = self._store.terms
            product = terms.quantity(terms.fresh("product"), low, high)
            new = Product(rate, of, product, self._store.node())
            with self._store.within(new.node):
                self._single(new)
            for old in self._table.values():
                self._pair(old, new)
                self._pair(new, old)
            self._table[key] = new
        self._store.use(self._table[key].node)
        return self._table[key].product

    def relate(self, share: Rounded) -> None:
        """Assert that a share is a part, and how it moves against the same share elsewhere."""
        if share.rate.low is None or share.rate.low < 0:
            return
        if share.rate.high is None or share.rate.high > PERCENT_SCALE:
            return
        if share.rate.constant is None:
            positive = all_of(_within(share.rate), less_equal(0, share.of))
            part = all_of(less_equal(0, share.share), less_equal(share.share, share.of))
            self._store.assume(implies(positive, part), share.nodes)
        others = self._rounded.setdefault(share.place, [])
        for other in others:
            self._monotone(other, share)
            self._monotone(share, other)
        others.append(share)

    def _monotone(self, small: Rounded, large: Rounded) -> None:
        step = difference(large.of, small.of)
        gain = difference(large.share, small.share)
        within = all_of(_within(small.rate), _within(large.rate), less_equal(0, step))
        more = all_of(within, less_equal(0, small.of), less_equal(small.rate, large.rate))
        nodes = (*small.nodes, *large.nodes)
        self._store.assume(implies(more, less_equal(0, gain)), nodes)
        same = all_of(within, equal(small.rate, large.rate))
        between = all_of(less_equal(0, gain), less_equal(gain, step))
        self._store.assume(implies(same, between), nodes)

    def _single(self, new: Product) -> None:
        rate, of, product = new.rate, new.of, new.product
        if rate.low is None or rate.high is None:
            return
        within = _within(rate)
        least, most = total(((rate.low, of),)), total(((rate.high, of),))
        for sign, small, large in (
            (less_equal(0, of), least, most),
            (less_equal(of, 0), most, least),
        ):
            between = all_of(less_equal(small, product), less_equal(product, large))
            self._store.assume(implies(all_of(within, sign), between))
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
                self._store.assume(implies(condition, cut))

    def _pair(self, one: Product, two: Product) -> None:
        """Compare two products for the case that the first has the smaller factors."""
        gain, nodes = difference(two.product, one.product), (one.node, two.node)
        if one.rate.key == two.rate.key:
            low, high = one.rate.low, one.rate.high
            if low is None or high is None:
                return
            step = difference(two.of, one.of)
            between = all_of(
                less_equal(total(((low, step),)), gain), less_equal(gain, total(((high, step),)))
            )
            rising = all_of(_within(one.rate), less_equal(0, step))
            self._store.assume(implies(rising, between), nodes)
        elif one.of.key == two.of.key:
            ordered = all_of(less_equal(one.rate, two.rate), less_equal(0, one.of))
            self._store.assume(implies(ordered, less_equal(0, gain)), nodes)


def _rises(one: Product, two: Product) -> Claim:
    """Return that the product of smaller factors is smaller."""
    rates = all_of(less_equal(0, one.rate), less_equal(one.rate, two.rate))
    factors = all_of(less_equal(0, one.of), less_equal(one.of, two.of))
    return implies(all_of(rates, factors), less_equal(one.product, two.product))


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
