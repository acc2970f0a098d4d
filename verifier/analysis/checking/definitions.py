"""Conflicts and gaps of amounts, for every case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from verifier.analysis import replay as rerun
from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.judge import DOES_NOT_REPLAY, Judged, Wanted, ask, judge
from verifier.analysis.checking.proof import proved
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms, holds
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
from verifier.errors import Message, message
from verifier.program.model import AmountDefinition, AtomAlternative, Program
from verifier.program.names import Dependencies, definition_key, term_keys
from verifier.program.one_visit import Supposed
from verifier.program.terms import (
    TRUE,
    Amount,
    And,
    Compare,
    Expression,
    Formula,
    Not,
    conjunction,
)
from verifier.properties.declared import Property, is_claim

_HOLD = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)


def check_conflicts(question: Question, item: Property, rooms: Rooms) -> Finding:
    """Does some case give an amount two values?"""
    names = _of_several(question.program)
    keys = [f"amount {name}" for name in names]
    about = _About(names, keys, Supposed.NOTHING, _conflicts, lambda found: found.conflicts)
    return _judge(question, item, rooms, about)


def check_gaps(question: Question, item: Property, rooms: Rooms) -> Finding:
    """Does some case need an amount that has no value?"""
    program = question.program
    outputs = tuple(str(f.arguments[0]) for f in program.facts.get("output", ()))
    compared = dict.fromkeys(item.key for item in _comparisons(program))
    keys = (*(f"amount {name}" for name in outputs), *compared)
    about = _About(
        outputs, keys, Supposed.VALUES, partial(_gaps, outputs), lambda found: found.gaps
    )
    finding = _judge(question, item, rooms, about)
    if finding.verdict in _HOLD or not _of_several(program):
        return finding
    # An amount in conflict has no value either, but that is the other property's finding.
    about = about._replace(wanted=partial(_calm_gaps, outputs))
    finding = _judge(question, item, rooms, about)
    if finding.verdict not in _HOLD:
        return finding
    calm = _calm(question, rooms, outputs)
    if calm is True:
        said = message("where what conditions rest on has one value")
        return replace(finding, reason=said)
    return Finding(
        item.id, program.document, Verdict.UNKNOWN if calm else Verdict.VACUOUS,
        reason=calm or message("what conditions rest on has two values in every case"),
    )


class _About(NamedTuple):
    """What is claimed of amounts.

    `keys` are the definitions that claims are on; `supposed` is what claims on one visit suppose of
    the visits before; `faults` are what the exact engine finds if a claim is true.
    """

    ranged_over: tuple[str, ...]
    keys: Sequence[str]
    supposed: Supposed
    wanted: Callable[[Copy], list[Wanted]]
    faults: Callable[[exact.Evaluation], Sequence[exact.Conflict | exact.Gap]]


class _Needed(NamedTuple):
    """What is to have a value: an amount, or the sides of a comparison where its rule applies."""

    name: str
    where: Formula
    terms: tuple[Expression, ...]

    @property
    def keys(self) -> set[str]:
        """The keys of all that it names."""
        return {key for term in (self.where, *self.terms) for key in term_keys(term)}


def _gaps(outputs: Iterable[str], person: Copy) -> list[Wanted]:
    """By amount or atom, that it has no value or compares one that has none."""
    return [
        (item.name, partial(_lacks, person, item, person.valued))
        for item in _needed(outputs, person.program)
    ]


def _calm_gaps(outputs: Iterable[str], person: Copy) -> list[Wanted]:
    """The same where two values are as good as one, unless a condition rests on such an amount."""
    conflicts = dict(_conflicts(person))
    return [
        (item.name, partial(
            _calmly, partial(_lacks, person, item, person.defined), [conflicts[n] for n in below]
        ))
        for item, below in _below_conditions(outputs, person.program)
    ]


def _below_conditions(
    outputs: Iterable[str], program: Program
) -> Iterator[tuple[_Needed, list[str]]]:
    """What is to have a value, and the amounts with several definitions below its conditions."""
    uses, several = Dependencies(program), _of_several(program)
    for item in _needed(outputs, program):
        conditions = {key for key in uses.cone(item.keys) if key.startswith("atom ")}
        below = uses.cone(conditions)
        yield item, [name for name in several if f"amount {name}" in below]


def _calm(question: Question, rooms: Rooms, outputs: Iterable[str]) -> bool | Message:
    """Whether somebody has one value of all that conditions rest on, or why that is not known."""
    person = question.encoding.person
    program = person.program
    names = dict.fromkeys(n for _, below in _below_conditions(outputs, program) for n in below)

    def is_calm(evaluation: exact.Evaluation) -> bool:
        return not evaluation.broken and not any(c.name in names for c in evaluation.conflicts)

    def exists(cases: Mapping[str, Assignment]) -> bool:
        return is_calm(question.replay(cases[person.name]))

    hinted = next((case for case, found in question.hinted_person() if is_calm(found)), None)
    if hinted is not None:
        question.notes.case(hinted)
        return True
    reason: Message | None = None
    for room in rooms.both:
        met = judge(ask(question.encoding, {person: room}, [
            ("", lambda: none_of(*(person.conflict(name) for name in names)))
        ]), replays=exists)
        for case in met.failing.values():
            question.notes.case(case.cases[person.name])
            return True
        reason = reason or met.reason
    return reason or False


def _needed(outputs: Iterable[str], program: Program) -> Iterator[_Needed]:
    defined = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
    for name in outputs:
        if name in defined:
            yield _Needed(name, TRUE, (Amount(name),))
    for item in _comparisons(program):
        yield _Needed(item.name, item.rest, (item.comparison.left, item.comparison.right))


def _calmly(gap: Callable[[], Claim], conflicts: Iterable[Callable[[], Claim]]) -> Claim:
    return all_of(gap(), none_of(*(clash() for clash in conflicts)))


def _lacks(person: Copy, item: _Needed, valued: Callable[[Expression], Claim]) -> Claim:
    return all_of(person.formula(item.where), negate(all_of(*map(valued, item.terms))))


def _conflicts(person: Copy) -> list[Wanted]:
    """By amount with several definitions, that two of them differ."""
    return [(n, partial(person.conflict, n)) for n in _of_several(person.program)]


def _of_several(program: Program) -> tuple[str, ...]:
    """The amounts with several definitions."""
    return tuple(
        d.name for d in program.definitions
        if isinstance(d, AmountDefinition) and len(d.alternatives) > 1
    )


class _Compared(NamedTuple):
    """A comparison, the rest of its rule, and the key and name of what that defines."""

    key: str
    name: str
    rest: Formula
    comparison: Compare


def _comparisons(program: Program) -> Iterator[_Compared]:
    """Each comparison in a rule of the document or the core: of atoms, amounts and constraints."""
    for key, name, rule, body in _bodies(program):
        items = body.items if isinstance(body, And) else (body,)
        compared = [i.item if isinstance(i, Not) else i for i in items]
        rest = [i for i, part in zip(items, compared, strict=True) if not isinstance(part, Compare)]
        for part in compared:
            if isinstance(part, Compare) and not is_claim(rule):
                yield _Compared(key, name, conjunction(*rest), part)


def _bodies(program: Program) -> Iterator[tuple[str, str, str, Formula]]:
    """By key and name of what is defined, or the rule of a constraint: rules and their bodies."""
    for item in program.definitions:
        for option in item.alternatives:
            body = option.body if isinstance(option, AtomAlternative) else option.guard
            yield definition_key(item), item.name, option.rule, body
    for place, constraint in enumerate(program.constraints):
        yield f"constraint {place}", constraint.rule, constraint.rule, constraint.body


def _judge(question: Question, item: Property, rooms: Rooms, about: _About) -> Finding:
    program = question.program
    finding = Finding(item.id, program.document, Verdict.VACUOUS, ranged_over=about.ranged_over,
                      reason=message("the document defines no amount"))
    if not about.ranged_over:
        return finding
    encoding = question.encoding
    wanted = about.wanted(encoding.person)
    parts: list[Asked] = []
    reached = False

    def exists(cases: Mapping[str, Assignment]) -> bool:
        return not question.replay(cases[encoding.person.name]).broken

    hinted = [case for case, _ in question.hinted_person()]
    for room in rooms.both:
        known = {encoding.person: room}
        case = next((c for c in hinted if holds(room, c)), None)
        if case is None:
            with question.manner.openly():
                met = judge(ask(encoding, known, [("", lambda: YES)]), replays=exists)
            if met.reason is not None:
                return replace(finding, verdict=Verdict.UNKNOWN, reason=met.reason)
            if not met.failing:
                continue
            case = met.failing[""].cases[encoding.person.name]
        question.notes.case(case)
        reached = True
        asked = ask(encoding, known, wanted)
        judged = judge(asked)
        if judged.failing:
            return _fails(question, finding, about, asked, judged)
        if judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)
        parts.append(asked)
    if not reached:
        return replace(finding, reason=message("no case can exist"), ranged_over=())
    step = question.any_visit.refuted_of_definitions(about.keys, about.supposed, about.wanted)
    return proved(question, [*parts, *step], replace(finding, any_visits=bool(step)))


def _fails(
    question: Question, finding: Finding, about: _About, asked: Asked, judged: Judged
) -> Finding:
    name, case = next(iter(judged.failing.items()))
    if question.simplest:
        with asked.focus.scope(dict(asked.claims)[name]):
            person = question.encoding.person
            case = simplest(asked.focus, (person,), case, question.timeout_ms)
    return _shown(question, finding, about, case, tuple(judged.failing))


def _shown(
    question: Question, finding: Finding, about: _About, case: Satisfiable,
    failing: tuple[str, ...],
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
    found = about.faults(evaluation)
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
