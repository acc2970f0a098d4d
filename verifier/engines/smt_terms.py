"""Formulas and expressions of a Program as claims and quantities, all of them linear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import gcd
from typing import Any, NamedTuple

from verifier.engines.smt_index import Name
from verifier.engines.smt_logic import (
    NO,
    YES,
    Claim,
    Quantity,
    Terms,
    all_of,
    any_of,
    at_least,
    choose,
    equal,
    hull,
    iff,
    implies,
    less,
    less_equal,
    negate,
    number,
    total,
)
from verifier.engines.smt_products import Products, Rounded
from verifier.engines.smt_store import Node, Store
from verifier.program.model import Rounding
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.terms import (
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Quotient,
    Share,
    Truth,
)

Elements = tuple[tuple[Formula, Expression], ...]


class Surroundings(NamedTuple):
    """What a copy takes from its session."""

    store: Store
    products: Products
    tag: Callable[[str], Claim]

    @property
    def terms(self) -> Terms:
        """What makes variables."""
        return self.store.terms


@dataclass(frozen=True, slots=True)
class Defined:
    """An encoded amount, with the values that it takes."""

    quantity: Quantity
    guarded: Claim = YES
    conflict: Claim = NO
    valued: Claim = YES
    alternatives: tuple[Taken, ...] = ()


class Taken(NamedTuple):
    """A value of an amount, when it is taken, and the guard of the Program behind that.

    It `fires` also where it is not taken, as another value is another number.
    """

    when: Claim
    guard: Formula
    value: Expression
    fires: Claim


class Encoded(NamedTuple):
    """What a compound term became, and the node that asserts it."""

    item: Any
    node: Node


class TermEncoder:
    """Encodes terms whose names are known already; `Copy` sees to that."""

    def __init__(
        self,
        name: str,
        rounding: Rounding,
        around: Surroundings,
        borrow: Callable[[Linear | Share | Quotient | Aggregate], Encoded | None],
    ) -> None:
        """Start without names; `borrow` gives what another copy has encoded already, or None."""
        self.atoms: dict[str, Claim] = {}
        self.amounts: dict[str, Defined] = {}
        self.nodes: dict[Name, Node] = {}
        self._name = name
        self._rounding = rounding
        self._around = around
        self._borrow = borrow
        self._expressions: dict[Expression, Encoded] = {}
        self._comparisons: dict[Compare, Encoded] = {}

    def assume(self, claim: Claim) -> None:
        """Assert a definition."""
        if claim.constant is not True:
            self._around.store.assume(claim)

    def under(self, formula: Formula) -> AbstractContextManager[None]:
        """Encode inside the block what plays a part only where the formula is true."""
        return self._around.store.under(self._name, formula)

    def fresh_quantity(self, what: str) -> Quantity:
        """Return a new variable."""
        terms = self._around.terms
        return terms.quantity(terms.fresh(f"{self._name}:{what}"))

    def named(self, claim: Claim, what: str) -> Claim:
        """Return a variable for a claim: Z3 need not simplify its cone again at every use."""
        if claim.constant is not None:
            return claim
        terms = self._around.terms
        variable = terms.claim(terms.fresh(f"{self._name}:{what}"))
        self.assume(iff(variable, claim))
        return variable

    # Formulas ------------------------------------------------------------------------------------

    def formula(self, formula: Formula) -> Claim:  # noqa: PLR0911  (one for each kind)
        """Return the truth of a formula."""
        match formula:
            case Truth(value):
                return YES if value else NO
            case Atom(name):
                self._around.store.use(self.nodes[formula])
                return self.atoms[name]
            case Not(item):
                return negate(self.formula(item))
            case And(items):
                return all_of(*(self.formula(item) for item in items))
            case Or(items):
                return any_of(*(self.formula(item) for item in items))
            case AtLeast(bound, weighed):
                return at_least(bound, ((w, self.formula(item)) for w, item in weighed))
            case Compare():
                found = self._comparisons.get(formula)
                if found is None:
                    with self._around.store.within(self._around.store.node()) as node:
                        found = Encoded(self._compare(formula), node)
                    self._comparisons[formula] = found
                self._around.store.use(found.node)
                claim: Claim = found.item
                return claim

    def _compare(self, formula: Compare) -> Claim:
        left, right = self.expression(formula.left), self.expression(formula.right)
        holds = _COMPARE[formula.operator](left, right)
        valued = all_of(self.valued(formula.left), self.valued(formula.right))
        if valued.constant:
            return holds
        # Without a value it is false in the exact engine, and so are `x < 5` and `x >= 5` both:
        # no number does that, therefore the truth itself is free.
        terms = self._around.terms
        claim = terms.claim(terms.fresh(f"{self._name}:compare"))
        self.assume(implies(valued, iff(claim, holds)))
        return claim

    # Expressions ---------------------------------------------------------------------------------

    def expression(self, expression: Expression) -> Quantity:
        """Return the value of an expression; unconstrained where it has none."""
        if isinstance(expression, Literal):
            return number(expression.value)
        if isinstance(expression, Amount):
            self._around.store.use(self.nodes[expression])
            return self.amounts[expression.name].quantity
        encoded = self.encoded(expression)
        self._around.store.use(encoded.node)
        quantity: Quantity = encoded.item
        return quantity

    def encoded(self, expression: Linear | Share | Quotient | Aggregate) -> Encoded:
        """Return a compound expression with its node."""
        found = self._expressions.get(expression) or self._borrow(expression)
        if found is None:
            with self._around.store.within(self._around.store.node()) as node:
                found = Encoded(self._compound(expression), node)
        self._expressions[expression] = found
        return found

    def _compound(self, expression: Linear | Share | Quotient | Aggregate) -> Quantity:
        match expression:
            case Linear(constant, items):
                return total(((k, self.expression(item)) for k, item in items), constant)
            case Share():
                return self._share(expression)
            case Quotient(of, divisor):
                return self._divide(self.expression(of), divisor)
            case Aggregate("sum", elements):
                return total((1, choose(c, v, 0)) for c, v in self._elements(elements))
            case Aggregate(function, elements):
                return self._extreme(self._elements(elements), smallest=function == "min")

    def _elements(self, elements: Elements) -> list[tuple[Claim, Quantity]]:
        encoded = []
        for condition, value in elements:
            with self.under(condition):
                encoded.append((self.formula(condition), self.expression(value)))
        return [(c, value) for c, value in encoded if c.constant is not False]

    def _extreme(self, elements: list[tuple[Claim, Quantity]], *, smallest: bool) -> Quantity:
        if len(elements) == 1 and elements[0][0].constant:
            return elements[0][1]
        result = self.fresh_quantity("least" if smallest else "greatest")
        if not elements:
            return result
        low, high = hull(value for _, value in elements)
        for condition, value in elements:
            bound = less_equal(result, value) if smallest else less_equal(value, result)
            self.assume(implies(condition, bound))
        reached = any_of(*(all_of(c, equal(result, value)) for c, value in elements))
        self.assume(implies(any_of(*(c for c, _ in elements)), reached))
        return Quantity(result.term, low, high)

    # Shares --------------------------------------------------------------------------------------

    def _share(self, share: Share) -> Quantity:
        rate, of = self.expression(share.rate), self.expression(share.of)
        constant = rate.constant if rate.constant is not None else of.constant
        if constant is not None:
            # Small coefficients make easy cuts: 75 % is 3 / 4, not 7500 / 10000.
            common = gcd(PERCENT_SCALE, constant)
            other = rate if rate.constant is None else of
            result = self._divide(total(((constant // common, other),)), PERCENT_SCALE // common)
        else:
            result = self._divide(self._product(share.rate, of), PERCENT_SCALE)
        if result.constant is None and of.constant is None:
            node = self._around.store.current
            nodes = () if node is None else (node,)
            self._around.products.relate(Rounded((self._rounding, share), rate, of, result, nodes))
        return result

    def _product(self, rate: Expression, of: Quantity) -> Quantity:
        """Multiply, down through the structure of the rate, so that only free leaves are open."""
        quantity = self.expression(rate)
        if quantity.constant is None:
            match rate:
                case Linear(constant, items):
                    return total([*((k, self._product(r, of)) for k, r in items), (constant, of)])
                case Amount(name) if self.amounts[name].alternatives:
                    return self._product_of_defined(self.amounts[name], of)
                case Aggregate("sum", elements):
                    parts = self._parts(elements, of)
                    return total((1, choose(c, product, 0)) for c, product, _ in parts)
                case Aggregate(_, elements):
                    parts = self._parts(elements, of)
                    return self._product_by_case(
                        [(all_of(c, equal(quantity, value)), part) for c, part, value in parts]
                    )
        return self._around.products.multiply(quantity, of)

    def _parts(
        self, elements: Elements, of: Quantity
    ) -> Iterator[tuple[Claim, Quantity, Quantity]]:
        for condition, value in elements:
            with self.under(condition):
                claim = self.formula(condition)
                if claim.constant is not False:
                    yield claim, self._product(value, of), self.expression(value)

    def _product_of_defined(self, rate: Defined, of: Quantity) -> Quantity:
        if rate.guarded.constant and len(rate.alternatives) == 1:
            return self._product(rate.alternatives[0].value, of)
        parts = []
        for taken in rate.alternatives:
            with self.under(taken.guard):
                parts.append((taken.when, self._product(taken.value, of)))
        return self._product_by_case(parts)

    def _product_by_case(self, parts: list[tuple[Claim, Quantity]]) -> Quantity:
        product = self.fresh_quantity("product")
        for condition, part in parts:
            self.assume(implies(condition, equal(product, part)))
        low, high = hull(part for _, part in parts) if parts else (None, None)
        return Quantity(product.term, low, high)

    def _divide(self, of: Quantity, divisor: int) -> Quantity:
        """Round `of / divisor` to a whole number between two bounds, which beats Z3's own `div`."""
        divide = self._rounding.divide
        if of.constant is not None:
            return number(divide(of.constant, divisor))
        if divisor == 1:
            return of
        # Each way of rounding is the floor of (factor * of + shift) / whole.
        factor, shift, whole = {
            Rounding.DOWN: (1, 0, divisor),
            Rounding.UP: (1, divisor - 1, divisor),
            Rounding.HALF_UP: (2, divisor, 2 * divisor),
        }[self._rounding]
        result = self.fresh_quantity("rounded")
        rest = total(((factor, of), (-whole, result)), shift)
        self.assume(all_of(less_equal(0, rest), less(rest, whole)))
        low, high = (None if end is None else divide(end, divisor) for end in (of.low, of.high))
        return Quantity(result.term, low, high)

    # Values --------------------------------------------------------------------------------------

    def valued(
        self, expression: Expression, has: Mapping[Name, Claim] | None = None
    ) -> Claim:
        """Return where the expression has a value; `has` says it of amounts, if not as usual."""
        match expression:
            case Literal():
                return YES
            case Amount(name):
                self._around.store.use(self.nodes[expression])
                return self.amounts[name].valued if has is None else has[expression]
            case Linear(_, items):
                return all_of(*(self.valued(item, has) for _, item in items))
            case Share(rate, of):
                return all_of(self.valued(rate, has), self.valued(of, has))
            case Quotient(of, _):
                return self.valued(of, has)
            case Aggregate(function, elements):
                chosen = []
                for condition, value in elements:
                    with self.under(condition):
                        chosen.append((self.formula(condition), self.valued(value, has)))
                some = YES if function == "sum" else any_of(*(c for c, _ in chosen))
                return all_of(some, *(implies(c, valued) for c, valued in chosen))


_COMPARE: dict[str, Callable[[Quantity, Quantity], Claim]] = {
    "<": less,
    "<=": less_equal,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: less_equal(right, left),
    "=": equal,
    "!=": lambda left, right: negate(equal(left, right)),
}
