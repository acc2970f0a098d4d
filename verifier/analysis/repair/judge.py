"""What figures with which a property is proved do to the other properties, and to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from verifier import programs
from verifier.analysis.extremes.change import Change
from verifier.analysis.extremes.effect import Effort, effect_of
from verifier.analysis.extremes.results import Effect
from verifier.analysis.repair.results import Changed, Repair
from verifier.analysis.repair.spared import with_figures
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Variant
from verifier.program.model import Program
from verifier.program.names import Dependencies, term_keys
from verifier.program.readings import default_readings
from verifier.program.specialise import specialise
from verifier.program.terms import Amount
from verifier.properties.declared import Property, comparisons, instances, properties

HELD = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)


def subject(finding: Finding) -> tuple[str, str]:
    """What a finding is about: one comparison of a property on two persons, or all of another."""
    return finding.property, finding.ranged_over[0] if len(finding.ranged_over) == 1 else ""


def keys_of(program: Program, item: Property) -> list[str]:
    """What a property looks at; nothing for conflicts and gaps, which range over all amounts."""
    keys = [f"atom {n}" for n in instances(program, "violation", item.id)]
    for pair in comparisons(program, item.id):
        for term in (pair.first, pair.second, Amount(pair.amount)):
            keys += term_keys(term)
    return keys


class Judge:
    """Judges figures by everything but the property that they repair."""

    def __init__(
        self,
        document: programs.Document,
        program: Program,
        wanted: Property,
        findings: Callable[[Program, str], list[Finding]],
        timeout_ms: int,
    ) -> None:
        """`findings` checks one property of a Program."""
        self._document = document
        self._program = program
        self._wanted = wanted
        self._findings = findings
        self._timeout_ms = timeout_ms
        self._dependencies = Dependencies(program)
        self._held: dict[str, frozenset[tuple[str, str]]] = {}

    def repair(self, values: Mapping[str, int], *, smallest: bool) -> Repair:
        """A repair, with the properties that it breaks, and who gains and loses."""
        figures = tuple(
            Changed(v.name, v.value, values[v.name], v.span.clause)
            for v in self._program.values if v.name in values and v.value is not None
        )
        broken, unsure = self._others(values)
        return Repair(figures, smallest, broken, unsure, self._effect(values))

    def _others(self, values: Mapping[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Other properties that held, and that the figures break, or perhaps break."""
        changed = with_figures(self._program, values)
        broken: list[str] = []
        unsure: list[str] = []
        for item in properties(self._program):
            if item.id == self._wanted.id or not self._depends(item, values):
                continue
            after = self._findings(changed, item.id)
            bad = {subject(f) for f in after if f.verdict is Verdict.VIOLATED}
            open_ = {subject(f) for f in after if f.verdict is Verdict.UNKNOWN}
            if not bad and not open_:
                continue
            if bad & self._held_before(item):
                broken.append(item.id)
            elif open_ & self._held_before(item):
                unsure.append(item.id)
        return tuple(broken), tuple(unsure)

    def _held_before(self, item: Property) -> frozenset[tuple[str, str]]:
        if item.id not in self._held:
            found = self._findings(self._program, item.id)
            self._held[item.id] = frozenset(subject(f) for f in found if f.verdict in HELD)
        return self._held[item.id]

    def _depends(self, item: Property, values: Mapping[str, int]) -> bool:
        keys = keys_of(self._program, item)
        below = self._dependencies.cone(keys)
        return not keys or any(f"amount {name}" in below for name in values)

    @cached_property
    def _plain(self) -> tuple[Program, dict[str, bool]]:
        """The Program as it is computed, under its default readings."""
        plain = programs.load_program(self._document, self._program.visits)
        chosen = {f"reads({t},{o})" for t, o in default_readings(plain).items()}
        settings = {i.name: i.name in chosen for i in plain.inputs if i.name.startswith("reads(")}
        return specialise(plain, settings), settings

    def _effect(self, values: Mapping[str, int]) -> Effect:
        plain, settings = self._plain
        change = Change(plain, settings, Variant(dict(values)), self._timeout_ms)
        return effect_of(change, Effort(self._timeout_ms))
