"""Why a line of a computation is as it is, as frozen data that reports put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from verifier.engines.exact_types import Interval
from verifier.errors import Message
from verifier.language.clauses import Clause
from verifier.program.terms import AtLeast, Atom, Compare, Expression


class Origin(StrEnum):
    """Where a fact of a case, or a value of its document, comes from."""

    GIVEN = "given"
    """The case says so."""
    TAKEN_AS_NO = "taken_as_no"
    """The case does not say so."""
    TAKEN_AS_YES = "taken_as_yes"
    """The case does not deny it, and it is usual."""
    DEFAULT = "assumed"
    """The answer that is taken if nothing is said."""
    NO_VISIT = "no_visit"
    """The case has no visit."""
    UNKNOWN = "unknown"
    """The case does not say it, and nothing can be taken for it."""
    READING = "reading"
    """How an ambiguous wording is read."""
    FIGURE = "figure"
    """The document says so."""
    PARAMETER = "parameter"
    """A value of the year and place."""
    SET = "set"
    """The user set it for this run."""
    OPEN = "open"
    """The document leaves it to others, and it was not set."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An input, reading or value that a result rests on, with where it comes from."""

    name: str
    numeric: bool
    value: Interval | bool | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition of a rule, and whether it holds in this case (None: not determined)."""

    literal: Atom | Compare | AtLeast
    holds: bool | None


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """What a clause rests on: the reasons for which it applies. `clause` is None for the core's."""

    clause: Clause | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AmountStep:
    """How an amount was computed.

    Attributes:
        name: The amount.
        value: What it is; None has no value.
        clauses: Clauses whose rules define it, or whose figures stand in it.
        expressions: One for each rule that fires, without what does not count.
        operands: The amounts in those, where one that only hands on another is the other.
        nothing: Whether it is a sum or greatest over nothing: no rule grants anything.
    """

    name: str
    value: Interval | None
    clauses: tuple[Clause, ...]
    expressions: tuple[Expression, ...]
    operands: tuple[str, ...]
    nothing: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The derivation of a line, from the result down; nothing stands in it twice.

    Attributes:
        name: The amount or fact.
        numeric: Whether it is an amount.
        value: What it is.
        steps: Its amounts, each before what it is computed from.
        clauses: The clauses that apply, with the reasons.
        failing: Of a fact that does not hold, its rules with what fails of each.
        facts: What all of this rests on.
    """

    name: str
    numeric: bool
    value: Interval | bool | None
    steps: tuple[AmountStep, ...]
    clauses: tuple[ClauseUse, ...]
    failing: tuple[Candidate, ...]
    facts: tuple[Fact, ...]

    @property
    def determined(self) -> bool:
        """Whether the line is known."""
        return self.value.exact if isinstance(self.value, Interval) else self.value is not None


@dataclass(frozen=True, slots=True)
class Balance:
    """An amount of which nothing is left: `expression` is not above zero."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several ways, each with what fails of it; one of them would do."""

    ways: tuple[tuple[Failing, ...], ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """What fails, and the clause that asks for it (None: the core)."""

    what: Reason | Balance | OneOf
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that could have given the line.

    Attributes:
        names: The amounts or the fact that it gives; several where the same fails of them.
        clauses: The clauses of the rule.
        failing: The conditions that fail.
    """

    names: tuple[str, ...]
    clauses: tuple[Clause, ...]
    failing: tuple[Failing, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact of the case that is another: truth or number before (None: not known) and after.

    Of an answer that is one of several, `name` is the answer that becomes true, `replaced` the one
    that was.
    """

    name: str
    before: bool | int | None
    after: bool | int
    replaced: str = ""


class Outcome(StrEnum):
    """What came of the search for a change."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    """No case that can exist has this line, with these values and readings: proved."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of a case under which a line pays, or a fact holds.

    Attributes:
        outcome: Whether there is one.
        changes: What is changed.
        given: Values that the case or the document leaves open and on which the result hangs.
        value: What the line is then, by the exact engine.
        smallest: Whether no smaller change exists, as far as it was proved.
        reason: Why it is unknown.
        clauses: Of IMPOSSIBLE, the clauses that stand against it.
    """

    outcome: Outcome
    changes: tuple[Changed, ...] = ()
    given: Mapping[str, int | bool] | None = None
    value: Interval | bool | None = None
    smallest: bool = True
    reason: Message | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a line pays nothing; `candidates` and `change` are empty if it pays or is not known."""

    name: str
    numeric: bool
    value: Interval | bool | None
    candidates: tuple[Candidate, ...] = ()
    facts: tuple[Fact, ...] = ()
    change: Change | None = None

    @property
    def pays(self) -> bool:
        """Whether the line pays for certain, or the fact holds."""
        if isinstance(self.value, Interval):
            return self.value.certain and self.value.low > 0
        return self.value is True

    @property
    def open(self) -> bool:
        """Whether it is not determined that the line pays."""
        if isinstance(self.value, Interval):
            return not self.pays and not (self.value.certain and self.value.high <= 0)
        return self.value is None

    @property
    def settled(self) -> bool:
        """Whether it is known if the line pays, and if a change helps where it does not."""
        unknown = self.change is not None and self.change.outcome is Outcome.UNKNOWN
        return not self.open and not unknown
