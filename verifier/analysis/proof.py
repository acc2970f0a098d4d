"""What a proof rests on: the fewest clauses that carry it, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verifier.analysis.encoding import Asked
from verifier.analysis.question import Question
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Claim, Focus, Unsatisfiable, any_of


def proved(question: Question, parts: Iterable[Asked], finding: Finding) -> Finding:
    """A proof with the rules that carry it; by construction if there are none.

    The fewest rules are looked for if the question asks for the simplest of everything.
    """
    core: frozenset[str] = frozenset()
    minimal = True
    for focus, claims in ((part.focus, part.claims) for part in parts):
        together = any_of(*(c for _, c in claims))
        if not claims or focus.refuted_without_rules(together):
            continue
        for claim in [c for _, c in claims] if question.simplest else [together]:
            found = _core(question, focus, claim)
            if not found.core <= core:
                if question.simplest:
                    found = focus.minimise(found.core, claim)
                core |= found.core
                minimal = minimal and found.minimal
    return replace(
        finding, verdict=Verdict.PROVED if core else Verdict.BY_CONSTRUCTION, reason=None,
        rules=question.rules(core), minimal=minimal or not core,
    )


def _core(question: Question, focus: Focus, claim: Claim) -> Unsatisfiable:
    """Rules that refute the claim; all of them if the solver does not say which in time."""
    answer = focus.explain(claim)
    if isinstance(answer, Unsatisfiable):
        return answer
    return Unsatisfiable(frozenset(question.program.rules))
