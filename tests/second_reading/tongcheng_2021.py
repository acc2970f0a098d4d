"""Second reading of Tongcheng's work plan of 20 July 2021, from the text of the document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arithmetic import PERCENT, TRANSITION, Line, best_line, product

# 二（二）、二（六）: the three groups of the tilt; 二（四） names the same three to be insured.
THREE_GROUPS = frozenset({"extremely_poor", "minimum_living", "returned_poor"})
# 二（六）: “稳定在60%左右”.
ABOUT_RATE = 60 * PERCENT


def low_income(held: set[str]) -> bool:
    """“农村低收入人口”, which the plan does not define.

    Taken for everybody but who is of stable exit and not monitored: to be of unstable exit or in
    the monitoring is what makes somebody low-income there.
    """
    return bool(held - {"stable_exit"})


def at_risk(held: set[str], readings: Mapping[str, str]) -> bool:
    """“易返贫致贫人口”."""
    found = {"unstable_exit", "watched"}
    if readings["at_risk"] == "with_returned":
        found.add("returned_poor")
    return bool(held & found)


def subsidy(
    held: set[str], year: int, values: Mapping[str, int], readings: Mapping[str, str]
) -> int:
    """二（一）: the contribution subsidy, the best of several grants."""
    grants = [0]
    transition = year in TRANSITION
    if "extremely_poor" in held:
        grants.append(values["contribution"])  # “全额资助”, not limited to the transition period
    if "minimum_living" in held:
        grants.append(values["minimum_living_sum"])  # “定额资助”, not limited either
    if {"unstable_exit", "watched"} <= held:  # “脱贫不稳定且纳入 … 监测范围的，过渡期内”
        grants.append(values["unstable_sum" if transition else "after_transition_sum"])
    if "returned_poor" in held:  # “过渡期内按规定”
        grants.append(values["returned_sum" if transition else "after_transition_sum"])
    if "stable_exit" in held and readings["stable_exit_path"] == "graded":
        grants.append(values["stable_exit_sum"])  # “按标准退出”; no end is named
    return min(max(grants), values["contribution"])


def critical_lines(
    tilted: bool, values: Mapping[str, int], readings: Mapping[str, str]
) -> list[Line]:
    """二（六）: the lines of critical-illness insurance that a visit has."""
    threshold = product(50 * PERCENT, values["local_income"])  # “人均可支配收入的50%”
    rate = ABOUT_RATE if readings["about_rate"] == "the_rate" else values["critical_rate"]
    lines = [Line(threshold, rate, values["critical_ceiling"])]
    if tilted:  # “起付线降低50%、报销比例提高5个百分点、逐步取消封顶线”
        gone = readings["ceiling_removal"] == "removed"
        ceiling = None if gone else values["tilted_ceiling"]
        lines.append(Line(product(50 * PERCENT, threshold), rate + 5 * PERCENT, ceiling))
    return lines


def aid_rates(member: set[str], values: Mapping[str, int]) -> list[int]:
    """二（七） “分类救助”: the rates of the groups, none of which the plan gives."""
    rates = []
    for category, name in (
        ("extremely_poor", "aid_rate_extremely_poor"),
        ("minimum_living", "aid_rate_minimum_living"),
        ("returned_poor", "aid_rate_returned"),
        ("unstable_exit", "aid_rate_monitored"),
        ("watched", "aid_rate_monitored"),
    ):
        if category in member:
            rates.append(values[name])
    return rates


def compute(
    case: Mapping[str, Any], values: Mapping[str, int], readings: Mapping[str, str]
) -> dict[str, int | bool]:
    """All amounts (fen) and facts of a case."""
    result: dict[str, int | bool] = {}
    flags: set[str] = set(case["flags"])
    enrolled_as: set[str] = set(case["held"]["enrolment"])
    treated_as: set[str] = set(case["held"]["treatment"])

    # 二（一）: contribution, “医疗救助资助参保” for all groups but the one that leaves it: what
    # superiors give to who is of stable exit is not said to be money of medical aid.
    result["subsidy"] = subsidy(enrolled_as, case["year"], values, readings)
    result["own_contribution"] = values["contribution"] - result["subsidy"]
    result["paid_from(aid_fund)"] = subsidy(
        enrolled_as - {"stable_exit"}, case["year"], values, readings
    ) == result["subsidy"] > 0

    # 二（四）: “动态纳入”, at whatever moment somebody is of the three groups
    result["to_be_insured"] = bool((enrolled_as | treated_as) & THREE_GROUPS)
    # 二（四）: “跨区域参保关系转移接续以及非因个人原因停保断保的”, two cases, of low-income people
    result["no_waiting_period"] = low_income(enrolled_as | treated_as) and bool(
        flags & {"transfer", "break_involuntary"}
    )
    # 二（十）: special treatment and family doctors first for low-income people
    result["priority_care"] = low_income(treated_as)

    # 二（八）: who is within aid by application, “依申请”. The hardship is one “因高额医疗费用”, so
    # the patient with a serious illness need not state high cost once more.
    result["eligible_by_application"] = "applied" in flags and (
        ("high_cost" in flags and at_risk(treated_as, readings))
        or {"hardship", "serious_illness"} <= flags
    )

    totals = dict.fromkeys(("critical", "aid", "topup", "application"), 0)
    critical_cost = 0  # cost after basic insurance, counted for the threshold
    own_total = 0
    own_in_scope = 0
    for number, visit in enumerate(case["visits"], start=1):
        inpatient = visit["kind"] == "inpatient"
        member = enrolled_as if "before_recognition" in visit["flags"] else treated_as

        # 二（五）: basic insurance, from the bill
        left = visit["in_scope"] - visit["basic"]

        # 二（六）: its threshold counts every visit of the year
        if "critical_stated" in flags:
            critical = visit["critical_billed"]
        else:
            lines = critical_lines(bool(member & THREE_GROUPS), values, readings)
            critical = best_line(lines, critical_cost, left, totals["critical"])
            critical_cost += left
        left -= critical

        # 二（七）: medical aid; for inpatient care by a rate, for outpatient care from the bill
        aid = 0
        if rates := aid_rates(member, values):
            room = max(0, values["aid_limit"] - totals["aid"])
            if inpatient:
                aid = min(product(max(rates), left), room)
            else:
                aid = min(visit["billed"].get("aid", 0), room)
        left -= aid

        # 二（八）: on application, “酌情予以救助”: how much is known from the bill alone
        eligible = result["eligible_by_application"]
        application = visit["billed"].get("application", 0) if eligible else 0
        left -= application

        # 二（九）: no deposit “县域内”, where the hospital takes part
        # and “易返贫致贫人口” are those of 二（八）
        result[f"deposit_waived({number})"] = (
            (bool(member & {"extremely_poor", "minimum_living"}) or at_risk(member, readings))
            and inpatient
            and visit["place"] == "in_district"
            and "pay_after" in visit["flags"]
        )
        if result[f"deposit_waived({number})"]:  # “患者入院时不需缴纳住院押金”
            result[f"due_at_admission({number})"] = 0

        own = visit["cost"] - visit["basic"] - critical - aid - application
        for scheme, amount in (
            ("critical", critical),
            ("aid", aid),
            ("topup", 0),  # 一（二）: “三重制度”, no fourth payer
            ("application", application),
        ):
            result[f"paid({scheme},{number})"] = amount
            totals[scheme] += amount
        result[f"hospital({number})"] = 0  # no clause makes the institution bear a share
        result[f"own({number})"] = own
        own_total += own
        own_in_scope += left

    for scheme, amount in totals.items():
        result[f"total({scheme})"] = amount
    result["own_total"] = own_total

    # 二（八）: lines by the burden of the year, “分类明确”. For whom which line is, is not said;
    # “返贫” is taken for who is low-income or was lifted out of poverty, “致贫” for all others.
    burden = own_total if readings["burden_means"] == "own_total" else own_in_scope
    result["monitored_return"] = bool(treated_as) and burden >= values["return_line"]
    result["monitored_poverty"] = not treated_as and burden >= values["poverty_line"]
    return result
