"""A case of the solver, run again by the exact engine: what is shown is what is paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from verifier.analysis.results import Person
from verifier.engines import exact
from verifier.program.model import NumberInput, PolicyValue, Program
from verifier.program.sorts import Sort

if TYPE_CHECKING:  # what is remembered is replayed without the solver
    from verifier.engines import smt

_YUAN = 100


def person(case: smt.Assignment) -> Person:
    """The inputs of a case."""
    booleans = {n: v for n, v in case.inputs.items() if isinstance(v, bool)}
    numbers = {n: v for n, v in case.inputs.items() if not isinstance(v, bool)}
    return Person(booleans, numbers)


def policy(program: Program, case: smt.Assignment) -> tuple[dict[str, int], dict[str, bool]]:
    """The values that the case assumes for what the document leaves open, and the readings."""
    unfixed = {v.name for v in program.values if v.value is None}
    numbers = {
        n: int(v) for n, v in case.policy.items() if n in unfixed and not isinstance(v, bool)
    }
    return numbers, {n: v for n, v in case.policy.items() if isinstance(v, bool)}


def replay(program: Program, case: smt.Assignment) -> exact.Evaluation:
    """Evaluate the case by the exact engine."""
    return evaluate(program, person(case), *policy(program, case))


def evaluate(
    program: Program, who: Person, values: Mapping[str, int], readings: Mapping[str, bool]
) -> exact.Evaluation:
    """Evaluate a person under the values and readings of a counterexample."""
    return exact.evaluate(program, exact.Assignment(
        {**who.booleans, **readings}, {**who.numbers, **values}
    ))


def amount(evaluation: exact.Evaluation, name: str) -> int | None:
    """A value that is known exactly; None otherwise."""
    value = evaluation.amounts.get(name)
    return value.low if value is not None and value.exact else None


def at_bounds(program: Program, who: Person) -> tuple[str, ...]:
    """The inputs of a person at their greatest value: with wider bounds there may be more.

    The last yuan does not count, as rounding can make one amount of many.
    """
    return tuple(sorted(
        i.name for i in program.inputs if isinstance(i, NumberInput) and i.name in who.numbers
        and i.high - who.numbers[i.name] < (_YUAN if i.sort is Sort.MONEY else 1)
    ))


def open_values(program: Program) -> tuple[PolicyValue, ...]:
    """What the document leaves open."""
    return tuple(v for v in program.values if v.value is None)
