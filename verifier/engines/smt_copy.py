"""One copy of a Program in the solver: one person's case, under a policy that copies share.

Names are encoded when they are first asked for, with what they depend on and nothing else.

Every case of the exact engine is a case here, so that what is proved here holds there. The other
way round it fails only where an amount has no value: it is unconstrained here, and a comparison
with it may be either true or false (as two free truth values, not as two readings of one number).
An amount has no value if no alternative fires, if firing alternatives differ, or if an alternative
that fires has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import gcd
from typing import NamedTuple

from verifier.engines.smt_index import Index, Leaf, Name, names_in
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
from verifier.engines.smt_products import Products
from verifier.errors import EngineError, Problem, message
from verifier.program.model import (
    AmountDefinition,
    AtomDefinition,
    BoolInput,
    NumberInput,
    PolicyValue,
    Program,
    Rounding,
)
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.terms import (
    FALSE,
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
    conjunction,
)
from verifier.source import Span

Value = int | bool


class Domain(NamedTuple):
    """The values that a freed figure may take: `low`, `low + step`, ... up to `high`."""

    low: int
    high: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class _Amount:
    """An encoded amount. `alternatives` pairs when a value is taken with the value."""

    quantity: Quantity
    guarded: Claim = YES
    conflict: Claim = NO
    valued: Claim = YES
    alternatives: tuple[tuple[Claim, Expression], ...] = ()


class Policy:
    """What the copies of one document share: readings and values that are not fixed."""

    def __init__(self, name: str) -> None:
        """Start empty; `name` is the prefix of the variables."""
        self.name = name
        self.claims: dict[str, Claim] = {}
        self.quantities: dict[str, Quantity] = {}


class Surroundings(NamedTuple):
    """What a copy takes from its session."""

    terms: Terms
    products: Products
    assume: Callable[[Claim], None]
    tag: Callable[[str], Claim]


class Copy:
    """One person under a Program; made by `Session.copy` and `Session.twin`."""

    def __init__(  # noqa: PLR0913  (only Session calls it)
        self,
        name: str,
        index: Index,
        policy: Policy,
        around: Surroundings,
        settings: Mapping[str, Value],
        freed: Mapping[str, Domain],
    ) -> None:
        """Prepare an empty copy; `start` asserts the constraints of the Program."""
        self.name = name
        self.program: Program = index.program
        self.settings = dict(settings)
        self.freed = dict(freed)
        self._index = index
        self._policy = policy
        self._around = around
        self._like: Copy | None = None
        self._own: frozenset[Name] = frozenset()
        self._known: set[Name] = set()
        self._atoms: dict[str, Claim] = {}
        self._amounts: dict[str, _Amount] = {}
        self._expressions: dict[Expression, Quantity] = {}
        self._comparisons: dict[Compare, Claim] = {}

    def start(self) -> None:
        """Assert that the case can exist."""
        for constraint in self.program.constraints:
            if self._from_like(constraint.body):
                continue
            forbidden = self.formula(constraint.body)
            self._assume(negate(all_of(self._around.tag(constraint.rule), forbidden)))

    def twin(self, name: str, apart: Collection[str]) -> Copy:
        """Return a copy that differs in the inputs `apart` only and shares all that they leave."""
        for unknown in sorted(set(apart) - {name.name for name in self._index.leaves}):
            raise _unknown(unknown)
        twin = Copy(name, self._index, self._policy, self._around, self.settings, self.freed)
        twin._like = self
        twin._own = self._index.affected(apart)
        return twin

    # What callers ask for ------------------------------------------------------------------------

    def atom(self, name: str) -> Claim:
        """Return the truth of a Boolean input or defined atom."""
        return self.formula(Atom(name))

    def formula(self, formula: Formula) -> Claim:
        """Return the truth of a formula."""
        self._need(names_in(formula))
        return self._formula(formula)

    def amount(self, name: str) -> Quantity:
        """Return an input, policy value or defined amount."""
        return self.expression(Amount(name))

    def expression(self, expression: Expression) -> Quantity:
        """Return the value of an expression; unconstrained where it has none."""
        self._need(names_in(expression))
        return self._expression(expression)

    def valued(self, expression: Expression) -> Claim:
        """Return where the expression has a value, with everything that it uses."""
        self._need(names_in(expression))
        return self._valued(expression)

    def guarded(self, name: str) -> Claim:
        """Return where some alternative of an amount fires."""
        return self._known_amount(name).guarded

    def conflict(self, name: str) -> Claim:
        """Return where two alternatives of an amount fire with different values."""
        return self._known_amount(name).conflict

    def leaves(self) -> Iterator[tuple[Leaf, Claim | Quantity]]:
        """Yield every input and policy value; a constant stands for what was never asked for."""
        for name, leaf in self._index.leaves.items():
            yield leaf, self._leaf_variable(name, leaf)

    # Names ---------------------------------------------------------------------------------------

    def _leaf_variable(self, name: Name, leaf: Leaf) -> Claim | Quantity:
        if self._like is not None and name not in self._own:
            return self._like._leaf_variable(name, leaf)
        setting = self.settings.get(leaf.name)
        if isinstance(leaf, BoolInput):
            claim = self._atoms.get(leaf.name, self._policy.claims.get(leaf.name, NO))
            return claim if setting is None else Claim(bool(setting))
        if name in self._known:
            return self._amounts[leaf.name].quantity
        if setting is not None:
            return number(int(setting))
        if isinstance(leaf, PolicyValue):
            fixed = number(leaf.low if leaf.value is None else leaf.value)
            may_vary = leaf.value is None or leaf.name in self.freed
            return self._policy.quantities.get(leaf.name, fixed) if may_vary else fixed
        return number(leaf.low)

    def _known_amount(self, name: str) -> _Amount:
        self._need([Amount(name)])
        return self._amounts[name]

    def _need(self, names: Iterable[Name]) -> None:
        """Encode the names and what they depend on, in the Program's order: no deep recursion."""
        for name in self._index.cone(names, self._known):
            if self._like is not None and name not in self._own:
                self._take_over(name, self._like)
            elif name in self._index.leaves:
                self._leaf(self._index.leaves[name])
            elif name in self._index.definitions:
                self._define(self._index.definitions[name])
            else:
                raise _unknown(name.name)
            self._known.add(name)

    def _take_over(self, name: Name, like: Copy) -> None:
        like._need([name])
        if isinstance(name, Atom):
            self._atoms[name.name] = like._atoms[name.name]
        else:
            self._amounts[name.name] = like._amounts[name.name]

    def _from_like(self, *terms: Formula | Expression) -> bool:
        """Say whether the terms are the same in the copy of which this is a twin."""
        return self._like is not None and self._own.isdisjoint(names_in(*terms))

    def _assume(self, claim: Claim) -> None:
        if claim.constant is not True:
            self._around.assume(claim)

    def _variable(self, name: str) -> str:
        return f"{self.name}:{name}"

    def _fresh_quantity(self, what: str) -> Quantity:
        terms = self._around.terms
        return terms.quantity(terms.fresh(self._variable(what)))

    # Leaves --------------------------------------------------------------------------------------

    def _leaf(self, leaf: Leaf) -> None:
        setting = self.settings.get(leaf.name)
        if isinstance(leaf, BoolInput):
            self._atoms[leaf.name] = (
                self._bool_input(leaf) if setting is None else Claim(bool(setting))
            )
        else:
            quantity = self._number(leaf) if setting is None else number(int(setting))
            self._amounts[leaf.name] = _Amount(quantity)

    def _bool_input(self, leaf: BoolInput) -> Claim:
        if not leaf.policy:
            return self._around.terms.claim(self._variable(leaf.name))
        name = f"{self._policy.name}:{leaf.name}"
        return self._policy.claims.setdefault(leaf.name, self._around.terms.claim(name))

    def _number(self, leaf: NumberInput | PolicyValue) -> Quantity:
        if isinstance(leaf, NumberInput):
            return self._bounded(self._variable(leaf.name), Domain(leaf.low, leaf.high))
        if leaf.name in self.freed:
            domain = self.freed[leaf.name]
        elif leaf.value is not None:
            return number(leaf.value)
        else:
            domain = Domain(leaf.low, leaf.high, leaf.step)
        if leaf.name not in self._policy.quantities:
            name = f"{self._policy.name}:{leaf.name}"
            self._policy.quantities[leaf.name] = self._bounded(name, domain)
        return self._policy.quantities[leaf.name]

    def _bounded(self, name: str, domain: Domain) -> Quantity:
        grid = range(domain.low, domain.high + 1, max(domain.step, 1))
        if not grid:  # asserting it would make every case impossible, and everything proved
            raise EngineError(Problem("empty-range", Span(), message("{name} has no value", name=name)))
        if len(grid) == 1:
            return number(domain.low)
        quantity = self._around.terms.quantity(name, grid[0], grid[-1], grid)
        self._assume(all_of(less_equal(grid[0], quantity), less_equal(quantity, grid[-1])))
        if grid.step > 1:
            steps = self._around.terms.quantity(name + "/step")
            self._assume(equal(quantity, total(((grid.step, steps),), grid[0])))
        return quantity

    # Definitions ---------------------------------------------------------------------------------

    def _define(self, definition: AtomDefinition | AmountDefinition) -> None:
        if isinstance(definition, AtomDefinition):
            self._atoms[definition.name] = self._define_atom(definition)
        else:
            self._amounts[definition.name] = self._define_amount(definition)

    def _define_atom(self, definition: AtomDefinition) -> Claim:
        bodies = (
            all_of(self._around.tag(alternative.rule), self._formula(alternative.body))
            for alternative in definition.alternatives
        )
        meaning = any_of(*bodies)
        if meaning.constant is not None:
            return meaning
        # A variable of its own keeps Z3 from simplifying the whole cone again at every use.
        atom = self._around.terms.claim(self._variable(definition.name))
        self._assume(iff(atom, meaning))
        return atom

    def _define_amount(self, definition: AmountDefinition) -> _Amount:
        options = self._options(definition)
        guarded = any_of(*(fires for fires, _ in options))
        conflict = self._conflict(definition, options)
        fits = negate(conflict)
        valued = all_of(
            guarded, fits, *(implies(fires, self._valued(value)) for fires, value in options)
        )
        if len(options) == 1 and guarded.constant:
            return _Amount(self._expression(options[0][1]), valued=valued, alternatives=options)
        terms = self._around.terms
        if fits.constant is None:
            name = terms.claim(terms.fresh(self._variable(definition.name) + "/fits"))
            self._assume(iff(name, fits))
            fits = name
        values = [self._expression(value) for _, value in options]
        low, high = hull(values) if values else (None, None)
        amount = terms.quantity(self._variable(definition.name), low, high)
        taken = tuple((all_of(fires, fits), value) for fires, value in options)
        for (condition, _), value in zip(taken, values, strict=True):
            self._assume(implies(condition, equal(amount, value)))
        return _Amount(amount, guarded, negate(fits), valued, taken)

    def _options(self, definition: AmountDefinition) -> tuple[tuple[Claim, Expression], ...]:
        """Join the alternatives with one value: what fires with equal values is no conflict."""
        firing: dict[Expression, list[Claim]] = {}
        for alternative in definition.alternatives:
            fires = all_of(self._around.tag(alternative.rule), self._formula(alternative.guard))
            if fires.constant is not False:
                firing.setdefault(alternative.value, []).append(fires)
        return tuple((any_of(*fires), value) for value, fires in firing.items())

    def _conflict(
        self, definition: AmountDefinition, options: tuple[tuple[Claim, Expression], ...]
    ) -> Claim:
        guards: dict[Expression, list[Formula]] = {}
        for alternative in definition.alternatives:
            guards.setdefault(alternative.value, []).append(alternative.guard)
        clashes = []
        for place, (fires, value) in enumerate(options):
            for others, other in options[:place]:
                if _exclude(guards[value], guards[other]):
                    continue
                differ = negate(equal(self._expression(value), self._expression(other)))
                clashes.append(all_of(fires, others, differ))
        return any_of(*clashes)

    # Formulas ------------------------------------------------------------------------------------

    def _formula(self, formula: Formula) -> Claim:
        match formula:
            case Truth(value):
                return YES if value else NO
            case Atom(name):
                return self._atoms[name]
            case Not(item):
                return negate(self._formula(item))
            case And(items):
                return all_of(*(self._formula(item) for item in items))
            case Or(items):
                return any_of(*(self._formula(item) for item in items))
            case AtLeast(bound, weighed):
                return at_least(bound, ((w, self._formula(item)) for w, item in weighed))
            case Compare():
                if formula not in self._comparisons:
                    self._comparisons[formula] = self._compare(formula)
                return self._comparisons[formula]

    def _compare(self, formula: Compare) -> Claim:
        left, right = self._expression(formula.left), self._expression(formula.right)
        holds = _COMPARE[formula.operator](left, right)
        valued = all_of(self._valued(formula.left), self._valued(formula.right))
        if valued.constant:
            return holds
        terms = self._around.terms
        claim = terms.claim(terms.fresh(self._variable("compare")))
        self._assume(implies(valued, iff(claim, holds)))
        return claim

    # Expressions ---------------------------------------------------------------------------------

    def _expression(self, expression: Expression) -> Quantity:
        match expression:
            case Literal(value):
                return number(value)
            case Amount(name):
                return self._amounts[name].quantity
        if expression not in self._expressions:
            if self._like is not None and self._from_like(expression):
                self._expressions[expression] = self._like.expression(expression)
            else:
                self._expressions[expression] = self._compound(expression)
        return self._expressions[expression]

    def _compound(self, expression: Linear | Share | Quotient | Aggregate) -> Quantity:
        match expression:
            case Linear(constant, items):
                return total(((k, self._expression(item)) for k, item in items), constant)
            case Share(rate, of):
                return self._share(rate, self._expression(of))
            case Quotient(of, divisor):
                return self._divide(self._expression(of), divisor)
            case Aggregate("sum", elements):
                return total((1, choose(c, v, 0)) for c, v in self._elements(elements))
            case Aggregate(function, elements):
                return self._extreme(self._elements(elements), smallest=function == "min")

    def _elements(
        self, elements: tuple[tuple[Formula, Expression], ...]
    ) -> list[tuple[Claim, Quantity]]:
        encoded = [(self._formula(c), self._expression(value)) for c, value in elements]
        return [(c, value) for c, value in encoded if c.constant is not False]

    def _extreme(self, elements: list[tuple[Claim, Quantity]], *, smallest: bool) -> Quantity:
        if len(elements) == 1 and elements[0][0].constant:
            return elements[0][1]
        result = self._fresh_quantity("least" if smallest else "greatest")
        if not elements:
            return result
        low, high = hull(value for _, value in elements)
        for condition, value in elements:
            bound = less_equal(result, value) if smallest else less_equal(value, result)
            self._assume(implies(condition, bound))
        reached = any_of(*(all_of(c, equal(result, value)) for c, value in elements))
        self._assume(implies(any_of(*(c for c, _ in elements)), reached))
        return Quantity(result.term, low, high)

    # Rounding ------------------------------------------------------------------------------------

    def _share(self, rate: Expression, of: Quantity) -> Quantity:
        fixed = self._expression(rate)
        common = gcd(PERCENT_SCALE, fixed.constant or of.constant or 0)
        if fixed.constant is not None and fixed.constant != 0:
            return self._divide(total(((fixed.constant // common, of),)), PERCENT_SCALE // common)
        if of.constant is not None and of.constant != 0:
            return self._divide(total(((of.constant // common, fixed),)), PERCENT_SCALE // common)
        share = self._divide(self._product(rate, of), PERCENT_SCALE)
        if share.constant is None:
            self._around.products.note_share(fixed, of, self.program.rounding, share)
        return share

    def _product(self, rate: Expression, of: Quantity) -> Quantity:
        """Multiply, down through the structure of the rate, so that only free leaves are open."""
        quantity = self._expression(rate)
        if quantity.constant is not None or of.constant is not None:
            return self._around.products.multiply(quantity, of)
        match rate:
            case Linear(constant, items):
                parts = [(k, self._product(item, of)) for k, item in items]
                return total([*parts, (constant, of)])
            case Amount(name) if self._amounts[name].alternatives:
                amount = self._amounts[name]
                if amount.guarded.constant and len(amount.alternatives) == 1:
                    return self._product(amount.alternatives[0][1], of)
                return self._product_by_case(amount.alternatives, of)
            case Aggregate("sum", elements):
                return total((1, choose(c, p, 0)) for c, p, _ in self._parts(elements, of))
            case Aggregate(_, elements):
                product = self._fresh_quantity("product")
                for condition, part, value in self._parts(elements, of):
                    chosen = all_of(condition, equal(quantity, value))
                    self._assume(implies(chosen, equal(product, part)))
                return product
            case _:
                return self._around.products.multiply(quantity, of)

    def _parts(
        self, elements: tuple[tuple[Formula, Expression], ...], of: Quantity
    ) -> Iterator[tuple[Claim, Quantity, Quantity]]:
        for condition, value in elements:
            claim = self._formula(condition)
            if claim.constant is not False:
                yield claim, self._product(value, of), self._expression(value)

    def _product_by_case(
        self, alternatives: tuple[tuple[Claim, Expression], ...], of: Quantity
    ) -> Quantity:
        parts = [(condition, self._product(value, of)) for condition, value in alternatives]
        low, high = hull(part for _, part in parts)
        product = self._fresh_quantity("product")
        for condition, part in parts:
            self._assume(implies(condition, equal(product, part)))
        return Quantity(product.term, low, high)

    def _divide(self, of: Quantity, divisor: int) -> Quantity:
        """Round `of / divisor` to a whole number between two bounds, which beats Z3's own `div`."""
        rounding = self.program.rounding
        if of.constant is not None:
            return number(rounding.divide(of.constant, divisor))
        if divisor == 1:
            return of
        # Each way of rounding is the floor of (factor * of + shift) / whole.
        factor, shift, whole = {
            Rounding.DOWN: (1, 0, divisor),
            Rounding.UP: (1, divisor - 1, divisor),
            Rounding.HALF_UP: (2, divisor, 2 * divisor),
        }[rounding]
        low, high = (
            None if end is None else rounding.divide(end, divisor) for end in (of.low, of.high)
        )
        result = self._fresh_quantity("rounded")
        rest = total(((factor, of), (-whole, result)), shift)
        self._assume(all_of(less_equal(0, rest), less(rest, whole)))
        return Quantity(result.term, low, high)

    # Values --------------------------------------------------------------------------------------

    def _valued(self, expression: Expression) -> Claim:
        match expression:
            case Literal():
                return YES
            case Amount(name):
                return self._amounts[name].valued
            case Linear(_, items):
                return all_of(*(self._valued(item) for _, item in items))
            case Share(rate, of):
                return all_of(self._valued(rate), self._valued(of))
            case Quotient(of, _):
                return self._valued(of)
            case Aggregate(function, elements):
                chosen = [(self._formula(condition), value) for condition, value in elements]
                some = YES if function == "sum" else any_of(*(c for c, _ in chosen))
                return all_of(some, *(implies(c, self._valued(value)) for c, value in chosen))


_COMPARE: dict[str, Callable[[Quantity, Quantity], Claim]] = {
    "<": less,
    "<=": less_equal,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: less_equal(right, left),
    "=": equal,
    "!=": lambda left, right: negate(equal(left, right)),
}


def _exclude(some: list[Formula], others: list[Formula]) -> bool:
    """Say whether each pair of guards contains a literal and its negation."""
    return all(_contradict(one, two) for one in some for two in others)


def _contradict(one: Formula, two: Formula) -> bool:
    both = conjunction(one, two)
    if both == FALSE:
        return True
    items = set(both.items) if isinstance(both, And) else {both}
    return any(isinstance(item, Not) and item.item in items for item in items)


def _unknown(name: str) -> EngineError:
    what = message("the program has nothing by the name {name}", name=name)
    return EngineError(Problem("unknown-name", Span(), what))
