"""The work of a group of tasks: each property by what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from verifier.analysis.checking import definitions, one_person, statics, two_persons
from verifier.analysis.checking.encoding import Base
from verifier.analysis.checking.options import Options, Trust
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms
from verifier.analysis.checking.tasks import Task
from verifier.analysis.hinted import Hint, Hinted
from verifier.analysis.results import Finding, Verdict
from verifier.program.model import Program
from verifier.properties.declared import Property, PropertyKind

_HOLD = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)


def findings(
    program: Program, options: Options, tasks: Sequence[Task],
    hints: Hinted = MappingProxyType({}), base: Base | None = None,
) -> Iterator[tuple[Finding, ...]]:
    """What each of the tasks finds, with what is encoded once for all of them."""
    question = Question.of(program, options, base)
    rooms = Rooms(question)
    for task in tasks:
        known = hints.get((task.property.id, task.comparison), Hint())
        question.manner.lead = known.lead
        yield _again(question, rooms, task, known) or _anew(question, rooms, task, known)


def _anew(question: Question, rooms: Rooms, task: Task, known: Hint) -> tuple[Finding, ...]:
    """What is found if everything is sought."""
    known = replace(known, carried=None, sought=None)
    found = _found(question, rooms, task, known)
    hint = found[0].hint if found else None
    if not question.simplest or hint is None or hint.steps == known.steps or all(
        finding.minimal for finding in found
    ):
        return found
    # With the steps that decided it, less has to be refuted; so its rules are told sooner.
    again = _found(question, rooms, task, replace(hint, carried=None, sought=None))
    fewest = all(finding.verdict in _HOLD and finding.minimal for finding in again)
    return again if fewest else found


def _found(question: Question, rooms: Rooms, task: Task, known: Hint) -> tuple[Finding, ...]:
    """What is found if so much is known before; with what is noted for the next time."""
    question.notes.begin(known)
    found = tuple(_one(question, task.property, rooms, task.comparison))
    hint = question.notes.hint(question.program)
    return tuple(replace(finding, hint=hint) for finding in found)


def _again(
    question: Question, rooms: Rooms, task: Task, known: Hint
) -> tuple[Finding, ...] | None:
    """What was found before, if all that was sought then is known and still checks out."""
    carried = known.carried if question.trust == Trust() else None
    if not question.simplest or (carried is None and known.sought is None):
        return None
    rules = None
    if carried is not None:
        rules = frozenset(r for r, name in question.names.items() if name in carried.rules)
    with question.manner.only(rules):
        found = _found(question, rooms, task, known)
    wanted = (Verdict.VIOLATED,) if rules is None else _HOLD
    same = not question.notes.stale and all(finding.verdict in wanted for finding in found)
    return found if same else None


def _one(
    question: Question, item: Property, rooms: Rooms, comparison: str
) -> Iterator[Finding]:
    match item.kind:
        case PropertyKind.CASE:
            yield one_person.check(question, item, rooms)
        case PropertyKind.PAIR:
            yield from two_persons.check(question, item, rooms, comparison)
        case PropertyKind.CONFLICT:
            yield definitions.check_conflicts(question, item, rooms)
        case PropertyKind.GAP:
            yield definitions.check_gaps(question, item, rooms)
        case PropertyKind.DOCUMENT:
            yield statics.check(question, item)
