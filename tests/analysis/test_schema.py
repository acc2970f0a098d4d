from __future__ import annotations

import json
from decimal import Decimal

import jsonschema
import pytest

from tests.cases import tree, village
from verifier.analysis.cases.case import read_case, visit_entries
from verifier.analysis.cases.schema import case_schema
from verifier.errors import CaseError

SCHEMA = json.loads(json.dumps(case_schema(village(), "en")))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def accepted(data: dict[str, object]) -> bool:
    """Whether the reader of cases takes it."""
    try:
        entry = tree(data)
        read_case(village(max(1, len(visit_entries(entry)))), entry)
    except CaseError:
        return False
    return True


def visit(**answers: object) -> dict[str, object]:
    return {"year": 2022, "visits": [answers]}


GOOD: list[dict[str, object]] = [
    {"year": 2022},
    {"年度": "2023", "categories": "poor"},
    {"year": 2022, "身份类别": ["贫困人口", "old"]},
    {"year": 2022, "held": {"enrolment": ["poor"], "就医结算时": []}},
    {"year": 2022, "applied": "是", "visits": []},
    visit(kind="住院", level=2, place="in_city", cost="1,000.50元", basic=3, referral=True),
    visit(cost=Decimal("0.5"), billed={"topup": "3"}),
    visit(票据所载金额={"倾斜救助": 2000000}),
    {"year": 2022, "visits": [{}, {}]},
]
BAD: list[dict[str, object]] = [
    {},
    {"year": 2024},
    {"year": True},
    {"year": 2022, "年度": 2022},
    {"year": 2022, "categories": ["rich"]},
    {"year": 2022, "held": ["poor"], "身份类别": ["poor"]},
    {"year": 2022, "held": {"birth": []}},
    {"year": 2022, "applied": 1},
    {"year": 2022, "applied": "maybe"},
    {"year": 2022, "visits": {}},
    {"year": 2022, "visits": [1]},
    {"year": 2022, "visits": [{}] * 101},
    {"year": 2022, "unknown": 1},
    visit(kind="inpatiant"),
    visit(kind=None),
    visit(cost="a lot"),
    visit(cost="12,34"),
    visit(cost=True),
    visit(cost=-1),
    visit(cost=2000001),
    visit(cost=None),
    visit(cost=[1]),
    visit(billed={"aid": 1}),
    visit(billed=3),
]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("data", GOOD, ids=str)
def test_what_the_reader_takes_is_valid(data: dict[str, object]) -> None:
    assert accepted(data)
    assert VALIDATOR.is_valid(json.loads(json.dumps(data, default=float)))


@pytest.mark.parametrize("data", BAD, ids=lambda data: str(data)[:60])
def test_what_the_reader_refuses_is_invalid(data: dict[str, object]) -> None:
    assert not accepted(data)
    assert not VALIDATOR.is_valid(json.loads(json.dumps(data, default=float)))


def test_titles_are_in_the_language_asked_for() -> None:
    assert SCHEMA["properties"]["year"]["title"] == "year"
    chinese = case_schema(village(), "zh")
    assert json.loads(json.dumps(chinese))["properties"]["year"]["title"] == "年度"
