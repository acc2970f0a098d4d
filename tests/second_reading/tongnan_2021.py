"""Second reading of 潼医保发〔2021〕26号 (Tongnan), from the text of the document alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .arithmetic import PERCENT, TRANSITION, YUAN, Line, best_line, product

# 三（六）、三（七）: “特困人员、低保对象、返贫致贫人口”.
THREE_GROUPS = frozenset({"extremely_poor", "minimum_living", "returned_poor"})
# 三（八） “易返贫致贫人口”: those whom rural revitalisation recognises as at risk.
AT_RISK = frozenset({"unstable_exit", "borderline", "sudden_hardship"})
# 二（一）: “7类低收入人口”.
SEVEN_GROUPS = THREE_GROUPS | AT_RISK | {"borderline_minimum"}
# 二（一）: share of the tier-1 contribution in tier 1; 70% for the five others.
TIER_1_SHARE = {"extremely_poor": 100 * PERCENT, "minimum_living": 90 * PERCENT}
# 二（一） “渐退政策”, by the year of coverage; from 2024 on nothing.
PHASE_OUT = {2022: 100 * YUAN, 2023: 50 * YUAN}
# 三（六）: “60%左右”.
ABOUT_RATE = 60 * PERCENT
# 三（八）: “2021年标准为12000元及以上”.
SUM_OF_2021 = 12000 * YUAN


def mid_year(case: Mapping[str, Any]) -> bool:
    """The person joins in the year of coverage, after the collection window."""
    return bool(case["enrolled"] == "mid_year")


def stated_days(case: Mapping[str, Any]) -> bool:
    """三（四）: joins “在7月1日至12月31日期间”, both days included."""
    joined: date = case["dates"]["enrolled_on"]
    return mid_year(case) and date(joined.year, 7, 1) <= joined <= date(joined.year, 12, 31)


def subsidy_regulated(case: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """二（一）、六: whether the grants of the seven groups are fixed for this case."""
    year: int = case["year"]
    if readings["contribution_time"] == "payment_day" and not mid_year(case):
        year -= 1  # the window of a year of coverage lies in the year before
    # the plan is carried out from 2022-01-01, “过渡期内” ends on 2025-12-31
    return year >= 2022 and year in TRANSITION


def grant(group: str, case: Mapping[str, Any], values: Mapping[str, int], regulated: bool) -> int:
    """二（一）: the grant of one of the seven groups."""
    if not regulated:
        return values["unregulated_sum"]
    if case["tier"] == "tier_2":
        return values["contribution_tier_1"]  # “统一按照 … 一档个人缴费标准的100%”
    return product(TIER_1_SHARE.get(group, 70 * PERCENT), values["contribution_tier_1"])


def critical_lines(
    transition: bool, tilted: bool, values: Mapping[str, int], readings: Mapping[str, str]
) -> list[Line]:
    """三（六）: the lines of critical-illness insurance that a visit has."""
    threshold = product(50 * PERCENT, values["local_income"])
    rate = ABOUT_RATE if readings["about_rate"] == "the_rate" else values["critical_rate"]
    lines = [Line(threshold, rate, values["critical_ceiling"])]
    if tilted and transition:  # “起付线降低50%，报销比例提高5个百分点，不设封顶线”
        lines.append(Line(product(50 * PERCENT, threshold), rate + 5 * PERCENT))
    elif tilted:  # not regulated any more, nor whether there is a ceiling
        lowered = product(100 * PERCENT - values["later_cut"], threshold)
        lines.append(Line(lowered, rate + values["later_points"], values["later_ceiling"]))
    return lines


def monitoring_line(values: Mapping[str, int], readings: Mapping[str, str]) -> int:
    """三（八）: “监测标准2倍” in fen."""
    if readings["later_standard"] == "of_the_year":
        return 2 * values["monitoring_standard"]
    return SUM_OF_2021 if readings["sum_means"] == "line" else 2 * SUM_OF_2021


def compute(
    case: Mapping[str, Any], values: Mapping[str, int], readings: Mapping[str, str]
) -> dict[str, int | bool]:
    """All amounts (fen) and facts of a case."""
    result: dict[str, int | bool] = {}
    flags: set[str] = set(case["flags"])
    year: int = case["year"]
    enrolled_as: set[str] = set(case["held"]["enrolment"])
    treated_as: set[str] = set(case["held"]["treatment"])
    enrolled_low = enrolled_as & SEVEN_GROUPS
    treated_low = treated_as & SEVEN_GROUPS

    # 二（一）: contribution, “按参保缴费时就高身份确定”
    due = values["contribution_tier_2" if case["tier"] == "tier_2" else "contribution_tier_1"]
    regulated = subsidy_regulated(case, readings)
    granted = 0
    if enrolled_low:
        granted = max(grant(group, case, values, regulated) for group in enrolled_low)
    elif "stable_exit" in enrolled_as:  # “未纳入低收入人口监测范围的”: none of the seven
        granted = PHASE_OUT.get(year, 0)
    result["subsidy"] = min(granted, due)
    result["own_contribution"] = due - result["subsidy"]
    result["paid_from(aid_fund)"] = bool(enrolled_low) and granted > 0
    result["paid_from(district_funds)"] = not enrolled_low and granted > 0
    # “享受资助参保后人员身份发生变化的”
    result["no_difference_paid"] = (
        bool(enrolled_low) and granted > 0 and enrolled_low != treated_low
    )

    # 二（二）: stable exit without one of the three groups
    result["ordinary_benefits"] = "stable_exit" in treated_as and not treated_as & THREE_GROUPS

    # 三（四）: “动态纳入”, at whatever moment somebody is of the seven groups
    result["to_be_insured"] = bool(enrolled_low | treated_low)
    joins = bool(enrolled_low) and year in TRANSITION
    rest = readings["no_wait_days"] == "rest_of_year" and mid_year(case)
    result["no_waiting_period"] = joins and (stated_days(case) or rest)
    result["fiscal_share_by_district"] = joins and stated_days(case)

    # 三（八）: aid by application; the hardship is one “因高额医疗费用支出”
    at_risk = set(AT_RISK)
    if readings["at_risk"] == "with_returned":
        at_risk.add("returned_poor")
    result["eligible_by_application"] = "applied" in flags and (
        ("high_cost" in flags and bool(treated_as & at_risk))
        or {"hardship", "serious_illness"} <= flags
    )

    totals = dict.fromkeys(("critical", "aid", "topup", "application"), 0)
    critical_cost = 0  # cost after basic insurance, counted for the threshold
    borne = 0  # within scope, after the three payers
    own_total = 0
    for number, visit in enumerate(case["visits"], start=1):
        member = enrolled_low if "before_recognition" in visit["flags"] else treated_low

        # 三（五）: basic insurance, from the bill
        left = visit["in_scope"] - visit["basic"]

        # 三（六）: its threshold counts every visit of the year
        if "critical_stated" in flags:
            critical = visit["critical_billed"]
        else:
            tilted = bool(member & THREE_GROUPS)
            lines = critical_lines(year in TRANSITION, tilted, values, readings)
            critical = best_line(lines, critical_cost, left, totals["critical"])
            critical_cost += left
        left -= critical

        # 三（七）: medical aid; “门诊和住院救助共用年度救助限额” is of all outpatient aid
        aid = 0
        aided = visit["kind"] != "outpatient_other" or readings["other_outpatient"] == "aided"
        if member and aided:
            # “其他低收入人口” are those in none of the three groups
            rate = values["aid_rate_named" if member & THREE_GROUPS else "aid_rate_others"]
            aid = min(product(rate, left), max(0, values["aid_limit"] - totals["aid"]))
        left -= aid

        # 三（七） “仍然较重的，给予倾斜救助”: what is heavy is not said, nor how much is given;
        # “经三重制度支付后”, so of cost in which aid has a part
        possible = bool(member) and aided and left > 0
        result[f"top_up_possible({number})"] = possible
        top_up = visit["billed"].get("topup", 0) if possible else 0

        # 三（八） “一事一议，酌情予以救助”: known from the bill alone
        eligible = result["eligible_by_application"]
        application = visit["billed"].get("application", 0) if eligible else 0

        # 三（八） “…和医疗救助报销后”: what else is medical aid, if anything
        counted = {"aid": 0, "top_up": top_up, "all_aid": top_up + application}
        borne += left - counted[readings["borne_after"]]

        own = visit["cost"] - visit["basic"] - critical - aid - top_up - application
        for scheme, amount in (
            ("critical", critical),
            ("aid", aid),
            ("topup", top_up),
            ("application", application),
        ):
            result[f"paid({scheme},{number})"] = amount
            totals[scheme] += amount
        result[f"hospital({number})"] = 0  # no clause makes the institution bear a share
        result[f"own({number})"] = own
        own_total += own

    for scheme, amount in totals.items():
        result[f"total({scheme})"] = amount
    result["own_total"] = own_total

    # 三（八）: cost of the whole year, of who is now one of the seven groups; “及以上”
    result["borne"] = borne
    result["monitored_by_cost"] = bool(treated_low) and borne >= monitoring_line(values, readings)
    return result
