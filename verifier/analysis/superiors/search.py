"""The search for a person for whom a line of a superior is broken, and for what would heal it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from verifier.analysis.comparing.replays import on_side, value_in
from verifier.analysis.comparing.results import Line, Witness
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import OTHER, Side
from verifier.analysis.joining.solver import (
    Found,
    Most,
    NoCase,
    Open,
    Pair,
    Question,
    Values,
    inputs_of,
)
from verifier.analysis.results import Case, Replay, Verdict
from verifier.analysis.superiors.results import Binding, Held
from verifier.engines import exact
from verifier.engines.exact_types import Assignment
from verifier.program.model import PolicyValue, Program
from verifier.program.terms import Formula

_STEP_MS = 1_000


@dataclass(frozen=True, slots=True)
class Breach:
    """A line broken in one direction: the second amount of `pair` is larger than the first."""

    line: Binding
    pair: Pair
    premise: Formula
    setting: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Search:
    """Questions about breaches. `inner` is the first side, if it is two documents in one."""

    joint: Joint
    inner: Joint | None
    timeout_ms: int
    persons: bool

    def reached(self, premise: Formula) -> bool | None:
        """Whether some case reaches a premise; None if that is not decided."""
        question = Question(self.joint, (), {}, self.timeout_ms, (premise,))
        answer = question.find(question.some((premise,)))
        return None if isinstance(answer, Open) else isinstance(answer, Found)

    def beyond(self, breach: Breach, tolerance: int) -> Found | NoCase | Open:
        """A case that breaks the line by more than the tolerance."""
        question = self._question(breach, {}, self.timeout_ms)
        return question.find(
            question.some((breach.premise,)), question.beyond(breach.pair, tolerance + 1)
        )

    def _question(self, breach: Breach, known: Values, timeout_ms: int) -> Question:
        settled = {**breach.setting, **known}
        return Question(self.joint, (breach.pair,), settled, timeout_ms, (breach.premise,))

    # What would heal it --------------------------------------------------------------------------

    def healing(self, breach: Breach, tolerance: int) -> dict[str, int] | None:
        """Open values with which nobody breaks the line, though it is reached; None if none found.

        Tried are the two ends and the middle of all ranges together, then each value alone.
        """
        used = inputs_of(self.joint, breach.pair)
        opened = [v for v in self.joint.program.values if v.name in used]
        for values in _candidates(opened):
            if self._heals(breach, tolerance, values):
                return self._needed(breach, tolerance, values)
        return None

    def _heals(self, breach: Breach, tolerance: int, values: dict[str, int]) -> bool:
        question = self._question(breach, values, self.timeout_ms)
        premise = question.some((breach.premise,))
        if not isinstance(question.find(premise), Found):
            return False  # values that leave nobody to speak of would heal anything
        return isinstance(
            question.find(premise, question.beyond(breach.pair, tolerance + 1)), NoCase
        )

    def _needed(self, breach: Breach, tolerance: int, values: dict[str, int]) -> dict[str, int]:
        kept = dict(values)
        for name in values:
            fewer = {n: v for n, v in kept.items() if n != name}
            if self._heals(breach, tolerance, fewer):
                kept = fewer
        return kept

    # The person ----------------------------------------------------------------------------------

    def shown(self, breach: Breach, tolerance: int, line: Line, less: bool) -> Held | None:
        """The breach with its person; None if no case replays."""
        question = self._question(breach, {}, min(_STEP_MS, self.timeout_ms))
        premise = question.some((breach.premise,))
        largest, exactly = None, True
        least = tolerance + 1
        cases: list[Found] = []
        if self.persons:
            most = question.most(breach.pair, premise, question.beyond(breach.pair, least))
            if isinstance(most, Most):
                largest, exactly, cases = most.value, most.exact, [most.case]
                least = max(least, most.value - tolerance)
            simple = question.simple(premise, question.beyond(breach.pair, least))
            cases = [simple, *cases] if isinstance(simple, Found) else cases
        plain = question.find(premise, question.beyond(breach.pair, tolerance + 1))
        cases += [plain] if isinstance(plain, Found) else []
        for case in cases:
            witness = self._replayed({**case.values, **breach.setting}, line)
            if witness is None:
                continue
            gap = witness.amounts[Side.RIGHT] - witness.amounts[Side.LEFT]
            if (gap if less else -gap) > tolerance:
                return Held(
                    breach.line, Verdict.VIOLATED, largest=largest, exact=exactly, witness=witness,
                    clauses={side: self._clauses(side, shown)
                             for side, shown in witness.replays.items()},
                )
        return None

    def _replayed(self, values: Values, line: Line) -> Witness | None:
        replays: dict[Side, Replay] = {}
        amounts: dict[Side, int] = {}
        opened: dict[Side, dict[str, int]] = {}
        for side in Side:
            program, assignment = self._on(side, values)
            evaluation = exact.evaluate(program, assignment)
            amount = value_in(evaluation, line, line.name)
            if evaluation.broken or amount is None:
                return None
            steps = exact.derive(program, evaluation, line.name)
            replays[side] = Replay(Case(program.visits, assignment, ()), evaluation, steps)
            amounts[side] = amount
            names = {step.name for step in steps}
            opened[side] = {
                v.name: assignment.numbers[v.name] for v in program.values
                if v.value is None and v.name in names
            }
        return Witness(replays, opened, amounts)

    def _on(self, side: Side, values: Values) -> tuple[Program, Assignment]:
        """A document with a case as it sees it."""
        assignment = on_side(self.joint, side, values)
        if side is Side.LEFT and self.inner is not None:
            both = {**assignment.booleans, **assignment.numbers}
            return self.inner.sides[side], on_side(self.inner, side, both)
        return self.joint.sides[side], assignment

    def _clauses(self, side: Side, shown: Replay) -> tuple[str, ...]:
        program = self.joint.sides[side]
        if side is Side.LEFT and self.inner is not None:
            program = self.inner.sides[side]
        rules = [rule for step in shown.steps for rule in step.rules if rule in program.rules]
        # An amount that no rule gives is a figure, with a clause of its own.
        spans = [program.rules[rule].span for rule in rules] or [
            v.span for v in program.values if v.name in {step.name for step in shown.steps}
        ]
        numbers = (span.clause for span in spans)
        return tuple(dict.fromkeys(number for number in numbers if number))


_Pick = Callable[[PolicyValue], int]


def _candidates(opened: list[PolicyValue]) -> Iterator[dict[str, int]]:
    """Values of all at their ends and in the middle, and of each alone at its ends."""
    picks: tuple[_Pick, ...] = (
        lambda v: v.low, lambda v: v.high,
        lambda v: v.low + (v.high - v.low) // 2 // max(v.step, 1) * v.step,
    )
    seen: list[dict[str, int]] = []
    for pick in picks:
        seen.append({v.name: pick(v) for v in opened})
    for value in opened:
        seen += [{value.name: value.low}, {value.name: value.high}]
    # Values of the superior high where the others are low, and the other way round.
    for first, second in ((picks[0], picks[1]), (picks[1], picks[0])):
        seen.append({v.name: (first if v.name.endswith(OTHER) else second)(v) for v in opened})
    yield from (values for values in seen if values)
