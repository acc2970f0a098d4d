"""Conflicts and gaps of amounts, for every case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from verifier.analysis import replay as rerun
from verifier.analysis.question import Claims, Question
from verifier.analysis.results import Counterexample, Finding, Verdict
from verifier.analysis.rooms import Rooms
from verifier.analysis.simplest import simplest
from verifier.engines import exact
from verifier.engines.smt import Copy, Satisfiable, Undecided, all_of, negate, none_of
from verifier.errors import message
from verifier.program.model import AmountDefinition, AtomDefinition, Program
from verifier.program.terms import Amount, And, Compare, Formula, conjunction
from verifier.properties.declared import Property

_CLAIM = "properties/"


def check_conflicts(question: Question, item: Property, rooms: Rooms) -> Finding:
    """Does some case give an amount two values?"""
    names = tuple(
        d.name for d in question.program.definitions
        if isinstance(d, AmountDefinition) and len(d.alternatives) > 1
    )
    return _judge(question, item, rooms, _conflicts, names)


def check_gaps(question: Question, item: Property, rooms: Rooms) -> Finding:
    """Does some case need an amount that has no value?"""
    outputs = [str(f.arguments[0]) for f in question.program.facts.get("output", ())]

    def claims(person: Copy) -> Claims:
        # An amount in conflict has no value either, but that is the other property's finding.
        calm = none_of(*(claim for _, claim in _conflicts(person)))
        found = [(name, negate(person.valued(Amount(name)))) for name in outputs]
        for name, rest, comparison in _comparisons(person.program):
            both = all_of(person.valued(comparison.left), person.valued(comparison.right))
            found.append((name, all_of(person.formula(rest), negate(both))))
        return tuple((n, all_of(calm, c)) for n, c in found if c.constant is not False)

    return _judge(question, item, rooms, claims, tuple(outputs))


def _conflicts(person: Copy) -> Claims:
    """By amount with several definitions, that two of them differ."""
    found = (
        (d.name, person.conflict(d.name)) for d in person.program.definitions
        if isinstance(d, AmountDefinition) and len(d.alternatives) > 1
    )
    return tuple((name, claim) for name, claim in found if claim.constant is not False)


def _comparisons(program: Program) -> Iterator[tuple[str, Formula, Compare]]:
    """Each comparison in a rule of the document or the core, with the rest of its rule."""
    for definition in program.definitions:
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


def _judge(
    question: Question, item: Property, rooms: Rooms, claims: Callable[[Copy], Claims],
    ranged: tuple[str, ...],
) -> Finding:
    program = question.program
    finding = Finding(item.id, program.document, Verdict.VACUOUS, ranged_over=ranged,
                      reason=message("the document defines no amount"))
    if not ranged:
        return finding
    parts = []
    exists = False
    for asked in rooms.both():
        answer = asked.session.check()
        if isinstance(answer, Undecided):
            return replace(finding, verdict=Verdict.UNKNOWN,
                           reason=message("{reason}", reason=answer.reason))
        if not isinstance(answer, Satisfiable):
            continue
        exists = True
        here = claims(asked.person)
        judged = question.judge(asked, here)
        if judged.failing:
            name, case = next(iter(judged.failing.items()))
            if question.simplest:
                with asked.session.scope(dict(here)[name]):
                    case = simplest(asked.session, (asked.person,), case, question.timeout_ms)
            return _shown(question, finding, case, tuple(judged.failing))
        if judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)
        parts.append((asked, here, judged))
    if not exists:
        return replace(finding, reason=message("no case can exist"), ranged_over=())
    return question.proved(parts, finding)


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
