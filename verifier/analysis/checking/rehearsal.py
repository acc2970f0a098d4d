"""A check made again with the hints that were just noted, to note what leads to its refutations.

Each task is done as it will be, in its group and with what the groups begin with, so that what is
noted of it is what later checks need: constraints first, then the random seed with which the solver
takes the fewest steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.analysis.checking.bases import Bases
from verifier.analysis.checking.needed import Parts
from verifier.analysis.checking.options import Options, Trust
from verifier.analysis.checking.tasks import Task, ordered, tasks_of
from verifier.analysis.checking.work import findings
from verifier.analysis.checking.workers import spread
from verifier.analysis.hinted import Hint, Hinted
from verifier.engines.smt import Noted
from verifier.engines.smt_manner import SEEDS, Lead
from verifier.program.model import Program


def rehearsed(
    programs: Sequence[Program], options: Options, hints: Sequence[Hinted]
) -> Sequence[Hinted]:
    """The hints of programs, with what leads to the refutations of each task."""
    made = _Rehearsal(programs, replace(options, remember=False, trust=Trust()))
    brief = replace(made, options=replace(made.options, simplest=False))
    needed: dict[Task, frozenset[str]] = {}
    for run in (brief, made):
        for task, noted in run.noted(hints).items():
            if noted.steps:
                needed[task] = needed.get(task, frozenset()).union(noted.needed)
    leads = [
        {task: Lead(names, seed) for task, names in needed.items()} for seed in range(SEEDS)
    ]
    runs = [brief.noted(_led(hints, lead)) for lead in leads]
    best = {}
    for task, names in needed.items():
        if all(task in run for run in runs):
            seed = min(range(SEEDS), key=lambda seed: runs[seed][task].steps)
            best[task] = Lead(names.union(runs[seed][task].needed), seed)
    return _led(hints, best)


def _led(hints: Sequence[Hinted], leads: Mapping[Task, Lead]) -> Sequence[Hinted]:
    led = [dict(of_program) for of_program in hints]
    for task, lead in leads.items():
        name = task.property.id, task.comparison
        led[task.program][name] = replace(led[task.program].get(name, Hint()), lead=lead)
    return led


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    """Programs that are checked, and what is asked of them."""

    programs: Sequence[Program]
    options: Options

    def noted(self, hints: Sequence[Hinted]) -> dict[Task, Noted]:
        """What is noted of each task that is done with these hints."""
        parts = [Parts(program) for program in self.programs]
        groups = ordered([
            tuple(tasks_of(p, place, self.options)) for place, p in enumerate(self.programs)
        ])

        def part(group: Sequence[Task]) -> Program:
            return parts[group[0].program].of(group)

        def kin(group: Sequence[Task]) -> int:
            return group[0].program

        def work(group: Sequence[Task]) -> Iterator[Noted]:
            base = bases.take(group)
            found = findings(part(group), self.options, group, hints[kin(group)], base)
            for _ in group:
                base.manner.noted = noted = Noted(set())
                next(found)
                yield noted

        bases = Bases(self.programs, groups, part, self.options)
        done = spread(groups, work, self.options.jobs, bases.prepare, kin)
        return {task: noted for task, noted in done if noted is not None}
