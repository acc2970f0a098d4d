"""What the properties say of an encoding, and whether they say something else of a mutant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from verifier.analysis.checking.check import Options, check
from verifier.analysis.results import Finding, Verdict
from verifier.program.model import Program
from verifier.properties.declared import PropertyKind, properties

Key: TypeAlias = tuple[str, tuple[str, ...]]
"""A property, and of one on two persons whom it compares."""

HOLDS = "holds"
_HOLDS = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
_SLOW = ("poorer_never_less", "on_time_no_worse", "further_category")
"""Asked when the others say nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a property says: that it holds, fails (and where), or speaks of nobody."""

    verdict: str
    failing: tuple[str, ...] = ()


_NOTHING = Said("nothing")
"""Of a comparison that there is not."""


def promises(program: Program) -> dict[Key, Said]:
    """Ask every property of a Program that was made with property files."""
    return {
        key: said for names in _batches(program)
        for key, said in _asked(program, names).items()
    }


def broken_promise(program: Program, expected: Mapping[Key, Said]) -> str | None:
    """Name a property that says something else than it said; those that cost least come first.

    What the solver did not decide, now or before, is no difference.
    """
    for names in _batches(program):
        found = _asked(program, names)
        for key in sorted({*found, *(k for k in expected if k[0] in names)}):
            now, before = found.get(key, _NOTHING), expected.get(key, _NOTHING)
            if now != before and Verdict.UNKNOWN not in (now.verdict, before.verdict):
                return key[0]
    return None


def _batches(program: Program) -> tuple[tuple[str, ...], ...]:
    """Properties that share what is encoded for them, the cheap ones first."""
    declared = properties(program)
    static = tuple(p.id for p in declared if p.kind is PropertyKind.DOCUMENT)
    alone = tuple(p.id for p in declared
                  if p.kind not in (PropertyKind.DOCUMENT, PropertyKind.PAIR))
    pairs = [p.id for p in declared if p.kind is PropertyKind.PAIR]
    fast = [(name,) for name in pairs if name not in _SLOW]
    return (static, alone, *fast, *((name,) for name in _SLOW if name in pairs))


def _asked(program: Program, names: Iterable[str]) -> dict[Key, Said]:
    only = tuple(names)
    if not only:
        return {}
    pairs = {p.id for p in properties(program) if p.kind is PropertyKind.PAIR}
    return {
        (finding.property, finding.ranged_over if finding.property in pairs else ()):
            _said(finding)
        for finding in check(program, Options(simplest=False, only=only))
    }


def _said(finding: Finding) -> Said:
    if finding.verdict in _HOLDS:
        return Said(HOLDS)
    return Said(finding.verdict, finding.failing)
