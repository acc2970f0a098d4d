"""What the plan is to keep, as contracts that CrossHair looks for breaches of.

The name of a function is that of a question: property, number of visits, and whether the plan
`holds` it or `breaks` it. The first assertions are its premise, the last one what must hold.
"""

from __future__ import annotations

from tests.benchmarks.beside.rules import (
    LIMIT,
    OLD_SUM,
    POOR_RATE,
    POOR_SUM,
    ROUNDING,
    TOPUP_LIMIT,
    Bill,
    possible,
    subsidy,
    year,
)

Bills = tuple[Bill, ...]


def dearer(bills: Bills, more: Bill) -> Bills:
    """The same bills with a dearer last one."""
    (cost, scope, insured), (cost_more, scope_more, insured_more) = bills[-1], more
    return (*bills[:-1], (cost + cost_more, scope + scope_more, insured + insured_more))


def is_dearer(bills: Bills, more: Bill) -> bool:
    """Whether there are such bills, before and after."""
    cost, scope, insured = more
    there = all(possible(bill) for bill in (*bills, dearer(bills, more)[-1]))
    return there and 0 <= insured <= scope <= cost


def no_less_to_pay(  # noqa: PLR0913, PLR0917 - two years, and the person and plan of both
    bills: Bills, more: Bill, poor: bool, old: bool, breach: str, rate: int = POOR_RATE
) -> bool:
    """Whether dearer bills leave no less to pay, but for rounding."""
    one = sum(year(bills, poor, old, breach, rate)[0])
    two = sum(year(dearer(bills, more), poor, old, breach, rate)[0])
    return two >= one - ROUNDING * len(bills)


def monotone_1_holds(last: Bill, more: Bill, poor: bool, old: bool) -> None:
    """A dearer bill never leaves less to pay."""
    assert is_dearer((last,), more)
    assert no_less_to_pay((last,), more, poor, old, "none")


def monotone_1_breaks(last: Bill, more: Bill, poor: bool, old: bool) -> None:
    """It does."""
    assert is_dearer((last,), more)
    assert no_less_to_pay((last,), more, poor, old, "cliff")


def monotone_2_holds(a: Bill, last: Bill, more: Bill, poor: bool, old: bool) -> None:
    """A dearer second bill never leaves less to pay."""
    assert is_dearer((a, last), more)
    assert no_less_to_pay((a, last), more, poor, old, "none")


def monotone_2_breaks(a: Bill, last: Bill, more: Bill, poor: bool, old: bool) -> None:
    """It does."""
    assert is_dearer((a, last), more)
    assert no_less_to_pay((a, last), more, poor, old, "cliff")


def monotone_3_holds(  # noqa: PLR0913, PLR0917 - a year of three bills
    a: Bill, b: Bill, last: Bill, more: Bill, poor: bool, old: bool
) -> None:
    """A dearer third bill never leaves less to pay."""
    assert is_dearer((a, b, last), more)
    assert no_less_to_pay((a, b, last), more, poor, old, "none")


def monotone_3_breaks(  # noqa: PLR0913, PLR0917 - a year of three bills
    a: Bill, b: Bill, last: Bill, more: Bill, poor: bool, old: bool
) -> None:
    """It does."""
    assert is_dearer((a, b, last), more)
    assert no_less_to_pay((a, b, last), more, poor, old, "cliff")


def open_monotone_1_holds(last: Bill, more: Bill, rate: int, poor: bool, old: bool) -> None:
    """A dearer bill never leaves less to pay, whatever the rate that is left open."""
    assert is_dearer((last,), more) and 50 <= rate <= 70
    assert no_less_to_pay((last,), more, poor, old, "none", rate)


def open_monotone_1_breaks(last: Bill, more: Bill, rate: int, poor: bool, old: bool) -> None:
    """It does."""
    assert is_dearer((last,), more) and 50 <= rate <= 70
    assert no_less_to_pay((last,), more, poor, old, "cliff", rate)


def limits_2_holds(a: Bill, last: Bill, poor: bool, old: bool) -> None:
    """No annual limit is exceeded."""
    assert possible(a) and possible(last)
    _, aid, topup = year((a, last), poor, old, "none")
    assert aid <= LIMIT and topup <= TOPUP_LIMIT


def limits_2_breaks(a: Bill, last: Bill, poor: bool, old: bool) -> None:
    """One limit for both is."""
    assert possible(a) and possible(last)
    _, aid, topup = year((a, last), poor, old, "shared")
    assert aid <= LIMIT and topup <= LIMIT


def best_1_holds(poor: bool, old: bool) -> None:
    """The best subsidy is paid, once."""
    assert isinstance(poor, bool)
    assert subsidy(poor, old, "none") == max(POOR_SUM * poor, OLD_SUM * old)


def best_1_breaks(poor: bool, old: bool) -> None:
    """Both are."""
    assert isinstance(poor, bool)
    assert subsidy(poor, old, "summed") == max(POOR_SUM * poor, OLD_SUM * old)


def cost_1_holds(last: Bill, poor: bool, old: bool) -> None:
    """The payers never pay more than the cost."""
    assert possible(last)
    assert min(year((last,), poor, old, "none")[0]) >= 0


def cost_1_breaks(last: Bill, poor: bool, old: bool) -> None:
    """They do."""
    assert possible(last)
    assert min(year((last,), poor, old, "overlap")[0]) >= 0


def cost_2_holds(a: Bill, last: Bill, poor: bool, old: bool) -> None:
    """The payers never pay more than the cost of a visit, in a year of two."""
    assert possible(a) and possible(last)
    assert min(year((a, last), poor, old, "none")[0]) >= 0


def cost_2_breaks(a: Bill, last: Bill, poor: bool, old: bool) -> None:
    """They do."""
    assert possible(a) and possible(last)
    assert min(year((a, last), poor, old, "overlap")[0]) >= 0
