"""Where a claim is asked: with open functions for what can also be computed, or with both.

Most claims know critical-illness insurance by what it pays alone and are asked once, for every bill
(see `abstraction`). Claims that look inside the scheme are asked of cases that compute it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from verifier.analysis.checking.abstraction import Abstraction
from verifier.analysis.checking.judge import ask
from verifier.analysis.checking.question import Question
from verifier.engines.smt import Assignment, Unsatisfiable
from verifier.program.names import Term, term_keys

Room = Mapping[str, bool]
"""What is known of the flags in a room; the rooms of a document cover every case."""


def holds(room: Room, case: Assignment) -> bool:
    """Whether a case is one of those in a room."""
    return all(case.inputs.get(name) is value for name, value in room.items())


class Rooms:
    """The rooms of one document, and what has to be asked in which."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._abstraction = Abstraction.of(question.program)

    @property
    def billed(self) -> Room:
        """Cases whose bills state what the open functions pay."""
        return self._abstraction.settings()[0]

    @property
    def computed(self) -> tuple[Room, ...]:
        """Cases in which some of it is computed."""
        return self._abstraction.settings()[1:]

    @property
    def both(self) -> tuple[Room, ...]:
        """Rooms that between them cover every case."""
        return self._abstraction.settings()

    @cached_property
    def sound(self) -> bool:
        """Whether every case is proved to have a twin with bills and the same payments."""
        encoding = self._question.encoding
        with self._question.manner.only(None):  # it is asked once for all tasks
            asked = ask(
                encoding, {encoding.person: {}},
                [("", lambda: self._abstraction.without_bill(encoding.person))],
            )
            claims = [claim for _, claim in asked.claims]
            return not claims or isinstance(asked.focus.check(*claims), Unsatisfiable)

    @cached_property
    def _inside(self) -> Mapping[str, bool]:
        return self._abstraction.inside(self._question.dependencies)

    def split(self, names: Iterable[str]) -> Iterator[tuple[Room, frozenset[str]]]:
        """Which of the atoms are asked in which room; between them every case is covered."""
        everything = frozenset(names)
        yield self.billed, everything
        inside = frozenset(a for a in everything if self.looks_inside(f"atom {a}"))
        if inside:
            yield from ((room, inside) for room in self.computed)

    def looks_inside(self, key: str) -> bool:
        """Whether an atom or amount is sought where something is computed, too."""
        if not self._abstraction.flags:
            return False
        return not self.sound or self._inside.get(key, False)

    def needed(self, terms: Iterable[Term], apart: Iterable[str] = ()) -> tuple[Room, ...]:
        """The rooms in which terms have to be asked: one for all cases where no flag matters.

        Persons who may differ in a flag (`apart`) need not be in one room.
        """
        if not set(self._abstraction.flags).isdisjoint(apart):
            return ({},)
        flags = frozenset(f"atom {flag}" for flag in self._abstraction.flags)
        keys = [key for term in terms for key in term_keys(term)]
        rests_on = self._question.dependencies.cone(keys)
        return ({},) if flags.isdisjoint(rests_on) else self.both
