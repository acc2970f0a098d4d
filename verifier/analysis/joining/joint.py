"""Two documents as one Program, over one and the same person-year.

Both are grounded and completed apart. Here their inputs are tied by name (`joint_leaves`), and what
means the same on both sides becomes one definition, whatever it is called and in whatever order it
is written. So a change of wording leaves nothing to prove, and a change of one figure leaves two
small cones to compare. No case can exist that either side excludes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verifier.analysis.joining.leaves import Leaves, tie_leaves
from verifier.analysis.joining.sides import OTHER, OneSided, Side, Tying
from verifier.analysis.joining.terms import Canonical, either
from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    Constraint,
    Fact,
    Program,
)
from verifier.program.names import Dependencies
from verifier.program.sorts import Sort
from verifier.program.terms import (
    FALSE,
    TRUE,
    Aggregate,
    Amount,
    Atom,
    Expression,
    Formula,
    Literal,
)

AS_NAMED = Tying()
_VALUELESS: Expression = Aggregate("min", ())
"""An expression without a value, for an amount that nothing defines."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Two Programs in one.

    Attributes:
        program: The combined Program; its rules carry no tags.
        sides: The Programs as they were.
        leaves: What became of inputs and values.
        atoms: By side, what the atoms of its Program are in the combined one.
        amounts: The same for amounts.
        limits: By side, what its Program excludes, in terms of the combined one.
        tying: What is tied, and what is known.
        dependencies: What each definition of the combined Program uses.
    """

    program: Program
    sides: Mapping[Side, Program]
    leaves: Leaves
    atoms: Mapping[Side, Mapping[str, Formula]]
    amounts: Mapping[Side, Mapping[str, Expression]]
    limits: Mapping[Side, frozenset[Formula]]
    tying: Tying
    dependencies: Dependencies = field(repr=False, compare=False)

    def under(self, known: Mapping[str, bool]) -> Joint:
        """The same for cases of which more is known; what is alike in these becomes one too."""
        left, right = (self.sides[side] for side in Side)
        return join(left, right, replace(self.tying, known={**self.tying.known, **known}))

    @property
    def one_sided(self) -> tuple[OneSided, ...]:
        """What only one side has among questions, answers and values."""
        return self.leaves.one_sided


def join(left: Program, right: Program, tying: Tying = AS_NAMED) -> Joint:
    """Combine two Programs of the same number of visits."""
    if (left.visits, left.rounding) != (right.visits, right.rounding):
        raise ValueError((left.visits, right.visits))
    programs = {Side.LEFT: left, Side.RIGHT: right}
    leaves = tie_leaves(left, right, tying)
    merger = _Merger()
    parts = {side: merger.take(program, leaves, side) for side, program in programs.items()}
    limits = {
        side: frozenset(
            body for c in program.constraints if (body := parts[side].formula(c.body)) != FALSE
        )
        for side, program in programs.items()
    }
    bodies = sorted(limits[Side.LEFT] | limits[Side.RIGHT], key=repr)
    combined = Program(
        document=f"{left.document} | {right.document}",
        visits=left.visits,
        rounding=left.rounding,
        inputs=leaves.inputs,
        values=leaves.values,
        definitions=tuple(merger.definitions),
        constraints=tuple(Constraint("", body) for body in bodies),
        rules={},
        facts=_facts(left, right),
    )
    return Joint(
        combined, programs, leaves,
        {s: p.atoms for s, p in parts.items()}, {s: p.amounts for s, p in parts.items()}, limits,
        tying, Dependencies(combined),
    )


class _Merger:
    """Takes one Program after the other; a definition that is there already is not made again."""

    def __init__(self) -> None:
        self.definitions: list[AtomDefinition | AmountDefinition] = []
        self._atoms: dict[frozenset[Formula], Formula] = {}
        self._amounts: dict[tuple[Sort, frozenset[tuple[Formula, Expression]]], Expression] = {}
        self._taken: set[tuple[type, str]] = set()

    def take(self, program: Program, leaves: Leaves, side: Side) -> Canonical:
        terms = Canonical(program.rounding)
        terms.atoms.update(leaves.atoms[side])
        terms.amounts.update(leaves.amounts[side])
        self._taken |= {(Atom if isinstance(f, Atom) else Amount, f.name)
                        for f in (*terms.atoms.values(), *terms.amounts.values())
                        if isinstance(f, Atom | Amount)}
        for definition in program.definitions:
            if isinstance(definition, AtomDefinition):
                terms.atoms[definition.name] = self._atom(definition, terms)
            else:
                terms.amounts[definition.name] = self._amount(definition, terms)
        return terms

    def _atom(self, definition: AtomDefinition, terms: Canonical) -> Formula:
        bodies = [terms.formula(a.body) for a in definition.alternatives]
        whole = either(*bodies)
        if whole in (TRUE, FALSE) or isinstance(whole, Atom):
            return whole
        key = frozenset((whole,))
        if key not in self._atoms:
            name = self._name(Atom, definition.name)
            self.definitions.append(AtomDefinition(name, (AtomAlternative("", whole),)))
            self._atoms[key] = Atom(name)
        return self._atoms[key]

    def _amount(self, definition: AmountDefinition, terms: Canonical) -> Expression:
        guards: dict[Expression, list[Formula]] = {}
        for alternative in definition.alternatives:
            guard = terms.formula(alternative.guard)
            if guard != FALSE:
                guards.setdefault(terms.expression(alternative.value), []).append(guard)
        options = [(either(*found), value) for value, found in guards.items()]
        if not options:
            return _VALUELESS
        if len(options) == 1 and options[0][0] == TRUE and isinstance(
            options[0][1], Amount | Literal
        ):
            return options[0][1]
        key = (definition.sort, frozenset(options))
        if key not in self._amounts:
            name = self._name(Amount, definition.name)
            alternatives = (AmountAlternative("", g, v) for g, v in sorted(options, key=repr))
            self.definitions.append(AmountDefinition(name, definition.sort, tuple(alternatives)))
            self._amounts[key] = Amount(name)
        return self._amounts[key]

    def _name(self, kind: type, name: str) -> str:
        """The name itself, unless it is taken."""
        while (kind, name) in self._taken:
            name += OTHER
        self._taken.add((kind, name))
        return name


def _facts(left: Program, right: Program) -> dict[str, tuple[Fact, ...]]:
    """The declarations of both, those of the first side first."""
    names = dict.fromkeys((*left.facts, *right.facts))
    return {
        name: tuple(dict.fromkeys((*left.facts.get(name, ()), *right.facts.get(name, ()))))
        for name in names
    }
