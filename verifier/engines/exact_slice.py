"""The part of a Program that is still open in one case: little, so that it can be tried often.

What an evaluation has settled is put in as constants, what it has excluded is left out, and of the
rest only the definitions are kept on which the wanted amounts or an undetermined constraint depend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verifier.engines.exact_types import Evaluation
from verifier.engines.exact_walk import Walker
from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    BoolInput,
    PolicyValue,
    Program,
)
from verifier.program.terms import (
    TRUE,
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
    disjunction,
    negation,
)


@dataclass(frozen=True, slots=True)
class Variable:
    """An unknown number: `low`, `low + step`, and so on up to `high`."""

    name: str
    low: int
    high: int
    step: int


@dataclass(frozen=True, slots=True)
class Slice:
    """What is open: unknowns, the definitions in between, and bodies that must not be true.

    `missing` are amounts without a value in any completion to which something still refers.
    """

    numbers: tuple[Variable, ...]
    booleans: tuple[str, ...]
    definitions: tuple[AtomDefinition | AmountDefinition, ...]
    constraints: tuple[Formula, ...]
    missing: tuple[str, ...]


def cut(program: Program, evaluation: Evaluation, names: Iterable[str]) -> Slice:
    """Reduce a Program to what the named amounts and its constraints still depend on."""
    reducer = _Reducer(Walker.over(program.rounding, evaluation), evaluation)
    for name in names:
        reducer.expression(Amount(name))
    constraints = tuple(reducer.formula(item.body) for item in evaluation.doubtful)
    kept: list[AtomDefinition | AmountDefinition] = []
    for definition in reversed(program.definitions):
        if isinstance(definition, AtomDefinition):
            if definition.name in reducer.atoms:
                kept.append(reducer.atom(definition))
        elif definition.name in reducer.amounts:
            kept.append(reducer.amount(definition))
    items = [item for item in (*program.inputs, *program.values)]
    return Slice(
        tuple(
            Variable(
                item.name,
                interval.low,
                interval.high,
                item.step if isinstance(item, PolicyValue) else 1,
            )
            for item in items
            if not isinstance(item, BoolInput)
            and item.name in reducer.amounts
            and (interval := evaluation.amounts[item.name]) is not None
        ),
        tuple(i.name for i in items if isinstance(i, BoolInput) and i.name in reducer.atoms),
        tuple(reversed(kept)),
        constraints,
        tuple(reducer.missing),
    )


class _Reducer:
    """Puts what is known into terms, and collects the names that remain."""

    def __init__(self, walker: Walker, evaluation: Evaluation) -> None:
        self.walker = walker
        self.evaluation = evaluation
        self.atoms: set[str] = set()
        self.amounts: set[str] = set()
        self.missing: dict[str, None] = {}

    def atom(self, definition: AtomDefinition) -> AtomDefinition:
        """Reduce the definition of an undetermined atom."""
        return AtomDefinition(
            definition.name,
            tuple(
                AtomAlternative(item.rule, self.formula(item.body))
                for item in definition.alternatives
                if self.walker.formula(item.body) is not False
            ),
        )

    def amount(self, definition: AmountDefinition) -> AmountDefinition:
        """Reduce the definition of an amount that is not known."""
        firing = self.evaluation.fired[definition.name]
        chosen = {id(item) for item in (*firing.certain, *firing.possible)}
        return AmountDefinition(
            definition.name,
            definition.sort,
            tuple(
                AmountAlternative(item.rule, self.formula(item.guard), self.expression(item.value))
                for item in definition.alternatives
                if id(item) in chosen
            ),
        )

    def formula(self, item: Formula) -> Formula:  # noqa: PLR0911 - one for each kind
        """Reduce a formula."""
        truth = self.walker.formula(item)
        if truth is not None:
            return Truth(truth)
        match item:
            case Atom():
                self.atoms.add(item.name)
                return item
            case Not():
                return negation(self.formula(item.item))
            case And():
                return conjunction(*map(self.formula, item.items))
            case Or():
                return disjunction(*map(self.formula, item.items))
            case AtLeast():
                parts = tuple((weight, self.formula(part)) for weight, part in item.items)
                return AtLeast(item.bound, parts)
            case Compare():
                left, right = self.expression(item.left), self.expression(item.right)
                return Compare(item.operator, left, right)
            case Truth():
                return item

    def expression(self, item: Expression) -> Expression:
        """Reduce an expression."""
        match item:
            case Literal():
                return item
            case Amount():
                return self._name(item)
            case Linear():
                parts = [(factor, self.expression(part)) for factor, part in item.items]
                known = sum(f * part.value for f, part in parts if isinstance(part, Literal))
                rest = tuple(part for part in parts if not isinstance(part[1], Literal))
                constant = item.constant + known
                return Linear(constant, rest) if rest else Literal(constant)
            case Share():
                return self._folded(Share(self.expression(item.rate), self.expression(item.of)))
            case Quotient():
                return self._folded(Quotient(self.expression(item.of), item.divisor))
            case Aggregate():
                return self._aggregate(item)

    def _name(self, item: Amount) -> Expression:
        interval = self.evaluation.amounts[item.name]
        if interval is None:
            self.missing[item.name] = None
        elif interval.exact:
            return Literal(interval.low)
        else:
            self.amounts.add(item.name)
        return item

    def _folded(self, item: Share | Quotient) -> Expression:
        parts = (item.rate, item.of) if isinstance(item, Share) else (item.of,)
        value = self.walker.expression(item)
        if value is not None and all(isinstance(part, Literal) for part in parts):
            return Literal(value[0])
        return item

    def _aggregate(self, item: Aggregate) -> Expression:
        elements = tuple(
            (self.formula(condition), self.expression(part))
            for condition, part in item.elements
            if self.walker.formula(condition) is not False
        )
        if item.function == "sum" and all(condition == TRUE for condition, _ in elements):
            return self.expression(Linear(0, tuple((1, part) for _, part in elements)))
        return Aggregate(item.function, elements)
