"""Whole-number arithmetic shared by the second readings (fen, hundredths of a percent)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

PERCENT = 100  # one percent, in hundredths of a percent
YUAN = 100  # one yuan, in fen
TRANSITION = range(2021, 2026)  # “5年过渡期”


def product(rate: int, amount: int) -> int:
    """A rate times an amount, rounded once, half up, to the fen."""
    return (rate * amount * 2 + 10000) // 20000


def above(threshold: int, before: int, added: int) -> int:
    """The part above a threshold that `added` brings when `before` was counted already."""
    return max(0, before + added - threshold) - max(0, before - threshold)


class Line(NamedTuple):
    """What one group has of an insurance: threshold of the year, rate, ceiling of the year."""

    threshold: int
    rate: int
    ceiling: int | None = None


def best_line(lines: Iterable[Line], before: int, added: int, paid: int) -> int:
    """The best of several lines for `added`, when so much was counted and paid before."""
    amounts = [0]
    for line in lines:
        amount = product(line.rate, above(line.threshold, before, added))
        amounts.append(amount if line.ceiling is None else min(amount, line.ceiling - paid))
    return max(amounts)
