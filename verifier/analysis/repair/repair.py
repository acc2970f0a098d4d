"""`repair`: figures are changed as little as spares everybody found so far, until it is proved.

Counterexample-guided: a value is asked of the persons for whom the property failed, then of
everybody; who is harmed then joins the persons. A value that passes is checked against the other
properties, and against what is paid before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from verifier import programs
from verifier.analysis.checking.check import Options, check
from verifier.analysis.checking.question import default_readings
from verifier.analysis.documents import describe
from verifier.analysis.extremes.change import Change
from verifier.analysis.extremes.effect import Effort, effect_of
from verifier.analysis.extremes.results import Effect
from verifier.analysis.repair.results import Changed, Outcome, Repair, Repairs
from verifier.analysis.repair.spared import Spared, with_figures
from verifier.analysis.results import Counterexample, Finding, Verdict
from verifier.engines.smt import Variant
from verifier.errors import CaseError, Message, Problem, message
from verifier.language.clauses import clauses_of
from verifier.places import ENCODINGS
from verifier.program.model import Origin, PolicyValue, Program
from verifier.program.names import Dependencies, term_keys
from verifier.program.sorts import Sort
from verifier.program.specialise import specialise
from verifier.program.terms import Amount
from verifier.properties.declared import Property, comparisons, instances, properties
from verifier.source import Span

Progress = Callable[[str, str], None]

_ROUNDS = 12
"""Values that are tried for a figure before it is left undecided."""
_HELD = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)


@dataclass(frozen=True, slots=True)
class Limits:
    """For how many visits, with how much time for a question and for the whole search."""

    visits: int
    timeout_ms: int
    seconds: int
    jobs: int = 1


def repair(
    document: programs.Document, name: str, limits: Limits, progress: Progress | None = None
) -> Repairs:
    """Search for repairs of a property; CaseError if there is none of this name."""
    program = programs.load_program(document, limits.visits, properties=True)
    declared = {p.id: p for p in properties(program)}
    if name not in declared:
        raise CaseError(Problem(
            "no-property", Span(), message("no property is called `{name}`", name=name),
            message("choose one of {names}", names=", ".join(f"`{n}`" for n in sorted(declared))),
        ))
    search = _Search(document, program, declared[name], limits, progress)
    return search.run()


class _Search:
    def __init__(
        self,
        document: programs.Document,
        program: Program,
        wanted: Property,
        limits: Limits,
        progress: Progress | None,
    ) -> None:
        self.document = document
        self.program = program
        self.wanted = wanted
        self.limits = limits
        self.progress = progress
        self.end = time.monotonic() + limits.seconds
        self.pairs = {c.instance: c for c in comparisons(program, wanted.id)}
        self.persons: dict[str, Counterexample] = {}
        self.undecided: list[str] = []
        self.vacuous: set[tuple[str, str]] = set()
        self.dependencies = Dependencies(program)

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
        self.vacuous = {_key(f) for f in start if f.verdict is Verdict.VACUOUS}
        figures = self._figures()
        found = list(self._repairs([(f,) for f in figures]))
        if not any(r.clean for r in found):
            found += self._repairs(list(combinations(figures, 2)))
        found.sort(key=lambda r: (not r.clean, r.size, [f.name for f in r.figures]))
        without = Outcome.UNKNOWN if self.undecided else Outcome.NONE
        return self._result(
            Outcome.REPAIRED if found else without, tuple(found),
            tuple(f.name for f in figures), None,
        )

    def _result(
        self, outcome: Outcome, repairs: tuple[Repair, ...], tried: tuple[str, ...],
        reason: Message | None,
    ) -> Repairs:
        spans = {f.name: f.span for f in self.program.values}
        return Repairs(
            describe(self.program), self.program, self.wanted, outcome, repairs, tried,
            tuple(self.undecided), len(self.persons), clauses_of(spans, ENCODINGS), reason,
        )

    @property
    def late(self) -> bool:
        """Whether the time for the whole search is spent."""
        return time.monotonic() > self.end

    def _findings(self, program: Program, *names: str) -> list[Finding]:
        options = Options(
            simplest=False, timeout_ms=self.limits.timeout_ms, only=names, jobs=self.limits.jobs
        )
        return list(check(program, options, self.progress))

    def _learn(self, failing: Sequence[Finding]) -> bool:
        """Remember the persons for whom it fails; false if none of them is new."""
        known = len(self.persons)
        for finding in failing:
            if finding.counterexample is not None:
                self.persons.setdefault(repr(finding.counterexample), finding.counterexample)
        return len(self.persons) > known

    def _figures(self) -> list[PolicyValue]:
        """The figures on which the property can depend, by clause."""
        names = [f"atom {n}" for n in instances(self.program, "violation", self.wanted.id)]
        for pair in self.pairs.values():
            for term in (pair.first, pair.second, Amount(pair.amount)):
                names += term_keys(term)
        below = self.dependencies.cone(names)
        return sorted(
            (
                v for v in self.program.values
                if v.origin is Origin.FIGURE and v.value is not None
                and v.sort not in (Sort.DATE, Sort.YEAR) and f"amount {v.name}" in below
            ),
            key=lambda v: (v.span, v.name),
        )

    def _repairs(self, choices: Sequence[tuple[PolicyValue, ...]]) -> Iterator[Repair]:
        for figures in choices:
            if self.late:
                self.undecided.append(_called(figures))
                continue
            found = self._repair(figures)
            if found is not None:
                yield found

    def _repair(self, figures: tuple[PolicyValue, ...]) -> Repair | None:
        """The smallest change of these figures with which the property is proved."""
        spared = Spared(self.program, figures, self.pairs, self.limits.timeout_ms)
        added: set[str] = set()
        for _ in range(_ROUNDS):
            for key in [k for k in self.persons if k not in added]:
                spared.add(self.persons[key])
                added.add(key)
            values = spared.nearest()
            if values.figures is None:
                if not values.decided:
                    self.undecided.append(_called(figures))
                return None
            changed = with_figures(self.program, values.figures)
            findings = self._findings(changed, self.wanted.id)
            failing = [f for f in findings if f.verdict is Verdict.VIOLATED]
            if not failing:
                if not all(f.verdict in _HELD or _key(f) in self.vacuous for f in findings):
                    break  # not known, or nobody is left of whom the property speaks
                return self._judged(changed, values.figures, smallest=values.decided)
            if not self._learn(failing) or self.late:
                break
        self.undecided.append(_called(figures))
        return None

    def _judged(
        self, changed: Program, values: Mapping[str, int], *, smallest: bool
    ) -> Repair:
        """A repair, with the properties that it breaks, and who gains and loses."""
        figures = tuple(
            Changed(v.name, v.value, values[v.name], v.span.clause)
            for v in self.program.values if v.name in values and v.value is not None
        )
        broken, unsure = self._others(changed, frozenset(values))
        return Repair(figures, smallest, broken, unsure, self._effect(values))

    def _others(
        self, changed: Program, figures: frozenset[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Other properties that held, and that the figures break, or perhaps break."""
        broken: list[str] = []
        unsure: list[str] = []
        for item in properties(self.program):
            if item.id == self.wanted.id or not self._depends(item, figures):
                continue
            after = self._findings(changed, item.id)
            bad = {_key(f) for f in after if f.verdict is Verdict.VIOLATED}
            open_ = {_key(f) for f in after if f.verdict is Verdict.UNKNOWN}
            if not bad and not open_:
                continue
            held = {_key(f) for f in self._findings(self.program, item.id) if f.verdict in _HELD}
            if bad & held:
                broken.append(item.id)
            elif open_ & held:
                unsure.append(item.id)
        return tuple(broken), tuple(unsure)

    def _depends(self, item: Property, figures: frozenset[str]) -> bool:
        keys = [f"atom {n}" for n in instances(self.program, "violation", item.id)]
        for pair in comparisons(self.program, item.id):
            for term in (pair.first, pair.second, Amount(pair.amount)):
                keys += term_keys(term)
        below = self.dependencies.cone(keys)
        # Conflicts and gaps range over all amounts.
        return not keys or any(f"amount {name}" in below for name in figures)

    def _effect(self, values: Mapping[str, int]) -> Effect:
        plain = programs.load_program(self.document, self.limits.visits)
        chosen = {f"reads({t},{o})" for t, o in default_readings(plain).items()}
        settings = {i.name: i.name in chosen for i in plain.inputs if i.name.startswith("reads(")}
        change = Change(
            specialise(plain, settings), settings, Variant(dict(values)), self.limits.timeout_ms
        )
        return effect_of(change, Effort(self.limits.timeout_ms))


def _called(figures: Sequence[PolicyValue]) -> str:
    return " + ".join(f.name for f in figures)


def _key(finding: Finding) -> tuple[str, str]:
    """What a finding is about: one comparison of a property on two persons, or all of another."""
    return finding.property, finding.ranged_over[0] if len(finding.ranged_over) == 1 else ""
