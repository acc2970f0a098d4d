"""The persons of a document in one session, shared by all that is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from verifier.engines import exact
from verifier.engines.smt import Assignment, Claim, Copy, Focus, Satisfiable, Session, Variant
from verifier.program.model import Program
from verifier.properties.declared import Comparison

_RECENT = 6
"""So many persons are tried again: those that were found last are most like what is asked."""

Claims = tuple[tuple[str, Claim], ...]
"""Claims by the instance of the property that they stand for."""

Known = Mapping[Copy, Mapping[str, bool]]
"""The persons of a question, with the inputs that are known of each."""


Held = Mapping[str, tuple[bool, ...]]
"""By what a station pays, which of the orders held there."""


class Alike(NamedTuple):
    """Who differs in the same inputs from the first person, and what is known of both."""

    second: Copy
    room: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Claims, and what answers them."""

    focus: Focus
    claims: Claims


class Encoding:
    """A session with one person in it, and others who differ from that person in some inputs."""

    def __init__(self, program: Program, settings: Mapping[str, bool], timeout_ms: int) -> None:
        """Enter the first person; the rest is encoded when it is asked for."""
        self.session = Session(tagged=True, timeout_ms=timeout_ms)
        self.person = self.session.copy(program, "first", variant=Variant(settings))
        self.seen: list[Mapping[str, bool | None]] = []
        self._steps: dict[Alike | Comparison, Held] = {}
        self._wronged: list[tuple[Assignment, ...]] = []
        self._twins: dict[tuple[str, ...], Copy] = {}

    def remember(self, case: Satisfiable) -> Mapping[str, bool | None]:
        """Compute the atoms of the first person in a case, and keep them; none if it is no case."""
        found = case.cases[self.person.name]
        evaluation = exact.evaluate(
            self.person.program, exact.Assignment(found.booleans, found.numbers)
        )
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

    def remember_wronged(self, known: Known, case: Satisfiable) -> None:
        """Keep the persons of a case in which one is wronged."""
        self._wronged.append(tuple(case.cases[person.name] for person in known))

    def wronged(self, known: Known) -> Iterator[Mapping[str, Assignment]]:
        """Yield such persons, the last ones first, changed to what is known of others."""
        for persons in self._wronged[:-_RECENT - 1:-1]:
            yield {
                copy.name: replace(found, inputs={
                    name: known[copy].get(name, value) for name, value in found.inputs.items()
                })
                for copy, found in zip(known, persons, strict=True)
            }
