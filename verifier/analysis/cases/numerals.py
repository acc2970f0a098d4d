"""Quantities as users write them, read exactly or refused with the reason."""

from __future__ import annotations

import re
from decimal import Decimal

from verifier.analysis.cases.entries import Value
from verifier.errors import Message, message
from verifier.program.sorts import Sort, parse

NUMERAL = r"[+-]?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{1,15})?"
"""A decimal numeral, with or without commas between thousands. Also used in the JSON Schema."""

SUFFIXES = {Sort.MONEY: "元", Sort.PERCENT: "%"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.A)
_DIGITS = 15
_GREATEST = 10**_DIGITS
"""No quantity of this world, and beyond it slow to convert."""
_FINEST = 15


def read_quantity(value: Value, sort: Sort) -> int | Message:
    """Read a quantity in smallest units; a message says what is wrong with it."""
    text = _text(value)
    if isinstance(text, Message):
        return text
    text = text.strip()
    if sort is Sort.DATE:
        return _date(text)
    suffix = SUFFIXES.get(sort, "")
    numeral = text.removesuffix(suffix).strip() if suffix else text
    if not re.fullmatch(NUMERAL, numeral, re.A):
        return message("`{text}` is not {kind}", text=text[:60], kind=_kind(sort))
    try:
        return parse(numeral, sort)
    except ValueError:
        return _too_fine(numeral, sort)


def _text(value: Value) -> str | Message:
    match value:
        case bool():
            return message("yes or no is not a quantity")
        case str():
            return value
        case int():
            return message("the number is too large") if abs(value) >= _GREATEST else str(value)
        case Decimal():
            return _digits(value)
        case None:
            return message("there is no value")
        case _:
            return message("a list or a table is not a quantity")


def _digits(value: Decimal) -> str | Message:
    """Write a decimal out, unless that takes more digits than any quantity has."""
    if not value.is_finite():
        return message("`{text}` is not a quantity", text=str(value))
    if value and value.adjusted() >= _DIGITS:
        return message("the number is too large")
    if value and value.adjusted() < -_FINEST:
        return message("the number is finer than any unit")
    return format(value, "f")


def _date(text: str) -> int | Message:
    if _DATE.fullmatch(text):
        try:
            return parse(text, Sort.DATE)
        except ValueError:
            pass
    return message("`{text}` is not a date such as 2023-07-01", text=text[:60])


def _kind(sort: Sort) -> Message:
    match sort:
        case Sort.MONEY:
            return message("an amount in yuan such as 1234.50")
        case Sort.PERCENT:
            return message("a percentage such as 62.5")
        case _:
            return message("a whole number")


def _too_fine(text: str, sort: Sort) -> Message:
    match sort:
        case Sort.MONEY:
            return message("`{text}` is finer than a fen", text=text)
        case Sort.PERCENT:
            return message("`{text}` is finer than a hundredth of a percent", text=text)
        case _:
            return message("`{text}` is not a whole number", text=text)


def read_truth(value: Value) -> bool | Message:
    """Read yes or no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in TRUE_WORDS:
        return True
    if isinstance(value, str) and value in FALSE_WORDS:
        return False
    return message("this must be true or false")


TRUE_WORDS = ("true", "yes", "是")
FALSE_WORDS = ("false", "no", "否")
