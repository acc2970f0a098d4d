"""The work of a group of tasks: each property by what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from verifier.analysis.checking import definitions, one_person, statics, two_persons
from verifier.analysis.checking.encoding import Base
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms
from verifier.analysis.checking.tasks import Task
from verifier.analysis.results import Finding, Hint, Hinted
from verifier.program.model import Program
from verifier.properties.declared import Property, PropertyKind


def findings(
    program: Program, options: Options, tasks: Sequence[Task],
    hints: Hinted = MappingProxyType({}), base: Base | None = None,
) -> Iterator[tuple[Finding, ...]]:
    """What each of the tasks finds, with what is encoded once for all of them."""
    question = Question.of(program, options, base)
    rooms = Rooms(question)
    for task in tasks:
        question.notes.begin(hints.get((task.property.id, task.comparison), Hint()))
        found = tuple(_one(question, task.property, rooms, task.comparison))
        hint = question.notes.hint(program)
        yield tuple(replace(finding, hint=hint) for finding in found)


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
