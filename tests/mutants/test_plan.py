"""The made-up plan keeps every promise, and its mutants are caught."""

from __future__ import annotations

import pytest

from tests.mutants.catch import Net
from tests.mutants.explained import reasons
from tests.mutants.hunt import PLAN, Asked, hunt
from tests.mutants.known import VISITS, Known, by_second_reading
from tests.mutants.table import UNEXPLAINED, share, survivors
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Verdict
from verifier.places import property_files
from verifier.programs import load_program

EVERY = 13
"""Of so many mutants one is tried in every run of the tests."""
LEAST_BY_PROPERTY = 30
"""The share of mistakes, in percent, that the properties alone were found to catch."""


def test_the_plan_keeps_every_promise_and_speaks_of_somebody() -> None:
    program = load_program(PLAN, VISITS, properties=True)
    found = list(check(program, Options(simplest=False, timeout_ms=60_000, jobs=2)))
    assert {f.property for f in found} == {path.stem for path in property_files()}
    assert {f.verdict for f in found} <= {Verdict.PROVED, Verdict.BY_CONSTRUCTION}, [
        f for f in found if f.verdict not in (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
    ]
    assert all(f.ranged_over for f in found)


def test_the_second_reading_of_the_plan_agrees_and_every_payer_pays() -> None:
    program = load_program(PLAN, VISITS)
    known = by_second_reading(PLAN)
    assert [case.name for case in known if not case.agrees(program)] == []
    cases = [case for case in known if isinstance(case, Known)]
    paid = {name for case in cases for name, amount in case.amounts.items() if amount}
    assert {"subsidy", "own_total", *(f"total({s})" for s in (
        "critical", "aid", "topup", "application"))} <= paid
    assert {n for case in cases for n, truth in case.facts.items() if truth} == {
        "paid_from(aid_fund)", "paid_from(county_budget)",
    }


def test_some_mutants_of_the_plan_are_caught_or_explained() -> None:
    fates = hunt(PLAN, Asked.SURVIVORS, EVERY, first=True)
    lost = survivors(fates, reasons(PLAN.id))
    assert [line for line in lost if UNEXPLAINED in line] == []
    assert sum(f.mistake for f in fates) >= len(fates) // 3


@pytest.mark.long
def test_every_mutant_of_the_plan_is_caught_or_explained() -> None:
    fates = hunt(PLAN, Asked.ALL)
    known = reasons(PLAN.id)
    assert {f.mutant.name for f in fates if f.survives} == known.keys()
    mistakes = [f for f in fates if f.mistake]
    promised = sum(Net.PROPERTY in f.by for f in mistakes) * 100 // len(mistakes)
    assert promised >= LEAST_BY_PROPERTY, promised
    assert int(share(fates).removesuffix("%")) >= 95
