from __future__ import annotations

import io
from decimal import Decimal

import pytest

from tests.cases import VILLAGE, said, tree
from verifier import programs
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.flags import CaseFlags, case_tree
from verifier.analysis.cases.settings import flag_entries
from verifier.analysis.compute import compute
from verifier.analysis.results import AssumptionKind, Computation
from verifier.engines.exact import Interval
from verifier.errors import CaseError

DOCUMENT = programs.Document("village", VILLAGE)


def computed(data: dict[str, object], *settings: str) -> Computation:
    return compute(DOCUMENT, tree(data), flag_entries(settings, "--set"))


def stay(cost: str, **more: object) -> dict[str, object]:
    """A stay in a level 1 hospital of a poor person, insurance settled with nothing."""
    visit = {"kind": "inpatient", "level": 1, "cost": cost, "in_scope": cost, "basic": 0}
    return {
        "year": 2022,
        "categories": ["poor"],
        "critical_stated": True,
        "visits": [visit | {"critical_billed": 0, "hospital_deductible": 0} | more],
    }


def paid(result: Computation, name: str) -> Decimal:
    value = result.amounts[name]
    assert value is not None and value.exact
    return Decimal(value.low) / 100


@pytest.mark.parametrize(
    ("cost", "aid"),
    [
        ("1499.99", "0"),
        ("1500", "0"),
        ("1500.01", "0.01"),  # 60 % of one fen is 0.6 fen, rounded up to one
        ("1500.02", "0.01"),
        ("30000", "17100"),  # 60 % of 28500
    ],
)
def test_aid_is_sixty_percent_above_the_threshold(cost: str, aid: str) -> None:
    result = computed(stay(cost))
    assert paid(result, "paid(aid,1)") == Decimal(aid)
    assert paid(result, "own(1)") == Decimal(cost) - Decimal(aid)
    assert result.determined


def test_rounding_down_is_a_reading() -> None:
    assert paid(computed(stay("1500.01"), "rounding=down"), "paid(aid,1)") == 0


def test_the_threshold_is_used_up_over_the_year() -> None:
    data = stay("1000")
    visits = data["visits"]
    assert isinstance(visits, list)
    result = computed({**data, "visits": [*visits, *visits]})
    assert paid(result, "paid(aid,1)") == 0
    assert paid(result, "paid(aid,2)") == 300  # 60 % of the 500 above 1500
    assert paid(result, "own_total") == 1700


def test_a_figure_may_be_another() -> None:
    assert paid(computed(stay("30000"), "aid_rate=50"), "paid(aid,1)") == 14_250


def test_an_open_value_leaves_an_interval_and_names_its_clause() -> None:
    result = computed(stay("30000", level=2))
    assert result.amounts["paid(aid,1)"] == Interval(100_000, 1_710_000)
    assert not result.determined
    (missing,) = [item for item in result.missing if item.name == "aid_ceiling"]
    assert (missing.clause, missing.low, missing.high) == ("二.2", "1000.00", "20000.00")
    assert "paid(aid,1)" in missing.affects and "subsidy" not in missing.affects


def test_an_open_value_that_is_given_is_used() -> None:
    result = computed(stay("30000", level=2), "aid_ceiling=5000")
    assert paid(result, "paid(aid,1)") == 5000
    assert result.missing == ()


def test_an_unknown_answer_is_missing_where_it_matters() -> None:
    data = stay("30000")
    visits = data["visits"]
    assert isinstance(visits, list)
    visits[0].pop("level")
    assert "level(1)" in {item.name for item in computed(data).missing}


def test_an_unknown_parameter_leaves_the_subsidy_open() -> None:
    result = computed({**stay("30000"), "year": 2023})
    assert result.amounts["subsidy"] == Interval(35_000, 40_000)
    assert result.amounts["own_contribution"] == Interval(0, 0)


def test_no_visit_shows_no_visit() -> None:
    result = computed({"year": 2022, "categories": ["poor"]})
    assert paid(result, "subsidy") == 320
    assert paid(result, "own_total") == 0
    assert not any(name.endswith(",1)") for name in result.amounts)
    assert result.determined


def test_facts_are_true_false_or_open() -> None:
    result = computed(stay("30000", referral=True) | {"applied": True})
    assert result.facts["more_aid(1)"] is True
    assert result.facts["no_aid(1)"] is False


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"basic": "30000.01"}, "basic insurance cannot pay more"),
        ({"in_scope": "30000.01"}, "cost within scope cannot exceed the total cost"),
        ({"billed": {"topup": 1}}, "no aid of this visit is left to other rules"),
    ],
)
def test_a_case_that_cannot_exist_is_refused(more: dict[str, object], expected: str) -> None:
    with pytest.raises(CaseError) as caught:
        computed(stay("30000", **more))
    assert expected in said(caught.value)


def test_each_step_stands_before_what_uses_it() -> None:
    result = computed(stay("30000"))
    seen: set[str] = set()
    for step in result.steps:
        assert all(use.name in seen for use in step.uses)
        seen.add(step.name)
    numbers = {clause.number for clause in result.clauses.values()}
    assert numbers == {"一.1", "二.1"}


def test_flags_replace_what_a_file_says() -> None:
    flags = CaseFlags(
        year="2022",
        categories=("old",),
        answers=("critical_stated=yes",),
        visits=("kind=inpatient,level=1,cost=30000,in_scope=30000,basic=0,critical_billed=0",),
    )
    entry = case_tree(None, flags, io.BytesIO())
    assert isinstance(entry, Entry)
    result = compute(DOCUMENT, entry, {})
    assert paid(result, "paid(aid,1)") == 17_100
    assert paid(result, "subsidy") == 0


TONGNAN = programs.find("tongnan_2021")
JOINS = {"year": 2022, "categories": ["低保对象"], "tier": "一档", "enrolled_on": "2022-08-01"}


def test_a_day_says_in_which_situation_it_was() -> None:
    """三（四）: who joins between 1 July and 31 December does not wait."""
    result = compute(TONGNAN, tree(dict(JOINS)), {})
    assert result.facts["no_waiting_period"] is True
    assert [a.text.template for a in result.assumptions if a.name == "enrolled"] == [
        "{field}: {value}, as {day} is given"
    ]
    said_too = compute(TONGNAN, tree({**JOINS, "enrolled": "mid_year"}), {})
    assert said_too.facts == result.facts
    assert not [a for a in said_too.assumptions if a.name == "enrolled"]


def test_a_day_of_another_situation_is_refused() -> None:
    with pytest.raises(CaseError) as caught:
        compute(TONGNAN, tree({**JOINS, "enrolled": "in_window"}), {})
    assert "`enrolled_on` is the day of" in said(caught.value)


def test_without_visits_readings_of_visits_are_not_listed() -> None:
    wuhan = programs.find("wuhan_2022")
    case: dict[str, object] = {"year": 2022, "categories": ["低保对象"]}

    def readings(more: dict[str, object]) -> set[str]:
        found = compute(wuhan, tree({**case, **more}), {}).assumptions
        return {a.name.partition("=")[0] for a in found if a.kind is AssumptionKind.READING}

    assert readings({}) == {"late_identity"}
    assert {"late_identity", "limit_scope", "top_up_period"} <= readings({"visits": [{"cost": 1}]})


def test_aid_on_a_bill_keeps_the_limit_that_it_shares() -> None:
    """二（三）3: outpatient and inpatient aid share 60,000 yuan, of which the stay leaves 4,000."""
    stay_of = {"kind": "住院", "level": 2, "designated": True, "cost": 80000, "in_scope": 80000,
               "basic": 0, "critical_billed": 0}
    later = {**stay_of, "kind": "慢性病长期服药", "cost": 9000, "in_scope": 9000}
    case: dict[str, object] = {"year": 2024, "categories": ["低保对象"], "critical_stated": True}
    qianjiang = programs.find("qianjiang_2023")

    def of_bill(aid: int) -> Computation:
        visits = [stay_of, {**later, "billed": {"aid": aid}}]
        return compute(qianjiang, tree({**case, "visits": visits}), {})

    assert paid(of_bill(4000), "total(aid)") == 60000
    with pytest.raises(CaseError) as caught:
        of_bill(4001)
    assert "cannot exceed what is left of the annual limit" in said(caught.value)
    unknown = compute(qianjiang, tree({**case, "visits": [stay_of, later]}), {})
    assert unknown.amounts["paid(aid,2)"] == Interval(0, 4000_00)


def test_one_wrong_amount_is_told_once_with_the_amounts() -> None:
    """25000 of basic insurance on 20000 within scope: then nothing is left for others either."""
    bill = {"kind": "inpatient", "cost": 30000, "in_scope": 20000, "basic": 25000}
    case = tree({"year": 2022, "visits": [bill]})
    with pytest.raises(CaseError) as caught:
        compute(DOCUMENT, case, {})
    (problem,) = caught.value.problems
    text = said(caught.value)
    assert "25000.00 yuan" in text and "20000.00 yuan" in text
    assert problem.rule == "impossible"


def test_what_is_not_said_is_shown_within_what_the_case_says() -> None:
    """Basic insurance pays at most the cost within scope, and leaves no less than nothing of it."""
    bill = {"kind": "inpatient", "level": 1, "cost": 60000, "in_scope": 50000}
    result = computed({"year": 2022, "categories": ["poor"], "visits": [bill]})
    assert result.evaluation.amounts["basic(1)"] == Interval(0, 50_000_00)
    assert result.evaluation.amounts["base(critical,1)"] == Interval(0, 50_000_00)
