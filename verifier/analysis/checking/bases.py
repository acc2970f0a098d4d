"""What the groups of a check begin with: the first person of each program, encoded once for all.

What was encoded before decides which of many cases a solver finds. So a group always begins with
the same: with the parts of its program that it and the groups before it are about, in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from verifier.analysis.checking.encoding import Base
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.tasks import Task
from verifier.program.model import Program

Group = Sequence[Task]


@dataclass(slots=True)
class _Begun:
    """A base, and how many groups of its program it is encoded for."""

    base: Base
    groups: int = 0


@dataclass(frozen=True)
class Bases:
    """The bases of `programs`, for all `groups` that are asked of them; `part` gives one's part."""

    programs: Sequence[Program]
    groups: Sequence[Group]
    part: Callable[[Group], Program]
    options: Options
    _begun: dict[int, _Begun] = field(default_factory=dict)

    def prepare(self, group: Group) -> None:
        """Encode what a group begins with, before a process of its own is forked for it."""
        place = group[0].program
        if place not in self._begun:
            self._begun[place] = _Begun(Question.of(self.programs[place], self.options).begun())
        begun = self._begun[place]
        groups = self._of(place)
        until = groups.index(group) + 1
        for before in groups[begun.groups:until]:
            begun.base.encode(self.part(before))
        begun.groups = max(begun.groups, until)

    def _of(self, place: int) -> list[Group]:
        return [group for group in self.groups if group[0].program == place]

    def take(self, group: Group) -> Base:
        """Return what a group begins with. No other group in this process is given the same."""
        self.prepare(group)
        return self._begun.pop(group[0].program).base
