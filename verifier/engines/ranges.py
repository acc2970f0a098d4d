"""The narrowest intervals of amounts where something of a case is unknown.

Plain ranges are too wide as soon as an amount is used twice (`cost - aid - topup(cost - aid)`).
Here the unknowns are variables. For each end of each wanted interval the box of the unknowns is
cut, always where the most is still possible, until a point of a box reaches what nothing in the
other boxes exceeds: the interval is then exact. If the budget ends before, it is wider than need
be, and still holds every value. There is no clock and no chance in it: the same case always gives
the same interval.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from verifier.engines.exact import evaluate
from verifier.engines.exact_affine import AffineWalker
from verifier.engines.exact_forms import Form, Value
from verifier.engines.exact_slice import Slice, cut
from verifier.engines.exact_split import Aim, Box, Splitter
from verifier.engines.exact_types import Assignment, Evaluation, Interval
from verifier.program.model import AtomDefinition, Program, Rounding
from verifier.program.terms import Amount, Formula

BOXES = 400
"""Evaluations of a box or point, over all wanted amounts."""

WORK = 150_000
"""Terms combined in all of them, as a measure of time that is the same on every machine."""


class Narrowed(NamedTuple):
    """Intervals by name, and which of them may be wider than need be."""

    intervals: Mapping[str, Interval | None]
    wide: frozenset[str] = frozenset()


def tighten(  # noqa: PLR0913 - the budget is two numbers
    program: Program,
    assignment: Assignment,
    names: Collection[str],
    evaluation: Evaluation | None = None,
    *,
    boxes: int = BOXES,
    work: int = WORK,
) -> Narrowed:
    """Narrow the intervals of amounts, over all completions that break no constraint.

    Args:
        program: A ground document.
        assignment: What is known.
        names: Amounts, numeric inputs or policy values.
        evaluation: The evaluation of this assignment, if there is one already.
        boxes: How many boxes and points may be evaluated.
        work: How many terms may be combined in them.

    Returns:
        For each name an interval that holds its value in every possible completion, and None if
        it has a value in none of them. `certain` is false if some completion leaves it without a
        value, or the budget did not suffice to exclude that.

    Raises:
        CaseError: As of `evaluate`.
        EngineError: As of `evaluate`.
    """
    known = evaluation or evaluate(program, assignment)
    plain = {name: known.amounts[name] for name in names}
    open_names = [name for name, item in plain.items() if item is not None and not item.exact]
    if not open_names or known.broken:
        return Narrowed(plain)
    search = _Search(cut(program, known, open_names), program.rounding, plain, open_names)
    found = search.run(boxes, work)
    return Narrowed(plain | found, search.unfinished())


@dataclass(slots=True)
class _Leaf:
    """A box with its evaluation; `alive` until it is cut."""

    box: Box
    walker: AffineWalker
    ranges: dict[str, tuple[int, int] | None]
    alive: bool = True


@dataclass(slots=True)
class _Task:
    """One end of one interval: the greatest `sign * value`, or for sign 0 the absence of a value.

    `reached` is what a possible point has; `queue` holds the boxes by what they allow at most.
    """

    name: str
    sign: int
    reached: int | None = None
    queue: list[tuple[int, int, _Leaf]] = field(default_factory=list)
    tried: set[int] = field(default_factory=set)

    def best(self, leaf: _Leaf) -> int | None:
        """Most that a box allows; None if it allows no value."""
        value = leaf.walker.amounts[self.name]
        if not self.sign:
            return int(value is None or not value[2])
        limits = leaf.ranges[self.name]
        if limits is None:
            return None
        return limits[1] if self.sign > 0 else -limits[0]

    def reach(self, result: int | None) -> None:
        """Take note of what a possible point has."""
        if result is not None and (self.reached is None or result > self.reached):
            self.reached = result

    def top(self) -> tuple[int, int, _Leaf] | None:
        """The box that allows most, if it allows more than is reached."""
        while self.queue and not self.queue[0][2].alive:
            heapq.heappop(self.queue)
        if not self.queue or (self.reached is not None and -self.queue[0][0] <= self.reached):
            return None
        return self.queue[0]

    def bound(self) -> int | None:
        """What no possible completion exceeds; None if none has a value."""
        top = self.top()
        return -top[0] if top else self.reached


class _Search:
    """Best first search over boxes, for all tasks at once."""

    def __init__(
        self,
        part: Slice,
        rounding: Rounding,
        plain: Mapping[str, Interval | None],
        names: Collection[str],
    ) -> None:
        self.part = part
        self.rounding = rounding
        self.names = names
        self.tasks = [_Task(name, sign) for name in names for sign in (1, -1)]
        self.tasks += [_Task(name, 0, 0) for name in names]
        self.serial = count()
        self.spent = self.effort = 0
        self.start = {n: (i.low, i.high) for n in names if (i := plain[n]) is not None}

    def run(self, boxes: int, work: int) -> dict[str, Interval | None]:
        """Search until all ends are exact or the budget is spent."""
        whole = Box(
            tuple((variable.low, variable.high) for variable in self.part.numbers),
            (None,) * len(self.part.booleans),
        )
        self._add(whole, dict(self.start))
        # In turn, so that a hard end does not use up what an easy one needs.
        waiting = deque(self.tasks)
        while waiting and self.spent < boxes and self.effort < work:
            task = waiting.popleft()
            if self._advance(task):
                waiting.append(task)
        return {name: self._result(name) for name in self.names}

    def unfinished(self) -> frozenset[str]:
        """Names of which an end is not reached by any case that was tried."""
        return frozenset(task.name for task in self.tasks if task.sign and task.top() is not None)

    def _result(self, name: str) -> Interval | None:
        ends = {task.sign: task.bound() for task in self.tasks if task.name == name}
        low, high = ends[-1], ends[1]
        return None if low is None or high is None else Interval(-low, high, not ends[0])

    def _advance(self, task: _Task) -> bool:
        """Do one step for a task; false if its end is exact."""
        top = task.top()
        if top is None:
            return False
        _, number, leaf = top
        value = leaf.walker.amounts[task.name]
        form = value[3] if value is not None else None
        if number not in task.tried:
            task.tried.add(number)
            broken = self._try(leaf, form, task.sign)
            if broken is not None:
                self._cut(leaf, broken, None)
        else:
            aim = None
            if form is not None and task.sign and task.reached is not None:
                aim = Aim(form, task.sign, task.reached)
            self._cut(leaf, Amount(task.name), aim)
        return True

    def _cut(self, leaf: _Leaf, wanted: Amount | Formula, aim: Aim | None) -> None:
        leaf.alive = False
        for box in Splitter(self.part, leaf.walker, leaf.box).split(wanted, aim):
            self._add(box, leaf.ranges)

    def _add(self, box: Box, outer: Mapping[str, tuple[int, int] | None]) -> None:
        """Evaluate a box and queue it, unless it breaks a constraint for certain."""
        walker, broken = self._evaluate(box)
        if broken is not None:
            return
        if box.point:
            self._reach(walker)
            return
        ranges = {name: _meet(walker.amounts[name], outer[name]) for name in self.names}
        leaf = _Leaf(box, walker, ranges)
        number = next(self.serial)
        for task in self.tasks:
            best = task.best(leaf)
            if best is not None and (task.reached is None or best > task.reached):
                heapq.heappush(task.queue, (-best, number, leaf))

    def _try(self, leaf: _Leaf, form: Form | None, sign: int) -> Formula | None:
        """Evaluate the corner that should have most; give the constraint that it breaks."""
        factors = form[2] if form is not None else {}
        corner = tuple(
            (high, high) if sign * factors.get(symbol, 0) > 0 else (low, low)
            for symbol, (low, high) in enumerate(leaf.box.numbers)
        )
        truths = tuple(truth is True for truth in leaf.box.booleans)
        walker, broken = self._evaluate(Box(corner, truths))
        if broken is None:
            self._reach(walker)
        return broken

    def _reach(self, walker: AffineWalker) -> None:
        for task in self.tasks:
            value = walker.amounts[task.name]
            if not task.sign:
                task.reach(int(value is None))
            elif value is not None:
                task.reach(task.sign * value[0])

    def _evaluate(self, box: Box) -> tuple[AffineWalker, Formula | None]:
        """Evaluate the slice in a box, and find a constraint that is broken all over it."""
        self.spent += 1
        walker = AffineWalker(
            self.rounding,
            dict(zip(self.part.booleans, box.booleans, strict=True)),
            dict.fromkeys(self.part.missing),
        )
        # The symbol of a number is its position, so each gets one, also where it is settled.
        walker.symbols += box.numbers
        for symbol, (variable, (low, high)) in enumerate(
            zip(self.part.numbers, box.numbers, strict=True)
        ):
            walker.amounts[variable.name] = (low, high, True, Form(1, 0, {symbol: 1}))
        for definition in self.part.definitions:
            if isinstance(definition, AtomDefinition):
                walker.atoms[definition.name] = walker.atom(definition)
            else:
                fired = walker.fired(definition)
                walker.amounts[definition.name] = walker.settle(fired)
                walker.firing[definition.name] = fired
        broken = (body for body in self.part.constraints if walker.formula(body) is True)
        first = next(broken, None)
        self.effort += walker.effort + len(self.part.definitions)
        return walker, first


def _meet(value: Value | None, outer: tuple[int, int] | None) -> tuple[int, int] | None:
    if value is None or outer is None:
        return None
    low, high = max(value[0], outer[0]), min(value[1], outer[1])
    return (low, high) if low <= high else None
