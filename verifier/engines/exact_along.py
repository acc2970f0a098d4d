"""One amount along one number: every piece of the function, solved and not sampled.

`along` evaluates what is still open of a case with lines (`exact_lines`) in place of numbers, over
an interval of `t`. Where a comparison, a least or a greatest is not the same all over the interval,
the interval is cut where the two sides meet, and where rounding may put either first, down to
single numbers, which are then computed as any case is. `exact_course` puts the pieces together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise, product

from verifier.engines.exact import evaluate
from verifier.engines.exact_course import Cause, Course, Piece, State, joined
from verifier.engines.exact_lines import Line, whole
from verifier.engines.exact_moving import OPEN, Cut, Move, Moving, Value
from verifier.engines.exact_slice import Slice, Variable, cut
from verifier.engines.exact_types import Assignment, Evaluation
from verifier.program.model import NumberInput, Program, Rounding

EVALUATIONS = 20_000
"""Intervals and single numbers that are evaluated before the rest is left unsettled."""


def along(  # noqa: PLR0913 - what moves is two things
    program: Program,
    assignment: Assignment,
    moving: Mapping[str, int],
    ends: tuple[int, int],
    name: str,
    *,
    factors: Mapping[str, int] | None = None,
    budget: int = EVALUATIONS,
) -> Course:
    """Follow one amount along a number `t`.

    Args:
        program: A ground document.
        assignment: What else is known of the case; what moves is taken out of it.
        moving: Inputs and policy values that are `t` plus these whole numbers.
        ends: Least and greatest `t`; both may lie outside the bounds of what moves.
        name: A defined amount.
        factors: Positive whole numbers by which `t` is multiplied for what moves; 1 if not given.
        budget: How many evaluations may be made.

    Raises:
        CaseError: As of `evaluate`.
        EngineError: Two things that move are multiplied with each other.
    """
    moves = {n: Move(more, (factors or {}).get(n, 1)) for n, more in moving.items()}
    freed = _freed(program, moves, ends)
    known = Assignment(
        assignment.booleans,
        {other: value for other, value in assignment.numbers.items() if other not in moving},
    )
    evaluation = evaluate(freed, known)
    if evaluation.broken:
        return Course((Piece(*ends, State.IMPOSSIBLE),))
    part = cut(freed, evaluation, [name])
    walk = _Walk(part, program.rounding, moves, name, evaluation)
    pieces, causes = walk.run(ends, budget)
    return joined(Course(pieces, causes))


def _freed(program: Program, moving: Mapping[str, Move], ends: tuple[int, int]) -> Program:
    """The Program with what moves unknown."""
    low, high = ends
    inputs = tuple(
        replace(i, low=moving[i.name].at(low), high=moving[i.name].at(high))
        if isinstance(i, NumberInput) and i.name in moving else i
        for i in program.inputs
    )
    values = tuple(
        replace(
            v, value=None, low=moving[v.name].at(low), high=moving[v.name].at(high), step=1
        )
        if v.name in moving else v
        for v in program.values
    )
    return replace(program, inputs=inputs, values=values)


class _Walk:
    """Evaluates interval after interval, from the least `t` on."""

    def __init__(
        self,
        part: Slice,
        rounding: Rounding,
        moving: Mapping[str, Move],
        name: str,
        evaluation: Evaluation,
    ) -> None:
        self.part = part
        self.rounding = rounding
        self.moving = moving
        self.name = name
        self.known = evaluation.amounts[name]
        self.causes: dict[int, dict[Cause, None]] = {}

    def run(
        self, ends: tuple[int, int], budget: int
    ) -> tuple[tuple[Piece, ...], dict[int, tuple[Cause, ...]]]:
        """Cut until each interval is a piece; the rest is unsettled when the budget ends."""
        waiting = [ends]
        pieces: list[Piece] = []
        while waiting:
            low, high = waiting.pop()
            if budget <= 0:
                pieces.append(Piece(low, high, State.UNSETTLED))
                continue
            budget -= 1
            walker = Moving(self.rounding, (low, high), dict.fromkeys(self.part.booleans), {})
            try:
                pieces.append(self._piece(walker))
            except Cut as found:
                cause = Cause(*walker.place, found.at)
                for start in found.starts:
                    self.causes.setdefault(start, {})[cause] = None
                bounds = [low, *found.starts, high + 1]
                cuts = [(first, beyond - 1) for first, beyond in pairwise(bounds)]
                waiting += reversed(cuts)
        return tuple(pieces), {start: tuple(found) for start, found in self.causes.items()}

    def _piece(self, walker: Moving) -> Piece:
        ends = walker.ends
        broken = self._broken(walker, lambda item: OPEN)
        if broken:
            return Piece(*ends, State.IMPOSSIBLE)
        if self.known is None or self.known.exact:
            value: Value = None if self.known is None else whole(self.known.low)
        else:
            value = walker.amounts[self.name]
        if value is OPEN:
            return Piece(*ends, State.OPEN)
        if not isinstance(value, Line):
            return Piece(*ends, State.NO_VALUE)
        exists = broken is False or self._exists(walker)
        state = State.VALUE if exists else State.DOUBTFUL
        return Piece(*ends, state, value, walker.errors.bounds(value))

    def _exists(self, walker: Moving) -> bool:
        """Whether a case is known that can exist.

        What is open is taken at its least, or its most, and as no, or one of each kind as yes.
        """
        names = self.part.booleans
        kinds = {_kind(name): name for name in reversed(names)}
        one_of_each = {name: kinds[_kind(name)] == name for name in names}
        for given, truths in product((_least, _most), (dict.fromkeys(names, False), one_of_each)):
            other = Moving(self.rounding, walker.ends, {**truths}, {})
            try:
                if self._broken(other, given) is False:
                    return True
            except Cut:
                walker.place = other.place
                raise
        return False

    def _broken(self, walker: Moving, given: Callable[[Variable], Value]) -> bool | None:
        """Whether a constraint is broken all over the interval; None where that is open.

        All is evaluated with what is `given` for numbers that are not known.
        """
        for item in self.part.numbers:
            move = self.moving.get(item.name)
            walker.amounts[item.name] = given(item) if move is None else walker.moved(move)
        walker.amounts |= dict.fromkeys(self.part.missing)
        for definition in self.part.definitions:
            walker.define(definition)
        walker.place = ("", "")
        result: bool | None = False
        for body in self.part.constraints:
            truth = walker.formula(body)
            if truth:
                return True
            if truth is None:
                result = None
        return result


def _kind(name: str) -> str:
    """What answers to one question share: `kind(1,` of `kind(1,inpatient)`, `size` of `size(3)`."""
    return name.rpartition(",")[0] or name.partition("(")[0]


def _least(item: Variable) -> Value:
    return whole(item.low)


def _most(item: Variable) -> Value:
    return whole(item.high)
