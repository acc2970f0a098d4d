"""Derivations of lines, expected by hand from the texts of the five documents."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.analysis.explained import case, computed, stay
from tests.cases import said
from verifier.analysis.explaining.lines import find_lines
from verifier.analysis.explaining.parts import Origin, Why
from verifier.analysis.explaining.why import explain
from verifier.analysis.results import Computation
from verifier.engines.exact_types import Interval
from verifier.errors import CaseError
from verifier.program.terms import Atom
from verifier.report.catalogue import Words
from verifier.report.explaining.words import WhyWords


def why(result: Computation, word: str) -> Why:
    (found,) = explain(result, find_lines(result, word, "--why"))
    return found


def formulas(result: Computation, found: Why) -> dict[str, str]:
    """Formula of each step in English, by name."""
    words = WhyWords(result.program, result.evaluation, Words("en"))
    return {
        step.name: " | ".join(
            words.formula(item, words.naming.sort(step.name)) for item in step.expressions
        )
        for step in found.steps
    }


def origins(found: Why) -> dict[str, Origin]:
    return {fact.name: fact.origin for fact in found.facts}


@dataclass(frozen=True)
class Expected:
    """A case, and what its derivation must be: worked out from the text of the document."""

    document: str
    case: dict[str, object]
    line: str
    value: int | bool | None
    formulas: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


BY_HAND = {
    # 二（二）6: 60% of what a monitored person bears above 3000: 9000 − 5000 = 4000.
    "luan: monitored, above the deductible": Expected(
        "luan_2021",
        case(2023, ["脱贫不稳定人口"], stay("9000", "5000")),
        "医疗救助",
        60_000,
        [
            "60% × 1000.00",
            "the greatest of (0.00 + 4000.00 − 3000.00; 0.00)",
            "9000.00 − 5000.00",
            "4000.00 − 0.00",
        ],
        ["二（二）6", "二（一）1.3"],
        {
            "held(unstable_exit,treatment)": Origin.GIVEN,
            "in_scope(1)": Origin.GIVEN,
            "basic(1)": Origin.GIVEN,
            "kind(1,inpatient)": Origin.GIVEN,
            "place(1,in_district)": Origin.DEFAULT,
            "flag(1,designated)": Origin.TAKEN_AS_YES,
            "flag(1,before_recognition)": Origin.TAKEN_AS_NO,
            "aid_rate_monitored": Origin.FIGURE,
            "deductible_monitored": Origin.FIGURE,
        },
    ),
    # 二（一）1: 85% (set within 80 to 90) of 350.
    "luan: subsidy with values that are set": Expected(
        "luan_2021",
        case(2023, ["低保对象"]),
        "subsidy",
        29_750,
        ["the least of (350.00; 297.50)", "85% × 350.00"],
        ["二（一）1"],
        {
            "held(minimum_living,enrolment)": Origin.GIVEN,
            "minimum_share": Origin.SET,
            "contribution(2023)": Origin.SET,
            "year(2023)": Origin.GIVEN,
            "says(urban)": Origin.TAKEN_AS_NO,
        },
        {"contribution": "350", "minimum_share": "85"},
    ),
    # 二（九）: what passes 3% of the cost outside the scope is the hospital's.
    "wuhan: excess over the cost-control share": Expected(
        "wuhan_2022",
        case(
            2023,
            ["特困人员"],
            stay("10000", "5000", in_scope="9699.99", level=1, hospital_deductible="200"),
        ),
        "hospital(1)",
        1,
        ["300.01 − 300.00", "10000.00 − 9699.99", "3% × 10000.00"],
        ["二（九）"],
        {
            "cost(1)": Origin.GIVEN,
            "in_scope(1)": Origin.GIVEN,
            "level(1,1)": Origin.GIVEN,
            "place(1,in_district)": Origin.DEFAULT,
        },
        {"aid_limit_extremely_poor": "200000"},
    ),
    # 二（六）: 90% of what the year's burden passes 5000: 4000 + 4000 − 5000.
    "wuhan: top-up of two visits": Expected(
        "wuhan_2022",
        case(
            2024,
            ["返贫致贫人口"],
            stay("8000", "4000", kind="门诊重症（慢性）疾病", billed={"aid": "0"}),
            stay("8000", "4000", kind="门诊重症（慢性）疾病", billed={"aid": "0"}),
        ),
        "topup(2)",
        270_000,
        [
            "90% × 3000.00",
            "3000.00 − 0.00",
            "0.00 + 4000.00",
            "the greatest of (4000.00 + 4000.00 − 5000.00; 0.00)",
        ],
        ["二（六）"],
        {"basic(1)": Origin.GIVEN, "basic(2)": Origin.GIVEN},
    ),
    # 二（三）2: outside the special diseases 70% of what passes 30000: 40000 − 30000.
    "qianjiang: other diseases": Expected(
        "qianjiang_2023",
        case(2024, ["低保边缘家庭成员"], stay("80000", "40000", level=2)),
        "aid",
        700_000,
        [
            "70% × 10000.00",
            "the least of (7000.00; 60000.00 − 0.00)",
            "the greatest of (40000.00 − 30000.00; 0.00)",
        ],
        ["二（三）2"],
        {"flag(1,special_disease)": Origin.TAKEN_AS_NO, "level(1,2)": Origin.GIVEN},
        {"other_base": "part_above"},
    ),
    # 二（三）3: a person fallen back into poverty, 60% above 4000: 4000.50.
    "qianjiang: top-up": Expected(
        "qianjiang_2023",
        case(2024, ["返贫致贫人口"], stay("9000.50", "5000", level=2), applied_for_aid=True),
        "倾斜救助",
        30,
        ["60% × 0.50", "the greatest of (0.00 + 4000.50 − 4000.00; 0.00)"],
        ["二（三）3"],
        {"held(returned_poor,treatment)": Origin.GIVEN},
    ),
    # 二（六）: half the line of 15000, 5 points on 60%: 65% × (20000 − 7500).
    "tongcheng: tilted critical-illness insurance": Expected(
        "tongcheng_2021",
        {
            "year": 2023,
            "categories": ["低保对象"],
            "visits": [{"kind": "住院", "cost": "45000", "in_scope": "45000", "basic": "25000"}],
        },
        "大病保险(1)",
        812_500,
        [
            "65% × 12500.00",
            "60% + 5%",
            "(100% − 50%) × 15000.00",
            "50% × 30000.00",
            "60% × 5000.00",
            "the greatest of (8125.00; 3000.00; 0.00)",
        ],
        ["二（六）"],
        {
            "basic(1)": Origin.GIVEN,
            "local_income(2023)": Origin.SET,
            "held(minimum_living,treatment)": Origin.GIVEN,
        },
        {
            "local_income": "30000",
            "critical_rate": "60",
            "critical_ceiling": "300000",
            "tilted_ceiling": "300000",
        },
    ),
    # 三（六）: 65% of one fen above the tilted line of 9000, half of 50% of 36000.
    "tongnan: one fen above the tilted line": Expected(
        "tongnan_2021",
        {
            "year": 2023,
            "categories": ["返贫致贫人口"],
            "visits": [stay("14000.01", "5000", billed={"topup": "0"})],
        },
        "critical(1)",
        1,
        ["65% × 0.01", "the greatest of (0.00 + 9000.01 − 9000.00; 0.00)"],
        ["三（六）"],
        {"basic(1)": Origin.GIVEN, "critical_rate": Origin.SET},
        {
            "local_income": "36000",
            "critical_rate": "60",
            "critical_ceiling": "300000",
            "aid_rate_named": "70",
            "aid_rate_others": "60",
            "aid_limit": "100000",
        },
    ),
    # 二（一）: in the year of joining late, 70% of tier 1.
    "tongnan: subsidy of tier 1": Expected(
        "tongnan_2021",
        case(2025, ["低保边缘户"], tier="tier_1"),
        "参保资助",
        28_000,
        ["70% × 400.00", "the least of (400.00; 280.00)"],
        ["二（一）"],
        {"held(borderline_minimum,enrolment)": Origin.GIVEN, "tier(tier_1)": Origin.GIVEN},
    ),
    # 二（九）: no deposit only in the county of insurance.
    "tongcheng: deposit in another county": Expected(
        "tongcheng_2021",
        case(2023, ["低保对象"], stay("9000", "5000", place="in_city", pay_after=True)),
        "deposit_waived",
        False,
        origins={"place(1,in_city)": Origin.GIVEN},
        values={"aid_rate_minimum_living": "70", "aid_limit": "100000"},
    ),
    # 二（八）: the own payment of 30000 is not below the line of 30000.
    "tongcheng: warned at the line": Expected(
        "tongcheng_2021",
        case(2023, [], stay("40000", "10000")),
        "monitored_poverty",
        True,
        ["40000.00 − 10000.00 − 0.00 − 0.00 − 0.00 − 0.00 − 0.00"],
        ["二（八）"],
        {"cost(1)": Origin.GIVEN, "poverty_line(2023)": Origin.SET},
        {
            "return_line": "15000",
            "poverty_line": "30000",
            "aid_limit": "100000",
            "aid_rate_extremely_poor": "0",
            "aid_rate_minimum_living": "0",
            "aid_rate_returned": "0",
            "aid_rate_monitored": "0",
        },
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_derivation_is_that_of_the_text(name: str) -> None:
    expected = BY_HAND[name]
    result = computed(expected.document, expected.case, expected.values)
    found = why(result, expected.line)
    value = found.value.low if isinstance(found.value, Interval) else found.value
    assert value == expected.value
    assert set(expected.formulas) <= set(formulas(result, found).values())
    clauses = {c.number for step in found.steps for c in step.clauses}
    clauses |= {use.clause.number for use in found.clauses if use.clause}
    for number in expected.clauses:
        assert any(clause.startswith(number) for clause in clauses), (number, clauses)
    found_origins = origins(found)
    assert {n: found_origins.get(n) for n in expected.origins} == expected.origins


@pytest.mark.parametrize("name", BY_HAND)
def test_a_derivation_goes_from_the_result_down_and_names_nothing_twice(name: str) -> None:
    expected = BY_HAND[name]
    result = computed(expected.document, expected.case, expected.values)
    for line in (*result.amounts, *result.facts):
        (found,) = explain(result, [line])
        places = {step.name: place for place, step in enumerate(found.steps)}
        assert len(places) == len(found.steps)
        facts = {fact.name for fact in found.facts}
        assert len(facts) == len(found.facts)
        clauses = [use.clause for use in found.clauses]
        assert len(set(clauses)) == len(clauses)
        for place, step in enumerate(found.steps):
            for operand in step.operands:
                value = result.evaluation.amounts[operand]
                nothing = value is not None and value.low == value.high == 0
                assert places.get(operand, place + 1) > place, (line, step.name, operand)
                assert operand in places or operand in facts or nothing, (line, operand)


def test_reasons_end_at_what_the_case_says() -> None:
    expected = BY_HAND["qianjiang: other diseases"]
    result = computed(expected.document, expected.case, expected.values)
    found = why(result, "aid")
    inputs = {item.name for item in result.program.inputs}
    named = {
        reason.literal.name
        for use in found.clauses
        for reason in use.reasons
        if isinstance(reason.literal, Atom)
    }
    assert named and named <= inputs


def test_what_is_open_is_named_with_its_range() -> None:
    # The rate of the aid is left open (二（五）), so the line lies between nothing and the base.
    result = computed(
        "wuhan_2022",
        case(2023, ["低保对象"], stay("20000", "10000")),
        {"aid_limit_minimum_living": "100000"},
    )
    found = why(result, "aid(1)")
    assert not found.determined
    assert found.value == Interval(0, 1_000_000)
    fact = next(f for f in found.facts if f.name == "aid_rate_minimum_living")
    assert fact.origin is Origin.OPEN and fact.value == Interval(0, 10_000)


def test_a_fact_that_hangs_on_what_is_open_is_not_determined() -> None:
    # Lu'an 二（二）7: the low-income standard is not in the plan.
    result = computed(
        "luan_2021",
        case(
            2023,
            [],
            stay("50000", "20000"),
            size=3,
            household_income="50000",
            serious_illness=True,
            assets_pass=True,
            approved=True,
        ),
    )
    found = why(result, "eligible_by_application")
    assert found.value is None and not found.determined
    assert origins(found)["low_income_standard"] is Origin.OPEN
    assert formulas(result, found)["income_left"] == "50000.00 − 30000.00"


def test_a_false_fact_names_every_condition_that_fails_and_no_other() -> None:
    # Approved and seriously ill, but without the check of assets (二（二）7).
    result = computed(
        "luan_2021",
        case(2023, [], stay("50000", "20000"), serious_illness=True, approved=True),
    )
    found = why(result, "纳入依申请救助范围")
    (candidate,) = found.failing
    assert [f.name for f in found.facts] == ["says(assets_pass)"]
    assert len(candidate.failing) == 1
    assert candidate.clauses[0].number.startswith("二（二）7")


def test_what_is_not_said_is_told_apart_from_what_is_denied() -> None:
    visit = stay("20000", "0", kind="inpatient", level=1)
    silent = computed("village", case(2022, ["poor"], visit))
    denied = computed("village", case(2022, ["poor"], {**visit, "before_recognition": False}))
    name = "flag(1,before_recognition)"
    assert origins(why(silent, "aid"))[name] is Origin.TAKEN_AS_NO
    assert origins(why(denied, "aid"))[name] is Origin.GIVEN


def test_nothing_granted_is_said_so() -> None:
    result = computed("village", case(2022, []))
    found = why(result, "subsidy")
    assert [(s.name, s.nothing) for s in found.steps][-1] == ("best_grant", True)


@pytest.mark.parametrize("word, names", [
    ("aid", ("total(aid)",)),
    ("医疗救助", ("total(aid)",)),
    ("Medical Aid", ("total(aid)",)),
    ("aid(2)", ("paid(aid,2)",)),
    ("医疗救助（1）", ("paid(aid,1)",)),
    ("own_payment", ("own_total",)),
    ("own(1)", ("own(1)",)),
    ("hospital", ("hospital(1)", "hospital(2)")),
    ("paid(aid, 2)", ("paid(aid,2)",)),
    ("no_aid(2)", ("no_aid(2)",)),
    ("本次无救助", ("no_aid(1)", "no_aid(2)")),
    ("granted(aid,poor,1)", ("granted(aid,poor,1)",)),
])  # fmt: skip
def test_a_line_is_found_by_identifier_or_label(word: str, names: tuple[str, ...]) -> None:
    visit = stay("20000", "0", kind="inpatient", level=1)
    result = computed("village", case(2022, ["poor"], visit, visit))
    assert find_lines(result, word, "--why") == names


@pytest.mark.parametrize("word", ["医疗", "aid(3)", "", "paid(aid)", "aid(x)"])
def test_an_unknown_line_is_answered_with_the_possible_ones(word: str) -> None:
    result = computed("village", case(2022, ["poor"]))
    with pytest.raises(CaseError) as error:
        find_lines(result, word, "--why")
    text = said(error.value)
    assert "is no line of this result" in text and "`aid` (medical aid)" in text


def test_the_step_that_takes_the_highest_names_the_clause_that_says_so() -> None:
    """Tongcheng 二（六）: a tilted line of 8125.00 beside the ordinary one of 3000.00."""
    expected = BY_HAND["tongcheng: tilted critical-illness insurance"]
    result = computed(expected.document, expected.case, expected.values)
    found = why(result, expected.line)
    assert formulas(result, found)["paid(critical,1)"].startswith("the greatest of (8125.00")
    assert "二（六）.3" in {clause.number for clause in found.steps[0].clauses}
    assert "二（六）.3" in {use.clause.number for use in found.clauses if use.clause}
