from __future__ import annotations

import pytest

from tests.cases import village
from verifier.engines.exact import Assignment, Evaluation, Interval, evaluate
from verifier.program.sorts import Sort
from verifier.program.terms import (
    TRUE,
    Aggregate,
    Amount,
    Expression,
    Linear,
    Literal,
    Quotient,
    Share,
)
from verifier.report.catalogue import Words
from verifier.report.formulas import Formulas
from verifier.report.layout import plain
from verifier.report.naming import Naming

COST, BASIC, RATE = Amount("cost(1)"), Amount("basic(1)"), Amount("aid_rate")
OPEN = Amount("aid_ceiling")
REST = Linear(0, ((1, COST), (-1, BASIC)))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    numbers = {"cost(1)": 3_000_000, "basic(1)": 150_000}
    return evaluate(village(), Assignment({}, numbers))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Literal(150), "1.50"),
        (COST, "30000.00"),
        (OPEN, "[1000.00 ~ 20000.00]"),
        (REST, "30000.00 − 1500.00"),
        (Linear(0, ((-1, BASIC), (1, COST))), "30000.00 − 1500.00"),
        (Linear(-100, ((1, COST),)), "30000.00 − 1.00"),
        (Linear(0, ((-1, COST),)), "−30000.00"),
        (Linear(0, ((3, COST),)), "3 × 30000.00"),
        (Linear(0, ((2, REST),)), "2 × (30000.00 − 1500.00)"),
        (Linear(0, ((1, COST), (-1, REST))), "30000.00 − (30000.00 − 1500.00)"),
        (Share(RATE, REST), "60% × (30000.00 − 1500.00)"),
        (Share(Linear(10_000, ((-1, RATE),)), COST), "(100% − 60%) × 30000.00"),
        (Quotient(REST, 3), "(30000.00 − 1500.00) ÷ 3"),
        (Aggregate("sum", ()), "0.00"),
        (Aggregate("sum", ((TRUE, COST), (TRUE, BASIC))), "30000.00 + 1500.00"),
        (Aggregate("max", ((TRUE, Literal(0)), (TRUE, REST))), "max(30000.00 − 1500.00; 0.00)"),
        (Aggregate("min", ((TRUE, COST),)), "30000.00"),
    ],
)
def test_numbers_are_put_into_expressions(
    expression: Expression, expected: str, evaluation: Evaluation
) -> None:
    formulas = Formulas(Naming(village(), Words("en")), evaluation)
    assert plain(formulas.write(expression, Sort.MONEY)) == expected


def test_names_are_put_into_words() -> None:
    english, chinese = Naming(village(), Words("en")), Naming(village(), Words("zh"))
    assert english.amount("paid(aid,1)") == "medical aid: paid (visit 1)"
    assert chinese.amount("granted(aid,poor,1)") == "医疗救助按比例计算（贫困人口、第1次就诊）"
    assert chinese.amount("granted(aid,poor,1)", ("aid", "poor", 1)) == "按比例计算"
    assert chinese.truth("more_aid(1)") == "追加救助"
    assert chinese.truth("level(1,2)") == "第1次就诊：二级"
    assert english.value(None, Sort.MONEY) == "no value"
    assert english.value(Interval(100, 200), Sort.MONEY) == "1.00 ~ 2.00"
