"""What the grounder hands on: rules over numbered atoms, their symbols, and theory atoms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from verifier.program.model import Fact


@dataclass(frozen=True, slots=True)
class Operation:
    """An arithmetic theory term: `+ - * /` with one or two arguments."""

    operator: str
    arguments: tuple[GroundTerm, ...]


GroundTerm: TypeAlias = int | str | Operation
"""A whole number, the name of a quantity (`paid(aid,1)`), or an operation."""


@dataclass(frozen=True, slots=True)
class GroundRule:
    """`head` (one atom, none for a constraint, several for a choice) if `body` holds.

    `bound` is None for a normal body; otherwise the true body literals must reach it by weight.
    """

    choice: bool
    head: tuple[int, ...]
    body: tuple[tuple[int, int], ...]
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class TheoryElement:
    """A tuple of terms with the literals of its condition."""

    terms: tuple[GroundTerm, ...]
    condition: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TheoryAtom:
    """A theory atom: name, elements, and guard (operator, term) if it has one."""

    name: str
    elements: tuple[TheoryElement, ...]
    guard: tuple[str, GroundTerm] | None


@dataclass(frozen=True, slots=True)
class GroundProgram:
    """The output of the grounder, free of the solver's own objects."""

    rules: tuple[GroundRule, ...]
    symbols: Mapping[int, str]
    theory: Mapping[int, TheoryAtom]
    tags: Mapping[int, str]
    facts: tuple[Fact, ...]
