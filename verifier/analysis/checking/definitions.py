"""Conflicts and gaps of amounts, for every case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

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
from verifier.program.names import Dependencies, term_keys
from verifier.program.one_visit import Supposed
from verifier.program.terms import Amount, And, Compare, Formula, conjunction
from verifier.properties.declared import Property

_CLAIM = "properties/"
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
    compared = {f"atom {name}": None for name, _, _ in _comparisons(program)}
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
    if finding.verdict in _HOLD:
        said = message("where what an amount rests on has one value")
        return replace(finding, reason=said)
    return finding


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


class _Gap(NamedTuple):
    """An amount or atom, the claim that it has no value or compares one that has none, and what.

    `of` are the keys of what is to have a value.
    """

    name: str
    claim: Callable[[], Claim]
    of: Collection[str]


def _gaps(outputs: Iterable[str], person: Copy) -> list[Wanted]:
    """By amount or atom, that it has no value or compares one that has none."""
    return [(gap.name, gap.claim) for gap in _possible_gaps(outputs, person)]


def _calm_gaps(outputs: Iterable[str], person: Copy) -> list[Wanted]:
    """The same where no amount that it rests on has two values."""
    uses = Dependencies(person.program)
    conflicts = {f"amount {name}": clash for name, clash in _conflicts(person)}
    return [
        (gap.name, partial(_calmly, gap.claim, [conflicts[k] for k in conflicts if k in below]))
        for gap in _possible_gaps(outputs, person) for below in (uses.cone(gap.of),)
    ]


def _possible_gaps(outputs: Iterable[str], person: Copy) -> Iterator[_Gap]:
    defined = {d.name for d in person.program.definitions if isinstance(d, AmountDefinition)}
    for name in outputs:
        if name in defined:
            yield _Gap(name, partial(_without_value, person, name), {f"amount {name}"})
    for name, rest, comparison in _comparisons(person.program):
        claim = partial(_undecided, person, rest, comparison)
        yield _Gap(name, claim, term_keys(comparison) | term_keys(rest))


def _calmly(gap: Callable[[], Claim], conflicts: Iterable[Callable[[], Claim]]) -> Claim:
    return all_of(gap(), none_of(*(clash() for clash in conflicts)))


def _without_value(person: Copy, name: str) -> Claim:
    return negate(person.valued(Amount(name)))


def _undecided(person: Copy, rest: Formula, comparison: Compare) -> Claim:
    both = all_of(person.valued(comparison.left), person.valued(comparison.right))
    return all_of(person.formula(rest), negate(both))


def _conflicts(person: Copy) -> list[Wanted]:
    """By amount with several definitions, that two of them differ."""
    return [(n, partial(person.conflict, n)) for n in _of_several(person.program)]


def _of_several(program: Program) -> tuple[str, ...]:
    """The amounts with several definitions."""
    return tuple(
        d.name for d in program.definitions
        if isinstance(d, AmountDefinition) and len(d.alternatives) > 1
    )


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
