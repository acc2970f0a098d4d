"""What a proof rests on: the fewest clauses that carry it, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verifier.analysis.encoding import Asked
from verifier.analysis.question import Question
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Claim, Focus, Unsatisfiable, any_of

_GLANCES = 20
"""So much shorter than a question is the look whether it needs rules at all."""


def proved(question: Question, parts: Iterable[Asked], finding: Finding) -> Finding:
    """A proof with the fewest rules that carry it; by construction if there are none.

    Without `question.simplest` it is only said whether rules are needed, not which.
    """
    finding = replace(finding, verdict=Verdict.BY_CONSTRUCTION, reason=None, minimal=True)
    open_ = (part for part in parts if part.claims)
    needing = (p for p in open_ if not _by_construction(question, p))
    if not question.simplest:
        needs = any(True for _ in needing)
        return replace(finding, verdict=Verdict.PROVED, minimal=False) if needs else finding
    core: frozenset[str] = frozenset()
    minimal = True
    for part in needing:
        for claim in _all(part):
            found = _core(question, part.focus, claim)
            if not found.core <= core:
                found = part.focus.minimise(found.core, claim)
                core |= found.core
                minimal = minimal and found.minimal
    if not core:
        return finding
    return replace(
        finding, verdict=Verdict.PROVED, rules=question.rules(core), minimal=minimal
    )


def _by_construction(question: Question, part: Asked) -> bool:
    """Whether no rule is needed, as far as a short look tells."""
    timeout_ms = question.timeout_ms // _GLANCES
    return part.focus.refuted_without_rules(any_of(*_all(part)), timeout_ms=timeout_ms)


def _all(part: Asked) -> list[Claim]:
    return [claim for _, claim in part.claims]


def _core(question: Question, focus: Focus, claim: Claim) -> Unsatisfiable:
    """Rules that refute the claim; all of them if the solver does not say which in time."""
    answer = focus.explain(claim)
    if isinstance(answer, Unsatisfiable):
        return answer
    return Unsatisfiable(frozenset(question.program.rules))
