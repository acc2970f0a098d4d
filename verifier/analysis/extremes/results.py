"""What the searches for extremes find, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from verifier.analysis.extremes.bills import Bills
from verifier.analysis.results import Assumption, Case, DocumentInfo
from verifier.engines.exact import Evaluation
from verifier.errors import Message
from verifier.language.clauses import Clause
from verifier.program.model import Program, Rule
from verifier.words import Bilingual


class Answer(StrEnum):
    """Whether something makes a difference to somebody; `no` is proved, `yes` is replayed."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Most:
    """The largest amount that was reached, in smallest units.

    `exact` says that no case within the bounds has more; `at_bounds` are the inputs that stand at
    their greatest value there.
    """

    value: int
    exact: bool
    at_bounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a result is more, and less, after a change; None where it never is.

    That is where it has an amount before and after; `only_one` is whether it has one for somebody
    only before, or only after.
    """

    more: Most | None
    less: Most | None
    only_one: Answer = Answer.NO


@dataclass(frozen=True, slots=True)
class Witness:
    """A person for whom a change makes a difference, computed before and after it.

    `billed` is what other rules pay after the change, where that is not what the case says.
    """

    case: Case
    values: Mapping[str, int]
    before: Evaluation
    after: Evaluation
    billed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the policy does.

    Attributes:
        answer: Whether any result of any person differs.
        differing: The results that differ for somebody, replayed: amounts and outcomes. It is a
            difference, too, if only one policy gives an amount.
        undecided: Those of which it is not known.
        shifts: By amount, the largest differences that were sought.
        witness: The simplest person found for whom the first of `differing` differs.
        reason: Why it is not known.
    """

    answer: Answer
    differing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    shifts: Mapping[str, Shift] | None = None
    witness: Witness | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whether there are cases that only the policy as it is (`default`) admits, or only another.

    Attributes:
        default: Which of both alone admits them.
        answer: `yes`, or `unknown`.
        case: Such a case, replayed.
        values: What is assumed for what the document leaves open.
        reason: Why it is not known.
    """

    default: bool
    answer: Answer
    case: Case | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another option of a topic, and what it changes against the default.

    `effect` speaks of cases that both admit, `cases` of those that only one does.
    """

    option: str
    label: Bilingual
    effect: Effect
    cases: tuple[Admitted, ...] = ()

    @property
    def answer(self) -> Answer:
        """Whether it matters that this option is taken."""
        return _any(self.effect.answer, *(found.answer for found in self.cases))


def _any(*answers: Answer) -> Answer:
    """Whether any of these is so."""
    known = [answer for answer in (Answer.YES, Answer.UNKNOWN) if answer in answers]
    return known[0] if known else Answer.NO


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A wording that can be read in several ways."""

    topic: str
    label: Bilingual
    default: str
    default_label: Bilingual
    reason: Bilingual | None
    clauses: tuple[Clause, ...]
    alternatives: tuple[Alternative, ...]

    @property
    def answer(self) -> Answer:
        """Whether it matters which option is taken."""
        return _any(*(a.answer for a in self.alternatives))


@dataclass(frozen=True, slots=True)
class Readings:
    """All ambiguities of a document."""

    document: DocumentInfo
    program: Program
    ambiguities: tuple[Ambiguity, ...]


class Idleness(StrEnum):
    """Why a rule or a figure makes no difference; or that it does, or that this is not known."""

    MATTERS = "matters"
    UNUSED = "unused"
    """No result rests on it: it is said for other ends than payment."""
    OTHER_READING = "other_reading"
    """It belongs to a reading that is not the default."""
    NEVER = "never"
    """It applies in no case; a figure that only such rules use."""
    REPEATS = "repeats"
    """Wherever it applies, other rules say the same."""
    IDLE = "idle"
    """It applies, and no result of anybody changes without it."""
    CASES = "cases"
    """It says, or helps to say, which cases there can be."""
    WORD = "word"
    """A figure that is used, if at all, in choosing rules (a year, a level), not as an amount."""
    ANY = "any"
    """A figure that may have any value within its range."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IdleRule:
    """A rule, and whether anything hangs on it."""

    rule: Rule
    idleness: Idleness
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class IdleFigure:
    """A figure, the range that was tried, and whether anything hangs on its value."""

    name: str
    value: str
    low: str
    high: str
    clause: str
    idleness: Idleness
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Idle:
    """All rules and figures of a document."""

    document: DocumentInfo
    program: Program
    rules: tuple[IdleRule, ...]
    figures: tuple[IdleFigure, ...]
    clauses: Mapping[str, Clause]


@dataclass(frozen=True, slots=True)
class Growth:
    """How the own payment goes on from a case if a visit costs ever more.

    `rises` is by how much of each further yuan of the bill, beyond every bound; None if that is
    not known. `within` says whether the further yuan lies within the policy scope.
    """

    visit: int
    within: bool
    rises: Fraction | None


@dataclass(frozen=True, slots=True)
class Worst:
    """The largest own payment, or share of cost, of those who hold one category and no other.

    Attributes:
        category: The category; empty for those without one.
        label: Its label.
        most: In fen, or for a share in hundredths of a percent; None if nothing was found.
        case: The simplest person found who has it.
        values: What is assumed for what the document leaves open.
        evaluation: That person, computed.
        growth: Visits whose bill makes it ever more; if empty, this person's payment is limited,
            and another's may not be.
        exists: Whether there is such a person; False is proved.
        reason: Why nothing is known.
    """

    category: str
    label: Bilingual
    most: Most | None
    case: Case | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    evaluation: Evaluation | None = None
    growth: tuple[Growth, ...] = ()
    exists: bool = True
    reason: Message | None = None

    @property
    def known(self) -> bool:
        """Whether it is proved what the most is within the bounds, or that there is nobody."""
        return not self.exists or (self.most is not None and self.most.exact)


@dataclass(frozen=True, slots=True)
class Worsts:
    """The worst for each category, and what it was asked for: which bills, and where."""

    document: DocumentInfo
    program: Program
    share: bool
    bills: Bills
    where: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    found: tuple[Worst, ...]
