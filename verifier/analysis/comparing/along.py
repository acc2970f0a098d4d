"""Where two documents differ along one input of a person, all else as it is.

Each boundary is the least value of the input with a property, found by halving with a proof at each
step, so none is sampled and none is missed. Differences that rounding alone can make do not open a
stretch; within one the sign does not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verifier.analysis.comparing.persons import at_place, on_side, pairs_in, value_in
from verifier.analysis.comparing.results import Along, Largest, Line, Sign, Stretch
from verifier.analysis.comparing.verdicts import rounding_of
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.solver import (
    NoCase,
    Open,
    Pair,
    Question,
    Values,
    inputs_of,
    turned,
)
from verifier.engines import exact
from verifier.program.model import BoolInput, NumberInput

_MOST_STRETCHES = 12


def along(joint: Joint, found: Largest, timeout_ms: int) -> Iterator[Along]:
    """The maps of a line along each numeric input that it rests on, from one person."""
    if found.values is None or found.line.truth or found.line.by_visit:
        return
    values = _with_room(joint, found.line, found.values)
    inputs = {i.name: i for i in joint.program.inputs}
    truths = {n: bool(v) for n, v in values.items() if isinstance(inputs.get(n), BoolInput)}
    narrow = joint.under(truths)
    (pair,) = pairs_in(narrow, found.line)
    used = inputs_of(narrow, pair)
    tolerance = rounding_of(narrow, (pair,))
    for item in narrow.program.inputs:
        if isinstance(item, NumberInput) and item.name in used:
            walk = _Walk(_Person(joint, found.line, values), narrow, item, tolerance, timeout_ms)
            stretches = walk.stretches()
            if stretches and _worth_showing(stretches):
                yield Along(
                    found.line, found.group, found.more, item.name, stretches, tolerance
                )


def _worth_showing(stretches: tuple[Stretch, ...]) -> bool:
    moves = stretches[0].low < stretches[-1].high
    return moves and any(s.sign is not Sign.EQUAL for s in stretches)


def _with_room(joint: Joint, line: Line, values: Values) -> dict[str, bool | int]:
    """The person with the greatest total costs that leave the difference as it is."""
    kept = dict(values)
    before = _Person(joint, line, kept).rise()
    for item in joint.program.inputs:
        if isinstance(item, NumberInput) and item.name.startswith("cost(") and kept[item.name]:
            wider = {**kept, item.name: item.high}
            if _Person(joint, line, wider).rise() == before:
                kept = wider
    return kept


@dataclass(frozen=True, slots=True)
class _Person:
    joint: Joint
    line: Line
    values: Mapping[str, bool | int]

    def rise(self, name: str = "", value: int = 0) -> int | None:
        """By how much the second side is larger, by the exact engine, with another number.

        None if there is no such case.
        """
        values = {**self.values, name: value} if name else self.values
        amounts = []
        for side, program in self.joint.sides.items():
            evaluation = exact.evaluate(program, on_side(self.joint, side, values))
            amount = value_in(evaluation, self.line, at_place(self.line, 0))
            if evaluation.broken or amount is None:
                return None
            amounts.append(amount)
        return amounts[1] - amounts[0]


@dataclass(frozen=True, slots=True)
class _Walk:
    person: _Person
    narrow: Joint
    item: NumberInput
    tolerance: int
    timeout_ms: int

    def stretches(self) -> tuple[Stretch, ...] | None:
        """From the least to the greatest possible value; None if a boundary was not found."""
        (pair,) = pairs_in(self.narrow, self.person.line)
        known = {n: v for n, v in self.person.values.items() if n != self.item.name}
        question = Question(self.narrow, (pair,), known, self.timeout_ms)
        start = question.first(self.item.name)
        if not isinstance(start, int):
            return None
        found: list[Stretch] = []
        sign = Sign.EQUAL
        while len(found) < _MOST_STRETCHES:
            end = self._end(question, pair, sign, start)
            if isinstance(end, Open):
                return None
            high = self._greatest(question, start) if isinstance(end, NoCase) else end[0] - 1
            if high is None:
                return None
            if high >= start:
                ends = [self.person.rise(self.item.name, at) for at in (start, high)]
                if ends[0] is None or ends[1] is None:
                    return None
                found.append(Stretch(start, high, sign, ends[0], ends[1]))
            if isinstance(end, NoCase):
                return tuple(found)
            start, sign = end
        return None

    def _end(
        self, question: Question, pair: Pair, sign: Sign, start: int
    ) -> tuple[int, Sign] | NoCase | Open:
        """The first value from `start` on with another sign."""
        beyond = self.tolerance + 1
        claims = {
            Sign.EQUAL: ((question.beyond(pair, beyond), Sign.MORE),
                         (question.beyond(turned(pair), beyond), Sign.LESS)),
            Sign.MORE: ((question.beyond(turned(pair), 0), Sign.EQUAL),),
            Sign.LESS: ((question.beyond(pair, 0), Sign.EQUAL),),
        }[sign]
        within = question.apart(self.item.name, start, self.item.high)
        found: list[tuple[int, Sign]] = []
        for claim, other in claims:
            answer = question.first(self.item.name, within, claim)
            if isinstance(answer, Open):
                return answer
            if isinstance(answer, int):
                found.append((answer, other))
        return min(found, key=lambda f: f[0]) if found else NoCase()

    def _greatest(self, question: Question, start: int) -> int | None:
        answer = question.last(self.item.name, question.apart(
            self.item.name, start, self.item.high
        ))
        return answer if isinstance(answer, int) else None
