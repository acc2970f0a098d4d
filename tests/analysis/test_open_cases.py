"""What is said of a case of which little is known, and of a document that leaves much open.

The bill: 200 000 yuan, of which 150 000 are in scope and 80 000 were paid by basic insurance. So
120 000 are left, 70 000 of them in scope, whatever else is not known.
"""

from __future__ import annotations

import pytest

from tests.cases import tree
from verifier import programs
from verifier.analysis.compute import compute
from verifier.analysis.results import Computation
from verifier.engines.exact import Interval
from verifier.report.catalogue import Words
from verifier.report.computing.as_text import compute_text
from verifier.report.layout import Page

DOCUMENTS = ("luan_2021", "qianjiang_2023", "tongcheng_2021", "tongnan_2021", "wuhan_2022")


def computed(document: str) -> Computation:
    visit = {"kind": "inpatient", "cost": 200_000, "in_scope": 150_000, "basic": 80_000}
    data = {"year": 2023, "categories": ["minimum_living"], "visits": [visit]}
    return compute(programs.find(document), tree(data), {})


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nobody_pays_or_is_paid_less_than_nothing(document: str) -> None:
    result = computed(document)
    assert not result.determined
    for name, value in result.amounts.items():
        assert value is not None and value.low >= 0, name
    own = result.amounts["own(1)"]
    assert own is not None and own.high <= 120_000_00


def test_what_wuhan_leaves_to_pay() -> None:
    # Most is paid if all 70 000 in scope are, and if a hospital of the level with 3 % bears what is
    # beyond 6 000 of the 50 000 outside the scope: 6 000 are left. Least, if critical-illness
    # insurance pays 5 % (raised from 0) of what is above half of a threshold of 100 000, 1 000, aid
    # nothing, the top-up 90 % of what a deductible of 10 000 and 5 000 leave of 69 000, 48 600,
    # and the hospital what is beyond 8 %, 34 000: 36 400 are left. The range says that it is wider.
    result = computed("wuhan_2022")
    assert result.amounts["hospital(1)"] == Interval(34_000_00, 44_000_00)
    own = result.amounts["own(1)"]
    assert own is not None
    assert own.low == 6_000_00
    assert 36_400_00 <= own.high < 69_000_00
    assert "own(1)" in result.wide
    remaining = result.evaluation.amounts["remaining(1)"]
    assert remaining is not None
    assert (remaining.low, remaining.high) == (0, 69_000_00)


def test_what_tongcheng_leaves_to_pay_is_known_to_the_fen() -> None:
    # Between all that is in scope and nothing of it is paid by insurance and aid.
    result = computed("tongcheng_2021")
    assert result.amounts["own(1)"] == Interval(50_000_00, 120_000_00)
    assert "own(1)" not in result.wide


def test_a_range_that_may_be_wider_than_need_be_is_marked() -> None:
    result = computed("luan_2021")
    assert "own(1)" in result.wide
    text = compute_text(result, Words("en"), Page(100))
    marked = [line for line in text.splitlines() if line.endswith(" *")]
    assert len(marked) == len(result.wide)
    assert "which may be wider than need be" in text
