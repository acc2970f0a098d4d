"""Open values with which nobody breaks a line: found, or proved not to exist.

Counterexample-guided: values are asked of the persons who are known to be harmed, then of
everybody; who is harmed then joins the persons. Where no values spare all persons that are known,
the line is broken whatever the values are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from verifier.analysis.checking.sensitivity import needed
from verifier.analysis.joining.open_values import OpenValues
from verifier.analysis.joining.solver import Found, NoCase, Open
from verifier.errors import Message, message

Healing: TypeAlias = dict[str, int] | NoCase | Open
"""Values that heal; or there are none; or neither was found."""

_ROUNDS = 8
"""Values that are found at the ends of their ranges and then tried, and then anywhere in them."""
_UNDECIDED = 3
"""Values of which it is not decided, after which no others are tried."""

TIRED = message("no end was found in {count} tries", count=2 * _ROUNDS)


@dataclass(frozen=True, slots=True)
class Healer:
    """A search for values that heal a line.

    Attributes:
        opened: The values, which spare one person who is harmed.
        harmed: Finds a person who is harmed with some values, whatever else is open.
        worse: Of such a person and values, gives those whom other values are less likely to spare.
    """

    opened: OpenValues
    harmed: Callable[[Mapping[str, int]], Found | NoCase | Open]
    worse: Callable[[Found, Mapping[str, int]], Iterator[Found]]

    def run(self, *, thoroughly: bool) -> Healing:
        """A small set of values that heal; only likely ones are tried, unless `thoroughly`."""
        opened = self.opened
        if opened.none or isinstance(opened.sparing(at_ends=False), NoCase):
            return NoCase()
        for values in opened.likely():
            if opened.spares(values) and isinstance(self.harmed(values), NoCase):
                return self._needed(values)
        return self._guided() if thoroughly else Open(TIRED)

    def _guided(self) -> Healing:
        undecided: list[Message] = []
        for values in _found(self.opened):
            if isinstance(values, Open):
                return Open(undecided[0]) if undecided else values
            match self.harmed(values):
                case Found() as person:
                    for other in self.worse(person, values):
                        self.opened.add(other.values)
                case Open(reason):
                    undecided.append(reason)
                    self.opened.exclude(values)
                case NoCase():
                    return self._needed(values)
            if len(undecided) == _UNDECIDED:
                break
        return Open(undecided[0]) if undecided else NoCase()

    def _needed(self, values: dict[str, int]) -> dict[str, int]:
        return needed(values, lambda fewer: isinstance(self.harmed(fewer), NoCase))


def _found(opened: OpenValues) -> Iterator[dict[str, int] | Open]:
    """Values that spare everybody who is known by then; at last why no others are found.

    It ends if there are none.
    """
    for at_ends in (True, False):
        for _ in range(_ROUNDS):
            values = opened.sparing(at_ends=at_ends)
            if isinstance(values, NoCase):
                break
            yield values
        else:
            if not at_ends:
                yield Open(TIRED)
