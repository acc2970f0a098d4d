"""Sorts of quantities and their whole-number scales.

Every amount in the project is a Python integer in the smallest unit of its sort: money in fen,
a percentage in hundredths of a percent, a date as the proleptic ordinal of its day, a year, a
count and a number as themselves.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class Sort(StrEnum):
    """What a quantity measures."""

    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    YEAR = "year"


PERCENT_SCALE = 10_000
"""Hundredths of a percent in one whole: a share of `p` is `p / PERCENT_SCALE`."""

UNITS: dict[str, tuple[Sort, int]] = {
    "fen": (Sort.MONEY, 1),
    "yuan": (Sort.MONEY, 100),
    "wan_yuan": (Sort.MONEY, 1_000_000),
    "percent": (Sort.PERCENT, 100),
    "points": (Sort.PERCENT, 100),
    "times": (Sort.NUMBER, 1),
    "level": (Sort.NUMBER, 1),
    "people": (Sort.COUNT, 1),
    "years": (Sort.COUNT, 1),
    "months": (Sort.COUNT, 1),
    "days": (Sort.COUNT, 1),
    "count": (Sort.COUNT, 1),
    "year": (Sort.YEAR, 1),
    "date": (Sort.DATE, 1),
    "month_day": (Sort.DATE, 1),
}
"""Unit of a figure to its sort and to the number of smallest units in it.

A `month_day` is a day of every year: the figure is one date for each year that a case can have.
"""

_SCALE = {Sort.MONEY: 100, Sort.PERCENT: 100}


def scaled(text: str, scale: int) -> int:
    """Turn a decimal numeral into smallest units; ValueError if it is none, or too fine."""
    try:
        value = Decimal(text) * scale
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or value != value.to_integral_value():
        raise ValueError(text)
    return int(value)


def parse(text: str, sort: Sort) -> int:
    """Read what a user writes (yuan, percent, ISO date, whole number); ValueError if it is none."""
    text = text.strip().removesuffix("元").removesuffix("%").strip()
    if sort is Sort.DATE:
        return datetime.date.fromisoformat(text).toordinal()
    return scaled(text.replace(",", ""), _SCALE.get(sort, 1))


def show(value: int, sort: Sort) -> str:
    """Write a quantity exactly: `1234.50`, `62.5`, `2022-01-01`, `3`."""
    if sort is Sort.DATE:
        return datetime.date.fromordinal(value).isoformat()
    if sort is Sort.MONEY:
        sign, whole = "-" if value < 0 else "", abs(value)
        return f"{sign}{whole // 100}.{whole % 100:02d}"
    if sort is Sort.PERCENT:
        return format((Decimal(value) / 100).normalize(), "f")
    return str(value)
