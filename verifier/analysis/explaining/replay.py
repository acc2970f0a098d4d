"""A changed case, computed by the exact engine: only what it pays is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.analysis.explaining.facts import CaseFact
from verifier.analysis.explaining.parts import Changed
from verifier.analysis.results import Computation
from verifier.engines.exact import Evaluation, derive, evaluate
from verifier.engines.exact_types import Assignment, Interval


@dataclass(frozen=True, slots=True)
class Replayed:
    """A changed case: what is changed, what else it hangs on, and what the line is then."""

    changes: tuple[Changed, ...]
    given: Mapping[str, int | bool]
    value: Interval | bool


def replayed(
    result: Computation,
    name: str,
    facts: tuple[CaseFact, ...],
    inputs: Mapping[str, int | bool],
    loose: Mapping[str, int | bool] | None,
) -> Replayed | None:
    """Compute the case with changed facts; None if the line does not pay after all.

    Args:
        result: The case as it was.
        name: The line.
        facts: What was known of the case.
        inputs: All inputs of the changed case; those that were not known count only if they must.
        loose: Open values that may be supposed if the line does not pay whatever they are; None
            if nothing may be supposed.
    """
    changes = tuple(change for fact in facts for change in _changes(fact, inputs))
    case = result.case.assignment
    truths = {n: bool(inputs[n]) for fact in facts for n, _ in fact.truths}
    numbers = {fact.number: int(inputs[fact.number]) for fact in facts if fact.number}
    known = Assignment({**case.booleans, **truths}, {**case.numbers, **numbers})
    found = _paid(result, known, name)
    if found is not None:
        return Replayed(changes, {}, found)
    if loose is None:
        return None
    said = {*known.booleans, *known.numbers}
    supposed = {n: v for n, v in inputs.items() if n not in said} | dict(loose)
    needed = _needed(result, known, name)
    for given in ({n: v for n, v in supposed.items() if n in needed}, supposed):
        found = _paid(result, _with(known, given), name)
        if found is not None:
            return Replayed(changes, given, found)
    return None


def _changes(fact: CaseFact, inputs: Mapping[str, int | bool]) -> list[Changed]:
    if fact.number:
        now = int(inputs[fact.number])
        return [] if now == fact.value else [Changed(fact.number, fact.value, now)]
    changed = [(n, truth) for n, truth in fact.truths if bool(inputs[n]) is not truth]
    came = [n for n, truth in changed if not truth]
    went = [n for n, truth in changed if truth]
    if len(came) == len(went) == 1 and fact.question != "held":
        return [Changed(came[0], False, True, went[0])]
    return [Changed(n, truth, not truth) for n, truth in changed]


def _with(known: Assignment, given: Mapping[str, int | bool]) -> Assignment:
    truths = {n: v for n, v in given.items() if isinstance(v, bool)}
    numbers = {n: int(v) for n, v in given.items() if not isinstance(v, bool)}
    return Assignment({**known.booleans, **truths}, {**known.numbers, **numbers})


def _needed(result: Computation, known: Assignment, name: str) -> set[str]:
    """What is not known and the line rests on."""
    evaluation = _evaluated(result, known, name)
    steps = derive(result.program, evaluation, name)
    return {use.name for step in steps for use in step.uses} | {step.name for step in steps}


def _evaluated(result: Computation, case: Assignment, name: str) -> Evaluation:
    return evaluate(result.program, case, [name] if name in result.evaluation.amounts else [])


def _paid(result: Computation, case: Assignment, name: str) -> Interval | bool | None:
    """What a line is if it pays for certain, or the fact if it holds."""
    numeric = name in result.evaluation.amounts
    evaluation = _evaluated(result, case, name)
    if evaluation.broken:
        return None
    if not numeric:
        return True if evaluation.atoms[name] is True else None
    value = _narrow(result, case, name, evaluation)
    return value if value is not None and value.certain and value.low > 0 else None


def _narrow(
    result: Computation, case: Assignment, name: str, evaluation: Evaluation
) -> Interval | None:
    value = evaluation.amounts[name]
    if value is None or value.exact:
        return value
    from verifier.engines.ranges import tighten

    return tighten(result.program, case, [name], evaluation).intervals[name]
