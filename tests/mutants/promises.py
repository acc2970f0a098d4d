"""What the properties say of an encoding, and whether they say something else of a mutant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding, Verdict
from verifier.program.model import Program
from verifier.properties.declared import PropertyKind, properties

Key: TypeAlias = tuple[str, tuple[str, ...]]
"""A property, and of one on two persons whom it compares."""

HOLDS = "holds"
_PROVED = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
_SLOW = ("poorer_never_less", "on_time_no_worse", "further_category")
"""Asked when the others say nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a property says: that it holds, fails (and where), or speaks of nobody."""

    verdict: str
    failing: tuple[str, ...] = ()


_NOTHING = Said("nothing")
"""Of a comparison that there is not."""


class Promises:
    """What the properties say of one Program, asked only as far as it is needed."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._said: dict[_Batch, Mapping[Key, Said]] = {}

    def broken_by(self, mutant: Program) -> str | None:
        """Name a property that says something else of a mutant; the cheap ones are asked first.

        What the solver did not decide, of one or the other, is no difference.
        """
        for batch in _batches(self.program):
            if batch not in self._said:
                self._said[batch] = _asked(self.program, batch)
            expected, found = self._said[batch], _asked(mutant, batch)
            for key in sorted({*expected, *found}):
                before, now = expected.get(key, _NOTHING), found.get(key, _NOTHING)
                if now != before and Verdict.UNKNOWN not in (now.verdict, before.verdict):
                    return key[0]
        return None


class _Batch(NamedTuple):
    """Properties that are asked at once, under the default readings or under every one."""

    names: tuple[str, ...]
    all_readings: bool = False


def _batches(program: Program) -> Iterator[_Batch]:
    """Properties that share what is encoded for them, the cheap ones first."""
    declared = properties(program)
    pairs = [p.id for p in declared if p.kind is PropertyKind.PAIR]
    stated = tuple(p.id for p in declared if p.kind is PropertyKind.DOCUMENT)
    yield _Batch(stated)
    yield _Batch(stated, all_readings=True)
    yield _Batch(tuple(
        p.id for p in declared if p.kind not in (PropertyKind.DOCUMENT, PropertyKind.PAIR)
    ))
    yield from (_Batch((name,)) for name in pairs if name not in _SLOW)
    yield from (_Batch((name,)) for name in _SLOW if name in pairs)


def _asked(program: Program, batch: _Batch) -> Mapping[Key, Said]:
    pairs = {p.id for p in properties(program) if p.kind is PropertyKind.PAIR}
    return {
        (finding.property, finding.ranged_over if finding.property in pairs else ()):
            _said(finding)
        for finding in check(program, Options(
            simplest=False, only=batch.names, all_readings=batch.all_readings
        ))
    }


def _said(finding: Finding) -> Said:
    if finding.verdict in _PROVED:
        return Said(HOLDS)
    return Said(finding.verdict, finding.failing)
