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


class Rooms:
    """The solvers that serve the properties of one document, each made when first needed."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._abstraction = Abstraction.of(question.program)

    @cached_property
    def billed(self) -> Asked:
        """Cases whose bills state what the open functions pay."""
        return self._question.session(dict.fromkeys(self._abstraction.flags, True))

    @cached_property
    def computed(self) -> Asked:
        """Cases in which it is computed."""
        return self._question.session(dict.fromkeys(self._abstraction.flags, False))

    @cached_property
    def sound(self) -> bool:
        """Whether computed amounts are proved to lie within their open functions."""
        session, person, _ = self.computed
        answer = session.check(self._abstraction.outside(person))
        return isinstance(answer, Unsatisfiable)

    def both(self) -> Iterator[Asked]:
        """Rooms that between them cover every case."""
        yield self.billed
        if self._abstraction.flags:
            yield self.computed

    def flag_settings(self, amount: str) -> tuple[dict[str, bool], ...]:
        """The settings of the flags that between them cover every case, for claims on an amount."""
        flags = self._abstraction.flags
        if not self._abstraction.matters_to(self._question.program, amount):
            return (dict.fromkeys(flags, True),)
        return (dict.fromkeys(flags, True), dict.fromkeys(flags, False))

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
            yield self.computed, inside
