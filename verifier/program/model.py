"""The Program: what every engine interprets.

A Program is the ground encoding of one document for a number of visits: free inputs, values that
belong to the policy, and definitions in an order in which each uses only what stands before it.
It holds no solver and no file handle, and nothing in it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from verifier.program.sorts import Sort
from verifier.program.terms import Expression, Formula
from verifier.source import Span


class Rounding(StrEnum):
    """How a product or quotient becomes whole; a reading, as no document states it."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"

    def divide(self, numerator: int, denominator: int) -> int:
        """Divide by a positive number and round; ties go up (towards positive infinity)."""
        match self:
            case Rounding.DOWN:
                return numerator // denominator
            case Rounding.UP:
                return -(-numerator // denominator)
            case Rounding.HALF_UP:
                return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of an encoding, by which a derivation and a proof name their clauses."""

    id: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class BoolInput:
    """A free atom. `policy` is true for the option of a reading, which two persons share."""

    name: str
    policy: bool = False


@dataclass(frozen=True, slots=True)
class NumberInput:
    """A number that the case supplies, in smallest units within its bounds."""

    name: str
    sort: Sort
    low: int
    high: int


class Origin(StrEnum):
    """Where a policy value comes from."""

    FIGURE = "figure"
    OPEN = "open"
    PARAMETER = "parameter"


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A figure, open value or parameter: fixed (`value`), or anything from `low` to `high`.

    An unfixed value takes only values `low + k * step`. All numbers are in smallest units.
    `grade` and `source` say how a parameter is known; `reason` why a value is open or bounded so.
    """

    name: str
    sort: Sort
    unit: str
    value: int | None
    low: int
    high: int
    step: int
    origin: Origin
    span: Span
    place: int = 0
    grade: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AtomAlternative:
    """One rule for an atom: its identifier (empty for core rules) and its body."""

    rule: str
    body: Formula


@dataclass(frozen=True, slots=True)
class AtomDefinition:
    """An atom is true exactly if the body of one of its alternatives is (completion)."""

    name: str
    alternatives: tuple[AtomAlternative, ...]


@dataclass(frozen=True, slots=True)
class AmountAlternative:
    """One definition of an amount: rule, guard and value."""

    rule: str
    guard: Formula
    value: Expression


@dataclass(frozen=True, slots=True)
class AmountDefinition:
    """An amount equals the value of each alternative whose guard is true.

    Two that are true with different values are a conflict; none where the amount is used, a gap.
    """

    name: str
    sort: Sort
    alternatives: tuple[AmountAlternative, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A case in which `body` is true cannot exist."""

    rule: str
    body: Formula


@dataclass(frozen=True, slots=True)
class Fact:
    """A declaration of the encoding as a term: `Fact("label", ("tekun", "特困人员"))`.

    Arguments are strings (symbols and strings alike), integers, or nested facts.
    """

    name: str
    arguments: tuple[Argument, ...]

    def __str__(self) -> str:
        if not self.arguments:
            return self.name
        return f"{self.name}({','.join(str(a) for a in self.arguments)})"


Argument = str | int | Fact


ArgumentPlace = tuple[str, int, int]
"""An argument of an atom or amount: its name, how many arguments it has, and which one it is."""


@dataclass(frozen=True, slots=True)
class EveryVisit:
    """What the rules of an encoding say of any visit.

    `places` are the arguments that may be the number of a visit; `properties` and `constraints` (by
    the first argument of `impossible`) those whose rules speak of every visit alike; `state` the
    amounts that the core carries from visit to visit. `definitions` says that the rules that define
    amounts or compare them, and all that these rest on, speak of every visit alike, too;
    `of_visits` has all names, with their arity, that rest on rules that speak of visits at all.
    """

    places: frozenset[ArgumentPlace] = frozenset()
    properties: frozenset[str] = frozenset()
    constraints: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    definitions: bool = False
    of_visits: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Program:
    """A ground document. `facts` maps a predicate name to its declarations, in a fixed order."""

    document: str
    visits: int
    rounding: Rounding
    inputs: tuple[BoolInput | NumberInput, ...]
    values: tuple[PolicyValue, ...]
    definitions: tuple[AtomDefinition | AmountDefinition, ...]
    constraints: tuple[Constraint, ...]
    rules: Mapping[str, Rule]
    facts: Mapping[str, tuple[Fact, ...]]
    every_visit: EveryVisit = EveryVisit()
