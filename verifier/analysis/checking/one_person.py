"""Properties on one case: is there a person for whom `violation` is derived?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from verifier.analysis.checking.encoding import Asked, Known
from verifier.analysis.checking.failure import failed
from verifier.analysis.checking.failures import Failure, Harm, Harmed
from verifier.analysis.checking.judge import Judged, ask, judge, reached
from verifier.analysis.checking.proof import proved
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Room, Rooms, holds
from verifier.analysis.checking.unreached import unreached
from verifier.analysis.results import Finding, Verdict
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    NO,
    Answer,
    Assignment,
    Claim,
    Copy,
    Satisfiable,
    any_of,
    found,
    is_case,
)
from verifier.errors import Message
from verifier.program.terms import Amount
from verifier.properties.declared import Property, instances


def check(question: Question, item: Property, rooms: Rooms) -> Finding:
    """The finding of one property on one person."""
    program = question.program
    scope_names = instances(program, "scope", item.id)
    violation_names = instances(program, "violation", item.id)
    finding = Finding(item.id, program.document, Verdict.VACUOUS, reason=unreached(item))
    met: set[str] = set()
    parts: list[Asked] = []
    hinted = list(question.hinted_person())
    question.encoding.seen += [found.atoms for _, found in hinted]
    asked_in = list(rooms.split((*scope_names, *violation_names)))
    for place, (room, inside) in enumerate(asked_in):
        reason = _meet(question, room, [n for n in scope_names if n in inside], met)
        asked_for = tuple(n for n in violation_names if n in inside)
        fitting = [(c, e) for c, e in hinted if holds(room, c)]
        judged = _violated(question, room, asked_for, fitting)
        finding = replace(finding, ranged_over=tuple(sorted(_instance(n) for n in met)))
        if judged.failing:
            for case in judged.failing.values():
                question.notes.case(case.cases[question.encoding.person.name])
            failure = _failure(question, room, judged, scope_names)
            elsewhere = _elsewhere(question, rooms, place, failure.failing, violation_names)
            others = tuple(
                partial(_ask, question, other, sorted(names))
                for other, inside in asked_in[place + 1:]
                if (names := inside.intersection(violation_names))
            )
            failure = replace(failure, others=others, elsewhere=elsewhere)
            finding = failed(question, failure, finding)
            return _with_more(question, finding, violation_names, asked_in[place + 1:])
        if reason is not None or judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=reason or judged.reason)
        parts += judged.asked
    if not met:
        return finding
    step = question.any_visit.refuted(item.id)
    return proved(question, [*parts, *step], replace(finding, any_visits=bool(step)))


def _with_more(
    question: Question, finding: Finding, violations: Sequence[str],
    later: Sequence[tuple[Room, frozenset[str]]],
) -> Finding:
    """A violation with the instances that fail in later rooms only, as computed."""
    if finding.verdict is not Verdict.VIOLATED:
        return finding
    person = question.encoding.person
    failing = set(finding.failing)
    hinted = list(question.hinted_person())
    for room, inside in later:
        left = tuple(n for n in violations if n in inside and _instance(n) not in failing)
        if not left:
            continue
        fitting = [(c, e) for c, e in hinted if holds(room, c)]
        for name, shown in _violated(question, room, left, fitting).failing.items():
            case = shown.cases[person.name]
            if question.replay(case).atoms.get(f"violation({name})") is True:
                question.notes.case(case)
                failing.add(name)
    return replace(
        finding, failing=tuple(n for n in map(_instance, violations) if n in failing),
        ranged_over=tuple(sorted(failing.union(finding.ranged_over))),
    )


def _meet(question: Question, room: Room, names: list[str], met: set[str]) -> Message | None:
    """Add those of the scopes that some case meets; return why others are not known."""
    with question.manner.openly():  # who exists is another question than what carries a proof
        found = reached(question.encoding, room, [n for n in names if n not in met])
    met.update(found.met)
    for case in found.cases:
        question.notes.case(case)
    return found.reason


def _violated(
    question: Question, room: Room, names: tuple[str, ...],
    hinted: Sequence[tuple[Assignment, Evaluation]],
) -> Judged:
    """Ask for each violation, but for those that a case that is hinted at still shows."""
    asked = _ask(question, room, names)
    shown: dict[str, Satisfiable] = {}
    for case, evaluation in hinted:
        failing = [n for n, _ in asked.claims if evaluation.atoms.get(n) is True]
        if not shown.keys() >= set(failing):
            known = _completed(question, asked, case)
            shown.update((n, known) for n in failing if known is not None and n not in shown)
    judged = judge(asked, known=shown)
    return replace(judged, failing={_instance(n): c for n, c in judged.failing.items()})


def _ask(question: Question, room: Room, names: Sequence[str]) -> Asked:
    """Whether some case of a room makes any of the atoms true."""
    person = question.encoding.person
    wanted = [(n, partial(_atom, person, n)) for n in names]
    return ask(question.encoding, {person: room}, wanted)


def _completed(question: Question, asked: Asked, case: Assignment) -> Satisfiable | None:
    """A case that is computed, as one of the solver's, if there is more to be asked of it."""
    person = question.encoding.person

    def find() -> Answer:
        return asked.focus.check(is_case(person, case))

    if not question.completes:
        return found({person.name: case}, find)
    answer = find()
    return answer if isinstance(answer, Satisfiable) else None


def _elsewhere(
    question: Question, rooms: Rooms, place: int, failing: Collection[str],
    violations: Sequence[str],
) -> tuple[tuple[Known, tuple[str, ...]], ...]:
    """The rooms after a place in which the harm may be larger, and the instances of which.

    A violation that does not look inside the scheme is asked of bills alone, whatever its harm is.
    """
    measured = _measured(question)

    def inside(name: str) -> bool:
        return rooms.looks_inside(f"atom violation({name})") or (
            name in failing and rooms.looks_inside(f"amount harm({name})")
        )

    names = tuple(n for n in map(_instance, violations) if n in measured and inside(n))
    later = rooms.both[place + 1:] if names else ()
    return tuple(({question.encoding.person: room}, names) for room in later)


def _measured(question: Question) -> frozenset[str]:
    """The instances whose harm is an amount."""
    return frozenset(
        _instance(d.name) for d in question.program.definitions if d.name.startswith("harm(")
    )


def _failure(
    question: Question, room: Room, judged: Judged, scopes: Collection[str]
) -> Failure:
    person = question.encoding.person
    measured = _measured(question)

    def harmed(failing: tuple[str, ...]) -> Harmed:
        return Harmed(
            tuple((n, _atom(person, f"violation({n})")) for n in failing),
            {n: _harm(person, f"harm({n})") for n in failing if n in measured},
            any_of(*(_atom(person, n) for n in scopes)),
        )

    return Failure({person: room}, judged, harmed)


def _atom(person: Copy, name: str) -> Claim:
    """The truth of an atom; one that no case can make true is not in the encoded program."""
    return person.atom(name) if person.defines(name) else NO


def _harm(person: Copy, amount: str) -> Harm:
    return Harm(person.amount(amount), person.valued(Amount(amount)))


def _instance(name: str) -> str:
    """`violation(p,w)` and `scope(p,w)` are about the instance `p,w`."""
    return name.partition("(")[2][:-1]
