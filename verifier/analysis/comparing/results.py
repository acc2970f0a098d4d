"""What a comparison of two documents finds, as frozen data that reports put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import OneSided, Side
from verifier.analysis.joining.solver import Pair
from verifier.analysis.results import DocumentInfo, Replay
from verifier.errors import Message
from verifier.language.clauses import Clause
from verifier.language.loader import Source
from verifier.program.model import Program
from verifier.program.sorts import Sort
from verifier.source import Span


class Meaning(StrEnum):
    """What more of a result is to the person."""

    BENEFIT = "benefit"
    COST = "cost"
    NEUTRAL = "neutral"
    """The documents do not say: more is only more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A result that both documents have.

    Attributes:
        names: Its name, or the name that it has at each visit, the first visit first.
        truth: Whether it is true or false, and no amount.
        meaning: What more of it is to the person.
        by_visit: Whether each visit has it.
        optional: Whether it may rightly have no value under both documents.
        pairs: What stands on both sides for each of the names.
    """

    names: tuple[str, ...]
    truth: bool
    meaning: Meaning
    by_visit: bool
    optional: bool
    pairs: tuple[Pair, ...]

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.names[0]


class Difference(StrEnum):
    """How the second document stands to the first in one line, for everyone."""

    SAME = "same"
    NEVER_LESS = "never_less"
    NEVER_MORE = "never_more"
    MIXED = "mixed"
    ONE_VALUED = "one_valued"
    """Somebody has the amount under one document, and no value of it under the other."""
    VACUOUS = "vacuous"
    """No case is possible under both."""
    UNKNOWN = "unknown"


CHANGED = (
    Difference.NEVER_LESS, Difference.NEVER_MORE, Difference.MIXED, Difference.ONE_VALUED,
)
"""Verdicts that say that something differs."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a line.

    Attributes:
        line: The line.
        verdict: The verdict.
        by_construction: Both sides compute it in the same way, so that nothing was left to prove.
        reason: Why it is unknown.
        more: Whether some case has more under the second document, of those in which both give an
            amount; None if not decided.
        less: The same for less.
        alone: By side, whether it alone gives somebody the amount; empty if that was not asked.
        rooms: The settings under which a difference was found, or could not be excluded.
        tolerance: In fen, by how much rounding alone goes the other way; 0 where it never does.
    """

    line: Line
    verdict: Difference
    by_construction: bool = False
    reason: Message | None = None
    more: bool | None = False
    less: bool | None = False
    rooms: tuple[Mapping[str, bool], ...] = ()
    tolerance: int = 0
    alone: Mapping[Side, bool | None] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        """Whether a difference beyond rounding was found."""
        return bool(self.more or self.less or any(self.alone.values()))


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a largest difference is sought among.

    `category` is held alone, all the year; empty for nobody's, None for any combination.
    """

    category: str | None

    @property
    def id(self) -> str:
        """A name for programs."""
        return {None: "any", "": "none"}.get(self.category, self.category or "")


@dataclass(frozen=True, slots=True)
class Witness:
    """A person on both sides, replayed by the exact engine; `amounts` lack what has no value."""

    replays: Mapping[Side, Replay]
    values: Mapping[Side, Mapping[str, int]]
    amounts: Mapping[Side, int]


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest difference of a line in one direction among a group.

    Attributes:
        line: The line.
        group: Among whom.
        more: Whether the second document has more there, or less.
        value: In fen, positive; 1 for a truth; None where it was not found. The person shown may
            have less by what rounding makes, if a simpler one is found so.
        exact: Whether nothing larger is possible within the bounds.
        at_bounds: Inputs and open values that stand at the end of their range in this case.
        witness: The person; None if it was not found.
        reason: Why not.
        causes: The changed clauses that each make a difference to this person, by number.
        values: The case in the names of the joint Program.
    """

    line: Line
    group: Group
    more: bool
    value: int | None
    exact: bool = True
    at_bounds: tuple[str, ...] = ()
    witness: Witness | None = None
    reason: Message | None = None
    causes: tuple[str, ...] = ()
    values: Mapping[str, bool | int] | None = None


@dataclass(frozen=True, slots=True)
class OneValued:
    """A person to whom only `side` gives the amount of a line."""

    line: Line
    side: Side
    witness: Witness


class Sign(StrEnum):
    """Which document has more in a stretch of a map, before rounding."""

    MORE = "more"
    LESS = "less"
    EQUAL = "equal"
    NOBODY = "nobody"
    """No such person can exist, or one of the documents gives no amount."""
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of an input, both ends included, with one sign of the difference.

    `at_low` and `at_high` are the differences at the ends as they are paid, in fen: second document
    less first. `most` is the one at `place`, where it is largest before rounding.
    """

    low: int
    high: int
    sign: Sign
    at_low: int = 0
    at_high: int = 0
    place: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Along:
    """Where a line differs along one input, all else as with the person of a largest difference.

    Exact before rounding, which may move each difference by `tolerance` fen.
    """

    line: Line
    group: Group
    more: bool
    input: str
    stretches: tuple[Stretch, ...]
    tolerance: int


@dataclass(frozen=True, slots=True)
class Written:
    """A figure, or the ends of the range of an open value, in smallest units; how it is counted."""

    low: int
    high: int
    sort: Sort
    unit: str


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that changed: what only one side has of it, and figures with another value.

    Attributes:
        clause: Its number; empty for what stands under none.
        rules: By side, the rules that only it has, as they are written.
        figures: Names of figures that differ, with the value of each side (None: not there).
        places: By side, where what changed stands.
        effects: Lines in which the clause alone makes a difference.
        needed_for: Lines in which it makes one together with others.
    """

    clause: str
    rules: Mapping[Side, tuple[str, ...]]
    figures: tuple[tuple[str, Written | None, Written | None], ...]
    places: Mapping[Side, tuple[Span, ...]]
    effects: tuple[str, ...] = ()
    needed_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnlyAdmits:
    """A case that one side admits and the other excludes."""

    side: Side
    found: bool
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One document of a comparison: its name for a reader, its Program and its clauses.

    `source` parses it anew, `entry` is its entry file. The places of a document at a revision begin
    with `revision` and a colon, and go on from the root of the repository.
    """

    label: str
    document: DocumentInfo
    program: Program
    clauses: Mapping[str, Clause]
    source: Callable[[], Source]
    entry: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was found.

    Attributes:
        sides: The documents.
        joint: Both as one.
        judgements: The verdict on each line, in order.
        largest: Largest gains and losses.
        one_valued: Persons who have an amount under one document alone.
        along: Where they differ.
        changes: Clauses that changed; None if the documents are different ones.
        one_sided: What only one side has, as far as it matters to a line.
        admits: Sides that admit cases that the other excludes.
        used: Inputs and open values that some line rests on, in the names of `joint`.
        searched: Whether persons were sought.
        all_readings: Whether every reading was looked at.
    """

    sides: Mapping[Side, ComparedSide]
    joint: Joint
    judgements: tuple[Judgement, ...]
    largest: tuple[Largest, ...]
    one_valued: tuple[OneValued, ...]
    along: tuple[Along, ...]
    changes: tuple[Change, ...] | None
    one_sided: tuple[OneSided, ...]
    admits: tuple[OnlyAdmits, ...]
    used: frozenset[str]
    searched: bool
    all_readings: bool

    @property
    def unchanged(self) -> bool:
        """Whether it is proved that nothing changes for anyone."""
        same = all(j.verdict is Difference.SAME for j in self.judgements)
        return same and not self.one_sided and not self.admits
