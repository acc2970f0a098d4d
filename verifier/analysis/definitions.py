"""Conflicts and gaps of amounts, for every case."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis import replay as rerun
from verifier.analysis.question import Question
from verifier.analysis.results import Counterexample, Finding, Verdict
from verifier.analysis.simplest import simplest
from verifier.engines import exact
from verifier.engines.smt import (
    Claim, Copy, Satisfiable, Session, Undecided, all_of, any_of, negate,
)
from verifier.errors import message
from verifier.program.model import AmountDefinition, AtomDefinition
from verifier.program.terms import Amount, And, Compare, Formula, conjunction
from verifier.properties.declared import Property

_CLAIM = "properties/"


def check_conflicts(question: Question, item: Property) -> Finding:
    """Does some case give an amount two values?"""
    session, person = question.session()
    names = [
        d.name for d in question.program.definitions
        if isinstance(d, AmountDefinition) and len(d.alternatives) > 1
    ]
    claims = [(n, person.conflict(n)) for n in names]
    return _judge(question, item, session, person, [c for c in claims if c[1].constant is not False],
                  tuple(names))


def check_gaps(question: Question, item: Property) -> Finding:
    """Does some case need an amount that has no value?"""
    session, person = question.session()
    outputs = [str(f.arguments[0]) for f in question.program.facts.get("output", ())]
    claims: list[tuple[str, Claim]] = [
        (name, negate(person.valued(Amount(name)))) for name in outputs
    ]
    for name, rest, comparison in _comparisons(question):
        both = all_of(person.valued(comparison.left), person.valued(comparison.right))
        claims.append((name, all_of(person.formula(rest), negate(both))))
    return _judge(question, item, session, person, claims, tuple(outputs))


def _comparisons(question: Question) -> Iterator[tuple[str, Formula, Compare]]:
    """Each comparison in a rule of the document or the core, with the rest of its rule."""
    for definition in question.program.definitions:
        if not isinstance(definition, AtomDefinition):
            continue
        for alternative in definition.alternatives:
            if alternative.rule.startswith(_CLAIM):
                continue
            body = alternative.body
            items = body.items if isinstance(body, And) else (body,)
            for part in items:
                if isinstance(part, Compare):
                    rest = [i for i in items if not isinstance(i, Compare)]
                    yield definition.name, conjunction(*rest), part


def _judge(  # noqa: PLR0913  (the parts of one question)
    question: Question, item: Property, session: Session, person: Copy,
    claims: list[tuple[str, Claim]], ranged: tuple[str, ...],
) -> Finding:
    program = question.program
    finding = Finding(item.id, program.document, Verdict.VACUOUS, ranged_over=ranged,
                      reason=message("the document defines no amount"))
    if not ranged:
        return finding
    claim = any_of(*(c for _, c in claims))
    answer = session.check(claim)
    if isinstance(answer, Undecided):
        return Finding(item.id, program.document, Verdict.UNKNOWN,
                       reason=message("{reason}", reason=answer.reason), ranged_over=ranged)
    if not isinstance(answer, Satisfiable):
        return question.proved(session, answer, claim, finding)
    failing, _ = question.reached(session, tuple(claims))
    if question.simplest:
        with session.scope(claim):
            answer = simplest(session, (person,), answer, question.timeout_ms)
    return _shown(question, finding, answer, failing)


def _shown(
    question: Question, finding: Finding, case: Satisfiable, failing: tuple[str, ...]
) -> Finding:
    """The violation, if the exact engine finds the same conflict or gap."""
    program = question.program
    assignment = case.cases["first"]
    who = rerun.person(assignment)
    values, readings = rerun.policy(program, assignment)
    outputs = [str(f.arguments[0]) for f in program.facts.get("output", ())]
    evaluation = exact.evaluate(
        program, exact.Assignment({**who.booleans, **readings}, {**who.numbers, **values}), outputs
    )
    found: tuple[exact.Conflict | exact.Gap, ...] = (*evaluation.conflicts, *evaluation.gaps)
    if not found or evaluation.broken:
        return Finding(finding.property, finding.document, Verdict.UNKNOWN,
                       reason=message("the case that the solver found does not replay"),
                       ranged_over=finding.ranged_over)
    first = found[0]
    rules = first.rules if isinstance(first, exact.Conflict) else first.users
    rules = tuple(r for r in rules if r)
    shown = Counterexample(
        (who,), first.name, "", None, values, dict(question.default_readings), rules
    )
    return Finding(
        finding.property, finding.document, Verdict.VIOLATED, ranged_over=finding.ranged_over,
        failing=failing, counterexample=shown, rules=question.rules(rules),
    )
