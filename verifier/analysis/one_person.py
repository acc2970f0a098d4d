"""Properties on one case: is there a person for whom `violation` is derived?"""

from __future__ import annotations

from verifier.analysis.question import Failure, Question
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Claim, Copy, Satisfiable, Undecided, any_of
from verifier.errors import message
from verifier.properties.declared import Property, instances


def check(question: Question, item: Property) -> Finding:
    """The finding of one property on one person."""
    program = question.program
    session, person = question.session()
    finding = Finding(item.id, program.document, Verdict.UNKNOWN)
    scopes = _claims(person, instances(program, "scope", item.id))
    ranged, doubt = question.reached(session, scopes)
    finding = Finding(item.id, program.document, Verdict.VACUOUS,
                      reason=doubt or message("no case reaches what the property speaks of"),
                      ranged_over=ranged)
    if not ranged:
        return finding
    violations = _claims(person, instances(program, "violation", item.id))
    claim = any_of(*(c for _, c in violations))
    answer = session.check(claim)
    if isinstance(answer, Undecided):
        return Finding(item.id, program.document, Verdict.UNKNOWN,
                       reason=message("{reason}", reason=answer.reason), ranged_over=ranged)
    if isinstance(answer, Satisfiable):
        names = [name for name, _ in violations]
        harms = {
            n: person.amount(f"harm({n})") for n in names
            if any(d.name == f"harm({n})" for d in program.definitions)
        }
        failure = Failure(violations, harms, (person,), any_of(*(c for _, c in scopes)))
        return question.failed(session, answer, failure, finding)
    return question.proved(session, answer, claim, finding)


def _claims(person: Copy, names: tuple[str, ...]) -> tuple[tuple[str, Claim], ...]:
    """Claims by instance: `violation(p,w)` is the instance `p,w`."""
    return tuple((n.partition("(")[2][:-1], person.atom(n)) for n in names)
