"""Whoever was known to suffer more than was found now stays the one with the largest harm.

On a busy machine a search is given up sooner. What an earlier one found is not lost by that, as far
as the exact engine computes it again under the encoding as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.compared import wrong_by, wronged
from verifier.analysis.checking.hint_files import pairs_of, task_of
from verifier.analysis.checking.hints import hinted_case, with_worst
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.two_persons import tolerance
from verifier.analysis.hinted import Hint, Hinted
from verifier.analysis.results import Finding
from verifier.engines.smt import Assignment
from verifier.program.model import Program
from verifier.properties.declared import comparisons, variations


def with_larger(
    findings: Iterable[Finding], program: Program, options: Options, before: Hinted
) -> Iterator[Finding]:
    """The findings, whose hints keep who suffers more among those who were hinted at before."""
    question, pairs = Question.of(program, options), pairs_of(program)
    for finding in findings:
        known, hint = before.get(task_of(finding, pairs)), finding.hint
        if known is not None and hint is not None:
            hint = _with_larger(question, finding, hint, known)
        yield replace(finding, hint=hint)


def _with_larger(question: Question, finding: Finding, hint: Hint, known: Hint) -> Hint:
    if hint.sought is None or hint.sought.worst is None:
        return hint
    if finding.largest is None or finding.largest.exact:  # nobody suffers more
        return hint
    most, worst = finding.largest.value, None
    apart = [v.input for v in variations(question.program, finding.property)]
    for place in range(len(known.cases)):
        persons = hinted_case(known, question.program, question.settings, place, apart)
        harm = max(_harms(question, finding, persons), default=most)
        if harm > most:
            most, worst = harm, persons
    return hint if worst is None else with_worst(hint, question.program, worst)


def _harms(
    question: Question, finding: Finding, persons: tuple[Assignment, ...]
) -> Iterator[int]:
    """By how much persons, computed anew, are harmed by what was found to fail."""
    program, named = question.program, finding.property
    match [question.replay(case) for case in persons]:
        case [alone] if not alone.broken:
            failing = [n for n in finding.failing if alone.atoms.get(f"violation({n})") is True]
            harms = [rerun.amount(alone, f"harm({name})") for name in failing]
        case [_, _] as both:
            varying = variations(program, named)
            harms = [
                wrong_by(pair, both) for pair in comparisons(program, named)
                if pair.instance in finding.failing
                and wronged(pair, varying, tolerance(question, pair), both)
            ]
        case _:
            return
    yield from (harm for harm in harms if harm is not None)
