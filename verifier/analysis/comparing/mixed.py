"""A document with some of its clauses as another version has them, and what that changes.

Which change makes which difference is asked of the first version with one changed clause at a time
put in. Where none alone makes a difference, changes are taken out of the second version one by one
as long as the difference stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from verifier.analysis.comparing.replays import value_in
from verifier.analysis.comparing.results import Change, Judgement, Largest, Line
from verifier.analysis.joining.sides import Side
from verifier.compilation import compile_source
from verifier.engines import exact
from verifier.engines.exact_types import Assignment
from verifier.errors import MingzhengError
from verifier.language.loader import Source
from verifier.program.model import BoolInput, Program

Differs = Callable[[Program, Line], bool | None]
"""Whether a line differs between the first version and a Program; None if not decided."""


class Mixtures:
    """The versions between two versions of a document, each made when first asked for."""

    def __init__(self, sources: Mapping[Side, Source], program: Program) -> None:
        """`program` is the first version."""
        self._sources = sources
        self._program = program
        self._made: dict[frozenset[str], Program | None] = {}

    def with_clauses(self, clauses: Collection[str]) -> Program | None:
        """The first version with these clauses of the second; None if that is no encoding."""
        key = frozenset(clauses)
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def _make(self, clauses: frozenset[str]) -> Program | None:
        left, right = self._sources[Side.LEFT], self._sources[Side.RIGHT]
        statements = (
            *(s for s in left.statements if s.core or s.span.clause not in clauses),
            *(s for s in right.statements if not s.core and s.span.clause in clauses),
        )
        source = Source(statements, {**left.rules, **right.rules}, left.clauses)
        try:
            return compile_source(source, self._program.document, self._program.visits)
        except MingzhengError:
            return None


def with_effects(
    changes: tuple[Change, ...], judgements: tuple[Judgement, ...], mixtures: Mixtures,
    differs: Differs,
) -> tuple[Change, ...]:
    """The changes, each with the lines in which it makes a difference, alone or with others."""
    alone: dict[str, list[str]] = {c.clause: [] for c in changes}
    together: dict[str, list[str]] = {c.clause: [] for c in changes}
    for judgement in judgements:
        line = judgement.line
        if not judgement.differs:
            continue
        causes = [c.clause for c in changes if _makes(mixtures, differs, line, (c.clause,))]
        for clause in causes:
            alone[clause].append(line.name)
        if not causes:
            for clause in _least(changes, mixtures, differs, line):
                together[clause].append(line.name)
    return tuple(
        replace(c, effects=tuple(alone[c.clause]), needed_for=tuple(together[c.clause]))
        for c in changes
    )


def _makes(mixtures: Mixtures, differs: Differs, line: Line, clauses: Collection[str]) -> bool:
    mixed = mixtures.with_clauses(clauses)
    return mixed is not None and differs(mixed, line) is True


def _least(
    changes: tuple[Change, ...], mixtures: Mixtures, differs: Differs, line: Line
) -> tuple[str, ...]:
    """Changes of which none can be left out if there is to be a difference."""
    kept = [c.clause for c in changes]
    for clause in tuple(kept):
        fewer = [c for c in kept if c != clause]
        if fewer and _makes(mixtures, differs, line, fewer):
            kept = fewer
    return tuple(kept)


def with_causes(found: Largest, changes: tuple[Change, ...], mixtures: Mixtures) -> Largest:
    """A largest difference with the changes that each alone change what this person gets."""
    if found.witness is None:
        return found
    name = _name(found)
    before = found.witness.amounts[Side.LEFT]
    causes = []
    for change in changes:
        mixed = mixtures.with_clauses((change.clause,))
        if mixed is None:
            continue
        evaluation = exact.evaluate(mixed, _assignment(mixed, found))
        if value_in(evaluation, found.line, name) not in (before, None):
            causes.append(change.clause)
    return replace(found, causes=tuple(causes))


def _name(found: Largest) -> str:
    """The result of the person that differs: the first of its visits that does."""
    assert found.witness is not None
    shown = found.witness.replays
    for name in found.line.names:
        values = [value_in(shown[side].evaluation, found.line, name) for side in Side]
        if values[0] != values[1]:
            return name
    return found.line.name


def _assignment(program: Program, found: Largest) -> Assignment:
    """The person as a mixed version sees it: as the first version, or else as the second."""
    assert found.witness is not None
    left, right = (found.witness.replays[side].case.assignment for side in Side)
    booleans = {**right.booleans, **left.booleans}
    numbers = {**right.numbers, **left.numbers}
    leaves = (*program.inputs, *(v for v in program.values if v.value is None))
    return Assignment(
        {i.name: booleans[i.name] for i in leaves
         if isinstance(i, BoolInput) and i.name in booleans},
        {i.name: numbers[i.name] for i in leaves
         if not isinstance(i, BoolInput) and i.name in numbers},
    )
