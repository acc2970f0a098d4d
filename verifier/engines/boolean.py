"""The Boolean part of a case by clingo itself, held against the exact engine.

    check = BooleanCheck(load(files), program)
    differences = check.differences(assignment)

clingo grounds and solves the encoding as it stands, so what is compared is the completion and the
evaluation of atoms. Amounts are no business of clingo: the truth of each comparison of amounts is
what the exact engine finds it to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from verifier.engines.exact import Assignment, Evaluation, evaluate
from verifier.engines.exact_walk import Walker
from verifier.errors import EngineError, Problem, message
from verifier.grounding.model import TheoryAtom
from verifier.grounding.solve import Solver
from verifier.language.loader import Source
from verifier.program.build import single
from verifier.program.model import BoolInput, Program
from verifier.program.sorts import Sort
from verifier.program.terms import Formula, Operator
from verifier.program.units import Units
from verifier.source import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """An atom that is true for one of the two only; None where the atom is unknown to one."""

    atom: str
    exact: bool | None
    clingo: bool | None


class BooleanCheck:
    """clingo on the sources of a Program, for one case after another."""

    def __init__(self, source: Source, program: Program) -> None:
        """Ground `source`, which `program` was made from."""
        self._program = program
        self._solver = Solver(source, {"visits": program.visits})
        units = Units(_sorts(program))
        self._comparisons = {
            literal: _comparison(atom, units) for literal, atom in self._solver.comparisons.items()
        }
        self._inputs = [i.name for i in program.inputs if isinstance(i, BoolInput)]

    def differences(self, assignment: Assignment) -> tuple[Difference, ...]:
        """List the atoms on which clingo and the exact engine differ in one case.

        Raises:
            EngineError: The case leaves something open, or has no stable model or several.
        """
        evaluation = evaluate(self._program, assignment)
        walker = Walker.over(self._program.rounding, evaluation)
        model = self._solver.model(
            {name: _known(name, evaluation.atoms[name]) for name in self._inputs},
            {
                literal: _known(formula, walker.formula(formula))
                for literal, formula in self._comparisons.items()
            },
        )
        return tuple(self._compared(evaluation, model))

    def _compared(self, evaluation: Evaluation, model: dict[str, bool]) -> Iterator[Difference]:
        for name in sorted(evaluation.atoms.keys() | model.keys()):
            exact = evaluation.atoms.get(name)
            if name not in evaluation.atoms:
                # What holds in every case is no part of a Program, and what holds in none.
                exact = name in self._solver.facts
            if exact is not model.get(name):
                yield Difference(name, exact, model.get(name))


def _sorts(program: Program) -> dict[str, Sort]:
    items = (*program.inputs, *program.values, *program.definitions)
    return {item.name: sort for item in items if (sort := getattr(item, "sort", None)) is not None}


def _comparison(atom: TheoryAtom, units: Units) -> Formula:
    assert atom.guard is not None  # the theory definition demands one
    operator, right = atom.guard
    return units.comparison(cast(Operator, operator), single(atom, Span()), right, Span())


def _known(what: str | Formula, truth: bool | None) -> bool:
    if truth is None:
        raise EngineError(Problem(
            "open-case", Span(), message("the case leaves `{name}` open", name=str(what))
        ))
    return truth
