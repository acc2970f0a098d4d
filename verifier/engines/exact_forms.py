"""Affine forms: how a value depends on symbols, exactly and in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import lcm
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from verifier.program.model import Rounding

Range: TypeAlias = tuple[int, int]
"""Least and greatest, both included; nothing if the first is above the second."""

Kind: TypeAlias = OneOf["min", "max", "one"]
"""What a choice takes of its branches: the least, the greatest, or one, it is not known which."""


class Form(NamedTuple):
    """(constant + sum of factor * symbol) / denominator.

    Where the value is a choice between others, `branches` are the forms of these, and `kind` says
    which is taken. A branch that is `one` of several has with it narrower ranges of symbols, which
    hold if it is the one. A `lone` choice is all that the value is: its branches tell more of it
    than its own form.
    """

    denominator: int
    constant: int
    factors: dict[int, int]
    kind: Kind = "one"
    branches: tuple[Branch, ...] = ()
    lone: bool = False


Branch: TypeAlias = tuple[Form, Mapping[int, Range]]

Value: TypeAlias = tuple[int, int, bool, Form | None]
"""Least and greatest value, whether there is one for certain, and its form.

A plain tuple, as millions are made; where there is no value at all, None stands in its place.
A value that is one number (least is greatest) needs no form.
"""


def form_of(value: Value) -> Form:
    """Form of a value, without its choice."""
    if value[0] == value[1]:
        return Form(1, value[0], {})
    assert value[3] is not None, "a value that is not known has a form"
    return value[3]


def combine(constant: int, parts: Iterable[tuple[int, Form]]) -> Form:
    """`constant` plus whole multiples of forms."""
    parts = tuple(parts)
    common = lcm(*(form.denominator for _, form in parts))
    total = constant * common
    factors: dict[int, int] = {}
    for factor, form in parts:
        scale = factor * (common // form.denominator)
        total += scale * form.constant
        for symbol, inner in form.factors.items():
            factors[symbol] = factors.get(symbol, 0) + scale * inner
    return Form(common, total, {symbol: f for symbol, f in factors.items() if f})


def negative(form: Form) -> Form:
    """The form times -1, without its choice."""
    return Form(form.denominator, -form.constant, {s: -f for s, f in form.factors.items()})


def substitute(form: Form, symbol: int, by: Form) -> Form:
    """A form with another one in place of a symbol, without its choice."""
    rest = {s: f for s, f in form.factors.items() if s != symbol}
    part = Form(by.denominator * form.denominator, by.constant, by.factors)
    return combine(0, (
        (1, Form(form.denominator, form.constant, rest)), (form.factors[symbol], part),
    ))


def reach(form: Form, symbols: Sequence[Range], narrower: Mapping[int, Range]) -> Range:
    """Least and greatest numerator of a form, under the ranges of the symbols."""
    low = high = form.constant
    for symbol, factor in form.factors.items():
        first, last = narrower.get(symbol) or symbols[symbol]
        if factor > 0:
            low += factor * first
            high += factor * last
        else:
            low += factor * last
            high += factor * first
    return low, high


def whole(form: Form, numerators: Range) -> Range:
    """Whole values between two numerators."""
    return -(-numerators[0] // form.denominator), numerators[1] // form.denominator


def meet(first: Range, second: Range) -> Range:
    """What lies in both ranges."""
    return max(first[0], second[0]), min(first[1], second[1])


def choose(kind: Kind, ranges: Sequence[Range]) -> Range:
    """Range of the least, the greatest or any one of values with these ranges."""
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    return (
        max(lows) if kind == "max" else min(lows),
        min(highs) if kind == "min" else max(highs),
    )


def mirrored(kind: Kind, factor: int) -> Kind:
    """What becomes of a choice that is multiplied."""
    if factor > 0 or kind == "one":
        return kind
    return "max" if kind == "min" else "min"


def residue(rounding: Rounding, divisor: int) -> Range:
    """Range of `rounded * divisor - numerator`, over all whole numerators."""
    match rounding:
        case Rounding.DOWN:
            return 1 - divisor, 0
        case Rounding.UP:
            return 0, divisor - 1
        case Rounding.HALF_UP:
            return (divisor // 2) - divisor + 1, divisor // 2
