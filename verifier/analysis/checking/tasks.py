"""The parts of a check that can be done by themselves, and which of them are done together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from verifier.analysis.checking.options import Options
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

WHOLE = (PropertyKind.CONFLICT, PropertyKind.GAP, PropertyKind.DOCUMENT)
"""What is asked of every amount, or of everything that is declared."""
_TOGETHER = 16
"""Tasks that one process does with what it has encoded."""
_COMPARED = 9
"""Fewer of them compare two persons, which takes longer than what they share."""
_FEW = 3
"""Comparisons that are not worth a process of their own."""
_SOON = 2
"""So many groups of comparisons come before all others, for which more has to be encoded."""
_MANY = 5
"""So many comparisons take the longest; the first of them are not left to the end."""
_ONE, _ALL = "of one person", "of everything"


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a check that can be done by itself: a property, or one comparison of an amount.

    `program` is the place of its program among those that are checked together.
    """

    property: Property
    program: int
    comparison: str = ""
    amount: str = ""


def tasks_of(program: Program, place: int, options: Options) -> Iterator[Task]:
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
        yield from (Task(item, place, pair.instance, pair.amount) for pair in pairs)
        if not pairs:
            yield Task(item, place)


def ordered(tasks: Sequence[tuple[Task, ...]]) -> list[tuple[Task, ...]]:
    """The groups of all programs, each program's largest before any other's smaller ones."""
    ranked = zip_longest(*map(_groups, tasks), fillvalue=())
    return [group for groups in ranked for group in groups if group]


def _groups(tasks: tuple[Task, ...]) -> list[tuple[Task, ...]]:
    """Tasks that share what is encoded for them; a second person is encoded for each property.

    What is done together rests on the same rules, so that most of it stays as it was when a rule is
    changed. The largest come first, so that no process waits long for another in the end.
    """
    shared: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        shared.setdefault(_shared(task), []).append(task)
    few: dict[str, list[Task]] = {}
    many: list[list[Task]] = []
    for (about, name), part in shared.items():
        if name and len(part) > _FEW:
            many.append(part)
        else:
            few.setdefault(about, []).extend(part)
    alone = [few.pop(about, []) for about in (_ONE, _ALL)]
    compared = [group for part in (*few.values(), *many) for group in _split(part, _COMPARED)]
    others = [group for part in reversed(alone) for group in _split(part, _TOGETHER)]
    later = compared[_SOON:]
    longest = [group for group in later if len(group) >= _MANY][:1]
    return [
        *compared[:_SOON], *longest, *others, *(group for group in later if group not in longest)
    ]


def _split(tasks: Sequence[Task], most: int) -> Iterator[tuple[Task, ...]]:
    """The fewest groups that are not too large, of much the same size."""
    parts = -(-len(tasks) // most)
    for place in range(parts):
        start, end = (len(tasks) * n // parts for n in (place, place + 1))
        yield tuple(tasks[start:end])


def _shared(task: Task) -> tuple[str, str]:
    """What a task is about, and the property whose second person it is asked of."""
    if task.property.kind in WHOLE:
        return _ALL, ""
    if not task.amount:
        return _ONE, ""
    return task.amount, task.property.id
