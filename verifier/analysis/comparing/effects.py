"""What differences mean to people: which kinds of difference a comparison found."""

from __future__ import annotations

from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.results import (
    Comparison,
    Difference,
    Judgement,
    Line,
    Meaning,
    OnlyAdmits,
)
from verifier.analysis.joining.sides import Side

_OPEN = (Difference.UNKNOWN, Difference.VACUOUS)


def kind_of(line: Line, more: bool) -> Kind:
    """What it means that the second document gives more, or less, of a result."""
    if line.meaning is Meaning.NEUTRAL:
        return Kind.OTHER
    return Kind.GAIN if more is (line.meaning is Meaning.BENEFIT) else Kind.LOSS


def ways(judgement: Judgement) -> tuple[bool, ...]:
    """In which directions a result is known to differ, beyond rounding: more, less."""
    return tuple(more for more, found in ((True, judgement.more), (False, judgement.less)) if found)


def alone(judgement: Judgement) -> tuple[Side, ...]:
    """The sides that alone give somebody an amount."""
    return tuple(side for side, found in judgement.alone.items() if found)


def undecided(judgement: Judgement) -> bool:
    """Whether the verdict on a result leaves something open."""
    asked = (judgement.more, judgement.less, *judgement.alone.values())
    return judgement.verdict in _OPEN or (
        judgement.verdict is Difference.ONE_VALUED and None in asked
    )


def admits_kind(one: OnlyAdmits) -> Kind:
    """What it is that one side admits what the other excludes, or may."""
    return Kind.ONE_SIDED if one.found else Kind.UNDECIDED


def kinds(comparison: Comparison) -> frozenset[Kind]:
    """All that a comparison found."""
    found = {kind_of(j.line, more) for j in comparison.judgements for more in ways(j)}
    found |= {admits_kind(one) for one in comparison.admits}
    if any(alone(judgement) for judgement in comparison.judgements):
        found.add(Kind.OTHER)
    if comparison.one_sided:
        found.add(Kind.ONE_SIDED)
    if any(undecided(judgement) for judgement in comparison.judgements):
        found.add(Kind.UNDECIDED)
    return frozenset(found)
