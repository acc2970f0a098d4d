"""Check the properties of a document for every person, or show one for whom a property fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from verifier.analysis.checking import remembered
from verifier.analysis.checking.needed import Parts
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.tasks import Task, ordered, tasks_of
from verifier.analysis.checking.workers import spread
from verifier.analysis.hinted import Hinted
from verifier.analysis.results import Finding, Verdict
from verifier.errors import Message, message
from verifier.program.model import Program
from verifier.program.readings import default_readings

Progress = Callable[[str, str], None]
Findings = tuple[Finding, ...]

_LOST = message("the process that worked on it ended before it was done")
_STOPPED = message("it was interrupted before it was decided")


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a check: the findings on each program, and whether it was interrupted.

    What was not decided until then is unknown. Of all `tasks`, so many were `remembered` from an
    earlier check of the same.
    """

    findings: tuple[Findings, ...]
    interrupted: bool = False
    tasks: int = 0
    remembered: int = 0


def check(
    program: Program, options: Options | None = None, progress: Progress | None = None
) -> Findings:
    """The finding of each property of `program`, which was made with property files.

    CaseError if `options.only` names a property that there is not.
    """
    run = check_all((program,), options, progress)
    if run.interrupted:
        raise KeyboardInterrupt
    return run.findings[0]


def check_all(
    programs: Sequence[Program], options: Options | None = None, progress: Progress | None = None,
    hints: Callable[[int], Hinted] | None = None,
) -> Run:
    """Check several programs at once, so that no process waits while one of them takes long.

    `hints` gives those of a program by its place; it is asked only if something is to be decided.
    """
    options = options or Options()
    tasks = [tuple(tasks_of(p, place, options)) for place, p in enumerate(programs)]
    work = _Work(options, programs, [Parts(program) for program in programs], hints)
    done: dict[Task, Findings] = {}
    known, interrupted = 0, False
    try:
        left = []
        groups = ordered(tasks)
        for group in groups:
            found = work.remembered(group)
            if found is None:
                left.append(group)
            else:
                done.update(zip(group, found, strict=True))
        known = len(done)
        for task, findings in work.done(left, groups):
            if progress is not None:
                progress(programs[task.program].document, task.property.id)
            done[task] = findings or (_without(programs, task, _LOST),)
    except KeyboardInterrupt:
        interrupted = True
    result = []
    for program, part in zip(programs, tasks, strict=True):
        readings = None if options.all_readings else default_readings(program)
        result.append(tuple(
            replace(finding, visits=program.visits, readings=readings) for task in part
            for finding in done.get(task) or [_without(programs, task, _STOPPED)]
        ))
    return Run(tuple(result), interrupted, sum(map(len, tasks)), known)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is asked of the parts of programs."""

    options: Options
    programs: Sequence[Program]
    parts: Sequence[Parts]
    hints: Callable[[int], Hinted] | None

    def remembered(self, group: Sequence[Task]) -> Sequence[Findings] | None:
        """What the tasks of a group found before, if that is known."""
        return remembered.read(self.options, partial(self._text, group), group)

    def done(
        self, groups: Sequence[Sequence[Task]], asked: Sequence[Sequence[Task]]
    ) -> Iterator[tuple[Task, Findings | None]]:
        """What each task of some groups finds when it is done; None if its process ended before.

        The groups are among all that are `asked`.
        """
        if not groups:
            return
        # The solver is imported only where something is left to do, and before processes fork.
        from verifier.analysis.checking.bases import Bases
        from verifier.analysis.checking.work import findings

        bases = Bases(self.programs, asked, self._part, self.options)
        hints = cache(self.hints or (lambda _: {}))

        def prepare(group: Sequence[Task]) -> None:
            hints(group[0].program)
            bases.prepare(group)

        def work(group: Sequence[Task]) -> Iterator[Findings]:
            part, found = self._part(group), []
            known, base = hints(group[0].program), bases.take(group)
            for item in findings(part, self.options, group, known, base):
                found.append(item)
                if len(found) == len(group):  # a process ends with the last one
                    text = partial(self._text, group)
                    remembered.write(self.options, text, group, tuple(found))
                yield item

        def kin(group: Sequence[Task]) -> int:
            return group[0].program

        yield from spread(groups, work, self.options.jobs, prepare, kin)

    def _part(self, group: Sequence[Task]) -> Program:
        return self.parts[group[0].program].of(group)

    def _text(self, group: Sequence[Task]) -> str:
        return self.parts[group[0].program].text(group)


def _without(programs: Sequence[Program], task: Task, reason: Message) -> Finding:
    """The finding of a task that was not done."""
    document = programs[task.program].document
    return Finding(task.property.id, document, Verdict.UNKNOWN, reason=reason)
