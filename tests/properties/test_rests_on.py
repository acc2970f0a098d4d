"""Which rules a proof is said to rest on: no rule that it needs is left out of them."""

from __future__ import annotations

from tests.properties.plans import plan
from verifier.analysis.checking.check import check_all
from verifier.analysis.checking.options import Options
from verifier.analysis.hinted import Hinted
from verifier.analysis.results import Finding, Verdict
from verifier.program.model import Program

CALM = """
property(mine, pair, "试验", "a test").
why(mine, "试验", "a test").
case_flag(other).
label(other, "其他", "other").
blocked :- says(other){}.
&let {{ bonus }} = five :- says(other), says(applied).
&let {{ bonus }} = six :- not says(other).
&let {{ bonus }} = six :- not says(applied).
calm :- not blocked.
varies(mine, says(applied), free).
pair(mine, all, calm, calm, equals(bonus)).
"""
"""Two who are calm say nothing else, so both get six yuan; `blocked` may be put out of force."""


def of_mine(loaded: Program, hints: Hinted | None = None) -> Finding:
    known = None if hints is None else lambda _: hints
    ((found,),) = check_all((loaded,), Options(only=("mine",)), hints=known).findings
    return found


def test_a_premise_that_is_no_more_so_without_a_rule_rests_on_it() -> None:
    found = of_mine(plan(CALM.format(""), ("plan",), 1))
    assert found.verdict is Verdict.PROVED and found.minimal
    assert sorted(rule.text for rule in found.rules) == [
        "&let { bonus } = six :- not says(other).", "blocked :- says(other).",
    ]


def test_without_the_rule_it_is_violated() -> None:
    never = ", says(applied), not says(applied)"
    assert of_mine(plan(CALM.format(never), ("plan",), 1)).verdict is Verdict.VIOLATED
