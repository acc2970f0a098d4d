"""What the exact engine takes and gives: an assignment, and an evaluation of a Program under it.

All numbers are whole and in the smallest unit of their sort.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.program.model import AmountAlternative, Constraint
from verifier.program.terms import Expression, Formula


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is known: truth of Boolean inputs, and numbers of inputs and policy values.

    A number for a policy value stands in place of the document's own (what if it were another?).
    What is missing is unknown: every truth, every number within its bounds.
    """

    booleans: Mapping[str, bool] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between `low` and `high`, both included.

    `certain` is false where some completion of what is unknown leaves the amount without a value.
    """

    low: int
    high: int
    certain: bool = True

    @property
    def exact(self) -> bool:
        """Whether the value is known: it exists, and can be one number only."""
        return self.certain and self.low == self.high


@dataclass(frozen=True, slots=True)
class Firing:
    """Which alternatives of an amount have a true guard, and which an undetermined one."""

    certain: tuple[AmountAlternative, ...]
    possible: tuple[AmountAlternative, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Alternatives of one amount that fire together with different values.

    `rules` and `values` run in parallel. A conflict that is not `certain` may be one for some
    completion of what is unknown; whether it is was not decided.
    """

    name: str
    rules: tuple[str, ...]
    values: tuple[Interval, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """An amount that is used and gets no value, while all that it rests on has one.

    That is: none of its alternatives fires, or one does whose least or greatest is over nothing.
    `users` are the rules that refer to it, `fired` those of its own that fire all the same.
    """

    name: str
    users: tuple[str, ...]
    fired: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is true and all that is paid, as far as the assignment determines it.

    Attributes:
        atoms: Boolean inputs and defined atoms; None is undetermined.
        amounts: Numeric inputs, policy values and defined amounts; None has no value at all.
        fired: For each defined amount, which of its alternatives apply.
        conflicts: Amounts that are defined twice, certainly or possibly.
        gaps: Amounts that are used and have no definition, certainly or possibly.
        broken: Constraints whose body is true: no such case exists.
        doubtful: Constraints whose body is undetermined.
    """

    atoms: Mapping[str, bool | None]
    amounts: Mapping[str, Interval | None]
    fired: Mapping[str, Firing]
    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    broken: tuple[Constraint, ...]
    doubtful: tuple[Constraint, ...]


class Kind(StrEnum):
    """What a step of a derivation speaks of."""

    AMOUNT = "amount"
    ATOM = "atom"
    INPUT = "input"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Use:
    """A name that a step rests on, with its truth or value."""

    name: str
    kind: Kind
    value: Interval | bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation.

    Attributes:
        name: The atom, amount, input or policy value.
        kind: Which of these it is.
        value: Truth of an atom, interval of an amount; None is undetermined or without a value.
        rules: Identifiers of the rules that fired, core rules left out, and of those by which an
            amount is chosen among several.
        uses: What it directly rests on, each once, in the order of the rules.
        conditions: The literals by which those rules fired (or, for a false atom, did not).
        expressions: How an amount was computed, one for each rule that fired, without the
            elements of an aggregate whose condition is false.
    """

    name: str
    kind: Kind
    value: Interval | bool | None
    rules: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    conditions: tuple[Formula, ...] = ()
    expressions: tuple[Expression, ...] = ()
