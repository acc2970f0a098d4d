"""Every default reading of the five documents computes: for every case, one value and no gap."""

from __future__ import annotations

import pytest

from verifier import programs
from verifier.analysis.checking.check import Options, check
from verifier.analysis.results import Verdict

FIVE = ("luan_2021", "qianjiang_2023", "tongcheng_2021", "tongnan_2021", "wuhan_2022")


@pytest.mark.parametrize("document", FIVE)
def test_no_case_has_two_values_or_none(document: str) -> None:
    loaded = programs.load_program(programs.find(document), 2, properties=True)
    options = Options(simplest=False, only=("conflict_free", "gap_free"), jobs=2)
    found = {f.property: f for f in check(loaded, options)}
    assert set(found) == {"conflict_free", "gap_free"}
    for finding in found.values():
        assert finding.verdict in (Verdict.PROVED, Verdict.BY_CONSTRUCTION), finding
        assert finding.ranged_over and finding.visits == 2
        assert finding.readings is not None  # the default ones, and no others


def test_a_dearer_stay_can_leave_less_to_pay_in_qianjiang() -> None:
    """二（三）2: aid begins with the first fen above 30,000 yuan, and counts what lies below too.

    The top-up of an extremely poor person is on the bill and falls when aid begins, so the second
    person's bill must be allowed to be lower.
    """
    loaded = programs.load_program(programs.find("qianjiang_2023"), 1, properties=True)
    options = Options(simplest=False, only=("own_payment_monotone",))
    (found,) = check(loaded, options)
    assert found.verdict is Verdict.VIOLATED and found.counterexample is not None
    first, second = (person.numbers["cost(1)"] for person in found.counterexample.persons)
    assert second >= first
