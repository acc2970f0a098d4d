"""What a proof rests on: the fewest clauses that carry it, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.options import Trust
from verifier.analysis.checking.question import Question
from verifier.analysis.hinted import Carried
from verifier.analysis.results import Finding, Verdict
from verifier.engines.second import Opinion, require_second, second_opinion
from verifier.engines.smt import Budget, Claim, Focus, Unsatisfiable, any_of
from verifier.errors import message

__all__ = ["proved", "require_second"]

_UNFIT = re.compile(r"[^A-Za-z0-9_]+")
_PATIENCE = 4
"""So much longer may the second solver take than the first."""
_GLANCES = 20
"""So much shorter than a question is the look whether it needs rules at all."""
_DROPS = 5
"""So much shorter is the search for rules that can be dropped."""


def proved(question: Question, parts: Iterable[Asked], finding: Finding) -> Finding:
    """A proof with the fewest rules that carry it; by construction if there are none.

    Without `question.simplest` it is only said whether rules are needed, not which. What was
    refuted is kept as a script, or put to a second solver, as the question wants it.
    """
    refuted = [part for part in parts if part.claims]
    found = _rested(question, refuted, replace(finding, reason=None, minimal=True))
    scripts = _scripts(question, refuted, found) if question.trust != Trust() else []
    if question.trust.export is not None:
        for name, script in scripts:
            (question.trust.export / name).write_text(script, encoding="utf-8")
    if not question.trust.second:
        return replace(found, obligations=len(refuted))
    opinions = [second_opinion(script, _PATIENCE * question.timeout_ms) for _, script in scripts]
    if Opinion.CONTRADICTED in opinions:
        reason = message("the two solvers contradict each other")
        return replace(finding, verdict=Verdict.UNKNOWN, reason=reason)
    confirmed = opinions.count(Opinion.CONFIRMED)
    return replace(found, obligations=len(refuted), confirmed=confirmed)


def _rested(question: Question, refuted: list[Asked], finding: Finding) -> Finding:
    """The verdict, with the rules that it rests on."""
    finding = replace(finding, verdict=Verdict.BY_CONSTRUCTION)
    if question.manner.rules is not None:
        return _carried(question, question.manner.rules, finding)
    needing = (part for part in refuted if not _by_construction(question, part))
    if not question.simplest:
        # That rules were needed before makes the verdict a weaker one at most.
        needs = question.notes.known.ruled or any(True for _ in needing)
        question.notes.ruled = needs
        return replace(finding, verdict=Verdict.PROVED, minimal=False) if needs else finding
    core: frozenset[str] = frozenset()
    minimal = True
    drops = Budget(question.timeout_ms // _DROPS, question.timeout_ms // 2)
    for part in needing:
        for claim in _all(part):
            found = _core(question, part.focus, claim)
            if not found.core <= core:
                found = part.focus.minimise(found.core, claim, timeout_ms=drops, needed=core)
                core |= found.core
                minimal = minimal and found.minimal
    names = frozenset(question.names[rule] for rule in core)
    question.notes.carried = Carried(names, minimal)
    if not core:
        return finding
    question.notes.ruled = True
    return replace(
        finding, verdict=Verdict.PROVED, rules=question.rules(core), minimal=minimal
    )


def _carried(question: Question, rules: frozenset[str], finding: Finding) -> Finding:
    """The verdict where only rules that carried it before were in force in what was refuted.

    That fewer do not was found when the very same was asked.
    """
    notes = question.notes
    notes.carried, notes.ruled = notes.known.carried, bool(rules)
    if not rules:
        return finding
    minimal = notes.carried is not None and notes.carried.minimal
    return replace(
        finding, verdict=Verdict.PROVED, rules=question.rules(rules), minimal=minimal
    )


def _scripts(
    question: Question, refuted: list[Asked], finding: Finding
) -> list[tuple[str, str]]:
    """What was refuted, as SMT-LIB: the name of a file, and the script."""
    instance = finding.ranged_over[0] if len(finding.ranged_over) == 1 else ""
    stem = ".".join(
        _UNFIT.sub("-", part).strip("-")
        for part in (finding.document, finding.property, instance) if part
    )
    about = [
        f"document {finding.document}, property {finding.property}",
        f"up to {question.program.visits} visits, or one visit after any others; "
        "unsat means that nobody is wronged",
        *(f"of {name}" for name in finding.ranged_over),
    ]
    return [
        (f"{stem}.{place}.smt2", part.focus.script(any_of(*_all(part)), about=about))
        for place, part in enumerate(refuted, 1)
    ]


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
