"""A case of two documents in one, computed anew under each of them by the exact engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from verifier.analysis.comparing.results import Line, Witness
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Pair, Values
from verifier.analysis.results import Case, Replay
from verifier.engines import exact
from verifier.engines.exact_types import Assignment, Evaluation
from verifier.program.model import BoolInput, Program


def pairs_in(joint: Joint, line: Line) -> tuple[Pair, ...]:
    """What stands for a line in a joint Program, for each of its visits."""
    both = joint.atoms if line.truth else joint.amounts
    return tuple(
        (both[Side.LEFT][name], both[Side.RIGHT][name])  # type: ignore[misc]
        for name in line.names
    )


def replay(
    joint: Joint, line: Line, place: int, values: Values, valued: Collection[Side] = tuple(Side)
) -> Witness | None:
    """A case of the joint Program on both sides.

    None if one excludes it, or if others than the sides in `valued` give a value.
    """
    name = line.names[place]
    cases = {
        side: (program, on_side(joint, side, values)) for side, program in joint.sides.items()
    }
    witness = replayed(cases, name, lambda evaluation: value_in(evaluation, line, name))
    return None if witness is None or witness.amounts.keys() != set(valued) else witness


def replayed(
    cases: Mapping[Side, tuple[Program, Assignment]], name: str,
    value: Callable[[Evaluation], int | None],
) -> Witness | None:
    """A case of each side with what it gives to a name, if that has a value; None if impossible."""
    replays: dict[Side, Replay] = {}
    opened: dict[Side, dict[str, int]] = {}
    amounts: dict[Side, int] = {}
    for side, (program, assignment) in cases.items():
        evaluation = exact.evaluate(program, assignment)
        if evaluation.broken:
            return None
        steps = exact.derive(program, evaluation, name)
        case = Case(_visits(program, assignment), assignment, ())
        replays[side] = Replay(case, evaluation, steps)
        found = value(evaluation)
        if found is not None:
            amounts[side] = found
        used = {step.name for step in steps}
        opened[side] = {
            v.name: assignment.numbers[v.name] for v in program.values
            if v.value is None and v.name in used
        }
    return Witness(replays, opened, amounts)


def shows(joint: Joint, line: Line, way: str, values: Values) -> bool:
    """Whether a line differs in this way of a `Question` in a case, by the exact engine."""
    sides = evaluations(joint, values)
    if any(evaluation.broken for evaluation in sides.values()):
        return False
    return any(_way(sides, line, name) == way for name in line.names)


def _way(sides: Mapping[Side, Evaluation], line: Line, name: str) -> str:
    first, second = (value_in(sides[side], line, name) for side in Side)
    if first is None or second is None:
        if first is None and second is None:
            return "valueless"
        return "only_first" if second is None else "only_second"
    return "more" if first < second else "less" if second < first else "same"


def evaluations(joint: Joint, values: Values) -> dict[Side, Evaluation]:
    """A case of the joint Program as each side computes it."""
    return {
        side: exact.evaluate(program, on_side(joint, side, values))
        for side, program in joint.sides.items()
    }


def rise_of(joint: Joint, line: Line, place: int, values: Values) -> int | None:
    """By how much the second side is larger in a case, by the exact engine.

    None if one side excludes the case or gives no value.
    """
    name = line.names[place]
    amounts = []
    for evaluation in evaluations(joint, values).values():
        amount = value_in(evaluation, line, name)
        if evaluation.broken or amount is None:
            return None
        amounts.append(amount)
    return amounts[1] - amounts[0]


def value_in(evaluation: Evaluation, line: Line, name: str) -> int | None:
    """What a line is in an evaluation: fen, or 1 and 0; None if it has no single value."""
    if line.truth:
        truth = evaluation.atoms.get(name)
        return None if truth is None else int(truth)
    value = evaluation.amounts.get(name)
    return value.low if value is not None and value.exact else None


def on_side(joint: Joint, side: Side, values: Values) -> Assignment:
    """A case of the joint Program as one side sees it."""
    own, fixed = joint.leaves.own[side], joint.leaves.fixed[side]
    booleans: dict[str, bool] = {}
    numbers: dict[str, int] = {}
    program = joint.sides[side]
    for item in (*program.inputs, *(v for v in program.values if v.value is None)):
        found = fixed[item.name] if item.name in fixed else values[own[item.name]]
        if isinstance(item, BoolInput):
            booleans[item.name] = bool(found)
        else:
            numbers[item.name] = int(found)
    return Assignment(booleans, numbers)


def _visits(program: Program, assignment: Assignment) -> int:
    """Visits up to the last that costs anything; at least one."""
    costly = [v for v in range(1, program.visits + 1) if assignment.numbers.get(f"cost({v})")]
    return max(costly, default=1)
