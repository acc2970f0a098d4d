"""Two sequences side by side, at the least cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")


def align(
    ones: Sequence[One], others: Sequence[Other], cost: Callable[[One, Other], int],
    alone: Callable[[One | Other], int], *, by_place: bool,
) -> list[tuple[int | None, int | None]]:
    """Pairs of places in the two sequences, in order; None where an item has no counterpart.

    `cost` says how unlike two items are, `alone` what it costs to leave one without counterpart.
    With `by_place`, sequences of one length are paired as they stand.
    """
    if by_place:
        return [(place, place) for place in range(len(ones))]
    least = _table(ones, others, cost, alone)
    pairs: list[tuple[int | None, int | None]] = []
    left, right = len(ones), len(others)
    while left or right:
        here = least[left][right]
        if left and right and here == (
            least[left - 1][right - 1] + cost(ones[left - 1], others[right - 1])
        ):
            left, right = left - 1, right - 1
            pairs.append((left, right))
        elif left and here == least[left - 1][right] + alone(ones[left - 1]):
            left -= 1
            pairs.append((left, None))
        else:
            right -= 1
            pairs.append((None, right))
    return pairs[::-1]


def _table(
    ones: Sequence[One], others: Sequence[Other], cost: Callable[[One, Other], int],
    alone: Callable[[One | Other], int],
) -> list[list[int]]:
    """The least cost of the first items of both, for each number of them."""
    rows = [[0] * (len(others) + 1) for _ in range(len(ones) + 1)]
    for left in range(len(ones) + 1):
        for right in range(len(others) + 1):
            ways = []
            if left and right:
                ways.append(rows[left - 1][right - 1] + cost(ones[left - 1], others[right - 1]))
            if left:
                ways.append(rows[left - 1][right] + alone(ones[left - 1]))
            if right:
                ways.append(rows[left][right - 1] + alone(others[right - 1]))
            rows[left][right] = min(ways, default=0)
    return rows
