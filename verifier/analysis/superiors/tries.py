"""What is tried first of one line, and what is noted of it for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from verifier.analysis.joining.solver import Values
from verifier.analysis.superiors.replays import Reaching
from verifier.analysis.superiors.results import LineHint, Vain


@dataclass(slots=True)
class Tries:
    """A hint with those of its persons who reach the premise, and what is found now.

    What was sought in vain stands in a hint only if the very same was asked (`hints.fitting`).
    """

    hint: LineHint = field(default_factory=LineHint)
    persons: tuple[Reaching, ...] = ()
    _cases: list[Values] = field(default_factory=list)
    _healing: Mapping[str, int] = field(default_factory=dict)
    _vain: set[Vain] = field(default_factory=set)

    def case(self, values: Values) -> None:
        """Note a person who decides something."""
        if values not in self._cases:
            self._cases.append(values)

    def shown(self, values: Values) -> None:
        """Note the person who is shown."""
        self._cases = [values, *(case for case in self._cases if case != values)]

    def healed(self, values: Mapping[str, int]) -> None:
        """Note values that heal."""
        self._healing = dict(values)

    def knows(self, what: Vain) -> bool:
        """Whether it was sought in vain before, and then it is noted again."""
        if what in self.hint.vain:
            self._vain.add(what)
        return what in self.hint.vain

    def vain(self, what: Vain) -> None:
        """Note what was sought in vain."""
        self._vain.add(what)

    def noted(self) -> LineHint | None:
        """What was noted; None if that is nothing."""
        found = LineHint(tuple(self._cases), self._healing, frozenset(self._vain))
        return found if found != LineHint() else None
