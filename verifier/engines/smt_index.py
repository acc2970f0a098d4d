"""What each name of a Program depends on, so that only the part that is asked for is encoded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import TypeAlias

from verifier.engines.smt_manner import mark
from verifier.program.model import (
    AmountDefinition,
    AtomDefinition,
    BoolInput,
    Constraint,
    NumberInput,
    PolicyValue,
    Program,
)
from verifier.program.names import named_in
from verifier.program.settled import Settled
from verifier.program.terms import Amount, Atom, Expression, Formula

Leaf = BoolInput | NumberInput | PolicyValue
Definition = AtomDefinition | AmountDefinition

Name: TypeAlias = Atom | Amount
"""A name with its kind: an atom and an amount may be called the same."""


class Index:
    """The leaves and definitions of a Program by name, with their order and dependencies."""

    def __init__(self, program: Program) -> None:
        """Read the program once; both copies of a two-person check use the same index."""
        self.program = program
        leaves: tuple[Leaf, ...] = (*program.inputs, *program.values)
        self.leaves: dict[Name, Leaf] = {_name(leaf): leaf for leaf in leaves}
        self.leaf_names = frozenset(leaf.name for leaf in leaves)
        self.definitions: dict[Name, Definition] = {_name(d): d for d in program.definitions}
        self.constraints = dict(_called(program.constraints))
        self._order = {name: place for place, name in enumerate(self.definitions)}
        self._uses = {_name(d): frozenset(named_in(*_parts(d))) for d in program.definitions}
        self._marks: dict[Name, str] = {}
        self._settled: dict[frozenset[tuple[str, bool]], Settled] = {}

    def mark(self, name: Name) -> str:
        """Return the mark of a name."""
        found = self._marks.get(name)
        if found is None:
            kind = "atom" if isinstance(name, Atom) else "amount"
            found = self._marks[name] = mark(kind, name.name)
        return found

    def has(self, name: Name) -> bool:
        """Say whether the program knows the name."""
        return name in self.leaves or name in self.definitions

    def cone(self, names: Iterable[Name], known: Container[Name]) -> list[Name]:
        """List what `names` depend on and is not yet known, each after all that it uses."""
        stack, found = list(names), dict[Name, None]()
        while stack:
            name = stack.pop()
            if name not in found and name not in known:
                found[name] = None
                stack.extend(self._uses.get(name, ()))
        return sorted(found, key=lambda name: (self._order.get(name, -1), name.name))

    def settled(self, inputs: Mapping[str, bool]) -> Settled:
        """What is true of every copy in which these inputs are known, and where more are."""
        key = frozenset(inputs.items())
        if key not in self._settled:
            self._settled[key] = Settled(self.program.definitions, inputs)
        return self._settled[key]

    def affected(self, names: Collection[str], rules: Collection[str]) -> frozenset[Name]:
        """Return the leaves `names` and every definition that depends on one or uses a rule."""
        touched = {name for name in self.leaves if name.name in names}
        for name, definition in self.definitions.items():
            ours = any(alternative.rule in rules for alternative in definition.alternatives)
            if ours or not touched.isdisjoint(self._uses[name]):
                touched.add(name)
        return frozenset(touched)


def _called(constraints: Iterable[Constraint]) -> Iterator[tuple[str, Constraint]]:
    """Call each constraint by what it speaks of first, so that its name outlasts most edits."""
    seen = Counter[str]()
    for constraint in constraints:
        first = next((name.name for name in named_in(constraint.body)), "")
        seen[first] += 1
        yield first if seen[first] == 1 else f"{first}.{seen[first]}", constraint


def _name(item: Leaf | Definition) -> Name:
    return Atom(item.name) if isinstance(item, BoolInput | AtomDefinition) else Amount(item.name)


def _parts(definition: Definition) -> Iterator[Formula | Expression]:
    if isinstance(definition, AtomDefinition):
        yield from (alternative.body for alternative in definition.alternatives)
        return
    for alternative in definition.alternatives:
        yield alternative.guard
        yield alternative.value
