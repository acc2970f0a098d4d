"""Where a claim is asked: with open functions for what can also be computed, or with both.

Most claims know critical-illness insurance by what it pays alone and are asked once, for every bill
(see `abstraction`). Claims that look inside the scheme are asked of cases that compute it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from verifier.analysis.abstraction import Abstraction
from verifier.analysis.question import Asked, Question
from verifier.engines.smt import Unsatisfiable

_SOUND = "bills stand for computed payments"


class Rooms:
    """The solvers that serve the properties of one document, each made when first needed."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._abstraction = Abstraction.of(question.program)

    @cached_property
    def billed(self) -> Asked:
        """Cases whose bills state what the open functions pay."""
        return self._question.session(self._abstraction.settings()[0])

    @cached_property
    def computed(self) -> tuple[Asked, ...]:
        """Cases in which some of it is computed."""
        return tuple(self._question.session(known) for known in self._abstraction.settings()[1:])

    @cached_property
    def sound(self) -> bool:
        """Whether every case is proved to have a twin with bills and the same payments."""
        proofs = self._question.proofs
        if _SOUND not in proofs:
            session, person, _ = self._question.session({})
            answer = session.check(self._abstraction.without_bill(person))
            proofs[_SOUND] = isinstance(answer, Unsatisfiable)
        return proofs[_SOUND]

    def both(self) -> Iterator[Asked]:
        """Rooms that between them cover every case."""
        yield self.billed
        yield from self.computed

    def flag_settings(self) -> tuple[dict[str, bool], ...]:
        """The settings of the flags that between them cover every case, for two persons."""
        return self._abstraction.settings()

    def split(self, names: Iterable[str]) -> Iterator[tuple[Asked, frozenset[str]]]:
        """Which of the atoms are asked in which room; between them every case is covered."""
        everything = frozenset(names)
        yield self.billed, everything
        if not self._abstraction.flags:
            return
        inside = self._abstraction.reaches(self._question.program, everything)
        if not self.sound:
            inside = everything
        if inside:
            yield from ((room, inside) for room in self.computed)
