"""Second reading of 六医保发〔2021〕1号 (Lu'an), from the text of the document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arithmetic import PERCENT, TRANSITION, YUAN, above, product

# 5.: the three groups of the tilt of critical-illness insurance.
CRITICAL_TILT = frozenset({"extremely_poor", "minimum_living", "returned_poor"})
# 6.: deductible and rate of aid by group.
AID_DEDUCTIBLE = {
    "extremely_poor": 0,
    "minimum_living": 0,
    "returned_poor": 1500 * YUAN,
    "monitored": 3000 * YUAN,
}
AID_RATE = {
    "extremely_poor": 90 * PERCENT,
    "minimum_living": 75 * PERCENT,
    "returned_poor": 70 * PERCENT,
    "monitored": 60 * PERCENT,
}
AID_LIMIT = 50000 * YUAN
# “门诊慢特病和住院共用”; where a reading aids other outpatient care as well, it is taken to count
# against the same limit, as the text knows no aid beyond one.
AID_LIMIT_KINDS = frozenset({"inpatient", "outpatient_chronic", "outpatient_other"})
TOP_UP_THRESHOLD = 10000 * YUAN
TOP_UP_LIMIT = 20000 * YUAN
APPLICATION_THRESHOLD = 20000 * YUAN
APPLICATION_LIMIT = 20000 * YUAN


def groups(held: set[str], readings: Mapping[str, str]) -> set[str]:
    """1.: the four groups a person is in. “监测人口” by the reading of “和”."""
    found = held & {"extremely_poor", "minimum_living", "returned_poor"}
    marks = ("unstable_exit" in held, "watched" in held)
    if any(marks) if readings["monitored_means"] == "union" else all(marks):
        found.add("monitored")
    return found


def grant(group: str, year: int, values: Mapping[str, int]) -> int:
    """1.: the contribution subsidy of a group."""
    contribution = values["contribution"]
    if group == "extremely_poor":
        return contribution  # “全额资助”, not limited to the transition period
    if group == "minimum_living":
        return product(values["minimum_share"], contribution)  # “80%-90%”, not limited either
    if year not in TRANSITION:
        return values["after_transition_sum"]  # “过渡期内，返贫致贫人口 … 监测人口 …”
    if group == "returned_poor":
        return product(values["returned_share"], contribution)  # “70%-80%”
    return product(50 * PERCENT, contribution)


def cared_for_properly(visit: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """6.: “在参保地定点医疗机构或按规定转诊异地就医（急诊、抢救除外）”."""
    emergency = "emergency" in visit["flags"]
    if emergency and readings["emergency"] == "not_aided":
        return False  # “急诊、抢救费用不予救助”, wherever
    here = {"in_district"} if readings["insured_place"] == "county" else {"in_district", "in_city"}
    if visit["place"] in here:
        return "designated" in visit["flags"]  # the exception of emergencies is of referral only
    # elsewhere: the text asks for a referral, not for a designated institution
    return "referral" in visit["flags"] or emergency


def within_aid(visit: Mapping[str, Any], readings: Mapping[str, str]) -> bool:
    """6.: the visit's cost is within medical aid."""
    if visit["kind"] == "outpatient_other" and readings["other_outpatient"] == "not_aided":
        return False
    return cared_for_properly(visit, readings)


def compute(
    case: Mapping[str, Any], values: Mapping[str, int], readings: Mapping[str, str]
) -> dict[str, int | bool]:
    """All amounts (fen) and facts of a case."""
    result: dict[str, int | bool] = {}
    flags: set[str] = set(case["flags"])
    visits: list[Mapping[str, Any]] = list(case["visits"])
    enrolled_as = groups(set(case["held"]["enrolment"]), readings)
    treated_as = groups(set(case["held"]["treatment"]), readings)

    # 1.: contribution subsidy; 未纳入监测的稳定脱贫人口 “不再享受”: no grant. Last paragraph: urban
    # low-income persons by analogy, with or without the subsidy.
    contribution = values["contribution"]
    grants = [0]
    if not ("urban" in flags and readings["urban_benefits"] == "treatment_only"):
        grants += [grant(group, case["year"], values) for group in enrolled_as]
    elif set(case["held"]["enrolment"]) - {"stable_exit"}:
        grants.append(values["urban_sum"])  # the plan then does not say what they get
    result["subsidy"] = min(max(grants), contribution)
    result["own_contribution"] = contribution - result["subsidy"]

    # 2.: “跨区域参保关系转移接续以及非因个人原因停保断保的，原则上不设待遇等待期”
    # Who is low-income does not hang on the reading of “监测人口”: 三（二） names both marks as
    # those of monitored people.
    low_income = {*case["held"]["enrolment"], *case["held"]["treatment"]} - {"stable_exit"}
    result["no_waiting_period"] = bool(low_income) and bool(
        flags & {"break_involuntary", "transfer"}
    )

    critical_cost = 0  # cost after basic insurance, counted for 5.
    critical_paid = 0
    aid_cost = 0  # cost counted for the deductible of 6.
    limit_used = 0  # aid counted against the 50000 yuan
    top_up_cost = 0  # burden counted for the 10000 yuan
    top_up_paid = 0
    aid_paid = 0
    lefts: list[int] = []  # burden within scope after the payers of 4. to 6.
    selfs: list[int] = []  # all the person pays after them
    members: list[set[str]] = []

    for number, visit in enumerate(visits, start=1):
        member = enrolled_as if "before_recognition" in visit["flags"] else treated_as
        members.append(member)

        # 4.: basic insurance, from the bill
        left = visit["in_scope"] - visit["basic"]

        # 5.: critical-illness insurance. Its threshold counts every visit of the year.
        if "critical_stated" in flags:
            critical = visit["critical_billed"]
        else:
            part = above(values["critical_threshold"], critical_cost, left)
            critical = min(
                product(values["critical_rate"], part),
                max(0, values["critical_ceiling"] - critical_paid),
            )
            if member & CRITICAL_TILT:
                halved = product(50 * PERCENT, values["critical_threshold"])  # “降低50%”
                part = above(halved, critical_cost, left)
                # “提高5个百分点、继续取消封顶线”
                critical = max(critical, product(values["critical_rate"] + 5 * PERCENT, part))
            critical_cost += left
        critical_paid += critical
        left -= critical

        # 6.: medical aid
        aid = 0
        aided = within_aid(visit, readings)
        if member and aided:
            before = 0 if readings["deductible_period"] == "by_visit" else aid_cost
            for group in member:
                part = above(AID_DEDUCTIBLE[group], before, left)
                aid = max(aid, product(AID_RATE[group], part))
            aid_cost += left
            # “门诊慢特病和住院共用年度救助限额5万元”
            if visit["kind"] in AID_LIMIT_KINDS:
                aid = min(aid, AID_LIMIT - limit_used)
                limit_used += aid
        aid_paid += aid
        left -= aid

        # 6.: top-up, on what the three schemes leave
        top_up = 0
        if member and (aided or readings["top_up_care"] == "any_care"):
            before = 0 if readings["top_up_period"] == "by_visit" else top_up_cost
            part = above(TOP_UP_THRESHOLD, before, left)
            top_up = min(product(50 * PERCENT, part), TOP_UP_LIMIT - top_up_paid)
            top_up_cost += left
        top_up_paid += top_up
        left -= top_up

        # 6. last sentence: the county's duty to 特困人员 who cannot pay; settled below, as only who
        # has something left to pay can be unable to pay it.
        result[f"safety_net({number})"] = "extremely_poor" in member

        result[f"paid(critical,{number})"] = critical
        result[f"paid(aid,{number})"] = aid
        result[f"paid(topup,{number})"] = top_up
        lefts.append(left)
        selfs.append(visit["cost"] - visit["basic"] - critical - aid - top_up)

    # 7.: aid by application. “个人自付医疗总费用” is all the person paid in the year after the
    # payers before this one, cost outside the scope included.
    eligible = {"serious_illness", "assets_pass", "approved"} <= flags
    if eligible:
        standard = values["low_income_standard"]
        if case["household_income"] is None:
            raise ValueError("the household's income is needed for aid by application")
        if readings["standard_unit"] == "per_person":
            if case["size"] is None:
                raise ValueError("the household's size is needed for aid by application")
            standard *= case["size"]
        eligible = case["household_income"] - sum(selfs) < standard
    result["eligible_by_application"] = eligible

    application_cost = 0
    application_paid = 0
    own_total = 0
    for number, (left, self_paid, member) in enumerate(
        zip(lefts, selfs, members, strict=True), start=1
    ):
        application = 0
        # “四类对象不再依申请”: by who the person is at the visit, not by what the visit was paid
        if eligible and (readings["stacking"] == "cumulative" or not member):
            part = above(APPLICATION_THRESHOLD, application_cost, left)
            application = min(product(50 * PERCENT, part), APPLICATION_LIMIT - application_paid)
            application_cost += left
        application_paid += application
        own = self_paid - application
        own_total += own
        result[f"paid(application,{number})"] = application
        result[f"hospital({number})"] = 0  # no clause makes the institution bear a share
        result[f"own({number})"] = own
        result[f"safety_net({number})"] = bool(result[f"safety_net({number})"]) and own > 0

    result["total(critical)"] = critical_paid
    result["total(aid)"] = aid_paid
    result["total(topup)"] = top_up_paid
    result["total(application)"] = application_paid
    result["own_total"] = own_total
    return result
