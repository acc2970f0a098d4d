"""Numbers as official texts write them, in digits or in Chinese numerals, read exactly."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
"""Chinese digits."""
TENS = {"十": 10, "百": 100, "千": 1_000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}

CHINESE = "[〇零一二两三四五六七八九十百千万亿]+"
"""A Chinese numeral, for patterns."""
ARABIC = "[0-9]{1,30}(?:,[0-9]{3})*(?:[.][0-9]{1,30})?"
"""A numeral in digits, for patterns; longer ones are no quantity of this world."""
MIXED = rf"{ARABIC}(?:[十百千万亿]+{ARABIC})*[十百千万亿]*"
"""A numeral in digits whose parts may be multiplied by a character (`1.5万`, `3千`)."""

_PART = re.compile(rf"({ARABIC})([十百千万亿]*)")


def arabic_number(text: str) -> Fraction:
    """Read a numeral in digits, with its multiplying characters."""
    total = Fraction(0)
    for digits, multipliers in _PART.findall(text):
        value = Fraction(digits.replace(",", ""))
        for character in multipliers:
            value *= (TENS | MYRIADS)[character]
        total += value
    return total


def chinese_number(text: str) -> Fraction:
    """Read a Chinese numeral, by places (`一千五百`) or digit by digit (`二〇二二`)."""
    if len(text) > 1 and not set(text) & (TENS.keys() | MYRIADS.keys()):
        return Fraction("".join(str(DIGITS[character]) for character in text))
    total = section = pending = 0
    place = 1  # of what a last digit without a place of its own stands for: 一百五 is 150
    for character in text:
        if character in DIGITS:
            pending = DIGITS[character]
            place = 1 if character in "〇零" else place
        elif character in TENS:
            section += (pending or 1) * TENS[character]
            pending, place = 0, TENS[character] // 10
        else:
            # It multiplies what stands before it, down to the last greater one: 二万五千亿.
            unit = MYRIADS[character]
            below = total % unit
            total += (below + section + pending or 1) * unit - below
            section, pending, place = 0, 0, unit // 10
    return Fraction(total + section + pending * (place if pending else 1))


def number(text: str) -> Fraction:
    """Read a numeral of either kind."""
    return arabic_number(text) if text[0].isascii() else chinese_number(text)
