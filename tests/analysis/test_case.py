from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cases import said, tree, village
from verifier.analysis.cases.case import MAX_VISITS, read_case, visit_entries
from verifier.analysis.results import AssumptionKind, Case
from verifier.errors import CaseError
from verifier.report.catalogue import Words


def read(data: dict[str, object], visits: int = 1) -> Case:
    return read_case(village(visits), tree(data))


def refused(data: dict[str, object]) -> str:
    with pytest.raises(CaseError) as caught:
        read(data)
    return said(caught.value)


def with_visit(**visit: object) -> dict[str, object]:
    return {"year": 2022, "visits": [visit]}


def test_one_answer_of_a_choice_is_true_and_the_others_false() -> None:
    booleans = read({"year": 2023}).assignment.booleans
    assert booleans["year(2023)"] is True
    assert booleans["year(2022)"] is False


def test_chinese_labels_and_identifiers_mean_the_same() -> None:
    zh = read(
        {
            "年度": "2022",
            "身份类别": ["贫困人口"],
            "已申请": "是",
            "就诊": [
                {"就诊类型": "住院", "医疗机构级别": "二级", "转诊": True, "医疗总费用": "5元"}
            ],
        }
    )
    en = read(
        {
            "year": 2022,
            "held": ["poor"],
            "applied": True,
            "visits": [{"kind": "inpatient", "level": 2, "referral": True, "cost": 5}],
        }
    )
    assert zh.assignment == en.assignment


def test_categories_may_differ_between_enrolment_and_treatment() -> None:
    held = {"enrolment": ["poor"], "treatment": "old"}
    booleans = read({"year": 2022, "held": held}).assignment.booleans
    assert booleans["held(poor,enrolment)"] and not booleans["held(poor,treatment)"]
    assert booleans["held(old,treatment)"] and not booleans["held(old,enrolment)"]


def test_amounts_are_whole_fen() -> None:
    numbers = read(
        with_visit(cost="1,234.50", in_scope=Decimal("0.01"), basic=3, billed={"topup": "2元"})
    ).assignment.numbers
    assert numbers == {"cost(1)": 123450, "in_scope(1)": 1, "basic(1)": 300, "billed(topup,1)": 200}


def test_an_amount_that_is_not_given_stays_unknown() -> None:
    case = read(with_visit(kind="inpatient", cost=1))
    assert "in_scope(1)" not in case.assignment.numbers
    assert not any(name.startswith("level(") for name in case.assignment.booleans)


def test_flags_that_are_not_said_are_as_the_document_has_them_and_listed() -> None:
    case = read(with_visit(kind="inpatient"))
    booleans = case.assignment.booleans
    assert booleans["flag(1,designated)"] is True
    assert booleans["flag(1,referral)"] is False
    assert booleans["says(applied)"] is False
    assert booleans["place(1,in_district)"] is True
    taken = {(a.kind, a.name, a.answer) for a in case.assumptions}
    assert (AssumptionKind.FLAG, "designated(1)", True) in taken
    assert (AssumptionKind.FLAG, "referral(1)", False) in taken
    assert (AssumptionKind.DEFAULT, "place(1)", False) in taken


def test_a_flag_that_is_said_is_no_assumption() -> None:
    case = read(with_visit(kind="inpatient", referral=False))
    assert "referral(1)" not in {a.name for a in case.assumptions}


def test_no_visit_is_a_visit_that_costs_nothing() -> None:
    case = read({"year": 2022, "visits": []})
    assert case.visits == 0
    assert case.assignment.numbers["cost(1)"] == 0
    assert case.assignment.numbers["billed(topup,1)"] == 0


def test_all_problems_are_told_at_once() -> None:
    text = refused({"categories": ["por"], "visits": [{"knd": "inpatient", "cost": "-1"}]})
    assert "the year is missing" in text
    assert "did you mean `poor`" in text
    assert "`visits[1].knd` is not a key" in text
    assert "did you mean `kind`" in text
    assert "`visits[1].cost` is -1.00, not between 0.00 and 2000000.00" in text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"year": 2021}, "`year` is `2021`, which this document does not know (the plan ends"),
        ({"year": "soon"}, "possible are `2022`, `2023`"),
        ({"year": True}, "`year` must be one word or number"),
        ({"year": [2022]}, "`year` must be one word or number"),
        ({"year": None}, "`year` must be one word or number"),
        ({"year": Decimal("2022.5")}, "`year` is `2022.5`"),
        ({"year": Decimal("1e999999")}, "`year` is"),
        ({"year": Decimal("nan")}, "`year` is"),
        ({"year": 2022, "年度": 2022}, "says once more what another key says"),
        ({"year": 2022, "held": {"birth": ["poor"]}}, "is not a moment of a case"),
        ({"year": 2022, "held": [3]}, "must be the name of a category"),
        ({"year": 2022, "applied": "perhaps"}, "this must be true or false"),
        ({"year": 2022, "applied": 1}, "this must be true or false"),
        ({"year": 2022, "visits": 3}, "`visits` must be a list of visits"),
        ({"year": 2022, "visits": [3]}, "`visits[1]` must be a table"),
        ({"year": 2022, "visits": [], "就诊": []}, "says once more"),
        (with_visit(cost="abc"), "`abc` is not an amount in yuan"),
        (with_visit(cost="1.005"), "`1.005` is finer than a fen"),
        (with_visit(cost=Decimal("0.001")), "finer than a fen"),
        (with_visit(cost=Decimal("nan")), "is not a quantity"),
        (with_visit(cost=Decimal("Infinity")), "is not a quantity"),
        (with_visit(cost=Decimal("1e999999")), "too large"),
        (with_visit(cost=Decimal("-1e999999999")), "too large"),
        (with_visit(cost=Decimal("1e15")), "too large"),
        (with_visit(cost=Decimal("1e-999999")), "finer than any unit"),
        (with_visit(cost=10**40), "too large"),
        (with_visit(cost="9" * 5000), "is not an amount in yuan"),
        (with_visit(cost="12,34"), "is not an amount in yuan"),
        (with_visit(cost=True), "yes or no is not a quantity"),
        (with_visit(cost=None), "there is no value"),
        (with_visit(cost=[1]), "a list or a table is not a quantity"),
        (with_visit(cost="2000000.01"), "not between 0.00 and 2000000.00"),
        (with_visit(cost="50%"), "is not an amount in yuan"),
        (with_visit(billed=3), "`visits[1].billed` must be a table"),
        (with_visit(billed={"topup": 1, "倾斜救助": 1}), "says once more"),
        (with_visit(billed={"aid": 1}), "`visits[1].billed.aid` is not a key"),
        (with_visit(level=3), "`visits[1].level` is `3`"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(data: dict[str, object], expected: str) -> None:
    assert expected in refused(data)


def test_bounds_are_told_with_their_reason() -> None:
    assert "one visit costs at most 2 million yuan" in refused(with_visit(cost="2000000.01"))
    assert read(with_visit(cost="2000000")).assignment.numbers["cost(1)"] == 200_000_000


def test_more_visits_than_can_be_grounded_are_refused() -> None:
    assert len(visit_entries(tree({"visits": [{}] * MAX_VISITS}))) == MAX_VISITS
    with pytest.raises(CaseError) as caught:
        visit_entries(tree({"visits": [{}] * (MAX_VISITS + 1)}))
    assert "more than" in said(caught.value)


def test_what_may_be_written_is_told_with_its_label() -> None:
    text = refused({**with_visit(kind="zzzz"), "zzzzzz": 1})
    assert "`categories`" in text and "`held`" not in text
    with pytest.raises(CaseError) as caught:
        read(with_visit(kind="zzzz"))
    assert "`inpatient`（住院）" in Words("zh").tell(caught.value.problems[0].mend)
