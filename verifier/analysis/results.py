"""What the analyses find, as frozen data that reports put into words.

A `Case` is one person-year in the names of a Program; a `Computation` is what the exact engine
makes of it; a `Finding` is the verdict on one property of one document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.analysis.hinted import Hint
from verifier.engines.exact_types import Assignment, Evaluation, Interval, Step
from verifier.errors import Message
from verifier.language.clauses import Clause
from verifier.program.model import Program, Rule
from verifier.words import Bilingual


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a document says of itself."""

    id: str
    title: Bilingual
    number: str
    place: Bilingual
    issued: str
    in_force: str
    superiors: tuple[str, ...]


class AssumptionKind(StrEnum):
    """What is assumed without the case saying so, or against the document."""

    DEFAULT = "default"
    """An answer that the case left out."""
    FLAG = "flag"
    """A circumstance that the case left out."""
    READING = "reading"
    """The reading of an ambiguous wording."""
    ROUNDING = "rounding"
    VALUE = "value"
    """A value that the user gave for a figure, an open value or a parameter."""
    DECLARED = "declared"
    """An assumption of the encoding."""
    BOUND = "bound"
    """A bound of an input or of an open value, in a proof."""
    SCOPE = "scope"
    """What a property that was proved speaks of."""
    EXCLUDED = "excluded"
    """Cases that cannot exist, of which nothing is said in a proof."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption; `name` is the identifier of what it is about.

    Of a circumstance (FLAG), `about` is its label, `answer` what was taken, and `visit` the visit.
    """

    kind: AssumptionKind
    name: str
    text: Message
    about: Bilingual | None = None
    answer: bool = False
    visit: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One person-year. `visits` is what the case says; its Program has at least one."""

    visits: int
    assignment: Assignment
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not known and on which results depend.

    Attributes:
        name: Input, policy value or reading.
        what: In words, what is missing or why it is open.
        clause: The clause that leaves it open; empty for what the case could say.
        low: Least value that it can have, as the user would write it; empty if it is no quantity.
        high: Greatest value.
        affects: Results that are not determined without it.
        called: What a policy value is called; None for what the case could say.
    """

    name: str
    what: Bilingual
    clause: str
    low: str
    high: str
    affects: tuple[str, ...]
    called: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """One case, computed.

    Attributes:
        document: The document.
        program: Its Program, as it was evaluated.
        case: The case.
        evaluation: All that follows from it.
        amounts: The results asked for, in order; None has no value (a fault of the document).
        wide: Of which amounts the interval may be wider than need be; it holds every value.
        facts: Eligibility facts by name; None is undetermined.
        assumptions: All that the results assume.
        missing: What is not known and matters.
        faults: Amounts to which the document gives two values or none, in this case.
        steps: The derivation of all results; a step stands before what uses it.
        clauses: The clauses of the rules in the steps, by rule.
    """

    document: DocumentInfo
    program: Program
    case: Case
    evaluation: Evaluation
    amounts: Mapping[str, Interval | None]
    wide: frozenset[str]
    facts: Mapping[str, bool | None]
    assumptions: tuple[Assumption, ...]
    missing: tuple[Missing, ...]
    faults: tuple[Message, ...]
    steps: tuple[Step, ...]
    clauses: Mapping[str, Clause]

    @property
    def determined(self) -> bool:
        """Whether every result is known."""
        exact = all(item is not None and item.exact for item in self.amounts.values())
        return exact and None not in self.facts.values() and not self.faults


class Verdict(StrEnum):
    """What can be said of a property. None is ever turned into another."""

    PROVED = "proved"
    BY_CONSTRUCTION = "by_construction"
    VIOLATED = "violated"
    VACUOUS = "vacuous"
    UNKNOWN = "unknown"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Person:
    """The inputs of one person-year."""

    booleans: Mapping[str, bool]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """One person, or two who are compared, replayed by the exact engine.

    Attributes:
        persons: One or two.
        instance: What fails for them: `property,witness`, or the amount that is in conflict.
        compared: The amount of both persons that compares wrongly; empty for one person.
        harm: In fen, for this person; None where harm is no amount.
        values: What is assumed for the values that the document leaves open.
        readings: The reading of each topic.
        rules: The rules of the document that led there.
    """

    persons: tuple[Person, ...]
    instance: str
    compared: str
    harm: int | None
    values: Mapping[str, int]
    readings: Mapping[str, str]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LargestHarm:
    """The largest harm within the bounds.

    Attributes:
        value: In fen.
        exact: Whether nothing larger is possible; otherwise the search gave up.
        at_bounds: Inputs that stand at their greatest value: with wider bounds it may be larger.
        who: The person who suffers it.
    """

    value: int
    exact: bool
    at_bounds: tuple[str, ...]
    who: Person


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one property of one document.

    Attributes:
        property: Identifier of the property.
        document: Identifier of the document.
        verdict: The verdict.
        reason: Why it is unknown, vacuous or undetermined.
        ranged_over: What the property looked at, as `property,witness` or names of amounts.
        failing: Those of them that fail.
        counterexample: For a violation.
        largest: The largest harm, if it was sought.
        rules: Those at fault, or those that the proof rests on.
        minimal: Whether no rule can be left out of those.
        tolerance: In fen, what rounding alone may change and is allowed.
        holds_with: Open values with which the property holds, if it hangs on them.
        fails_with: Values of the same with which it fails.
        visits: For how many visits it holds.
        any_visits: Whether it was proved for any number of visits.
        readings: The reading of each topic; None if it was asked of every reading.
        obligations: How many refutations by the solver a proof rests on.
        confirmed: How many of them a second solver confirmed; None if it was not asked.
        hint: What would decide it again; no part of what was found.
    """

    property: str
    document: str
    verdict: Verdict
    reason: Message | None = None
    ranged_over: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    largest: LargestHarm | None = None
    rules: tuple[Rule, ...] = ()
    minimal: bool = True
    tolerance: int = 0
    holds_with: Mapping[str, int] | None = None
    fails_with: Mapping[str, int] | None = None
    visits: int = 0
    any_visits: bool = False
    readings: Mapping[str, str] | None = None
    obligations: int = 0
    confirmed: int | None = None
    hint: Hint | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Replay:
    """A person of a counterexample with all that follows: the case, and the derivation."""

    case: Case
    evaluation: Evaluation
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """All findings on one document, with what a report of them needs.

    Attributes:
        document: The document.
        program: Its Program, with the properties.
        findings: The findings, in order.
        replays: By position of the finding, the persons of its counterexample.
        clauses: The clauses of all rules, by rule.
        assumptions: What every verdict on this document assumes.
    """

    document: DocumentInfo
    program: Program
    findings: tuple[Finding, ...]
    replays: Mapping[int, tuple[Replay, ...]]
    clauses: Mapping[str, Clause]
    assumptions: tuple[Assumption, ...]
