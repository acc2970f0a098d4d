"""The meaning of terms along a moving number: as `exact_terms`, with lines in place of ranges.

What differs within the interval ends the evaluation by a `Cut`, which says where to cut it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from verifier.engines.exact_lines import Errors, Line, combined, root, whole, window
from verifier.engines.exact_terms import holds
from verifier.errors import EngineError, Problem, message
from verifier.program.model import AmountDefinition, AtomDefinition, Rounding
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
from verifier.source import Span


class Unknown(Enum):
    """What depends on something that is not known."""

    OPEN = "open"


OPEN = Unknown.OPEN
Value: TypeAlias = Line | OneOf[Unknown.OPEN] | None
"""A line; what is not known; or no value at all."""


class Move(NamedTuple):
    """How something moves: `more` and `factor` times the moving number."""

    more: int
    factor: int

    def at(self, place: int) -> int:
        """Its value."""
        return self.more + self.factor * place


class Cut(Exception):
    """No error, but the way out of a deep evaluation.

    The interval must be cut before these numbers; `at` is where the two sides meet.
    """

    def __init__(self, starts: Sequence[int], at: Fraction | None) -> None:
        super().__init__()
        self.starts = tuple(starts)
        self.at = at


class Moving:
    """Evaluates definitions over an interval; `atoms` and `amounts` hold what stands before.

    `place` says which definition and rule is being evaluated.
    """

    def __init__(
        self,
        rounding: Rounding,
        ends: tuple[int, int],
        atoms: dict[str, bool | None],
        amounts: dict[str, Value],
    ) -> None:
        self.errors = Errors(rounding)
        self.ends = ends
        self.atoms = atoms
        self.amounts = amounts
        self.place = ("", "")

    def moved(self, move: Move) -> Line:
        """Something that moves."""
        low, high = self.ends
        if low == high:
            return whole(move.at(low))
        return Line(Fraction(move.more), Fraction(move.factor))

    # -- definitions -------------------------------------------------------------------------

    def define(self, definition: AtomDefinition | AmountDefinition) -> None:
        """Evaluate a definition, after all that it uses."""
        if isinstance(definition, AtomDefinition):
            truths = []
            for alternative in definition.alternatives:
                self.place = (definition.name, alternative.rule)
                truths.append(self.formula(alternative.body))
            self.atoms[definition.name] = (
                True if True in truths else None if None in truths else False
            )
        else:
            self.amounts[definition.name] = self._amount(definition)

    def _amount(self, definition: AmountDefinition) -> Value:
        fired: list[tuple[Expression, Value]] = []
        open_ = False
        for alternative in definition.alternatives:
            self.place = (definition.name, alternative.rule)
            truth = self.formula(alternative.guard)
            open_ = open_ or truth is None
            if truth:
                fired.append((alternative.value, self.expression(alternative.value)))
        values = [value for _, value in fired]
        if open_ or OPEN in values:
            return OPEN
        if not values or None in values:
            return None
        first, *others = fired
        if all(other[0] == first[0] or self._equal(first[1], other[1]) for other in others):
            return first[1]
        return None

    def _equal(self, left: Value, right: Value) -> bool:
        assert isinstance(left, Line) and isinstance(right, Line)
        low, high = self.sign(left, right)
        truth = holds("=", low, high)
        if truth is None:
            raise self._cut(left, right)
        return truth

    # -- formulas ----------------------------------------------------------------------------

    def formula(self, item: Formula) -> bool | None:  # noqa: PLR0911 - one for each kind
        """Truth of a formula all over the interval; None where it is not known."""
        match item:
            case Atom(name):
                return self.atoms[name]
            case Truth(value):
                return value
            case Not(inner):
                truth = self.formula(inner)
                return None if truth is None else not truth
            case And(items):
                return self._joined(items, False)
            case Or(items):
                return self._joined(items, True)
            case AtLeast():
                return self._at_least(item)
            case Compare():
                return self._compare(item)

    def _joined(self, items: Iterable[Formula], decisive: bool) -> bool | None:
        """Conjoin or disjoin; comparisons come last, as each may cut the interval."""
        result: bool | None = not decisive
        for item in sorted(items, key=lambda part: isinstance(part, Compare)):
            truth = self.formula(item)
            if truth is decisive:
                return decisive
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
        left, right = self.expression(item.left), self.expression(item.right)
        if left is None or right is None:
            return False
        if not isinstance(left, Line) or not isinstance(right, Line):
            return None
        truth = holds(item.operator, *self.sign(left, right))
        if truth is None:
            raise self._cut(left, right)
        return truth

    def sign(self, left: Line, right: Line) -> tuple[int, int]:
        """The least and the greatest sign of `left - right` in the interval."""
        line = combined(0, ((1, left), (-1, right)))
        low, high = self.errors.bounds(line)
        ends = [line.at(end) for end in self.ends]
        return _sign(min(ends) + low), _sign(max(ends) + high)

    def _cut(self, left: Line, right: Line) -> Cut:
        """Where to cut for this difference: around where it may be zero, else in the middle."""
        line = combined(0, ((1, left), (-1, right)))
        low, high = self.ends
        found = window(line, self.errors.bounds(line)) or ()
        starts = sorted({start for start in found if low < start <= high})
        return Cut(starts or [(low + high) // 2 + 1], root(line))

    # -- expressions -------------------------------------------------------------------------

    def expression(self, item: Expression) -> Value:  # noqa: PLR0911 - one for each kind
        """Value of an expression."""
        match item:
            case Amount(name):
                return self.amounts[name]
            case Literal(value):
                return whole(value)
            case Linear():
                parts = [(factor, self.expression(part)) for factor, part in item.items]
                return self._sum(item.constant, parts)
            case Aggregate():
                return self._aggregate(item)
            case Share(rate, of):
                return self._share(self.expression(rate), self.expression(of))
            case Quotient(of, divisor):
                divided = self.expression(of)
                if not isinstance(divided, Line):
                    return divided
                return self.errors.rounded(divided, 1, divisor)

    def _sum(self, constant: int, parts: Sequence[tuple[int, Value]]) -> Value:
        if any(value is None for _, value in parts):
            return None
        lines = [(factor, v) for factor, v in parts if isinstance(v, Line)]
        return combined(constant, lines) if len(lines) == len(parts) else OPEN

    def _share(self, rate: Value, of: Value) -> Value:
        if rate is None or of is None:
            return None
        if not isinstance(rate, Line) or not isinstance(of, Line):
            return OPEN
        for factor, line in ((rate, of), (of, rate)):
            if (known := factor.constant) is not None:
                return self.errors.rounded(line, known, PERCENT_SCALE)
        what = message("`{name}` multiplies two amounts that both move", name=self.place[0])
        raise EngineError(Problem("not-linear", Span(), what, message("choose another input")))

    def _aggregate(self, item: Aggregate) -> Value:
        found: list[Line] = []
        open_ = False
        for condition, part in item.elements:
            truth = self.formula(condition)
            if truth is False:
                continue
            value = self.expression(part)
            if truth is None or value is OPEN:
                open_ = True
            elif value is None:
                return None
            else:
                assert isinstance(value, Line)
                found.append(value)
        if open_:
            return OPEN
        if item.function == "sum":
            return combined(0, [(1, line) for line in found])
        if not found:
            return None
        best, *others = found
        for other in others:
            low, high = self.sign(best, other)
            if low < 0 < high:
                raise self._cut(best, other)
            # The difference is of one sign or nothing all over the interval.
            if low < 0 if item.function == "max" else high > 0:
                best = other
        return best


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
