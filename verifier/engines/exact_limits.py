"""What a form cannot follow, held between forms that it can.

A product of two unknowns, or the least of them, is no form: it gets a symbol of its own. But it is
known between which forms of earlier symbols it lies wherever it exists, and in a sum in which the
same unknowns stand again these cancel: `x - share(rate, x)` is nowhere below 0 if the rate is
nowhere above 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from verifier.engines.exact_forms import (
    Form,
    Range,
    combine,
    negative,
    reach,
    substitute,
    whole,
)

FINEST = 10**60
"""Denominator above which a form is given up, so that chains of shares stay cheap."""


class Limits(NamedTuple):
    """A form that is nowhere above a symbol, and one nowhere below it, both of earlier symbols."""

    lower: Form | None
    upper: Form | None


Both: TypeAlias = tuple[Limits, Limits]
"""Two ways to limit a symbol: which of them tells more depends on the sum it stands in."""


def product_limits(first: Form, second: Form, ranges: tuple[Range, Range], middle: Range) -> Both:
    """Limits of `(x - a) * (y - b)`, for `middle` (a, b) and x and y in their ranges.

    From a corner (u, v), `(x - u) * (y - v)` is nowhere negative if u and v are both least or both
    greatest, and nowhere positive otherwise.
    """
    ((u, w), (v, z)), (a, b) = ranges, middle
    forms = [
        combine(a * b - x * y, ((x - a, second), (y - b, first)))
        for x, y in ((u, v), (w, v), (w, z), (u, z))
    ]
    return Limits(forms[0], forms[1]), Limits(forms[2], forms[3])


def slope_limits(first: Form, second: Form, slope: int, slopes: int) -> Both:
    """Limits of what the least of two is below a line between them, in parts of `slopes`.

    It is no more than the first, and no more than the second; the greatest mirrors that.
    """
    nearer, farther = (
        Limits(None, combine(0, ((factor, first), (-factor, second))))
        for factor in (slopes - slope, -slope)
    )
    return nearer, farther


class Within(NamedTuple):
    """The whole values of a form, and how many terms were combined to find them."""

    range: Range
    effort: int


def within(
    form: Form, symbols: Sequence[Range], narrower: Mapping[int, Range], limits: Mapping[int, Both]
) -> Within:
    """The values that a form can have under the ranges and the limits of its symbols."""
    low, high = whole(form, reach(form, symbols, narrower))
    effort = len(form.factors) + 1
    if low > high or limits.keys().isdisjoint(form.factors):
        return Within((low, high), effort)
    for way in (0, 1):
        for least in _below(form, limits, way):
            low = max(low, whole(least, reach(least, symbols, narrower))[0])
            effort += len(least.factors) + 1
        for most in _below(negative(form), limits, way):
            high = min(high, -whole(most, reach(most, symbols, narrower))[0])
            effort += len(most.factors) + 1
    return Within((low, high), effort)


def _below(form: Form, limits: Mapping[int, Both], way: int) -> Iterator[Form]:
    """Forms that are nowhere above this one: the last symbols make way for what limits them."""
    while form.denominator <= FINEST:
        for symbol in sorted(form.factors.keys() & limits.keys(), reverse=True):
            lower, upper = limits[symbol][way]
            found = lower if form.factors[symbol] > 0 else upper
            if found is not None:
                form = substitute(form, symbol, found)
                break
        else:
            return
        yield form
