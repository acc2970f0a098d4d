"""Conflicts and gaps of amounts, for every case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from verifier.analysis import replay as rerun
from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.judge import DOES_NOT_REPLAY, Judged, Wanted, ask, judge
from verifier.analysis.checking.proof import proved
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.results import Counterexample, Finding, Verdict
from verifier.engines import exact
from verifier.engines.smt import (
    YES,
    Assignment,
    Claim,
    Copy,
    Satisfiable,
    all_of,
    negate,
    none_of,
)
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
    return _judge(question, item, rooms, _conflicts(question.encoding.person), names)


def check_gaps(question: Question, item: Property, rooms: Rooms) -> Finding:
    """Does some case need an amount that has no value?"""
    person = question.encoding.person
    outputs = [str(f.arguments[0]) for f in question.program.facts.get("output", ())]
    gaps: list[Wanted] = [(name, partial(_without_value, person, name)) for name in outputs]
    gaps += [
        (name, partial(_undecided, person, rest, comparison))
        for name, rest, comparison in _comparisons(person.program)
    ]
    # An amount in conflict has no value either, but that is the other property's finding.
    conflicts = _conflicts(person)
    calm: list[Wanted] = [(name, partial(_calmly, conflicts, gap)) for name, gap in gaps]
    finding = _judge(question, item, rooms, gaps, tuple(outputs))
    if finding.verdict in (Verdict.PROVED, Verdict.BY_CONSTRUCTION) or not conflicts:
        return finding
    return _judge(question, item, rooms, calm, tuple(outputs))


def _calmly(conflicts: list[Wanted], gap: Callable[[], Claim]) -> Claim:
    return all_of(gap(), none_of(*(clash() for _, clash in conflicts)))


def _without_value(person: Copy, name: str) -> Claim:
    return negate(person.valued(Amount(name)))


def _undecided(person: Copy, rest: Formula, comparison: Compare) -> Claim:
    both = all_of(person.valued(comparison.left), person.valued(comparison.right))
    return all_of(person.formula(rest), negate(both))


def _conflicts(person: Copy) -> list[Wanted]:
    """By amount with several definitions, that two of them differ."""
    return [
        (d.name, partial(person.conflict, d.name)) for d in person.program.definitions
        if isinstance(d, AmountDefinition) and len(d.alternatives) > 1
    ]


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
    question: Question, item: Property, rooms: Rooms, wanted: Sequence[Wanted],
    ranged: tuple[str, ...],
) -> Finding:
    program = question.program
    finding = Finding(item.id, program.document, Verdict.VACUOUS, ranged_over=ranged,
                      reason=message("the document defines no amount"))
    if not ranged:
        return finding
    encoding = question.encoding
    parts: list[Asked] = []
    reached = False

    def exists(cases: Mapping[str, Assignment]) -> bool:
        return not question.replay(cases[encoding.person.name]).broken

    for room in rooms.both:
        known = {encoding.person: room}
        met = judge(ask(encoding, known, [("", lambda: YES)]), replays=exists)
        if met.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=met.reason)
        if not met.failing:
            continue
        reached = True
        asked = ask(encoding, known, wanted)
        judged = judge(asked)
        if judged.failing:
            return _fails(question, finding, asked, judged)
        if judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)
        parts.append(asked)
    if not reached:
        return replace(finding, reason=message("no case can exist"), ranged_over=())
    return proved(question, parts, finding)


def _fails(question: Question, finding: Finding, asked: Asked, judged: Judged) -> Finding:
    name, case = next(iter(judged.failing.items()))
    if question.simplest:
        with asked.focus.scope(dict(asked.claims)[name]):
            person = question.encoding.person
            case = simplest(asked.focus, (person,), case, question.timeout_ms)
    return _shown(question, finding, case, tuple(judged.failing))


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
                       reason=DOES_NOT_REPLAY, ranged_over=finding.ranged_over)
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
