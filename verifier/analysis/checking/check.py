"""Check the properties of a document for every person, or show one for whom a property fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import zip_longest

from verifier.analysis.checking import definitions, one_person, statics, two_persons
from verifier.analysis.checking.question import Question, Trust, default_readings
from verifier.analysis.checking.rooms import Rooms
from verifier.analysis.checking.workers import spread
from verifier.analysis.results import Finding, Verdict
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.model import Program
from verifier.properties.declared import (
    Property,
    PropertyKind,
    comparisons,
    properties,
    variations,
)
from verifier.source import Span

Progress = Callable[[str, str], None]

_TOGETHER = 12
"""Tasks that one process does with what it has encoded."""
_FEW = 3
"""Comparisons that are not worth a process of their own."""
_LOST = message("the process that worked on it ended before it was done")
_STOPPED = message("it was interrupted before it was decided")


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked: every reading or the default ones, and how much is to be shown.

    `simplest` asks for the simplest person and the largest harm of what fails; `timeout_ms` limits
    each question to the solver; `jobs` is how many processes share the work; `trust` says what is
    done with proofs.
    """

    all_readings: bool = False
    simplest: bool = True
    timeout_ms: int = 10_000
    only: tuple[str, ...] = ()
    jobs: int = 1
    trust: Trust = field(default_factory=Trust)


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a check that can be done by itself: a property, or one comparison of it.

    `program` is the place of its program among those that are checked together.
    """

    property: Property
    comparison: str = ""
    program: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a check: the findings on each program, and whether it was interrupted.

    What was not decided until then is unknown.
    """

    findings: tuple[tuple[Finding, ...], ...]
    interrupted: bool = False


def check(
    program: Program, options: Options | None = None, progress: Progress | None = None
) -> tuple[Finding, ...]:
    """The finding of each property of `program`, which was made with property files.

    CaseError if `options.only` names a property that there is not.
    """
    run = check_all((program,), options, progress)
    if run.interrupted:
        raise KeyboardInterrupt
    return run.findings[0]


def check_all(
    programs: Sequence[Program], options: Options | None = None, progress: Progress | None = None
) -> Run:
    """Check several programs at once, so that no process waits while one of them takes long."""
    options = options or Options()
    tasks = [tuple(_tasks(p, place, options)) for place, p in enumerate(programs)]
    work = partial(_findings, programs, options)
    done: dict[Task, list[Finding]] = {}
    interrupted = False
    try:
        for task, findings in spread(_ordered(tasks), work, options.jobs):
            if progress is not None:
                progress(programs[task.program].document, task.property.id)
            done[task] = [_without(programs, task, _LOST)] if findings is None else findings
    except KeyboardInterrupt:
        interrupted = True
    result = []
    for program, part in zip(programs, tasks, strict=True):
        readings = None if options.all_readings else default_readings(program)
        result.append(tuple(
            replace(finding, visits=program.visits, readings=readings) for task in part
            for finding in done.get(task) or [_without(programs, task, _STOPPED)]
        ))
    return Run(tuple(result), interrupted)


def _tasks(program: Program, place: int, options: Options) -> Iterator[Task]:
    """One for each property, and for each comparison of a property on two persons."""
    declared = properties(program)
    known = {p.id for p in declared}
    if unknown := sorted(set(options.only) - known):
        raise CaseError(Problem(
            "no-property", Span(), message("no property is called `{name}`", name=unknown[0]),
            message("choose one of {names}", names=", ".join(f"`{n}`" for n in sorted(known))),
        ))
    wanted = [p for p in declared if not options.only or p.id in options.only]
    for item in wanted:
        is_pair = item.kind is PropertyKind.PAIR and variations(program, item.id)
        pairs = comparisons(program, item.id) if is_pair else ()
        yield from (Task(item, pair.instance, place) for pair in pairs)
        if not pairs:
            yield Task(item, program=place)


def _ordered(tasks: Sequence[tuple[Task, ...]]) -> list[tuple[Task, ...]]:
    """The groups of all programs, each program's largest before any other's smaller ones."""
    ranked = zip_longest(*map(_groups, tasks), fillvalue=())
    return [group for groups in ranked for group in groups if group]


def _groups(tasks: tuple[Task, ...]) -> list[tuple[Task, ...]]:
    """Tasks that share what is encoded for them; a second person is encoded for each property.

    The largest come first, so that no process waits long for another in the end.
    """
    found: dict[str, list[Task]] = {}
    for task in tasks:
        key = task.property.id if task.property.kind is PropertyKind.PAIR else ""
        found.setdefault(key, []).append(task)
    few = [t for key, part in found.items() if key and len(part) <= _FEW for t in part]
    many = [part for key, part in found.items() if key and len(part) > _FEW]
    return [
        tuple(part[start:start + _TOGETHER])
        for part in (few, *many, found.get("", [])) for start in range(0, len(part), _TOGETHER)
    ]


def _without(programs: Sequence[Program], task: Task, reason: Message) -> Finding:
    """The finding of a task that was not done."""
    document = programs[task.program].document
    return Finding(task.property.id, document, Verdict.UNKNOWN, reason=reason)


def _findings(
    programs: Sequence[Program], options: Options, tasks: Sequence[Task]
) -> Iterator[list[Finding]]:
    question = Question.of(
        programs[tasks[0].program], options.all_readings, options.simplest, options.timeout_ms,
        options.trust,
    )
    rooms = Rooms(question)
    for task in tasks:
        yield list(_one(question, task.property, rooms, task.comparison))


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


def processors() -> int:
    """How many processes the machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
