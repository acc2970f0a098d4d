"""Check the properties of a document for every person, or show one for whom a property fails."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from verifier.analysis import definitions, one_person, two_persons
from verifier.analysis.question import Question
from verifier.analysis.results import Finding
from verifier.analysis.rooms import Rooms
from verifier.errors import CaseError, Problem, message
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


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked: every reading or the default ones, and how much is to be shown.

    `simplest` asks for the simplest person and the largest harm of what fails; `timeout_ms` limits
    each question to the solver; `jobs` is how many processes share the work.
    """

    all_readings: bool = False
    simplest: bool = True
    timeout_ms: int = 10_000
    only: tuple[str, ...] = ()
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a check that can be done by itself: a property, or one comparison of it."""

    property: str
    comparison: str = ""


def check(
    program: Program, options: Options | None = None, progress: Progress | None = None
) -> Iterator[Finding]:
    """Yield the finding of each property of `program`, which was made with property files.

    CaseError if `options.only` names a property that there is not.
    """
    options = options or Options()
    question = Question.of(program, options.all_readings, options.simplest, options.timeout_ms)
    tasks = tuple(_tasks(program, options))
    for task, findings in _done(question, tasks, options.jobs):
        if progress is not None:
            progress(program.document, task.property)
        for finding in findings:
            yield replace(
                finding, visits=program.visits,
                readings=None if options.all_readings else question.default_readings,
            )


def _tasks(program: Program, options: Options) -> Iterator[Task]:
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
        yield from (Task(item.id, pair.instance) for pair in pairs)
        if not pairs:
            yield Task(item.id)


def _done(
    question: Question, tasks: tuple[Task, ...], jobs: int
) -> Iterator[tuple[Task, list[Finding]]]:
    """The tasks with their findings, in their order, by as many processes as are asked for."""
    jobs = min(jobs, len(tasks))
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        rooms = Rooms(question)
        yield from ((task, _findings(question, rooms, task)) for task in tasks)
        return
    # Forked, so that the Program need not be sent; no solver exists yet in this process.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _settle, (question,)) as pool:
        waiting = [pool.submit(_work, task) for task in tasks]
        try:
            for task, future in zip(tasks, waiting, strict=True):
                yield task, future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_ASKED: list[tuple[Question, Rooms]] = []
"""What a worker process answers; set once when it starts."""


def _settle(question: Question) -> None:
    _ASKED[:] = [(question, Rooms(question))]


def _work(task: Task) -> list[Finding]:
    question, rooms = _ASKED[0]
    return _findings(question, rooms, task)


def _findings(question: Question, rooms: Rooms, task: Task) -> list[Finding]:
    item = next(p for p in properties(question.program) if p.id == task.property)
    return list(_one(question, item, rooms, task.comparison))


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


def processors() -> int:
    """How many processes the machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
