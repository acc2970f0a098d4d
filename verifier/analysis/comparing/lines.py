"""The results that two documents are compared in, and those that only one has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verifier.analysis.comparing.results import Line, Meaning
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import OneSided, Side, Treatment
from verifier.analysis.joining.solver import Pair
from verifier.analysis.outputs import outcomes, outputs, shown, visit_of
from verifier.program.model import AmountDefinition, AtomDefinition, Program

_COSTS = frozenset({"own", "own_total", "own_contribution", "own_before_application"})
_BENEFITS = frozenset({"paid", "total", "subsidy", "hospital"})


def lines(joint: Joint) -> tuple[Line, ...]:
    """The results that both sides have: amounts of the year, truths, then those of each visit."""
    left, right = (joint.sides[side] for side in Side)
    optional = {*shown(left, left.visits), *shown(right, right.visits)}
    found: dict[str, Line] = {}
    for truth, names in ((False, _amounts), (True, _truths)):
        both = joint.atoms if truth else joint.amounts
        others = set(names(right))
        for name in names(left):
            if name not in others:
                continue
            pair: Pair = both[Side.LEFT][name], both[Side.RIGHT][name]  # type: ignore[assignment]
            key = _whatever_visit(name)
            earlier = found[key].pairs if key in found else ()
            found.setdefault(key, Line(
                name, truth, Meaning.NEUTRAL if truth else _meaning(name), visit_of(name) > 0,
                name in optional, (),
            ))
            found[key] = replace(found[key], pairs=(*earlier, pair))
    return tuple(sorted(found.values(), key=lambda line: line.by_visit))


def only_one_has(joint: Joint) -> Iterator[OneSided]:
    """Results of one side alone, those of visits once."""
    names = {side: dict.fromkeys((*_amounts(p), *_truths(p))) for side, p in joint.sides.items()}
    seen: set[tuple[Side, str]] = set()
    for side, other in ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)):
        for name in names[side]:
            bare = _whatever_visit(name)
            if name not in names[other] and (side, bare) not in seen:
                seen.add((side, bare))
                yield OneSided(side, "result", name, Treatment.LEFT_OUT)


def _whatever_visit(name: str) -> str:
    visit = visit_of(name)
    return name.removesuffix(f"{visit})") + "V)" if visit else name


def _amounts(program: Program) -> list[str]:
    defined = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
    names = [*outputs(program, program.visits), *shown(program, program.visits)]
    return [name for name in names if name in defined]


def _truths(program: Program) -> list[str]:
    """Outcomes of either truth; one that no case reaches is no result."""
    defined = {d.name for d in program.definitions if isinstance(d, AtomDefinition)}
    return [name for name in outcomes(program, program.visits) if name in defined]


def _meaning(name: str) -> Meaning:
    bare = name.partition("(")[0]
    if bare in _COSTS:
        return Meaning.COST
    return Meaning.BENEFIT if bare in _BENEFITS else Meaning.NEUTRAL
