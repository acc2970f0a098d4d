"""The made-up plan once more in plain Python, from the words of its clauses alone.

Amounts are whole fen, rates hundredths of a percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.second_reading.arithmetic import PERCENT, YUAN, Line, best_line, product
from tests.second_reading.named import CIVIL, RURAL, TWO_GROUPS, Named

EXIT_YEAR = 2027
LAST_PAYING_DAY = (6, 30)
AIDED = {"inpatient", "outpatient_chronic"}
AID = {
    "extremely_poor": Line(0, 90 * PERCENT),
    "minimum_living": Line(1_500 * YUAN, 70 * PERCENT),
}
AID_LIMIT = 6_000 * YUAN
TOP_UP_RATE, TOP_UP_LIMIT = 50 * PERCENT, 4_000 * YUAN
CRITICAL = Line(10_000 * YUAN, 60 * PERCENT)
TILTED = Line(5_000 * YUAN, 65 * PERCENT)
APPLICATION = Line(6_000 * YUAN, 40 * PERCENT, 8_000 * YUAN)
MINIMUM_LIVING_SHARE = 80 * PERCENT
STABLE_EXIT_SUM = 100 * YUAN
NAMED = Named(
    {
        "subsidy": TWO_GROUPS | {"stable_exit"},
        "critical_tilt": frozenset({"extremely_poor"}),
        "aid": TWO_GROUPS,
    },
    {CIVIL: TWO_GROUPS, RURAL: frozenset({"stable_exit"})},
)


def compute(
    case: Mapping[str, Any], values: Mapping[str, int], _readings: Mapping[str, str]
) -> dict[str, Any]:
    """Give every result of a case."""
    late = case["enrolled"] == "after_window"
    held = case["held"]
    found: dict[str, Any] = dict(_subsidy(case, values, held["enrolment"], late))
    year = _Year(
        CRITICAL, TILTED if "extremely_poor" in held["enrolment"] else CRITICAL,
        poor="approved" in case["flags"]
        and case["household_income"] < values["low_income_standard"],
    )
    for number, visit in enumerate(case["visits"], 1):
        groups = held["enrolment" if "before_recognition" in visit["flags"] else "treatment"]
        aided = _aided(visit) and not (late and "in_waiting" in visit["flags"])
        paid = year.settle(
            visit, groups if aided else set(), "critical_stated" in case["flags"]
        )
        left = visit["cost"] - visit["basic"]
        for scheme, amount in paid.items():
            found[f"paid({scheme},{number})"] = amount
            found[f"total({scheme})"] = found.get(f"total({scheme})", 0) + amount
            left -= amount
        found[f"own({number})"], found[f"hospital({number})"] = left, 0
        found["own_total"] = found.get("own_total", 0) + left
    return found


def _subsidy(
    case: Mapping[str, Any], values: Mapping[str, int], groups: Iterable[str], late: bool
) -> Iterable[tuple[str, Any]]:
    standard = values["contribution_tier_1"]
    due = standard if case["tier"] == "tier_1" else values["contribution_tier_2"]
    day: date = case["dates"]["paid_on"]
    in_time = not late or (day.month, day.day) <= LAST_PAYING_DAY
    sums = {
        "extremely_poor": standard,
        "minimum_living": product(MINIMUM_LIVING_SHARE, standard),
        "stable_exit": STABLE_EXIT_SUM if case["year"] < EXIT_YEAR else 0,
    }
    granted = {group: sums[group] for group in groups if in_time}
    best = max(granted.values(), default=0)
    payers = {"county_budget" if group == "stable_exit" else "aid_fund"
              for group, amount in granted.items() if amount == best > 0}
    yield "subsidy", min(best, due)
    yield "own_contribution", due - min(best, due)
    for fund in ("aid_fund", "county_budget"):
        yield f"paid_from({fund})", fund in payers


def _aided(visit: Mapping[str, Any]) -> bool:
    if visit["kind"] not in AIDED or "designated" not in visit["flags"]:
        return False
    return visit["place"] == "in_district" or (
        visit["place"] != "outside" and "referral" in visit["flags"]
    )


class _Year:
    """What was counted and paid so far."""

    def __init__(self, *critical: Line, poor: bool) -> None:
        self.critical_lines = critical
        self.poor = poor
        self.in_scope = self.critical = self.aid = self.top_up = 0
        self.counted = 0
        self.left = self.application = 0

    def settle(
        self, visit: Mapping[str, Any], groups: set[str], stated: bool
    ) -> dict[str, int]:
        """Settle the next visit: what each scheme pays."""
        base = visit["in_scope"] - visit["basic"]
        critical = visit["critical_billed"] if stated else best_line(
            self.critical_lines, self.in_scope, base, self.critical
        )
        self.in_scope += base
        self.critical += critical
        left = base - critical
        aid = top_up = 0
        for group in groups & AID.keys():
            line = AID[group]
            granted = best_line([line], self.counted, left, 0)
            aid = max(aid, min(granted, AID_LIMIT - self.aid))
        if groups & AID.keys():
            self.counted += left
            top_up = min(product(TOP_UP_RATE, left - aid), TOP_UP_LIMIT - self.top_up)
        self.aid += aid
        self.top_up += top_up
        left -= aid + top_up
        application = best_line([APPLICATION], self.left, left, self.application) if (
            self.poor
        ) else 0
        self.left += left
        self.application += application
        return {"critical": critical, "aid": aid, "topup": top_up, "application": application}
