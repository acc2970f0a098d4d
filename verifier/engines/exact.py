"""The exact engine: one case, with what is unknown left unknown.

`evaluate` gives truth and amounts of a whole Program under an assignment, `ranges.tighten` the
narrowest intervals where something is unknown, `derive` what a result rests on.

What has no value stays without one: an expression over an amount without a value has none, except
that an element of an aggregate whose condition is false does not count; a comparison with a side
without a value is false; an amount has no value if none of its alternatives fires, if one that
fires has none, or if two fire with different values. An empty sum is 0, an empty least or greatest
has no value.
"""

from __future__ import annotations

from collections.abc import Collection

from verifier.engines.exact_derive import derive
from verifier.engines.exact_faults import find_conflicts, find_gaps
from verifier.engines.exact_forms import Value
from verifier.engines.exact_types import (
    Assignment,
    Conflict,
    Evaluation,
    Firing,
    Gap,
    Interval,
    Kind,
    Step,
    Use,
)
from verifier.engines.exact_walk import Fired, Walker
from verifier.errors import CaseError, EngineError, Problem, message
from verifier.program.model import (
    AmountDefinition,
    AtomDefinition,
    BoolInput,
    Constraint,
    NumberInput,
    PolicyValue,
    Program,
)
from verifier.program.terms import Expression, Formula
from verifier.source import Span

__all__ = [
    "Assignment",
    "Conflict",
    "Evaluation",
    "Firing",
    "Gap",
    "Interval",
    "Kind",
    "Step",
    "Use",
    "derive",
    "evaluate",
    "truth_of",
    "value_of",
]


def evaluate(program: Program, assignment: Assignment, outputs: Collection[str] = ()) -> Evaluation:
    """Evaluate a Program under what is known of one case.

    Args:
        program: A ground document.
        assignment: Inputs, and policy values to be replaced; the rest is unknown.
        outputs: Amounts that count as used from the start, for the search for gaps.

    Raises:
        CaseError: The assignment names what is no input or policy value of the Program, or puts
            an input out of its bounds.
        EngineError: A definition refers to a name that does not stand before it.
    """
    _check(program, assignment)
    walker = _start(program, assignment)
    try:
        fired, suspects = _settle(program, walker)
        broken, doubtful, unsettled = _judge(program, walker)
        gaps = find_gaps(program, walker, fired, (*suspects, *unsettled), outputs)
    except KeyError as missing:
        what = message("`{name}` is used before it is defined", name=missing.args[0])
        raise EngineError(Problem("undefined-name", Span(), what)) from None
    return Evaluation(
        atoms=walker.atoms,
        amounts={
            name: None if value is None else Interval(value[0], value[1], value[2])
            for name, value in walker.amounts.items()
        },
        fired={
            name: Firing(
                tuple([alternative for alternative, truth, _ in alternatives if truth]),
                tuple([alternative for alternative, truth, _ in alternatives if not truth]),
            )
            for name, alternatives in fired.items()
        },
        conflicts=find_conflicts(walker, fired),
        gaps=gaps,
        broken=broken,
        doubtful=doubtful,
    )


def truth_of(program: Program, evaluation: Evaluation, formula: Formula) -> bool | None:
    """Truth of any formula over the names of an evaluated Program; KeyError for other names."""
    return Walker.over(program.rounding, evaluation).formula(formula)


def value_of(program: Program, evaluation: Evaluation, expression: Expression) -> Interval | None:
    """Value of any expression over the names of an evaluated Program; KeyError for other names."""
    value = Walker.over(program.rounding, evaluation).expression(expression)
    return None if value is None else Interval(value[0], value[1], value[2])


def _start(program: Program, assignment: Assignment) -> Walker:
    atoms: dict[str, bool | None] = {}
    amounts: dict[str, Value | None] = {}
    for item in (*program.inputs, *program.values):
        if isinstance(item, BoolInput):
            atoms[item.name] = assignment.booleans.get(item.name)
            continue
        fixed = item.value if isinstance(item, PolicyValue) else None
        number = assignment.numbers.get(item.name, fixed)
        if number is None:
            step = item.step if isinstance(item, PolicyValue) else 1
            high = item.high - (item.high - item.low) % step  # the last that the steps reach
            amounts[item.name] = (item.low, high, True, None)
        else:
            amounts[item.name] = (number, number, True, None)
    return Walker(program.rounding, atoms, amounts)


def _settle(
    program: Program, walker: Walker
) -> tuple[dict[str, list[Fired]], list[AtomDefinition | AmountDefinition]]:
    """Evaluate all definitions; also list those that compare an amount without certain value."""
    fired: dict[str, list[Fired]] = {}
    suspects: list[AtomDefinition | AmountDefinition] = []
    for definition in program.definitions:
        if isinstance(definition, AtomDefinition):
            walker.atoms[definition.name] = walker.atom(definition)
        else:
            alternatives = walker.fired(definition)
            walker.amounts[definition.name] = walker.settle(alternatives)
            fired[definition.name] = alternatives
        if walker.missed:
            suspects.append(definition)
            walker.missed = False
    return fired, suspects


def _judge(
    program: Program, walker: Walker
) -> tuple[tuple[Constraint, ...], tuple[Constraint, ...], list[Constraint]]:
    """Find the broken and the doubtful constraints, and those that miss a value."""
    broken: list[Constraint] = []
    doubtful: list[Constraint] = []
    unsettled: list[Constraint] = []
    for constraint in program.constraints:
        truth = walker.formula(constraint.body)
        if truth is not False:
            (broken if truth else doubtful).append(constraint)
        if walker.missed:
            unsettled.append(constraint)
            walker.missed = False
    return tuple(broken), tuple(doubtful), unsettled


def _check(program: Program, assignment: Assignment) -> None:
    atoms = {item.name for item in program.inputs if isinstance(item, BoolInput)}
    bounds = {item.name: item for item in program.inputs if isinstance(item, NumberInput)}
    numbers = {value.name for value in program.values} | bounds.keys()
    strangers = [*(assignment.booleans.keys() - atoms), *(assignment.numbers.keys() - numbers)]
    problems = [
        Problem("unknown-name", Span(), message("`{name}` is no input of the case", name=name))
        for name in sorted(strangers)
    ]
    problems += [
        Problem(
            "out-of-bounds",
            Span(),
            message(
                "`{name}` is {value}, not between {low} and {high}",
                name=name,
                value=number,
                low=bounds[name].low,
                high=bounds[name].high,
            ),
        )
        for name, number in assignment.numbers.items()
        if name in bounds and not bounds[name].low <= number <= bounds[name].high
    ]
    if problems:
        raise CaseError(*problems)
