"""The persons of a document in one session, shared by all that is asked of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from verifier.analysis import replay as rerun
from verifier.engines.smt import (
    Assignment,
    Claim,
    Copy,
    Focus,
    Manner,
    Satisfiable,
    Session,
    Value,
    Variant,
)
from verifier.program.model import Program
from verifier.properties.declared import Comparison

_RECENT = 6
"""So many persons are tried again: those that were found last are most like what is asked."""

Claims = tuple[tuple[str, Claim], ...]
"""Claims by the instance of the property that they stand for."""

Known = Mapping[Copy, Mapping[str, bool]]
"""The persons of a question, with the inputs that are known of each."""


Two = tuple[Assignment, Assignment]
"""The cases of two persons who are compared."""

Held = Mapping[str, tuple[int, ...]]
"""By what a station pays, how each of the orders held there, 0 if it did not; and, as 0 or 1,
whether the bounds held and whether what was seen needed all that the steps rest on."""


class Alike(NamedTuple):
    """Who differs in the same inputs from the first person, and what is known of both."""

    second: Copy
    room: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Claims, and what answers them."""

    focus: Focus
    claims: Claims


@dataclass(frozen=True, slots=True)
class Base:
    """A session with one person in it, that several encodings begin with."""

    session: Session
    person: Copy
    manner: Manner

    @staticmethod
    def of(
        program: Program, settings: Mapping[str, bool], timeout_ms: int, manner: Manner
    ) -> Base:
        """Enter the person; the rest is encoded when it is asked for."""
        session = Session(tagged=True, timeout_ms=timeout_ms, manner=manner)
        return Base(session, session.copy(program, "first", variant=Variant(settings)), manner)

    def encode(self, part: Program) -> None:
        """Encode what a part of the program defines, so that nobody who begins with it need."""
        self.person.encode(d.name for d in part.definitions)


class Encoding:
    """A session with one person in it, and others who differ from that person in some inputs."""

    def __init__(self, base: Base, program: Program | None = None) -> None:
        """Begin with the first person; what is asked is of `program`, or of all of theirs."""
        self._program = program or base.person.program
        self.session = base.session
        self.person = base.person
        self.seen: list[Mapping[str, bool | None]] = []
        self._steps: dict[Alike | Comparison, Held] = {}
        self._wronged: list[Two] = []
        self._met: list[Two] = []
        self._twins: dict[tuple[str, ...], Copy] = {}

    def remember(self, case: Satisfiable) -> Mapping[str, bool | None]:
        """Compute the atoms of the first person in a case, and keep them; none if it is no case."""
        found = case.cases[self.person.name]
        evaluation = rerun.replay(self._program, found)
        if evaluation.broken:
            return {}
        self.seen.append(evaluation.atoms)
        return evaluation.atoms

    def second(self, apart: Iterable[str]) -> Copy:
        """The person who may differ from the first in these inputs and nothing else."""
        key = tuple(apart)
        if key not in self._twins:
            name = f"second {len(self._twins) + 1}"
            self._twins[key] = self.session.twin(self.person, name, key)
        return self._twins[key]

    def took_steps(self, alike: Alike, pair: Comparison, held: Held) -> None:
        """Keep who was compared step by step, and what held at each."""
        self._steps[alike] = self._steps[pair] = held

    def steps_of(self, alike: Alike, pair: Comparison) -> Held | None:
        """What held of persons like these, or else where the same is asked in another room."""
        return self._steps.get(alike) or self._steps.get(pair)

    def remember_wronged(self, persons: Two) -> None:
        """Keep two persons of whom one is wronged."""
        self._wronged.append(persons)

    def remember_met(self, persons: Two) -> None:
        """Keep two persons who meet a premise."""
        self._met.append(persons)

    def wronged(self, known: Known, apart: Collection[str]) -> Iterator[Two]:
        """Yield such persons, the last ones first, changed to what is known of others.

        They differ in the inputs `apart` only.
        """
        return _changed(self._wronged, known, apart)

    def met(self, known: Known, apart: Collection[str]) -> Iterator[Two]:
        """Yield persons who meet a premise, or are wronged, changed likewise."""
        yield from _changed(self._met, known, apart)
        yield from _changed(self._wronged, known, apart)


def _changed(found: Sequence[Two], known: Known, apart: Collection[str]) -> Iterator[Two]:
    mine, others = known.values()
    for first, second in found[:-_RECENT - 1:-1]:
        changed = _replaced(first, mine)
        apart_from_first = {n: v for n, v in _values(second).items() if n in apart}
        yield changed, _replaced(changed, {**apart_from_first, **others})


def _values(case: Assignment) -> Mapping[str, Value]:
    return {**case.inputs, **case.policy}


def _replaced(case: Assignment, values: Mapping[str, Value]) -> Assignment:
    """The case with other values of what it has."""
    inputs, policy = (
        {name: values.get(name, value) for name, value in of.items()}
        for of in (case.inputs, case.policy)
    )
    return Assignment(inputs, policy)
