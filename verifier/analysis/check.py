"""Check the properties of a document for every person, or show one for whom a property fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from verifier.analysis import definitions, one_person, two_persons
from verifier.analysis.question import Question
from verifier.analysis.results import Finding
from verifier.analysis.rooms import Rooms
from verifier.errors import CaseError, Problem, message
from verifier.program.model import Program
from verifier.properties.declared import Property, PropertyKind, properties
from verifier.source import Span

Progress = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked: every reading or the default ones, and how much is to be shown.

    `simplest` asks for the simplest person and the largest harm of what fails; `timeout_ms` limits
    each question to the solver.
    """

    all_readings: bool = False
    simplest: bool = True
    timeout_ms: int = 10_000
    only: tuple[str, ...] = ()


def check(
    program: Program, options: Options | None = None, progress: Progress | None = None
) -> Iterator[Finding]:
    """Yield the finding of each property of `program`, which was made with property files.

    CaseError if `options.only` names a property that there is not.
    """
    options = options or Options()
    declared = properties(program)
    known = {p.id for p in declared}
    if unknown := sorted(set(options.only) - known):
        raise CaseError(Problem(
            "no-property", Span(), message("no property is called `{name}`", name=unknown[0]),
            message("choose one of {names}", names=", ".join(f"`{n}`" for n in sorted(known))),
        ))
    question = Question.of(program, options.all_readings, options.simplest, options.timeout_ms)
    rooms = Rooms(question)
    for item in declared:
        if options.only and item.id not in options.only:
            continue
        if progress is not None:
            progress(program.document, item.id)
        for finding in _findings(question, item, rooms):
            yield replace(
                finding, visits=program.visits,
                readings=None if options.all_readings else question.default_readings,
            )


def _findings(
    question: Question, item: Property, rooms: Rooms
) -> Iterator[Finding]:
    # One solver serves all properties on one person, so that definitions are encoded once.
    match item.kind:
        case PropertyKind.CASE:
            yield one_person.check(question, item, rooms)
        case PropertyKind.PAIR:
            yield from two_persons.check(question, item, rooms)
        case PropertyKind.CONFLICT:
            yield definitions.check_conflicts(question, item, rooms)
        case PropertyKind.GAP:
            yield definitions.check_gaps(question, item, rooms)
