"""Second reading of 黔江府办发〔2023〕53号 (Qianjiang), from the text of the document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arithmetic import PERCENT, YUAN, Line, above, best_line, product

WAN = 10_000 * YUAN
# 二（二）2: the three groups of the tilt of critical-illness insurance.
CRITICAL_TILT = frozenset({"extremely_poor", "minimum_living", "returned_poor"})
# 二（二）1: those of the entitled whom tier 2 is paid in full.
FULL_TIER_2 = frozenset({"martyr_family", "duty_family", "illness_family", "demobilised"})
# 二（一）1: “在乡重点优抚对象”.
ENTITLED = FULL_TIER_2 | {"entitled"}
# 二（四）2: “直接获得医疗救助”.
DIRECT = frozenset({
    "extremely_poor", "minimum_living", "borderline_minimum", "illness_poor", "at_risk",
})
# 二（四）1: “重点监测”; who has fallen back into poverty is not named.
WATCHED = frozenset({"extremely_poor", "minimum_living", "borderline_minimum", "at_risk"})
# 二（三）3: “在市内就医”.
IN_CITY = frozenset({"in_district", "in_city"})
# 二（三）1: “因慢性病需长期服药或患重特大疾病需长期门诊治疗”.
LONG_TERM = frozenset({"outpatient_chronic", "outpatient_major"})
AID_RATE = 70 * PERCENT
SPECIAL_LIMIT = 10 * WAN
OTHER_THRESHOLD = 3 * WAN
OTHER_LIMIT = 6 * WAN
TOP_UP_LIMIT = 3 * WAN


def recipients(held: set[str], flags: set[str], readings: Mapping[str, str]) -> set[str]:
    """二（一）1: the groups of recipients that a person is in."""
    found = set(held)
    if "grade_1_to_6" in flags:
        # “不含1-6级伤残军人”: such a person, or this title to special care
        found -= ENTITLED if readings["disabled_soldiers"] == "person" else {"entitled"}
    if readings["disability_income"] == "low_income_only" and "low_income" not in flags:
        found.discard("severe_disability")  # 三（二）: “低收入城乡重度（1-2级）残疾人员”
    return found


def grant(group: str, tier: str, values: Mapping[str, int]) -> int:
    """二（二）1: the grant of one group of recipients."""
    first = values["contribution_tier_1"]
    if tier == "tier_2":
        return values["contribution_tier_2"] if group in FULL_TIER_2 else first
    if group == "extremely_poor" or group in ENTITLED:
        return first
    return product((90 if group == "minimum_living" else 70) * PERCENT, first)


def subsidy(
    case: Mapping[str, Any],
    groups: set[str],
    values: Mapping[str, int],
    readings: Mapping[str, str],
) -> int:
    """二（二）1: the contribution subsidy before it is cut to the contribution."""
    if not groups:
        return 0
    if "enrolled_elsewhere" in case["flags"] and readings["subsidy_place"] == "insurance":
        return values["elsewhere_sum"]  # by rules on which the day of this plan has no bearing
    if case["year"] == 2023 and readings["effective"] == "from_issue":
        return values["early_sum"]  # paid in the window before, and the plan is of October 2023
    return max(grant(group, case["tier"], values) for group in groups)  # 二（一）1 “就高”


def referral_proper(visit: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """二（三）3: the visit is “符合规范转诊”, which registration elsewhere does not make it."""
    if "referral" in visit["flags"]:
        return True
    return visit["place"] == "in_district" and readings["first_contact"] == "district_complies"


def referral_missing(
    visit: Mapping[str, Any], flags: set[str], readings: Mapping[str, str]
) -> bool:
    """二（六）2 “未按规定转诊”: care in the district cannot lack one, as nobody is sent away."""
    if visit["place"] == "in_district" or visit["flags"] & {"referral", "exception"}:
        return False  # “原则上不纳入”, so exceptions can be granted
    return "settled_elsewhere" not in flags or readings["settled"] == "referral_needed"


def before_the_plan(visit: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """The visit precedes the plan, and is settled by other rules, as its bill has it."""
    return "before_issue" in visit["flags"] and readings["effective"] == "from_issue"


def counts_from(visit: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """Whether the identity reaches back to the visit."""
    late = {"before_recognition"}
    if readings["identity_date"] == "marking":
        late.add("before_marking")
    return not late & visit["flags"]


def critical_lines(tilted: bool, values: Mapping[str, int]) -> list[Line]:
    """二（二）2: the lines of critical-illness insurance that a visit has."""
    threshold, rate = values["critical_threshold"], values["critical_rate"]
    lines = [Line(threshold, rate, values["critical_ceiling"])]
    if tilted:  # “起付线降低50%，报销比例提高5个百分点，不设封顶线”
        lines.append(Line(product(50 * PERCENT, threshold), rate + 5 * PERCENT))
    return lines


def top_up_line(group: str, readings: Mapping[str, str]) -> tuple[int, int] | None:
    """二（三）3: threshold and rate of a group of recipients."""
    if group == "extremely_poor":
        return 3000 * YUAN, 70 * PERCENT
    if group in ("minimum_living", "returned_poor"):
        return 4000 * YUAN, 60 * PERCENT
    if group == "at_risk" and readings["other_recipients"] == "excluded":
        return None
    return 5000 * YUAN, 60 * PERCENT


def aid_line(visit: Mapping[str, Any], left: int, readings: Mapping[str, str]) -> tuple[str, int]:
    """二（三）1、2: by which line a visit is aided (or "none") and what the rate grants.

    The line "bill" is aid that the plan leaves to other rules.
    """
    inpatient = visit["kind"] == "inpatient"
    if "special_disease" in visit["flags"]:  # “发生住院费用或门诊治疗费用”
        return "special", product(AID_RATE, left)
    if inpatient:
        if visit["level"] >= 2 and visit["in_scope"] > OTHER_THRESHOLD:
            base = left if readings["other_base"] == "whole" else max(0, left - OTHER_THRESHOLD)
            return "other", product(AID_RATE, base)
        return ("bill", 0) if readings["ordinary_stay"] == "other_rules" else ("none", 0)
    if visit["kind"] in LONG_TERM:
        if readings["outpatient_level"] == "as_special":
            return "special", product(AID_RATE, left)
        return ("bill", 0) if readings["outpatient_level"] == "other_rules" else ("none", 0)
    return "none", 0


def compute(
    case: Mapping[str, Any], values: Mapping[str, int], readings: Mapping[str, str]
) -> dict[str, int | bool]:
    """All amounts (fen) and facts of a case."""
    result: dict[str, int | bool] = {}
    flags: set[str] = set(case["flags"])
    enrolled_as = recipients(set(case["held"]["enrolment"]), flags, readings)
    treated_as = recipients(set(case["held"]["treatment"]), flags, readings)

    # 二（二）1: contribution
    due = values["contribution_tier_2" if case["tier"] == "tier_2" else "contribution_tier_1"]
    result["subsidy"] = min(subsidy(case, enrolled_as, values, readings), due)
    result["own_contribution"] = due - result["subsidy"]

    # 二（四）2: who is aided without applying
    direct = bool(treated_as) and (
        bool(treated_as & DIRECT) or readings["application_path"] == "all_direct"
    )
    result["aided_directly"] = direct
    result["must_apply"] = bool(treated_as) and not direct
    # 三（三）: earmarked money, each department's for its own group
    result["earmarked(veterans_money)"] = bool(treated_as & ENTITLED)
    result["earmarked(rural_money)"] = "at_risk" in treated_as
    # 二（五）2: by the rules of the unions
    result["union_aid"] = "employee_hardship" in flags

    totals = dict.fromkeys(("critical", "aid", "topup", "application"), 0)
    used = dict.fromkeys(("special", "other"), 0)
    critical_cost = 0  # cost after basic insurance, counted for the threshold
    top_up_cost = 0  # inpatient burden counted for the thresholds of 二（三）3
    topped_up = 0  # top-up counted against its limit
    burden = 0  # all that insurance leaves
    own_total = 0
    for number, visit in enumerate(case["visits"], start=1):
        inpatient = visit["kind"] == "inpatient"
        designated = "designated" in visit["flags"]
        in_city = visit["place"] in IN_CITY
        member = treated_as if counts_from(visit, readings) else enrolled_as
        if before_the_plan(visit, readings):
            member = set()
        improper = bool(member) and referral_missing(visit, flags, readings)
        result[f"improper({number})"] = improper
        reached = bool(member) and designated and not improper
        directly = member & DIRECT or readings["application_path"] == "all_direct"
        aided = reached and bool(directly or "applied_for_aid" in flags)

        # basic insurance, from the bill
        left = visit["in_scope"] - visit["basic"]

        # 二（二）2: its threshold counts every visit of the year
        if "critical_stated" in flags:
            critical = visit["critical_billed"]
        else:
            lines = critical_lines(bool(member & CRITICAL_TILT), values)
            critical = best_line(lines, critical_cost, left, totals["critical"])
            critical_cost += left
        left -= critical
        after_insurance = left
        burden += visit["cost"] - visit["basic"] - critical

        # 二（三）1、2: medical aid
        line, aid = aid_line(visit, left, readings) if aided else ("none", 0)
        if before_the_plan(visit, readings):
            aid = visit["billed"].get("aid", 0)  # takes nothing of the limits of the plan
        elif line != "none":
            if line == "bill":  # “门诊和住院救助共用年度救助限额”, that of other diseases
                line, aid = "other", visit["billed"].get("aid", 0)
            room = SPECIAL_LIMIT - used["special"] if line == "special" else (
                OTHER_LIMIT - used["other"]
            )
            if readings["limits"] == "within":
                room = min(room, SPECIAL_LIMIT - sum(used.values()))
            aid = min(aid, max(0, room))
            used[line] += aid
        left -= aid

        # 二（三）3: top-up of inpatient cost. Where it counts what insurance left, it is still aid
        # for “自付费用”, of which there is no more than medical aid left.
        top_up = 0
        topped = False
        if before_the_plan(visit, readings):
            top_up = visit["billed"].get("topup", 0)
        elif aided and inpatient and in_city and referral_proper(visit, readings):
            base = left if readings["topup_base"] == "after_aid" else after_insurance
            if readings["prevailing"] == "earlier_scheme":
                top_up = visit["billed"].get("topup", 0)  # by a scheme that is not given
            else:
                for group in member:
                    if found := top_up_line(group, readings):
                        threshold, rate = found
                        part = above(threshold, top_up_cost, base)
                        top_up = max(top_up, product(rate, part))
                top_up = min(top_up, TOP_UP_LIMIT - topped_up, left)
            topped = top_up > 0
            top_up_cost += base
            topped_up += top_up

        # 二（六）1: settlement
        spot = bool(member) and in_city and designated and "not_settled" not in visit["flags"]
        result[f"on_the_spot({number})"] = spot
        # “符合条件”: is aided, or has something of the top-up
        result[f"by_hand({number})"] = (line != "none" or topped) and not spot

        # 二（六）2: no deposit
        result[f"deposit_waived({number})"] = (
            bool(member & {"extremely_poor", "minimum_living"})
            and inpatient
            and visit["place"] == "in_district"
            and designated
            and ("referral" in visit["flags"] or readings["deposit_referral"] == "first_contact")
        )
        if result[f"deposit_waived({number})"]:  # “先诊疗后付费”
            result[f"due_at_admission({number})"] = 0

        own = visit["cost"] - visit["basic"] - critical - aid - top_up
        for scheme, amount in (
            ("critical", critical),
            ("aid", aid),
            ("topup", top_up),
            ("application", 0),  # what is applied for in 二（四）2 is aid itself
        ):
            result[f"paid({scheme},{number})"] = amount
            totals[scheme] += amount
        result[f"hospital({number})"] = 0  # no clause makes the institution bear a share
        result[f"own({number})"] = own
        own_total += own

    for scheme, amount in totals.items():
        result[f"total({scheme})"] = amount
    result["own_total"] = own_total

    result["burden_after_insurance"] = burden

    # 二（四）1: burden of the whole year, cost outside the scope included. “仍然较重” is taken for
    # above the line.
    if readings["warning_burden"] == "after_aid":
        burden = own_total
    result["warned"] = bool(treated_as & WATCHED) and burden > values["warning_line"]
    return result
