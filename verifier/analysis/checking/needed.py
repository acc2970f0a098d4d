"""Which part of a program a group of tasks is about: nothing else is looked at for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from verifier.analysis.checking.tasks import WHOLE, Task
from verifier.program.model import AmountDefinition, Program
from verifier.program.names import Dependencies, definition_key, term_keys
from verifier.program.part import part_of
from verifier.program.terms import Amount
from verifier.program.written import Writer
from verifier.properties.declared import PropertyKind, comparisons, variations

_CLAIMS = ("violation", "scope", "harm", "pair", "varies")
"""What a property declares, by its identifier."""


class Parts:
    """The parts of a program that groups of tasks are given."""

    def __init__(self, program: Program) -> None:
        self._writer = Writer()
        self._program = program
        self._found: dict[tuple[Task, ...], Program] = {}

    @cached_property
    def _dependencies(self) -> Dependencies:
        return Dependencies(self._program)

    def of(self, tasks: Sequence[Task]) -> Program:
        """The part that these tasks are about; the program itself, if they ask of everything."""
        key = tuple(tasks)
        if key not in self._found:
            self._found[key] = self._part(key)
        return self._found[key]

    def text(self, tasks: Sequence[Task]) -> str:
        """The part that these tasks are about, written."""
        return self._writer.text(self.of(tasks))

    def _part(self, tasks: tuple[Task, ...]) -> Program:
        program = self._program
        if any(task.property.kind in WHOLE for task in tasks):
            return program
        keys = list(_claims(program, {t.property.id for t in tasks}))
        if any(task.property.kind is PropertyKind.CASE for task in tasks):
            keys += _settling(program)
        wanted: dict[str, set[str]] = {}
        for task in tasks:
            if task.property.kind is PropertyKind.PAIR:
                wanted.setdefault(task.property.id, set()).add(task.comparison)
        for name, instances in wanted.items():
            keys += _compared(program, name, instances)
        return part_of(program, self._dependencies, keys)


def _claims(program: Program, properties: set[str]) -> Iterator[str]:
    starts = tuple(f"{claim}({name}," for claim in _CLAIMS for name in properties)
    return (definition_key(d) for d in program.definitions if d.name.startswith(starts))


def _compared(program: Program, name: str, instances: set[str]) -> Iterator[str]:
    """What comparisons of a property speak of: these instances of it."""
    for how in variations(program, name):
        yield from (f"{kind} {other}" for kind in ("amount", "atom") for other in how.of)
    for pair in comparisons(program, name):
        if pair.instance in instances:
            for term in (Amount(pair.amount), pair.first, pair.second):
                yield from term_keys(term)


def _settling(program: Program) -> Iterator[str]:
    """What the core itself names: open functions, and what is carried from visit to visit.

    Properties on one person are asked with the first left open, and of any number of visits.
    """
    for fact in program.facts.get("abstracts", ()):
        yield from (f"amount {name}" for name in fact.arguments[1:])
    state = program.every_visit.state
    for definition in program.definitions:
        if isinstance(definition, AmountDefinition) and definition.name.partition("(")[0] in state:
            yield definition_key(definition)
