"""What a search for a repair finds, as frozen data; figures are in smallest units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from verifier.analysis.extremes.results import Effect
from verifier.analysis.results import Counterexample, DocumentInfo
from verifier.errors import Message
from verifier.language.clauses import Clause
from verifier.program.model import Program
from verifier.properties.declared import Property


class Left(StrEnum):
    """Why it is left open whether figures repair it."""

    TIME = "time"
    """The time for the whole search was spent."""
    VALUES = "values"
    """As many values were tried as are; the next were no better."""
    QUESTION = "question"
    """The solver gave up on a question."""
    NOBODY = "nobody"
    """With the values that were tried the property speaks of nobody."""


class Outcome(StrEnum):
    """How a search ends."""

    HOLDS = "holds"
    """The property holds already."""
    REPAIRED = "repaired"
    NONE = "none"
    """No figure, and no two of them, repair it within the values that are tried."""
    UNKNOWN = "unknown"


def size(before: int, after: int) -> Fraction:
    """How large a change is, as a part of the figure."""
    return Fraction(abs(after - before), max(1, before))


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure of a repair."""

    name: str
    before: int
    after: int
    clause: str

    @property
    def size(self) -> Fraction:
        """How large the change is, as a part of the figure."""
        return size(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Repair:
    """Figures with which the property is proved.

    Attributes:
        figures: What is changed.
        smallest: Whether it is known that no smaller change of these figures repairs it.
        whole: Whether figures that are whole yuan or percent were changed by whole ones alone.
        broken: Properties that nothing broke, and that are broken with it.
        unsure: Properties that nothing broke and of which this is then not known.
        emptied: Properties that held and then speak of nobody.
        effect: Who gains and who loses; None if it was not asked.
    """

    figures: tuple[Changed, ...]
    smallest: bool = True
    whole: bool = False
    broken: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    effect: Effect | None = None

    @property
    def size(self) -> Fraction:
        """How large the change is, as parts of the figures."""
        return sum((f.size for f in self.figures), Fraction(0))

    @property
    def clean(self) -> bool:
        """Whether every property that held is proved to hold with it, and no other is broken."""
        return not self.broken and not self.unsure and not self.emptied


@dataclass(frozen=True, slots=True)
class Repairs:
    """What became of the search.

    Attributes:
        repairs: Those found: first the clean ones, each smaller than what follows.
        tried: The figures that were looked at.
        undecided: Figures or pairs of which it is not known whether they repair it, and why.
        persons: How many counterexamples the search was guided by.
        beyond: A person for whom it fails whatever the figures are.
    """

    document: DocumentInfo
    program: Program
    property: Property
    outcome: Outcome
    repairs: tuple[Repair, ...]
    tried: tuple[str, ...]
    undecided: Mapping[str, Left]
    persons: int
    clauses: Mapping[str, Clause]
    reason: Message | None = None
    beyond: Counterexample | None = None
