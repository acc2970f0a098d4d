"""Terms of a Program in a form in which terms of equal meaning are often the same.

What is known is put in its place, operands that may stand in any order are put in one, and sums are
written flat. The meaning stays: also where an amount has no value.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.program.model import Rounding
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.terms import (
    FALSE,
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
    Operator,
    Or,
    Quotient,
    Share,
    Truth,
    conjunction,
    disjunction,
    negation,
)

_MIRRORED: Mapping[Operator, Operator] = {">": "<", ">=": "<="}


class Canonical:
    """Rewrites terms; `atoms` and `amounts` say what the names met so far stand for."""

    def __init__(self, rounding: Rounding) -> None:
        self.atoms: dict[str, Formula] = {}
        self.amounts: dict[str, Expression] = {}
        self._rounding = rounding

    def atom(self, name: str) -> Formula:
        """What stands for an atom."""
        return self.atoms[name]

    def amount(self, name: str) -> Expression:
        """What stands for an amount."""
        return self.amounts[name]

    def formula(self, item: Formula) -> Formula:  # noqa: PLR0911  (one for each kind)
        """A formula; KeyError for a name that nothing is known of."""
        match item:
            case Truth():
                return item
            case Atom(name):
                return self.atom(name)
            case Not(part):
                return negation(self.formula(part))
            case And(parts):
                return _sorted(conjunction(*map(self.formula, parts)))
            case Or(parts):
                return _sorted(disjunction(*map(self.formula, parts)))
            case AtLeast(bound, weighted):
                return _at_least(bound, [(w, self.formula(p)) for w, p in weighted])
            case Compare(operator, left, right):
                return _compare(operator, self.expression(left), self.expression(right))

    def expression(self, item: Expression) -> Expression:  # noqa: PLR0911
        """An expression; KeyError for a name that nothing is known of."""
        match item:
            case Literal():
                return item
            case Amount(name):
                return self.amount(name)
            case Linear(constant, summands):
                return _linear(constant, [(f, self.expression(p)) for f, p in summands])
            case Share(rate, of):
                return self._share(self.expression(rate), self.expression(of))
            case Quotient(of, divisor):
                inner = self.expression(of)
                if isinstance(inner, Literal):
                    return Literal(self._rounding.divide(inner.value, divisor))
                return Quotient(inner, divisor)
            case Aggregate(function, elements):
                return _aggregate(function, [
                    (condition, self.expression(value)) for old, value in elements
                    if (condition := self.formula(old)) != FALSE
                ])

    def _share(self, rate: Expression, of: Expression) -> Expression:
        if isinstance(rate, Literal) and isinstance(of, Literal):
            return Literal(self._rounding.divide(rate.value * of.value, PERCENT_SCALE))
        return Share(rate, of)


def either(*items: Formula) -> Formula:
    """A disjunction of rewritten formulas, in the one order."""
    return _sorted(disjunction(*items))


def _sorted(item: Formula) -> Formula:
    match item:
        case And(parts):
            return And(tuple(sorted(parts, key=repr)))
        case Or(parts):
            return Or(tuple(sorted(parts, key=repr)))
        case _:
            return item


def _at_least(bound: int, items: list[tuple[int, Formula]]) -> Formula:
    bound -= sum(weight for weight, part in items if part == TRUE)
    left = tuple(sorted(((w, p) for w, p in items if not isinstance(p, Truth)), key=repr))
    if bound <= sum(min(w, 0) for w, _ in left):
        return TRUE
    if bound > sum(max(w, 0) for w, _ in left):
        return FALSE
    return AtLeast(bound, left)


def _compare(operator: Operator, left: Expression, right: Expression) -> Formula:
    if operator in _MIRRORED:
        operator, left, right = _MIRRORED[operator], right, left
    elif operator in ("=", "!=") and repr(right) < repr(left):
        left, right = right, left
    if isinstance(left, Literal) and isinstance(right, Literal):
        less, same = left.value < right.value, left.value == right.value
        return Truth({"<": less, "<=": less or same, "=": same}.get(operator, not same))
    return Compare(operator, left, right)


def _linear(constant: int, items: list[tuple[int, Expression]]) -> Expression:
    flat: list[tuple[int, Expression]] = []
    for factor, item in items:
        match item:
            case Literal(value):
                constant += factor * value
            case Linear(inner, parts):
                constant += factor * inner
                flat += [(factor * f, p) for f, p in parts]
            case _:
                flat.append((factor, item))
    if not flat:
        return Literal(constant)
    if constant == 0 and len(flat) == 1 and flat[0][0] == 1:
        return flat[0][1]
    return Linear(constant, tuple(sorted(flat, key=repr)))


def _aggregate(function: str, elements: list[tuple[Formula, Expression]]) -> Expression:
    sure = all(condition == TRUE for condition, _ in elements)
    if function == "sum":
        if sure:
            return _linear(0, [(1, value) for _, value in elements])
        return Aggregate("sum", tuple(sorted(elements, key=repr)))
    if sure and elements and all(isinstance(value, Literal) for _, value in elements):
        values = [value.value for _, value in elements if isinstance(value, Literal)]
        return Literal(min(values) if function == "min" else max(values))
    unique = tuple(sorted(dict.fromkeys(elements), key=repr))
    if sure and len(unique) == 1:
        return unique[0][1]
    return Aggregate("min" if function == "min" else "max", unique)
