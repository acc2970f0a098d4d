"""The results that two documents are compared in, and those that are not compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from verifier.analysis.comparing.results import Line, Meaning
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import OneSided, Side, Treatment
from verifier.analysis.joining.solver import Pair
from verifier.analysis.outputs import outcomes, outputs, shown, visit_of
from verifier.program.model import AmountDefinition, AtomDefinition, Program
from verifier.program.sorts import Sort

_COSTS = frozenset({"own", "own_total", "own_contribution", "own_before_application"})
_BENEFITS = frozenset({"paid", "total", "subsidy", "hospital"})


def lines(joint: Joint) -> tuple[Line, ...]:
    """The results that both sides have: amounts of the year, truths, then those of each visit."""
    left, right = (joint.sides[side] for side in Side)
    optional = {*shown(left, left.visits), *shown(right, right.visits)}
    found: dict[str, Line] = {}
    for truth, names in _KINDS:
        both = joint.atoms if truth else joint.amounts
        others = names(right)
        for name, sort in names(left).items():
            if name not in others or others[name] is not sort:
                continue
            pair: Pair = both[Side.LEFT][name], both[Side.RIGHT][name]  # type: ignore[assignment]
            key = _whatever_visit(name)
            line = found.setdefault(key, Line(
                (), truth, Meaning.NEUTRAL if truth else _meaning(name), visit_of(name) > 0,
                name in optional, (),
            ))
            found[key] = replace(line, names=(*line.names, name), pairs=(*line.pairs, pair))
    return tuple(sorted(found.values(), key=lambda line: line.by_visit))


def not_compared(joint: Joint) -> Iterator[OneSided]:
    """Results of one side alone, and those that the sides count otherwise; those of visits once."""
    seen: set[tuple[Side, str]] = set()
    for _, names in _KINDS:
        of = {side: names(program) for side, program in joint.sides.items()}
        for side, other in ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)):
            for name, sort in of[side].items():
                treatment = Treatment.LEFT_OUT if name not in of[other] else Treatment.OTHER_UNIT
                if name in of[other] and (of[other][name] is sort or side is Side.RIGHT):
                    continue  # compared, or told already
                bare = _whatever_visit(name)
                if (side, bare) not in seen:
                    seen.add((side, bare))
                    yield OneSided(side, "result", name, treatment)


def _whatever_visit(name: str) -> str:
    visit = visit_of(name)
    return name.removesuffix(f"{visit})") + "V)" if visit else name


def _amounts(program: Program) -> dict[str, Sort | None]:
    """Amounts with what they measure."""
    sorts = {d.name: d.sort for d in program.definitions if isinstance(d, AmountDefinition)}
    names = [*outputs(program, program.visits), *shown(program, program.visits)]
    return {name: sorts[name] for name in names if name in sorts}


def _truths(program: Program) -> dict[str, Sort | None]:
    """Outcomes of either truth; one that no case reaches is no result."""
    defined = {d.name for d in program.definitions if isinstance(d, AtomDefinition)}
    return {name: None for name in outcomes(program, program.visits) if name in defined}


_KINDS: tuple[tuple[bool, Callable[[Program], dict[str, Sort | None]]], ...] = (
    (False, _amounts), (True, _truths),
)
"""Whether results are truths, and how they are found."""


def _meaning(name: str) -> Meaning:
    bare = name.partition("(")[0]
    if bare in _COSTS:
        return Meaning.COST
    return Meaning.BENEFIT if bare in _BENEFITS else Meaning.NEUTRAL
