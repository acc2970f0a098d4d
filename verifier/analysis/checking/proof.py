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
_TRIES, _ALL_TRIES = 20, 4
"""So much shorter is each try to do without a rule that is said to be needed, and all of them."""


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
    if question.force.rules is not None:
        return _carried(question, refuted, question.force.rules, finding)
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


def _carried(
    question: Question, refuted: list[Asked], rules: frozenset[str], finding: Finding
) -> Finding:
    """The verdict where only rules that carried it before were in force in what was refuted.

    That fewer do not is tried again, for a while, if it was found when the very same was asked.
    """
    notes = question.notes
    before = notes.carried = notes.known.carried
    core, minimal = rules, False
    if before is not None and before.minimal:
        core, minimal = _needed(question, refuted, rules)
    if core != rules:
        notes.carried = Carried(frozenset(question.names[rule] for rule in core), minimal)
    notes.ruled = bool(core)
    if not core:
        return finding
    return replace(
        finding, verdict=Verdict.PROVED, rules=question.rules(core), minimal=minimal
    )


def _needed(
    question: Question, refuted: list[Asked], rules: frozenset[str]
) -> tuple[frozenset[str], bool]:
    """Some rules but for those that can be left out, and whether no other can be.

    What is not refuted without a rule by all others is not by fewer of them.
    """
    tries = Budget(question.timeout_ms // _TRIES, question.timeout_ms // _ALL_TRIES)
    core, minimal = rules, True
    for rule in sorted(rules):
        needs = _needs(refuted, rule, core - {rule}, tries)
        if needs is False:
            core -= {rule}
        minimal = minimal and needs is not None
    return core, minimal


def _needs(
    refuted: list[Asked], rule: str, others: frozenset[str], tries: Budget
) -> bool | None:
    """Whether something is not refuted by other rules alone; None if that is not known."""
    needs: bool | None = False
    for part in refuted:
        if rule not in part.focus.rules:  # of it, it was never told
            continue
        found = part.focus.minimise(
            [rule], any_of(*_all(part)), timeout_ms=tries, needed=others & part.focus.rules
        )
        if found.core and found.minimal:
            return True
        if found.core:
            needs = None
    return needs


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
