"""The persons of a comparison, numbered: one who shows several differences is described once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from verifier.analysis.comparing.results import ComparedSide, Largest, Line, OneValued, Witness
from verifier.analysis.joining.sides import Side
from verifier.analysis.results import Case
from verifier.language.clauses import in_text_order
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput
from verifier.report.comparing.names import LETTERS, Names
from verifier.report.naming import quantity
from verifier.report.persons import bill_words, person_words, told, visit_words

END = "*"
"""Behind what stands at the end of its range."""

_Key = tuple[str, str | Side, bool]
"""A result, and the group and direction of a difference, or the side that alone has an amount."""


@dataclass(slots=True)
class _Block:
    """A person, what of it stands at the end of its range, and each difference that it shows."""

    witness: Witness
    ends: dict[str, None] = field(default_factory=dict)
    shows: dict[str, None] = field(default_factory=dict)


class People:
    """Numbers the persons, and puts them into words."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.words = names.words
        self._numbers: dict[_Key, int] = {}
        self._blocks: dict[tuple[str, ...], _Block] = {}
        for found in names.comparison.largest:
            if found.witness is not None:
                block = self._add(_key(found), found.witness, self._shown(found, found.witness))
                if not found.line.truth:
                    block.ends |= dict.fromkeys(found.at_bounds)
        for one in names.comparison.one_valued:
            self._add((one.line.name, one.side, True), one.witness, self._shown_alone(one))

    def _add(self, key: _Key, witness: Witness, shows: str) -> _Block:
        about = tuple(self._about(witness, ()))
        block = self._blocks.setdefault(about, _Block(witness))
        self._numbers[key] = list(self._blocks).index(about) + 1
        block.shows[shows] = None
        return block

    def mark(self, found: Largest) -> str:
        """The number of the person of a difference, as it is written behind it."""
        return self._mark(_key(found))

    def mark_alone(self, line: Line, side: Side) -> str:
        """The number of the person to whom only this side gives an amount."""
        return self._mark((line.name, side, True))

    def _mark(self, key: _Key) -> str:
        number = self._numbers.get(key)
        return "" if number is None else f"[{number}]"

    def blocks(self) -> Iterator[tuple[str, list[str]]]:
        """Each person: a first line with its number, and more lines."""
        for number, block in enumerate(self._blocks.values(), 1):
            head, *rest = self._about(block.witness, tuple(block.ends))
            yield f"[{number}] {head}", [*rest, *block.shows]

    def _shown(self, found: Largest, witness: Witness) -> str:
        line = self.names.line(found.line)
        if found.line.truth:
            return self.words.say("{line}: only under B", line=line) if found.more else (
                self.words.say("{line}: only under A", line=line)
            )
        first, second = (witness.amounts[side] for side in Side)
        return self.words.say(
            "{line}: A {first}, B {second}, apart by {gap}", line=line,
            first=self.names.amount(found.line, first),
            second=self.names.amount(found.line, second),
            gap=self.names.gap(found.line, abs(second - first)),
        )

    def _shown_alone(self, one: OneValued) -> str:
        nothing = self.words.say("no value")
        found = one.witness.amounts
        first, second = (
            self.names.amount(one.line, found[side]) if side in found else nothing for side in Side
        )
        return self.words.say("{line}: A {first}, B {second}", line=self.names.line(one.line),
                              first=first, second=second)

    # Who it is -----------------------------------------------------------------------------------

    def _about(self, witness: Witness, ends: tuple[str, ...]) -> Iterator[str]:
        program = self.names.comparison.sides[Side.LEFT].program
        case = witness.replays[Side.LEFT].case
        who, visits = told(program, case, self.words)
        yield from (who, *visits)
        asked = self._asked_by_second(witness)
        if asked:
            yield self.words.say("what only B asks: {text}", text=" · ".join(asked))
        for side in Side:
            opened = tuple(self._opened(side, witness, ends))
            if opened:
                yield self.words.say("open under {side}: {values}", side=LETTERS[side],
                                     values=opened)
        inputs = {i.name for i in self.names.comparison.joint.program.inputs}
        names = tuple(f"{self.names.leaf(name)}{END}" for name in ends if name in inputs)
        if names:
            yield self.words.say("as large as can be: {names}", names=names)
        if self.names.comparison.changes is None:
            yield from self._clauses(witness)

    def _asked_by_second(self, witness: Witness) -> list[str]:
        """What matters that the second document asks and the first does not, if not as usual."""
        sides = self.names.comparison.sides
        joint = self.names.comparison.joint
        program, case = sides[Side.RIGHT].program, witness.replays[Side.RIGHT].case
        used = {step.name for step in witness.replays[Side.RIGHT].steps}
        fixed = joint.leaves.fixed[Side.RIGHT]
        shared = set(joint.leaves.own[Side.LEFT].values())
        alone = tuple(
            i for i in program.inputs if i.name in used and i.name not in fixed
            and joint.leaves.own[Side.RIGHT].get(i.name) not in shared
        )
        held = {i.name for i in alone if isinstance(i, BoolInput)}
        assignment = case.assignment
        less = replace(case, assignment=replace(assignment, booleans={
            n: truth for n, truth in assignment.booleans.items() if n in held
        }))
        only = replace(program, inputs=alone)
        nobody = self.words.say("no category")
        found = [text for text in person_words(only, less, self.words) if text != nobody]
        for visit in range(1, program.visits + 1):
            found += visit_words(only, less, visit, self.words)
            found += bill_words(only, less, visit, self.words)
        return found

    def _opened(self, side: Side, witness: Witness, ends: tuple[str, ...]) -> Iterator[str]:
        """What was taken for open values and, where every reading is looked at, for readings."""
        naming, own = self.names.of[side], self.names.comparison.joint.leaves.own[side]
        for name, value in witness.values[side].items():
            mark = END if own[name] in ends else ""
            yield f"{naming.amount(name)} = {quantity(value, naming.sort(name))}{mark}"
        if self.names.comparison.all_readings:
            yield from self._readings(side, witness.replays[side].case)

    def _readings(self, side: Side, case: Case) -> Iterator[str]:
        """The readings that are not the default ones."""
        naming = self.names.of[side]
        usual = {
            (str(f.arguments[0]), str(f.arguments[1]))
            for f in naming.program.facts.get("default", ())
        }
        for name, truth in case.assignment.booleans.items():
            term = parse_term(name)
            if truth and term.name == "reads":
                topic, option = (str(argument) for argument in term.arguments)
                if (topic, option) not in usual:
                    yield self.words.say(
                        "{topic} is read as: {option}", topic=naming.labels.topic(topic),
                        option=naming.labels.reading(topic, option),
                    )

    def _clauses(self, witness: Witness) -> Iterator[str]:
        """What the amounts rest on, where no change of a clause says so."""
        for side, one in self.names.comparison.sides.items():
            numbers = clauses_behind(one, witness, side)
            if numbers:
                yield self.words.say("clauses of {side}: {numbers}", side=LETTERS[side],
                                     numbers=numbers)


def clauses_behind(one: ComparedSide, witness: Witness, side: Side) -> tuple[str, ...]:
    """The clauses that what a person gets under one document rests on, in its order."""
    used = {rule for step in witness.replays[side].steps for rule in step.rules}
    return in_text_order(c.number for rule, c in one.clauses.items() if rule in used)


def _key(found: Largest) -> _Key:
    return found.line.name, found.group.id, found.more
