"""The meaning of terms: three-valued formulas, and expressions as ranges of whole numbers.

This and `exact_walk` are the one interpretation of a Program in the exact engine. They compute with
plain ranges; what they do to numbers is in a few methods, which `exact_affine` refines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verifier.engines.exact_forms import Value
from verifier.program.model import Rounding
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.terms import (
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Choice,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Not,
    Operator,
    Or,
    Share,
    Truth,
)

OPPOSITE: dict[Operator, Operator] = {
    "<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "=",
}  # fmt: skip


def holds(operator: Operator, low: int, high: int) -> bool | None:
    """Compare with zero a number of which only its range is known."""
    match operator:
        case "<":
            return True if high < 0 else None if low < 0 else False
        case "<=":
            return True if high <= 0 else None if low <= 0 else False
        case ">" | ">=" | "!=":
            inverse = holds(OPPOSITE[operator], low, high)
            return None if inverse is None else not inverse
        case "=":
            return True if low == high == 0 else None if low <= 0 <= high else False


class TermWalker:
    """Evaluates terms; `atoms` and `amounts` must hold all names that stand before them.

    `missed` is set by a comparison that met an amount without a certain value.
    """

    def __init__(
        self,
        rounding: Rounding,
        atoms: dict[str, bool | None],
        amounts: dict[str, Value | None],
    ) -> None:
        self.rounding = rounding
        self.atoms = atoms
        self.amounts = amounts
        self.missed = False

    # -- formulas ----------------------------------------------------------------------------

    def formula(self, item: Formula) -> bool | None:  # noqa: PLR0911 - one for each kind
        """Truth of a formula, None where it is undetermined; KeyError for a name not defined."""
        if isinstance(item, Atom):
            return self.atoms[item.name]
        if isinstance(item, And):
            return self._all(item.items)
        if isinstance(item, Not):
            inner = self.formula(item.item)
            return None if inner is None else not inner
        if isinstance(item, Compare):
            return self._compare(item)
        if isinstance(item, Truth):
            return item.value
        if isinstance(item, Or):
            return self._any(item.items)
        return self._at_least(item)

    def _all(self, items: Iterable[Formula]) -> bool | None:
        result: bool | None = True
        for item in items:
            truth = self.formula(item)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    def _any(self, items: Iterable[Formula]) -> bool | None:
        result: bool | None = False
        for item in items:
            truth = self.formula(item)
            if truth:
                return True
            if truth is None:
                result = None
        return result

    def _at_least(self, item: AtLeast) -> bool | None:
        low = high = 0
        for weight, part in item.items:
            truth = self.formula(part)
            if truth or (truth is None and weight < 0):
                low += weight
            if truth or (truth is None and weight > 0):
                high += weight
        return True if low >= item.bound else None if high >= item.bound else False

    def _compare(self, item: Compare) -> bool | None:
        left = self.expression(item.left)
        right = self.expression(item.right)
        if left is None or right is None:
            self.missed = True
            return False
        low, high = self.difference(left, right)
        if low > high:  # no completion gives both sides a value
            return False
        truth = holds(item.operator, low, high)
        if left[2] and right[2]:
            return truth
        self.missed = True
        return None if truth else truth

    # -- expressions -------------------------------------------------------------------------

    def expression(self, item: Expression) -> Value | None:
        """Value of an expression, None where it has none; KeyError for a name not defined."""
        if isinstance(item, Amount):
            return self.amounts[item.name]
        if isinstance(item, Literal):
            return (item.value, item.value, True, None)
        if isinstance(item, Linear):
            parts: list[tuple[int, Value]] = []
            for factor, part in item.items:
                value = self.expression(part)
                if value is None:
                    return None
                parts.append((factor, value))
            return self.linear(item.constant, parts)
        if isinstance(item, Aggregate):
            return self._aggregate(item)
        return self._rounded(item)

    def _rounded(self, item: Expression) -> Value | None:
        assert not isinstance(item, Literal | Amount | Linear | Aggregate)
        value = self.expression(item.of)
        if value is None:
            return None
        if isinstance(item, Share):
            rate = self.expression(item.rate)
            return None if rate is None else self.share(rate, value)
        return self.quotient(value, item.divisor)

    def elements(self, item: Aggregate) -> list[tuple[bool, Value]] | None:
        """Values of the elements that hold (true) or may (false); None if one has no value."""
        found: list[tuple[bool, Value]] = []
        for condition, part in item.elements:
            truth = self.formula(condition)
            if truth is False:
                continue
            value = self.expression(part)
            if value is not None:
                found.append((truth is True, value))
            elif truth:
                return None
            else:  # no value if it holds: what is left is that it does not
                found.append((False, (0, -1, False, None)))
        return found

    def _aggregate(self, item: Aggregate) -> Value | None:
        found = self.elements(item)
        if found is None:
            return None
        certain = all(value[2] for _, value in found)
        found = [part for part in found if part[1][0] <= part[1][1]]
        if item.function == "sum":
            parts = [(1, v if held else self.join([(0, 0, True, None), v])) for held, v in found]
            low, high, _, form = self.linear(0, parts) or (0, -1, False, None)
        else:
            if not found:
                return None
            certain = certain and any(held for held, _ in found)
            low, high, _, form = self.extreme(item.function, found)
        return (low, high, certain, form) if low <= high else None

    # -- numbers -----------------------------------------------------------------------------

    def difference(self, left: Value, right: Value) -> tuple[int, int]:
        """Range of `left - right`."""
        return left[0] - right[1], left[1] - right[0]

    def linear(self, constant: int, parts: Sequence[tuple[int, Value]]) -> Value | None:
        """`constant` plus the multiples; None if no completion gives all parts a value."""
        low = high = constant
        certain = True
        for factor, value in parts:
            if factor > 0:
                low += factor * value[0]
                high += factor * value[1]
            else:
                low += factor * value[1]
                high += factor * value[0]
            certain = certain and value[2]
        return (low, high, certain, None)

    def share(self, rate: Value, of: Value) -> Value | None:
        """`rate` hundredths of a percent of `of`. Rounding is monotone, so its ends are rounded."""
        divide = self.rounding.divide
        certain = rate[2] and of[2]
        if rate[0] == rate[1] and of[0] == of[1]:
            exact = divide(rate[0] * of[0], PERCENT_SCALE)
            return (exact, exact, certain, None)
        ends = [a * b for a in rate[:2] for b in of[:2]]
        return (divide(min(ends), PERCENT_SCALE), divide(max(ends), PERCENT_SCALE), certain, None)

    def quotient(self, of: Value, divisor: int) -> Value | None:
        """`of` divided by a positive whole number."""
        divide = self.rounding.divide
        return (divide(of[0], divisor), divide(of[1], divisor), of[2], None)

    def extreme(self, function: Choice, found: Sequence[tuple[bool, Value]]) -> Value:
        """Least or greatest of one or more values, each of which counts (true) or may count.

        At one end those that may count can only help; at the other only those that count bind.
        """
        held = [value for counts, value in found if counts]
        everything = [value for _, value in found]
        if function == "min":
            high = min(v[1] for v in held) if held else max(v[1] for v in everything)
            return (min(v[0] for v in everything), high, True, None)
        low = max(v[0] for v in held) if held else min(v[0] for v in everything)
        return (low, max(v[1] for v in everything), True, None)

    def join(self, values: Sequence[Value]) -> Value:
        """One of the values, it is not known which."""
        return (min(v[0] for v in values), max(v[1] for v in values), True, None)
