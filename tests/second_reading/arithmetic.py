"""Whole-number arithmetic shared by the second readings (fen, hundredths of a percent)."""

from __future__ import annotations

PERCENT = 100  # one percent, in hundredths of a percent
YUAN = 100  # one yuan, in fen
TRANSITION = range(2021, 2026)  # “5年过渡期”


def product(rate: int, amount: int) -> int:
    """A rate times an amount, rounded once, half up, to the fen."""
    return (rate * amount * 2 + 10000) // 20000


def above(threshold: int, before: int, added: int) -> int:
    """The part above a threshold that `added` brings when `before` was counted already."""
    return max(0, before + added - threshold) - max(0, before - threshold)
