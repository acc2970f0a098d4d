"""The search for figures with which a property holds.

Counterexample-guided: values are asked of the persons for whom the property failed, then of
everybody; who is harmed then joins the persons. The change that is asked next is always the
smallest that is not excluded, so what is proved first is the smallest. Whole yuan and percent are
asked first, smaller units where no whole ones spare the persons. Values that pass are judged by the
other properties, and by what is paid before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations

from verifier import programs
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.documents import describe
from verifier.analysis.extremes.resting import resting
from verifier.analysis.repair.judge import HELD, Judge, keys_of, verdicts
from verifier.analysis.repair.results import Left, Outcome, Repair, Repairs, size
from verifier.analysis.repair.spared import Spared, domain, is_whole, with_figures
from verifier.analysis.results import Counterexample, Finding, Verdict
from verifier.errors import Message
from verifier.language.clauses import clauses_of
from verifier.places import ENCODINGS
from verifier.program.model import Origin, PolicyValue, Program
from verifier.program.names import Dependencies
from verifier.program.sorts import Sort
from verifier.properties.declared import Property, comparisons

Progress = Callable[[str, str], None]
Figures = tuple[PolicyValue, ...]

_ROUNDS = 12
"""Values that are tried for a figure before it is approached from its ends."""
_HALVINGS = 8
_PAIRS = 3
"""Repairs by two figures that are looked for: the smallest ones."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For how many visits (None: one or two), with how much time for a question and in all."""

    visits: int | None
    timeout_ms: int
    seconds: int
    jobs: int = 1


@dataclass(order=True, slots=True)
class _Waiting:
    """Figures that may repair it: how small a change may be, and values that spare the known.

    `whole` says whether figures that are whole yuan or percent are to stay so.
    """

    size: Fraction
    number: int
    figures: Figures = field(compare=False)
    whole: bool = field(compare=False)
    values: Mapping[str, int] | None = field(default=None, compare=False)
    decided: bool = field(default=True, compare=False)
    persons: int = field(default=0, compare=False)
    rounds: int = field(default=0, compare=False)


class Search:
    """One search, with what it has learnt so far."""

    def __init__(
        self,
        document: programs.Document,
        program: Program,
        wanted: Property,
        limits: Limits,
        progress: Progress | None,
    ) -> None:
        self.program = program
        self.wanted = wanted
        self.limits = limits
        self.progress = progress
        self.end = time.monotonic() + limits.seconds
        self.pairs = {c.instance: c for c in comparisons(program, wanted.id)}
        self.persons: dict[str, Counterexample] = {}
        self.undecided: dict[str, Left] = {}
        self.before: Mapping[str, Verdict] = {}
        self.figures = self._figures()
        self.beyond: Counterexample | None = None
        self.judge = Judge(document, program, wanted, self._findings, limits.timeout_ms)

    def run(self) -> Repairs:
        """Search among single figures, then among pairs if none of them repairs it."""
        start = self._findings(self.program, self.wanted.id)
        failing = [f for f in start if f.verdict is Verdict.VIOLATED]
        if not failing:
            unknown = [f for f in start if f.verdict is Verdict.UNKNOWN]
            return self._result(
                Outcome.UNKNOWN if unknown else Outcome.HOLDS, (), (),
                unknown[0].reason if unknown else None,
            )
        self._learn(failing)
        self.before = verdicts(self.program, self.wanted, start)
        tried = tuple(f.name for f in self.figures)
        found = list(self._repairs([(f,) for f in self.figures], len(self.figures)))
        if not any(r.clean for r in found):
            found += self._repairs(list(combinations(self.figures, 2)), _PAIRS)
        if self.beyond is not None:
            return self._result(Outcome.NONE, (), tried, None)
        found.sort(key=lambda r: (not r.clean, r.size, [f.name for f in r.figures]))
        without = Outcome.UNKNOWN if self.undecided else Outcome.NONE
        return self._result(Outcome.REPAIRED if found else without, tuple(found), tried, None)

    def _result(
        self, outcome: Outcome, repairs: tuple[Repair, ...], tried: tuple[str, ...],
        reason: Message | None,
    ) -> Repairs:
        spans = {f.name: f.span for f in self.program.values}
        return Repairs(
            describe(self.program), self.program, self.wanted, outcome, repairs, tried,
            dict(self.undecided), len(self.persons), clauses_of(spans, ENCODINGS), reason,
            self.beyond,
        )

    @property
    def late(self) -> bool:
        """Whether the time for the whole search is spent."""
        return time.monotonic() > self.end

    def _findings(self, program: Program, name: str) -> list[Finding]:
        options = Options(
            simplest=False, timeout_ms=self.limits.timeout_ms, only=(name,), jobs=self.limits.jobs
        )
        return list(check(program, options, self.progress))

    def _learn(self, failing: Sequence[Finding]) -> bool:
        """Remember the persons for whom it fails; false if none of them is new."""
        known = len(self.persons)
        for finding in failing:
            person = finding.counterexample
            if person is not None and repr(person) not in self.persons:
                self.persons[repr(person)] = person
                self.beyond = self.beyond or self._beyond(person)
        return len(self.persons) > known

    def _figures(self) -> list[PolicyValue]:
        """The figures on which the property can depend, by clause."""
        below = Dependencies(self.program).cone(keys_of(self.program, self.wanted))
        return sorted(
            (
                v for v in self.program.values
                if v.origin is Origin.FIGURE and v.value is not None
                and v.sort not in (Sort.DATE, Sort.YEAR) and f"amount {v.name}" in below
            ),
            key=lambda v: (v.span, v.name),
        )

    def _spared(self, figures: Sequence[PolicyValue], *, whole: bool) -> Spared:
        return Spared(self.program, figures, self.pairs, self.limits.timeout_ms, whole=whole)

    def _beyond(self, person: Counterexample) -> Counterexample | None:
        """The person, if it is known that no values of all the figures together spare it."""
        spared = self._spared(self.figures, whole=False)
        spared.add(person)
        return replace(person, values=self._concerning(person)) if spared.hopeless() else None

    def _concerning(self, found: Counterexample) -> dict[str, int]:
        """The open values on which what fails can rest in a counterexample."""
        readings = {f"reads({t},{o})" for t, o in found.readings.items()}
        chosen = {
            i.name: i.name in readings for i in self.program.inputs if i.name.startswith("reads(")
        }
        fails = f"violation({found.instance})"
        wrong = f"amount {found.compared}" if found.compared else f"atom {fails}"
        return {
            name: value for who in found.persons
            for name, value in resting(
                self.program, {**who.booleans, **chosen}, [wrong], found.values
            ).items()
        }

    def _repairs(self, choices: Sequence[Figures], most: int) -> Iterator[Repair]:
        """Repairs by one of these choices of figures each, from the smallest change upwards."""
        waiting = [
            _Waiting(Fraction(0), number, figures, any(map(is_whole, figures)))
            for number, figures in enumerate(choices)
        ]
        while waiting and most and self.beyond is None:
            item = heappop(waiting)
            if self.late:
                for left in sorted([item, *waiting]):
                    self._leave(left, Left.TIME)
                return
            if item.values is None or item.persons < len(self.persons):
                if self._nearest(item):
                    heappush(waiting, item)
                continue
            if len(item.figures) > 1 and _changes_one(item):
                continue  # found as a repair by one figure
            found = self._tried(item, item.values)
            if isinstance(found, Repair):
                most -= 1
                yield found
            elif isinstance(found, Left):
                self._leave(item, found)
            elif found:
                heappush(waiting, item)

    def _tried(self, item: _Waiting, values: Mapping[str, int]) -> Repair | Left | bool:
        """What becomes of values: a repair, or whether there are others to be tried."""
        verdict = self._verdict(values)
        if verdict is True:
            return self.judge.repair(values, smallest=item.decided, whole=item.whole)
        if verdict is not False:
            return verdict
        return item.rounds < _ROUNDS or self._at_the_ends(item)

    def _at_the_ends(self, item: _Waiting) -> Repair | Left | bool:
        """What becomes of figures for which no more values are tried one by one."""
        from_an_end = self._from_an_end(item)
        if from_an_end is not None:
            return self.judge.repair(from_an_end, smallest=False, whole=item.whole)
        if not self._nearest(item):  # whom the ends harmed may exclude all other values
            return False
        if item.rounds < _ROUNDS:
            return True
        return Left.TIME if self.late else Left.VALUES

    def _leave(self, item: _Waiting, why: Left) -> None:
        self.undecided[" + ".join(f.name for f in item.figures)] = why

    def _nearest(self, item: _Waiting) -> bool:
        """Find the smallest change that spares everybody who is known; false if there is none."""
        spared = self._spared(item.figures, whole=item.whole)
        for person in self.persons.values():
            spared.add(person)
        found = spared.nearest()
        if found.figures is None and found.decided and item.whole:
            item.whole, item.rounds = False, 0
            return self._nearest(item)
        if found.figures is None:
            if not found.decided:
                self._leave(item, Left.QUESTION)
            return False
        item.values, item.decided = found.figures, item.decided and found.decided
        item.size = sum(
            (size(f.value or 0, item.values[f.name]) for f in item.figures), Fraction(0)
        )
        item.persons = len(self.persons)
        item.rounds += 1
        return True

    def _verdict(self, values: Mapping[str, int]) -> bool | Left:
        """Whether the property holds with these figures; who is harmed is then known."""
        changed = with_figures(self.program, values)
        findings = self._findings(changed, self.wanted.id)
        failing = [f for f in findings if f.verdict is Verdict.VIOLATED]
        if failing:
            return False if self._learn(failing) else Left.QUESTION
        after = verdicts(changed, self.wanted, findings)
        if Verdict.UNKNOWN in after.values():
            return Left.QUESTION
        # It is not enough that nobody is left of whom the property speaks.
        held = all(then in HELD or then is self.before[name] for name, then in after.items())
        return True if held else Left.NOBODY

    def _from_an_end(self, item: _Waiting) -> Mapping[str, int] | None:
        """The value of a single figure nearest to what it is that is proved from an end on."""
        if len(item.figures) > 1:
            return None
        figure, tried = item.figures[0], domain(item.figures[0], whole=item.whole)
        grid = range(tried.low, tried.high + 1, tried.step)
        found = [
            v for end in (grid[0], grid[-1])
            if (v := self._towards(figure, end, tried.step)) is not None
        ]
        now = figure.value or 0
        return {figure.name: min(found, key=lambda v: abs(v - now))} if found else None

    def _towards(self, figure: PolicyValue, end: int, step: int) -> int | None:
        """The end, if it is proved, or a value nearer to the figure that is proved as well."""
        now = figure.value or 0
        if end == now or self.late or self._verdict({figure.name: end}) is not True:
            return None
        near, far = 0, abs(end - now) // step
        sign = 1 if end > now else -1
        for _ in range(_HALVINGS):
            middle = (near + far) // 2
            if middle == near or self.late:
                break
            if self._verdict({figure.name: now + sign * middle * step}) is True:
                far = middle
            else:
                near = middle
        return now + sign * far * step


def _changes_one(item: _Waiting) -> bool:
    values = item.values or {}
    return sum(values[f.name] != f.value for f in item.figures) == 1
