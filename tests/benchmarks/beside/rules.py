"""The plan of these comparisons in plain Python; amounts are fen.

1. Poor people have 100 yuan of subsidy, old people 50, and who is both has the best of it.
2. Aid is 60 percent (poor) or 50 percent (old) of what insurance left above 1500 yuan in the year,
   up to 50 000 yuan a year.
3. Poor people are topped up by half of what aid left above 10 000 yuan in the year, up to 20 000.

A breach is planted by name: `cliff` (aid only for stays of more than 10 000 yuan), `shared` (one
limit for both, which each of them looks at alone), `summed` (who is both has both subsidies),
`overlap` (the top-up counts what aid has paid, from the first fen). In some questions the rate of
poor people is left open, between 50 and 70 percent.
"""

from __future__ import annotations

BOUND = 200_000_000
LINE, TOPUP_LINE, CLIFF = 150_000, 1_000_000, 1_000_000
LIMIT, TOPUP_LIMIT = 5_000_000, 2_000_000
POOR_SUM, OLD_SUM = 10_000, 5_000
POOR_RATE, OLD_RATE = 60, 50
ROUNDING = 3
"""Fen for each visit: three shares are rounded on the way to what is paid oneself."""

Bill = tuple[int, int, int]
"""Cost, the part of it within the policy scope, and what insurance pays of that."""


def possible(bill: Bill) -> bool:
    """Whether there is such a bill."""
    cost, scope, insured = bill
    return 0 <= insured <= scope <= cost <= BOUND


def share(amount: int, percent: int) -> int:
    """A share, rounded half up."""
    return (amount * percent + 50) // 100


def subsidy(poor: bool, old: bool, breach: str) -> int:
    """What is paid of the contribution."""
    if breach == "summed" and poor and old:
        return POOR_SUM + OLD_SUM
    if poor:
        return POOR_SUM
    return OLD_SUM if old else 0


def above(before: int, amount: int, line: int) -> int:
    """The part of an amount that passes a line of the year."""
    return max(before + amount - line, 0) - max(before - line, 0)


def within(amount: int, free: int) -> int:
    """As much of an amount as is left of a limit."""
    return max(min(amount, free), 0)


def year(
    bills: tuple[Bill, ...], poor: bool, old: bool, breach: str, poor_rate: int = POOR_RATE
) -> tuple[tuple[int, ...], int, int]:
    """What is paid oneself for each bill, and what is used of the two limits."""
    own: list[int] = []
    counted = topped = aid_used = topup_used = 0
    topup_limit = LIMIT if breach == "shared" else TOPUP_LIMIT
    for cost, scope, insured in bills:
        left = scope - insured
        aided = (poor or old) and (breach != "cliff" or scope > CLIFF)
        base = left if aided else 0
        rate = poor_rate if poor else OLD_RATE if old else 0
        aid = within(share(above(counted, base, LINE), rate), LIMIT - aid_used)
        rest = (left if breach == "overlap" else left - aid) if poor else 0
        line = 0 if breach == "overlap" else TOPUP_LINE
        topup = within(share(above(topped, rest, line), 50), topup_limit - topup_used)
        counted, topped = counted + base, topped + rest
        own.append(cost - insured - aid - topup)
        if breach == "shared":
            aid_used = topup_used = aid_used + aid + topup
        else:
            aid_used, topup_used = aid_used + aid, topup_used + topup
    return tuple(own), aid_used, topup_used
