"""Claims and quantities, over the terms of `smt_native`.

A `Claim` is a truth value and a `Quantity` a whole number of the solver. Callers combine them with
the functions below and never look inside. Constants are Python's own and are folded here, so that
what the solver sees stays small and linear: no function multiplies two unknowns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from verifier.engines.smt_native import (
    ADD,
    AND,
    EQUAL,
    GREATER_EQUAL,
    IFF,
    LESS_EQUAL,
    MULTIPLY,
    OR,
    Build,
    Join,
    Space,
    Term,
    applied,
    chosen,
    joined,
    negated,
    number_of,
    numeral,
    truth_of,
    variable,
)


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """An opaque truth value: true or false in every case that the solver looks at."""

    term: Any

    @property
    def constant(self) -> bool | None:
        """The value if it is the same in every case."""
        return self.term if isinstance(self.term, bool) else None

    @property
    def key(self) -> object:
        """Equal for claims that are the same term."""
        return self.term if isinstance(self.term, bool) else ("term", self.term.address)


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """An opaque whole number.

    `low` and `high` bound it in every case in which it has a value (None: no bound is known);
    a quantity without a value may be anything. `grid` is the asserted domain of a free variable.
    """

    term: Any
    low: int | None = None
    high: int | None = None
    grid: range | None = None

    @property
    def constant(self) -> int | None:
        """The value if it is the same in every case."""
        return self.term if isinstance(self.term, int) else None

    @property
    def key(self) -> object:
        """Equal for quantities that are the same term."""
        return self.term if isinstance(self.term, int) else ("term", self.term.address)


Number = Quantity | int

YES = Claim(True)
NO = Claim(False)


class Terms:
    """Makes variables in a Z3 context of its own, so that sessions cannot influence each other."""

    def __init__(self) -> None:
        """Open the context."""
        self._space = Space()
        self._count = 0

    @property
    def context(self) -> Any:  # noqa: ANN401
        """The context, for a solver."""
        return self._space.context

    def claim(self, name: str) -> Claim:
        """Return the Boolean variable of that name."""
        return Claim(variable(self._space, name, self._space.truth))

    def quantity(
        self, name: str, low: int | None = None, high: int | None = None, grid: range | None = None
    ) -> Quantity:
        """Return the integer variable of that name; the caller asserts what bounds it."""
        return Quantity(variable(self._space, name, self._space.whole), low, high, grid)

    def fresh(self, name: str) -> str:
        """Return a name that no other variable has."""
        self._count += 1
        return f"{name}#{self._count}"


def number(value: int) -> Quantity:
    """Return a constant."""
    return Quantity(value, value, value)


def _quantity(value: Number) -> Quantity:
    return number(value) if isinstance(value, int) else value


# Claims ------------------------------------------------------------------------------------------


def negate(item: Claim) -> Claim:
    """Return the claim that `item` is false."""
    if isinstance(item.term, bool):
        return NO if item.term else YES
    return Claim(negated(item.term))


def all_of(*items: Claim) -> Claim:
    """Return the claim that every item is true; true when there is none."""
    return _combine(items, AND, YES, NO)


def any_of(*items: Claim) -> Claim:
    """Return the claim that some item is true; false when there is none."""
    return _combine(items, OR, NO, YES)


def none_of(*items: Claim) -> Claim:
    """Return the claim that no item is true."""
    return negate(any_of(*items))


def _combine(items: Iterable[Claim], build: Build, neutral: Claim, absorbing: Claim) -> Claim:
    """Fold constants and repetitions out of a conjunction or disjunction."""
    kept: dict[int, Claim] = {}
    for item in items:
        term = item.term
        if term is absorbing.term:
            return absorbing
        if term is not neutral.term:
            kept.setdefault(term.address, item)
    if len(kept) > 1:
        return Claim(joined(build, [item.term for item in kept.values()]))
    return next(iter(kept.values()), neutral)


def together(items: Collection[Claim]) -> Claim:
    """Return a conjunction as it is; the solver takes many claims at once much faster."""
    terms = [item.term for item in items if item.term is not True]
    if any(term is False for term in terms):
        return NO
    return Claim(joined(AND, terms)) if terms else YES


def native(item: Claim) -> Any:  # noqa: ANN401
    """Return a claim as Z3's own classes take it."""
    return item.term if isinstance(item.term, bool) else item.term.native


def implies(condition: Claim, consequence: Claim) -> Claim:
    """Return the claim that `consequence` is true where `condition` is."""
    return any_of(negate(condition), consequence)


def iff(left: Claim, right: Claim) -> Claim:
    """Return the claim that both are true or both false."""
    if left.constant is not None:
        return right if left.constant else negate(right)
    if right.constant is not None:
        return left if right.constant else negate(left)
    return Claim(applied(IFF, left.term, right.term))


_TWO = 2
"""At least two of several: so is said that a choice has no more than one answer."""


def at_least(bound: int, items: Iterable[tuple[int, Claim]]) -> Claim:
    """Return the claim that the weights of the true items add up to `bound` or more."""
    weighed = tuple(items)
    rest = bound - sum(w for w, c in weighed if c.constant)
    open_items = [(w, c) for w, c in weighed if c.constant is None and w]
    if sum(w for w, _ in open_items if w < 0) >= rest:
        return YES
    if sum(w for w, _ in open_items if w > 0) < rest:
        return NO
    if all(w >= 0 for w, _ in open_items):
        if all(w >= rest for w, _ in open_items):
            return any_of(*(c for _, c in open_items))
        if sum(w for w, _ in open_items) - min(w for w, _ in open_items) < rest:
            return all_of(*(c for _, c in open_items))
    if rest == _TWO and all(w == 1 for w, _ in open_items):
        return any_of(*(all_of(one, two) for (_, one), (_, two) in combinations(open_items, 2)))
    return less_equal(rest, total((w, choose(c, 1, 0)) for w, c in open_items))


# Comparisons -------------------------------------------------------------------------------------


def less_equal(left: Number, right: Number, offset: int = 0) -> Claim:
    """Return the claim `left <= right + offset`."""
    left, right = _quantity(left), _quantity(right)
    if left.constant is not None and right.constant is not None:
        return YES if left.constant <= right.constant + offset else NO
    if left.constant is not None:
        return _compared(GREATER_EQUAL, right, left.constant - offset)
    if right.constant is not None:
        return _compared(LESS_EQUAL, left, right.constant + offset)
    return Claim(applied(LESS_EQUAL, left.term, total(((1, right),), offset).term))


def less(left: Number, right: Number, offset: int = 0) -> Claim:
    """Return the claim `left < right + offset`; over whole numbers one less is less or equal."""
    return less_equal(left, right, offset - 1)


def equal(left: Number, right: Number) -> Claim:
    """Return the claim that both are the same number."""
    left, right = _quantity(left), _quantity(right)
    if left.constant is not None and right.constant is not None:
        return YES if left.constant == right.constant else NO
    if left.key == right.key:
        return YES
    if left.constant is not None:
        left, right = right, left
    if right.constant is not None:
        return _compared(EQUAL, left, right.constant)
    return Claim(applied(EQUAL, left.term, right.term))


def _compared(join: Join, item: Quantity, value: int) -> Claim:
    """Compare a quantity with a constant."""
    term: Term = item.term
    return Claim(applied(join, term, numeral(term.space, value)))


# Quantities --------------------------------------------------------------------------------------


def total(items: Iterable[tuple[int, Number]], constant: int = 0) -> Quantity:
    """Return `constant` plus a whole multiple of each item."""
    terms: list[Term] = []
    low = high = constant
    bounded_below = bounded_above = True
    single: Quantity | None = None
    for factor, value in items:
        if factor == 0:
            continue
        if isinstance(value, int) or isinstance(value.term, int):
            known = value if isinstance(value, int) else value.term
            constant, low, high = (n + factor * known for n in (constant, low, high))
            continue
        term: Term = value.term
        if factor == 1:
            terms.append(term)
            single = value
        else:
            terms.append(joined(MULTIPLY, (numeral(term.space, factor), term)))
            single = None
        least, most = (value.low, value.high) if factor > 0 else (value.high, value.low)
        bounded_below, low = bounded_below and least is not None, low + factor * (least or 0)
        bounded_above, high = bounded_above and most is not None, high + factor * (most or 0)
    if not terms:
        return number(constant)
    if len(terms) == 1 and constant == 0 and single is not None:
        return single
    if constant:
        terms.append(numeral(terms[0].space, constant))
    whole = terms[0] if len(terms) == 1 else joined(ADD, terms)
    return Quantity(whole, low if bounded_below else None, high if bounded_above else None)


def difference(left: Number, right: Number) -> Quantity:
    """Return `left - right`."""
    return total(((1, left), (-1, right)))


def choose(condition: Claim, then: Number, otherwise: Number) -> Quantity:
    """Return `then` where the condition is true, and `otherwise` elsewhere."""
    then, otherwise = _quantity(then), _quantity(otherwise)
    if condition.constant is not None:
        return then if condition.constant else otherwise
    low, high = hull((then, otherwise))
    asked: Term = condition.term
    one, two = (
        numeral(asked.space, q.constant) if q.constant is not None else q.term
        for q in (then, otherwise)
    )
    return Quantity(chosen(asked, one, two), low, high)


def count(*items: Claim) -> Quantity:
    """Return how many of the items are true."""
    return total((1, choose(item, 1, 0)) for item in items)


def hull(items: Iterable[Quantity]) -> tuple[int | None, int | None]:
    """Return the smallest range that holds the ranges of all items."""
    lows, highs = zip(*((i.low, i.high) for i in items), strict=True)
    return (
        None if None in lows else min(lows),
        None if None in highs else max(highs),
    )


# Models ------------------------------------------------------------------------------------------


def number_in(model: Any, quantity: Quantity) -> int:  # noqa: ANN401
    """Return the value of a quantity in a model of the solver."""
    if quantity.constant is not None:
        return quantity.constant
    return number_of(model, quantity.term)


def truth_in(model: Any, claim: Claim) -> bool:  # noqa: ANN401
    """Return the truth of a claim in a model of the solver."""
    if claim.constant is not None:
        return claim.constant
    return truth_of(model, claim.term)
