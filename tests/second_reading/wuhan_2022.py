"""Second reading of 武医保〔2022〕21号 (Wuhan), from the text of the document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arithmetic import PERCENT, TRANSITION, YUAN, above, product

# 二（一）: the groups it names. “纳入相关部门监测范围的” is taken to govern all three that follow.
MONITORED = frozenset({"unstable_exit", "borderline", "sudden_hardship"})
LOW_INCOME = frozenset({"extremely_poor", "minimum_living", "returned_poor"}) | MONITORED
# 二（四）: the three groups of the tilt of critical-illness insurance.
CRITICAL_TILT = frozenset({"extremely_poor", "minimum_living", "returned_poor"})
# 二（六）: “门诊治疗重症(慢性)疾病、重大疾病及住院”.
TOP_UP_KINDS = frozenset({"outpatient_chronic", "outpatient_major", "inpatient"})
TOP_UP_THRESHOLD = 5000 * YUAN
IN_PROVINCE = frozenset({"in_district", "in_city", "in_province"})


def top_up_rate(category: str) -> int:
    """二（六）: 100, 90 and 80 percent."""
    if category == "extremely_poor":
        return 100 * PERCENT
    if category in ("minimum_living", "returned_poor"):
        return 90 * PERCENT
    return 80 * PERCENT


def phase_out(year: int) -> int:
    """二（一） “资助参保渐退政策”: 2022年、2023年、2024年 320元、140元、84元，2025年起 none."""
    return {2022: 320, 2023: 140, 2024: 84}.get(year, 0) * YUAN


def low_income_grant(category: str, year: int, values: Mapping[str, int]) -> int:
    """二（一） for rural low-income persons, before it is cut to the contribution."""
    if year not in TRANSITION:
        return values["after_transition_sum"]  # “过渡期内” is over, and 低保's years end in 2025
    contribution = values["contribution"]
    if category == "extremely_poor":
        return contribution  # “全额资助”
    if category == "minimum_living":
        if year == 2022:
            return 320 * YUAN
        return max(product(90 * PERCENT, contribution), 320 * YUAN)  # “资助额不低于320元”
    return product(50 * PERCENT, contribution)


# 二（二）: situations of the newly recognised, whose category is that held at treatment.
RECOGNISED_LATER = frozenset({"late_paid", "late_unpaid", "window_paid"})


def entitled(case: Mapping[str, Any]) -> set[str]:
    """The low-income categories that the subsidy of 二（一）, 二（二） is about."""
    moment = "treatment" if case["enrolled"] in RECOGNISED_LATER else "enrolment"
    return set(case["held"][moment]) & LOW_INCOME


def subsidy(
    case: Mapping[str, Any], values: Mapping[str, int], readings: Mapping[str, str]
) -> int:
    """二（一）、二（二）: the contribution subsidy, the highest of several grants."""
    held: set[str] = set(case["held"]["enrolment"])
    low = entitled(case)
    grants = [0]
    # 二（一） gives the fixed sums to “未纳入农村低收入人口监测范围的稳定脱贫人口”; who pays after
    # the recognition is monitored by then, unless that is read otherwise.
    pays_later = case["enrolled"] == "late_unpaid" and readings["late_identity"] == "when_paying"
    if "stable_exit" in (set(case["held"]["treatment"]) if pays_later else held):
        grants.append(phase_out(case["year"]))
    if low:
        if case["enrolled"] == "late_paid":
            pass  # 二（二） “已缴纳的不予退还”: the recognition brings nothing for this year
        elif case["enrolled"] == "window_paid":
            grants.append(values["window_grant"])  # 二（二） does not settle this case
        else:  # in the window, or 二（二） “未缴纳的，享受资助参保政策后”
            grants += [low_income_grant(c, case["year"], values) for c in low]
    return min(max(grants), values["contribution"])


def referral_missing(visit: Mapping[str, Any]) -> bool:
    """二（十） “未按要求办理转诊手续”: a referral is asked for to leave the district (“到区外”)."""
    return visit["place"] != "in_district" and "referral" not in visit["flags"]


def outside_designated_in_province(visit: Mapping[str, Any]) -> bool:
    """二（十） “不在省内定点医疗机构就医”."""
    return visit["place"] not in IN_PROVINCE or "designated" not in visit["flags"]


def excluded(visit: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """二（十）: the visit is one that “不享受倾斜帮扶政策”."""
    grounds = (referral_missing(visit), outside_designated_in_province(visit))
    return any(grounds) if readings["exclusion"] == "either" else all(grounds)


def as_in_district(visit: Mapping[str, Any]) -> bool:
    """二（六） “区内就医”, or 二（十） referred to a designated one outside: “执行区内就医政策”.

    “区外指定医疗机构” is not limited to the province; the second sentence is (see `excluded`).
    """
    if visit["place"] == "in_district":
        return True
    return "referral" in visit["flags"] and "designated" in visit["flags"]


def inpatient_rate(category: str, values: Mapping[str, int]) -> int:
    """二（五）: the share of inpatient cost for a low-income category."""
    if category == "extremely_poor":
        return 100 * PERCENT
    # “返贫致贫人口参照低保对象标准”; the monitored: “参照低收入困难对象标准”
    poor = category in ("minimum_living", "returned_poor")
    return values["aid_rate_minimum_living" if poor else "aid_rate_low_income"]


def limit_of(category: str, values: Mapping[str, int]) -> int:
    """二（五）: the annual limit of a low-income category."""
    if category == "extremely_poor":
        return values["aid_limit_extremely_poor"]
    poor = category in ("minimum_living", "returned_poor")
    return values["aid_limit_minimum_living" if poor else "aid_limit_low_income"]


def compute(
    case: Mapping[str, Any], values: Mapping[str, int], readings: Mapping[str, str]
) -> dict[str, int | bool]:
    """All amounts (fen) and facts of a case."""
    result: dict[str, int | bool] = {}
    flags: set[str] = set(case["flags"])
    enrolled_as: set[str] = set(case["held"]["enrolment"])
    treated_as: set[str] = set(case["held"]["treatment"])

    # 二（一）、二（二）: contribution
    result["subsidy"] = subsidy(case, values, readings)
    result["own_contribution"] = values["contribution"] - result["subsidy"]
    result["no_refund"] = case["enrolled"] == "late_paid" and bool(entitled(case))
    # 二（二） last sentence: “农村低收入人口非因个人原因停保断保的，不设待遇享受等待期”, which
    # follows the sentence on who is recognised later and names no moment.
    low_income = bool((enrolled_as | treated_as) & LOW_INCOME)
    result["no_waiting_period"] = "break_involuntary" in flags and low_income

    totals = dict.fromkeys(("critical", "aid", "topup", "application"), 0)
    critical_cost = 0  # cost after basic insurance, counted for 二（四）
    limit_used = 0  # aid that counts against the annual limit of 二（五）
    top_up_cost: dict[str, int] = {}  # burden counted for the 5000 yuan, by pool
    own_total = 0
    cost_total = 0

    for number, visit in enumerate(case["visits"], start=1):
        kind: str = visit["kind"]
        inpatient = kind == "inpatient"
        late = "before_recognition" in visit["flags"]
        member = (enrolled_as if late else treated_as) & LOW_INCOME
        out = excluded(visit, readings)
        no_tilts = out and readings["excluded_benefits"] == "all_tilts"
        # 二（五） “规范就医”, by the reading: cost without referral is given no aid of any kind
        improper = readings["proper_care"] == "all_aid" and referral_missing(visit)

        # 二（三）: basic insurance, from the bill
        left = visit["in_scope"] - visit["basic"]

        # 二（四）: critical-illness insurance. Its threshold counts every visit of the year.
        if "critical_stated" in flags:
            critical = visit["critical_billed"]
        else:
            part = above(values["critical_threshold"], critical_cost, left)
            critical = min(
                product(values["critical_rate"], part),
                max(0, values["critical_ceiling"] - totals["critical"]),
            )
            if member & CRITICAL_TILT and not no_tilts:
                halved = product(50 * PERCENT, values["critical_threshold"])  # “降低50%”
                part = above(halved, critical_cost, left)
                # “提高5个百分点，取消封顶线”
                critical = max(critical, product(values["critical_rate"] + 5 * PERCENT, part))
            critical_cost += left
        left -= critical

        # 二（五）: medical aid
        aid = 0
        if member and not improper:
            # “在年度救助限额内”; “就高不就低”
            if inpatient:
                for category in member:
                    amount = product(inpatient_rate(category, values), left)
                    aid = max(aid, min(amount, limit_of(category, values) - limit_used))
            else:
                # 特困 and 低保: “其他救助政策按照医疗救助相关规定执行”; the four other groups: only
                # after the approval of severe outpatient care. The sentence does not say for
                # which outpatient visits: taken for all of them.
                approved = "approved_outpatient" in visit["flags"]
                named = {"extremely_poor", "minimum_living"}
                limits = [limit_of(c, values) for c in member if approved or c in named]
                aid = visit["billed"].get("aid", 0) if limits else 0
                if limits and readings["limit_scope"] == "all_aid":
                    aid = min(aid, max(0, max(limits) - limit_used))
        left -= aid
        if inpatient or readings["limit_scope"] == "all_aid":
            limit_used += aid

        # 二（六）: top-up aid
        top_up = 0
        if member and kind in TOP_UP_KINDS and as_in_district(visit) and not out:
            deductible = visit["hospital_deductible"] if inpatient else 0
            if readings["deductible_excluded"] == "not_reimbursed":
                deductible = max(0, deductible - aid)  # “救助先付起付标准”
            counted = max(0, left - deductible)  # “不含住院起付标准”
            if readings["top_up_pool"] == "separate":
                pool = "inpatient" if inpatient else "outpatient"
            else:
                pool = "all"
            before = 0 if readings["top_up_period"] == "by_visit" else top_up_cost.get(pool, 0)
            part = above(TOP_UP_THRESHOLD, before, counted)
            top_up = max(product(top_up_rate(category), part) for category in member)
            top_up_cost[pool] = top_up_cost.get(pool, 0) + counted

        # 二（七）: one-time aid on application for cost from before recognition (“一次性”).
        # “稳定脱贫人口等重点人群” is an open list: whoever is recognised as low-income can apply.
        newly = bool(treated_as & LOW_INCOME) and not enrolled_as & LOW_INCOME  # “经认定为…的”
        hardship = "hardship" in flags  # “因发生高额医疗费用导致家庭生活出现严重困难”
        one_time = hardship and "applied" in flags and late and newly and not improper
        application = visit["billed"].get("application", 0) if one_time else 0
        result[f"one_time_aid({number})"] = one_time

        # 二（九）: no deposit. “区内定点”, to which 二（十） adds who was referred.
        result[f"deposit_waived({number})"] = bool(
            member
            and inpatient
            and as_in_district(visit)
            and "designated" in visit["flags"]
            and "valid_document" in visit["flags"]
            and not no_tilts
        )
        if result[f"deposit_waived({number})"]:  # “只需缴纳基本医保住院起付标准费用”
            result[f"due_at_admission({number})"] = visit["hospital_deductible"]

        # 二（九）: cost control
        hospital = 0
        ratio = None
        if member and inpatient and "designated" in visit["flags"]:
            if visit["place"] == "in_district":
                ratio = 3 if visit["level"] == 1 else 8
            elif visit["place"] in IN_PROVINCE and visit["level"] == 3:
                ratio = 10
        if ratio is not None:
            outside_scope = visit["cost"] - visit["in_scope"]
            excess = max(0, outside_scope - product(ratio * PERCENT, visit["cost"]))
            if excess and readings["excess_borne"] == "all_outside_scope":
                hospital = outside_scope
            else:
                hospital = excess

        own = visit["cost"] - visit["basic"] - critical - aid - top_up - application - hospital
        for scheme, amount in (
            ("critical", critical),
            ("aid", aid),
            ("topup", top_up),
            ("application", application),
        ):
            result[f"paid({scheme},{number})"] = amount
            totals[scheme] += amount
        result[f"hospital({number})"] = hospital
        result[f"own({number})"] = own
        own_total += own
        cost_total += visit["cost"]

    for scheme, amount in totals.items():
        result[f"total({scheme})"] = amount
    result["own_total"] = own_total

    # 二（七）: early warning, both strictly “超过”. Cost of the whole year, whoever it was then.
    income = values["rural_income"]
    incurred = cost_total if readings["warning_cost"] == "gross" else own_total
    in_range = bool(treated_as & (LOW_INCOME | {"stable_exit"}))
    result["warned_return"] = in_range and incurred > product(50 * PERCENT, income)
    result["warned_poverty"] = not in_range and own_total > income
    return result
