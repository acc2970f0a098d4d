"""Persons under a document and its superior, computed by the exact engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verifier.analysis.comparing.replays import on_side, replayed
from verifier.analysis.comparing.results import Witness
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Values
from verifier.analysis.replay import amount
from verifier.analysis.results import Replay
from verifier.analysis.superiors.results import Binding
from verifier.engines import exact
from verifier.engines.exact_types import Assignment
from verifier.errors import Message, message
from verifier.language.clauses import in_text_order
from verifier.program.model import Program


@dataclass(frozen=True, slots=True)
class Reaching:
    """A case that reaches the premise of a line.

    `rise` is by how much the second side has more; None where an amount has no value, or two.
    """

    values: Values
    rise: int | None


@dataclass(frozen=True, slots=True)
class Replays:
    """Cases of two documents in one. `inner` is the first side, if that is two in one itself."""

    joint: Joint
    inner: Joint | None

    def reaching(self, line: Binding, cases: Iterable[Values]) -> tuple[Reaching, ...]:
        """Those of some cases that can exist and of whom a line speaks."""
        found = (self.reached(line, values) for values in cases)
        return tuple(who for who in found if who is not None)

    def reached(self, line: Binding, values: Values) -> Reaching | None:
        """A case of whom a line speaks; None if it speaks of others, or the case cannot exist."""
        first, second = (exact.evaluate(*self._on(side, values)) for side in Side)
        superior = second if self.inner is None else exact.evaluate(*self._above(values))
        excluded = any(one.broken or one.doubtful for one in (first, second, superior))
        if excluded or superior.atoms.get(line.premise) is not True:
            return None
        less, more = amount(first, line.output), amount(second, line.output)
        return Reaching(values, None if less is None or more is None else more - less)

    def replayed(self, values: Values, line: Binding) -> Witness | None:
        """A case of whom a line speaks, with the amounts of both sides that have one value."""
        if self.reached(line, values) is None:
            return None
        cases = {side: self._on(side, values) for side in Side}
        name = line.output
        return replayed(cases, name, lambda evaluation: amount(evaluation, name))

    def lack(self, witness: Witness) -> Message:
        """Which document gives the person no amount, or two."""
        side = next(side for side in Side if side not in witness.amounts)
        shown, name = witness.replays[side], self._program(side).document
        steps = {step.name for step in shown.steps}
        if any(conflict.name in steps for conflict in shown.evaluation.conflicts):
            return message("`{document}` gives this person two amounts", document=name)
        return message("`{document}` gives this person no amount", document=name)

    def clauses(self, witness: Witness) -> dict[Side, tuple[str, ...]]:
        """By side, the clauses in the derivation of the amount."""
        return {side: self._clauses(side, shown) for side, shown in witness.replays.items()}

    def _on(self, side: Side, values: Values) -> tuple[Program, Assignment]:
        """A document with a case as it sees it."""
        if side is Side.LEFT and self.inner is not None:
            return self._program(side), on_side(self.inner, side, self._within(values))
        return self._program(side), on_side(self.joint, side, values)

    def _above(self, values: Values) -> tuple[Program, Assignment]:
        """The superior of both sides with a case as it sees it."""
        assert self.inner is not None
        return self.inner.sides[Side.RIGHT], on_side(self.inner, Side.RIGHT, self._within(values))

    def _within(self, values: Values) -> Values:
        """A case as the two documents see it that are the first side."""
        assignment = on_side(self.joint, Side.LEFT, values)
        return {**assignment.booleans, **assignment.numbers}

    def _program(self, side: Side) -> Program:
        inner = self.inner if side is Side.LEFT else None
        return (inner or self.joint).sides[side]

    def _clauses(self, side: Side, shown: Replay) -> tuple[str, ...]:
        program = self._program(side)
        rules = [rule for step in shown.steps for rule in step.rules if rule in program.rules]
        # An amount that no rule gives is a figure, with a clause of its own.
        spans = [program.rules[rule].span for rule in rules] or [
            v.span for v in program.values if v.name in {step.name for step in shown.steps}
        ]
        numbers = (span.clause for span in spans)
        return in_text_order(number for number in numbers if number)
