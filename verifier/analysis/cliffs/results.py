"""What a map of a line along a number consists of.

Places are in smallest units of what moves, values in smallest units of the line; fractions are
exact values before rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from verifier.analysis.results import Assumption, Case, DocumentInfo, Missing
from verifier.engines.exact_course import State
from verifier.engines.exact_lines import Bounds
from verifier.errors import Message
from verifier.language.clauses import Clause
from verifier.program.model import Program
from verifier.program.sorts import Sort


@dataclass(frozen=True, slots=True)
class Axis:
    """What moves: a number of the case or of the document, and others that rise by as much.

    `names` are what moves, each with what it is more than the first. `value` is what the case says
    of the first, if it says something; `low` and `high` are the ends of the map.
    """

    names: Mapping[str, int]
    sort: Sort
    value: int | None
    low: int
    high: int

    @property
    def name(self) -> str:
        """What the map goes along."""
        return next(iter(self.names))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Between two places the line is straight before rounding, or has no value, for one reason.

    `start` is its value at `low` and `slope` its rise for each unit; what is paid differs from that
    by what lies within `added`. `clauses` are those of the amounts that move.
    """

    low: int
    high: int
    state: State
    start: Fraction = Fraction(0)
    slope: Fraction = Fraction(0)
    added: Bounds = (Fraction(0), Fraction(0))
    reason: Message | None = None
    clauses: tuple[Clause, ...] = ()

    def at(self, place: Fraction | int) -> Fraction:
        """Value before rounding."""
        return self.start + self.slope * (place - self.low)


@dataclass(frozen=True, slots=True)
class Break:
    """Where one stretch ends and another begins.

    Attributes:
        at: Where, before rounding.
        first: The first whole place of the stretch that begins.
        before: Value where it ends, before rounding; None without a value.
        after: Value where the other begins.
        paid: What is paid at the last place before and at the first, as the engine computes it.
        clauses: What the break rests on.
    """

    at: Fraction
    first: int
    before: Fraction | None
    after: Fraction | None
    paid: tuple[int | None, int | None]
    clauses: tuple[Clause, ...]

    @property
    def jump(self) -> Fraction | None:
        """By how much the line jumps before rounding; None where a side has no value."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Cliffs:
    """The map of one line of a case.

    `missing` is what else is not known and matters somewhere.
    """

    document: DocumentInfo
    program: Program
    case: Case
    line: str
    line_sort: Sort
    axis: Axis
    stretches: tuple[Stretch, ...]
    breaks: tuple[Break, ...]
    missing: tuple[Missing, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def determined(self) -> bool:
        """Whether every stretch is settled."""
        unsettled = (State.DOUBTFUL, State.OPEN, State.UNSETTLED)
        return all(s.state not in unsettled for s in self.stretches)

    @property
    def rounding(self) -> Fraction:
        """What rounding can change at most, in smallest units."""
        return max((max(map(abs, s.added)) for s in self.stretches), default=Fraction(0))
