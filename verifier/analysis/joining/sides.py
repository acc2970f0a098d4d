"""The two sides of a comparison, and how what they name is tied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.program.labels import parse_term
from verifier.program.model import Fact

OTHER = "@b"
"""What the names of the second document end in, where they mean something of their own."""


class Side(StrEnum):
    """One of the two documents."""

    LEFT = "a"
    RIGHT = "b"


class Treatment(StrEnum):
    """How what only one side has enters the comparison."""

    ABSENT = "absent"
    """Nobody is in this category, gives this answer, or has this."""
    USUAL = "usual"
    """The answer that a case has when nothing is said."""
    NOTHING = "nothing"
    """No amount."""
    FREE = "free"
    """Any answer or value, on its side alone."""
    OVERLAP = "overlap"
    """What both sides allow."""
    LEFT_OUT = "left_out"
    """A result that is not compared."""
    OTHER_UNIT = "other_unit"
    """A result that measures something else on each side: it is not compared."""
    TIED = "tied"
    """The same identifier, which each side calls by another name."""


@dataclass(frozen=True, slots=True)
class Tying:
    """What is compared with what: readings, what is known, and names that differ in meaning.

    `apart` are identifiers that mean different things on the two sides; `same` gives for
    identifiers of the second side those of the first that mean the same.
    """

    all_readings: bool = False
    known: Mapping[str, bool] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)

    def common(self, side: Side, name: str) -> str:
        """The name under which both sides know an input or value."""
        if not (self.apart or self.same):
            return name
        term = parse_term(name)
        if side is Side.LEFT:
            return name
        words = {term.name, *(str(a) for a in term.arguments)}
        if words & self.apart:
            return name + OTHER
        arguments = tuple(self.same.get(str(a), a) for a in term.arguments)
        return str(Fact(self.same.get(term.name, term.name), arguments))


@dataclass(frozen=True, slots=True)
class OneSided:
    """Something that only one side has. `field` is the question, or the kind of thing."""

    side: Side
    field: str
    name: str
    treatment: Treatment
