"""What the comparisons of a guard tell of numbers, if the guard is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from verifier.engines.exact_forms import Form, Range, Value, combine, form_of, meet, reach
from verifier.engines.exact_terms import OPPOSITE, TermWalker
from verifier.program.terms import Amount, And, Compare, Expression, Formula, Not, Operator


@dataclass(slots=True)
class Supposed:
    """Narrower ranges of symbols, and narrower values of amounts."""

    symbols: dict[int, Range] = field(default_factory=dict)
    amounts: dict[str, Value | None] = field(default_factory=dict)


def suppose(walker: TermWalker, ranges: Sequence[Range], guard: Formula) -> Supposed:
    """Gather what holds if an undetermined guard is true; `ranges` are those of the symbols."""
    found = Supposed()
    for item in guard.items if isinstance(guard, And) else (guard,):
        negated = isinstance(item, Not)
        inner = item.item if isinstance(item, Not) else item
        if not isinstance(inner, Compare) or walker.formula(inner) is not None:
            continue
        left, right = walker.expression(inner.left), walker.expression(inner.right)
        if left is None or right is None:
            continue
        # A negation also holds where a side has no value, and then tells nothing of the other.
        if negated and not (left[2] and right[2]):
            continue
        operator = OPPOSITE[inner.operator] if negated else inner.operator
        bounds = allowed(operator, walker.difference(left, right))
        if bounds[0] <= bounds[1]:
            _symbols(found, left, right, bounds, ranges)
            low, high = bounds
            _amount(found, inner.left, left, (right[0] + low, right[1] + high))
            _amount(found, inner.right, right, (left[0] - high, left[1] - low))
    return found


def _symbols(
    found: Supposed, left: Value, right: Value, bounds: Range, ranges: Sequence[Range]
) -> None:
    form = combine(0, ((1, form_of(left)), (-1, form_of(right))))
    numerators = (bounds[0] * form.denominator, bounds[1] * form.denominator)
    for symbol, new in narrowings(form, numerators, ranges).items():
        both = meet(new, found.symbols.get(symbol, new))
        if both[0] <= both[1]:
            found.symbols[symbol] = both


def _amount(found: Supposed, side: Expression, value: Value, bounds: Range) -> None:
    low, high = meet(value[:2], bounds)
    if isinstance(side, Amount) and low <= high:
        found.amounts[side.name] = (low, high, *value[2:])


def allowed(operator: Operator, bounds: Range) -> Range:
    """Part of a range that compares so with zero."""
    low, high = bounds
    match operator:
        case "<":
            return low, min(high, -1)
        case "<=":
            return low, min(high, 0)
        case ">":
            return max(low, 1), high
        case ">=":
            return max(low, 0), high
        case "=":
            return max(low, 0), min(high, 0)
        case "!=":
            return bounds


def narrowings(form: Form, numerators: Range, symbols: Sequence[Range]) -> dict[int, Range]:
    """Ranges of the symbols of a form, if its numerator lies between two bounds.

    A symbol is left out where that says nothing new; an empty range shows a contradiction.
    """
    low, high = reach(form, symbols, {})
    found: dict[int, Range] = {}
    for symbol, factor in form.factors.items():
        first, last = symbols[symbol]
        least, most = (first, last) if factor > 0 else (last, first)
        # factor * symbol = numerator - rest, where the rest is what the reach has without it.
        down = numerators[0] - (high - factor * most)
        up = numerators[1] - (low - factor * least)
        if factor > 0:
            new = meet((first, last), (-(-down // factor), up // factor))
        else:
            new = meet((first, last), (-(-up // factor), down // factor))
        if new != (first, last):
            found[symbol] = new
    return found
