"""What a check needed is noted when it is made again, and what is noted is all that is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from tests.properties.checked import program
from verifier.analysis.checking.check import check_all
from verifier.analysis.checking.hint_files import hints_of
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.rehearsal import rehearsed
from verifier.analysis.hinted import Hint, Hinted
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Focus, Lead
from verifier.program.model import Program

ONLY = ("nothing_negative", "own_payment_monotone", "payers_within_cost", "no_double_aid")
OPTIONS = Options(only=ONLY)


def found(of: Program, hints: Hinted, options: Options = OPTIONS) -> tuple[Finding, ...]:
    return check_all((of,), options, hints=lambda _: hints).findings[0]


def told(findings: tuple[Finding, ...]) -> list[object]:
    return [(f.property, f.verdict, f.failing, f.tolerance, f.rules, f.largest) for f in findings]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_noted_leads_to_every_refutation(
    jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = program("own_payment_monotone_holds", 2)
    plain = found(plan, {})
    hints = hints_of(plan, OPTIONS, plain).tasks
    (led,) = rehearsed((plan,), replace(OPTIONS, jobs=jobs), [hints])
    proved = [f for f in plain if f.verdict is Verdict.PROVED]
    needed = [hint.lead.needed for hint in led.values()]
    assert len(proved) >= 3 and sum(bool(n) for n in needed) >= len(proved)
    assert all(hint == replace(led[task], lead=Lead()) for task, hint in hints.items())
    assert told(found(plan, led)) == told(plain)

    def not_refuted(*_: object) -> NoReturn:
        raise AssertionError("refuted with everything")

    brief = replace(OPTIONS, simplest=False, only=("nothing_negative", "payers_within_cost"))
    monkeypatch.setattr(Focus, "_note", not_refuted)
    assert {f.verdict for f in found(plan, led, brief)} == {Verdict.PROVED}
    with pytest.raises(AssertionError, match="with everything"):
        found(plan, hints, brief)


def test_of_a_plan_that_breaks_a_property_the_same_is_told() -> None:
    plan = program("own_payment_monotone_breaks")
    plain = found(plan, {})
    assert Verdict.VIOLATED in {f.verdict for f in plain}
    (led,) = rehearsed((plan,), OPTIONS, [hints_of(plan, OPTIONS, plain).tasks])
    assert [(f.verdict, f.failing) for f in found(plan, led)] == [
        (f.verdict, f.failing) for f in plain
    ]


def test_leads_that_mislead_change_no_finding() -> None:
    plan = program("own_payment_monotone_holds", 2)
    plain = found(plan, {})
    tasks = [(f.property, f.ranged_over[0] if f.ranged_over else "") for f in plain]
    for lead in (Lead(frozenset()), Lead(frozenset({"00000"}), 5)):
        lies = {task: Hint(lead=lead) for task in (*tasks, *((p, "") for p, _ in tasks))}
        assert [(f.verdict, f.failing) for f in found(plan, lies)] == [
            (f.verdict, f.failing) for f in plain
        ]
