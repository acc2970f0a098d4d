"""Properties on one case: is there a person for whom `violation` is derived?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.failure import Failure, Harmed, failed
from verifier.analysis.checking.judge import Judged, ask, judge, reached
from verifier.analysis.checking.proof import proved
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Room, Rooms
from verifier.analysis.checking.unreached import unreached
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import NO, Claim, Copy, any_of
from verifier.errors import Message
from verifier.properties.declared import Property, instances


def check(question: Question, item: Property, rooms: Rooms) -> Finding:
    """The finding of one property on one person."""
    program = question.program
    scope_names = instances(program, "scope", item.id)
    violation_names = instances(program, "violation", item.id)
    finding = Finding(item.id, program.document, Verdict.VACUOUS, reason=unreached(item))
    met: set[str] = set()
    parts: list[Asked] = []
    asked_in = list(rooms.split((*scope_names, *violation_names)))
    for place, (room, inside) in enumerate(asked_in):
        reason = _meet(question, room, [n for n in scope_names if n in inside], met)
        asked_for = tuple(n for n in violation_names if n in inside)
        judged = _violated(question, room, asked_for)
        finding = replace(finding, ranged_over=tuple(sorted(_instance(n) for n in met)))
        if judged.failing:
            failure = _failure(question, room, judged, scope_names)
            elsewhere = (names & set(violation_names) for _, names in asked_in[place + 1:])
            return failed(question, replace(failure, everybody=not any(elsewhere)), finding)
        if reason is not None or judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=reason or judged.reason)
        parts += judged.asked
    if not met:
        return finding
    step = question.any_visit.refuted(item.id)
    return proved(question, [*parts, *step], replace(finding, any_visits=bool(step)))


def _meet(question: Question, room: Room, names: list[str], met: set[str]) -> Message | None:
    """Add those of the scopes that some case meets; return why others are not known."""
    found = reached(question.encoding, room, [n for n in names if n not in met])
    met.update(found.met)
    return found.reason


def _violated(question: Question, room: Room, names: tuple[str, ...]) -> Judged:
    """Ask for each violation."""
    encoding = question.encoding
    wanted = [(n, partial(_atom, encoding.person, n)) for n in names]
    judged = judge(ask(encoding, {encoding.person: room}, wanted))
    return replace(judged, failing={_instance(n): c for n, c in judged.failing.items()})


def _failure(
    question: Question, room: Room, judged: Judged, scopes: Collection[str]
) -> Failure:
    person = question.encoding.person
    measured = {d.name for d in question.program.definitions}

    def harmed(failing: tuple[str, ...]) -> Harmed:
        return Harmed(
            tuple((n, _atom(person, f"violation({n})")) for n in failing),
            {n: person.amount(f"harm({n})") for n in failing if f"harm({n})" in measured},
            any_of(*(_atom(person, n) for n in scopes)),
        )

    return Failure({person: room}, judged, harmed)


def _atom(person: Copy, name: str) -> Claim:
    """The truth of an atom; one that no case can make true is not in the encoded program."""
    return person.atom(name) if person.defines(name) else NO


def _instance(name: str) -> str:
    """`violation(p,w)` and `scope(p,w)` are about the instance `p,w`."""
    return name.partition("(")[2][:-1]
