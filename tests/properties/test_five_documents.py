"""What properties find in the five documents, held against the texts."""

from __future__ import annotations

from verifier import programs
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Verdict


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
