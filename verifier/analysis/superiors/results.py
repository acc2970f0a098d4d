"""What is found of a document held against its superior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.analysis.comparing.results import ComparedSide, Witness
from verifier.analysis.hinted import Values
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.results import Verdict
from verifier.errors import Message, message
from verifier.words import Bilingual


class Kind(StrEnum):
    """How a line of a superior binds."""

    FLOOR = "floor"
    CEILING = "ceiling"
    UNIFORM = "uniform"
    PERMISSION = "permission"


class Grade(StrEnum):
    """How a line of a superior is known."""

    SEEN = "seen"
    RESTATED = "restated"
    DERIVED = "derived"
    REMEMBERED = "remembered"

    @property
    def convicts(self) -> bool:
        """Whether a text says it, so that a breach of it is a violation."""
        return self in (Grade.SEEN, Grade.RESTATED)

    @property
    def words(self) -> Message:
        """How a line is known, in words."""
        match self:
            case Grade.SEEN:
                return message("seen in the text")
            case Grade.RESTATED:
                return message("as restated")
            case Grade.DERIVED:
                return message("derived")
            case Grade.REMEMBERED:
                return message("remembered only")


@dataclass(frozen=True, slots=True)
class Binding:
    """A line of a superior: for the cases of `premise`, its `output` binds a lower document."""

    id: str
    kind: Kind
    output: str
    premise: str
    grade: Grade
    clause: str
    restated_by: tuple[str, ...]
    text_needed: tuple[str, ...]
    label: Bilingual


class Vain(StrEnum):
    """What was sought and not found, so that it need not be sought again of the very same."""

    SIMPLER = "simpler"
    """A simpler person than the first one."""
    LARGER = "larger"
    """A larger breach, or a proof that there is none."""
    EQUAL = "equal"
    """A proof without the tolerance, or a person who needs it."""
    FEWER = "fewer"
    """Fewer open values with which a line would be kept."""
    HEALING = "healing"
    """Open values with which a line would be kept that no text says."""


@dataclass(frozen=True, slots=True)
class LineHint:
    """What decided a line, to be tried first when it is asked again: none of it is believed.

    Attributes:
        cases: Who reached the premise or broke the line, as a case of both documents in one; who
            was shown comes first.
        healing: Open values with which the line would be kept.
        vain: What was sought in vain.
    """

    cases: tuple[Values, ...] = ()
    healing: Mapping[str, int] = field(default_factory=dict)
    vain: frozenset[Vain] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """The finding on one line.

    Attributes:
        binding: The line.
        verdict: The verdict.
        reason: Why it is vacuous, unknown or undetermined.
        tolerance: In fen, what rounding alone may change and is allowed.
        less: For a breach, whether the lower document gives less, or more.
        largest: The largest breach in fen; None if it was not sought.
        exact: Whether there is no larger one within the bounds.
        witness: The person, replayed on both sides: the lower document is the first. A side that
            gives no amount, or two, has none.
        hangs_on: Open values with which the line would be kept.
        decided: Whether a longer search could tell no more of what is undetermined.
        clauses: By side, the clauses in the derivation of the two amounts.
        hint: What decided it; None if nothing did that can be tried again.
    """

    binding: Binding
    verdict: Verdict
    reason: Message | None = None
    tolerance: int = 0
    less: bool | None = None
    largest: int | None = None
    exact: bool = True
    witness: Witness | None = None
    hangs_on: Mapping[str, int] | None = None
    clauses: Mapping[Side, tuple[str, ...]] | None = None
    decided: bool = True
    hint: LineHint | None = None


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """A document held against a superior, or against another under a line that makes uniform.

    `through` is the superior in the second case; `sides` are the two that are compared, `joint` is
    both as one Program, and `used` are the inputs and open values that some line rests on. `limits`
    are the years of the document and the categories of the superior that are not compared. What was
    `remembered` is what an earlier search of the same has found.
    """

    sides: Mapping[Side, ComparedSide]
    through: ComparedSide | None
    findings: tuple[Held, ...]
    joint: Joint
    used: frozenset[str]
    limits: tuple[Message, ...] = ()
    remembered: bool = False
