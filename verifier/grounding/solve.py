"""Solve the Boolean part of a grounded encoding with clingo itself, one case at a time.

What the encoding leaves open to a case is assumed: choices (the Boolean inputs) and the comparisons
of amounts (theory atoms of bodies, which are free for clingo). The tags of all rules are true.
"""

from __future__ import annotations

from collections.abc import Mapping

import clingo

from verifier.errors import EngineError, Problem, message
from verifier.grounding.ground import control, theory_atoms
from verifier.grounding.model import TheoryAtom
from verifier.language.loader import Source
from verifier.source import Span

_ENOUGH = 2
"""Models looked for: a second one already says that the encoding leaves something open."""


class Solver:
    """A grounded encoding that clingo solves for one case after another."""

    def __init__(self, source: Source, constants: Mapping[str, int]) -> None:
        """Ground `source`, which was checked before."""
        said: list[str] = []
        self._control = control(source, constants, said)
        self._control.ground([("base", [])])
        for tag in source.rules:
            self._control.assign_external(_tag(tag), True)
        self._control.configuration.solve.models = _ENOUGH  # type: ignore[union-attr]
        self._literals = {
            str(atom.symbol): atom.literal
            for atom in self._control.symbolic_atoms
            if atom.symbol.name != "rule"
        }
        self.facts = frozenset(
            str(atom.symbol) for atom in self._control.symbolic_atoms if atom.is_fact
        )
        """The atoms that hold in every case."""
        self.comparisons: Mapping[int, TheoryAtom] = {
            literal: atom
            for literal, atom in theory_atoms(self._control).items()
            if atom.name == "is"
        }
        """The comparisons of amounts, by the literals of clingo."""

    def model(self, inputs: Mapping[str, bool], comparisons: dict[int, bool]) -> dict[str, bool]:
        """Truth of every named atom in the one stable model of a case.

        Args:
            inputs: Truth of the Boolean inputs.
            comparisons: Truth of each of `self.comparisons`.

        Raises:
            EngineError: The case has no stable model, or more than one.
        """
        truths = {self._literals[name]: truth for name, truth in inputs.items()} | comparisons
        assumed = [literal if truth else -literal for literal, truth in truths.items()]
        found: list[dict[str, bool]] = []
        with self._control.solve(assumptions=assumed, yield_=True) as handle:
            found.extend(
                {name: model.is_true(literal) for name, literal in self._literals.items()}
                for model in handle
            )
        if len(found) != 1:
            raise EngineError(Problem(
                "models", Span(),
                message("the case has no stable model") if not found
                else message("the case has more than one stable model"),
            ))
        return found[0]


def _tag(tag: str) -> clingo.Symbol:
    return clingo.Function("rule", [clingo.String(tag)])
