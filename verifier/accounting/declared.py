"""The figures that declarations of an encoding stand for in the text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from verifier.accounting.figures import Figure, Kind
from verifier.program.model import Argument, Fact

_UNITS: Mapping[str, tuple[Kind, Fraction]] = {
    "fen": (Kind.MONEY, Fraction(1, 100)),
    "yuan": (Kind.MONEY, Fraction(1)),
    "wan_yuan": (Kind.MONEY, Fraction(10_000)),
}
_SIGNS = {
    "fen": "分", "yuan": "元", "wan_yuan": "万元", "percent": "%", "points": "个百分点",
    "times": "倍", "level": "级", "people": "人", "years": "年", "months": "个月",
    "days": "天", "year": "年",
}
_ENDS = {"range": (0, 1), "at_least": (0,), "at_most": (0,)}
"""Which arguments of an open figure stand in the text."""


def declared_figures(arguments: tuple[Argument, ...]) -> tuple[Figure, ...]:
    """The figures that a declaration stands for in the text: two for a range."""
    _, value, unit, _ = arguments
    if isinstance(value, Fact):
        stated = _ENDS.get(value.name, ())
        ends = tuple(end for n, end in enumerate(value.arguments) if n in stated)
    else:
        ends = (value,)
    return tuple(figure for end in ends if (figure := _one(end, str(unit))) is not None)


def _one(value: Argument, unit: str) -> Figure | None:
    text = str(value)
    try:
        if unit == "date":
            return _day(text)
        if unit == "month_day":
            month, day = (Fraction(part) for part in text.split("-"))
            return Figure(Kind.MONTH_DAY, (month, day), f"{month}月{day}日")
        kind, each = _UNITS.get(unit) or (Kind(unit), Fraction(1))
        return Figure(kind, (Fraction(text) * each,), text + _SIGNS.get(unit, ""))
    except ValueError:  # the checks of the language say what is wrong with it
        return None


def _day(text: str) -> Figure:
    day = datetime.date.fromisoformat(text)
    value = Fraction(day.year), Fraction(day.month), Fraction(day.day)
    return Figure(Kind.DATE, value, f"{day.year}年{day.month}月{day.day}日")
