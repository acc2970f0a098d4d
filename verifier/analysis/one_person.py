"""Properties on one case: is there a person for whom `violation` is derived?"""

from __future__ import annotations

from dataclasses import replace

from verifier.analysis.question import Asked, Claims, Failure, Judged, Question
from verifier.analysis.results import Finding, Verdict
from verifier.analysis.rooms import Rooms
from verifier.engines.smt import Copy, Quantity, any_of
from verifier.errors import message
from verifier.properties.declared import Property, instances


def check(question: Question, item: Property, rooms: Rooms) -> Finding:
    """The finding of one property on one person."""
    program = question.program
    scope_names = instances(program, "scope", item.id)
    violation_names = instances(program, "violation", item.id)
    finding = Finding(
        item.id, program.document, Verdict.VACUOUS,
        reason=message("no case reaches what the property speaks of"),
    )
    reached: dict[str, None] = {}
    parts: list[tuple[Asked, Claims, Judged]] = []
    for asked, inside in rooms.split((*scope_names, *violation_names)):
        scopes = _claims(asked.person, [n for n in scope_names if n in inside])
        scope = question.reached(asked, scopes)
        reached.update(dict.fromkeys(scope.failing))
        claims = _claims(asked.person, [n for n in violation_names if n in inside])
        judged = question.judge(asked, claims)
        finding = replace(finding, ranged_over=tuple(sorted(reached)))
        if judged.failing:
            failure = Failure(
                claims, _harms(question, asked.person, judged), (asked.person,),
                any_of(*(c for _, c in scopes)),
            )
            return question.failed(asked.session, failure, judged, finding)
        reason = scope.reason or judged.reason
        if reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=reason)
        parts.append((asked, claims, judged))
    return question.proved(parts, finding) if reached else finding


def _harms(question: Question, person: Copy, judged: Judged) -> dict[str, Quantity]:
    defined = {d.name for d in question.program.definitions}
    return {n: person.amount(f"harm({n})") for n in judged.failing if f"harm({n})" in defined}


def _claims(person: Copy, names: list[str]) -> Claims:
    """Claims by instance: `violation(p,w)` is the instance `p,w`."""
    known = {d.name for d in person.program.definitions}
    return tuple((n.partition("(")[2][:-1], person.atom(n)) for n in names if n in known)
