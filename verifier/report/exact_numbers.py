"""Fractions in writing: exact where a few decimals suffice, otherwise marked as rounded."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from verifier.program.sorts import Sort, show

SCALES = {Sort.MONEY: 100, Sort.PERCENT: 100}
"""Smallest units in the unit that is written: fen in a yuan, hundredths in a percent."""

_PLACES = 6
_ROUNDED = 4


def written(value: Fraction, sort: Sort) -> str:
    """Write a quantity that need not be whole in smallest units: `66666.666667` yuan as `≈`."""
    if value.denominator == 1 or sort is Sort.DATE:
        return show(floor(value), sort)
    return decimal(value / SCALES.get(sort, 1), 2 if sort is Sort.MONEY else 0)


def decimal(value: Fraction, least: int = 0) -> str:
    """Write a number with at least so many decimals."""
    for places in range(least, _PLACES + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return _pointed(scaled.numerator, places)
    return "≈" + _pointed(floor(value * 10**_ROUNDED + Fraction(1, 2)), _ROUNDED)


def _pointed(number: int, places: int) -> str:
    sign, digits = "-" if number < 0 else "", str(abs(number)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
