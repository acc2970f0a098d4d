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
from verifier.analysis.results import Computation
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
