"""What figures with which a property is proved do to the other properties, and to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

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
from verifier.properties.declared import (
    Property,
    PropertyKind,
    comparisons,
    instances,
    properties,
)

HELD = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
_UNBROKEN = (*HELD, Verdict.VACUOUS)


def verdicts(
    program: Program, item: Property, findings: Sequence[Finding]
) -> dict[str, Verdict]:
    """The verdict on each comparison of a property on two persons, or on all of another (`""`).

    A comparison whose premise nobody is known to meet is not named by its finding: if these have
    two verdicts, it is not known which is whose.
    """
    if item.kind is not PropertyKind.PAIR:
        return {"": findings[0].verdict}
    named = {f.ranged_over[0]: f.verdict for f in findings if f.ranged_over}
    others = {f.verdict for f in findings if not f.ranged_over}
    rest = others.pop() if len(others) == 1 else Verdict.UNKNOWN
    return {pair.instance: rest for pair in comparisons(program, item.id)} | named


def keys_of(program: Program, item: Property, *, scope: bool = False) -> list[str]:
    """What a property looks at; nothing for conflicts and gaps, which range over all amounts.

    With `scope`, also what decides of whom it speaks.
    """
    kinds = ("violation", "scope") if scope else ("violation",)
    keys = [f"atom {n}" for kind in kinds for n in instances(program, kind, item.id)]
    for pair in comparisons(program, item.id):
        for term in (pair.first, pair.second, Amount(pair.amount)):
            keys += term_keys(term)
    return keys


class _Others(NamedTuple):
    """Properties that are broken, of which it is not known, and that speak of nobody any more."""

    broken: tuple[str, ...]
    unsure: tuple[str, ...]
    emptied: tuple[str, ...]


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
        self._before: dict[str, dict[str, Verdict]] = {}
        self._cases = self._dependencies.cone(
            key for constraint in program.constraints for key in term_keys(constraint.body)
        )

    def repair(self, values: Mapping[str, int], *, smallest: bool, whole: bool) -> Repair:
        """A repair, with the properties that it breaks, and who gains and loses."""
        figures = tuple(
            Changed(v.name, v.value, values[v.name], v.span.clause)
            for v in self._program.values if v.name in values and v.value is not None
        )
        others = self._others(values)
        return Repair(figures, smallest, whole, *others, self._effect(values))

    def _others(self, values: Mapping[str, int]) -> _Others:
        """What becomes of the other properties that nothing broke."""
        changed = with_figures(self._program, values)
        broken: list[str] = []
        unsure: list[str] = []
        emptied: list[str] = []
        for item in properties(self._program):
            if item.id == self._wanted.id or not self._depends(item, values):
                continue
            after = verdicts(changed, item, self._findings(changed, item.id))
            if set(after.values()) <= set(HELD):
                continue
            pairs = [(self._verdicts_before(item)[name], then) for name, then in after.items()]
            if any(b in _UNBROKEN and then is Verdict.VIOLATED for b, then in pairs):
                broken.append(item.id)
            elif any(b in _UNBROKEN and then is Verdict.UNKNOWN for b, then in pairs):
                unsure.append(item.id)
            elif any(b in HELD and then is Verdict.VACUOUS for b, then in pairs):
                emptied.append(item.id)
        return _Others(tuple(broken), tuple(unsure), tuple(emptied))

    def _verdicts_before(self, item: Property) -> dict[str, Verdict]:
        if item.id not in self._before:
            found = self._findings(self._program, item.id)
            self._before[item.id] = verdicts(self._program, item, found)
        return self._before[item.id]

    def _depends(self, item: Property, values: Mapping[str, int]) -> bool:
        keys = keys_of(self._program, item, scope=True)
        below = self._dependencies.cone(keys) | self._cases
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
