"""Open values with which nobody breaks a line: found, or proved not to exist.

Counterexample-guided: values are asked of the persons who are known to be harmed, then of
everybody; who is harmed then joins the persons. Where no values spare all persons that are known,
the line is broken whatever the values are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from verifier.analysis.checking.sensitivity import needed
from verifier.analysis.joining.open_values import OpenValues
from verifier.analysis.joining.solver import Found, NoCase, Open, Values
from verifier.errors import Message, message

Healing: TypeAlias = dict[str, int] | NoCase | Open
"""Values that heal; or there are none; or neither was found."""

_ROUNDS = 8
"""Values that are found at the ends of their ranges and then tried, and then anywhere in them."""
_UNDECIDED = 3
"""Values of which it is not decided, after which no others are tried."""

TIRED = message("no end was found in {count} tries", count=2 * _ROUNDS)


def healing(
    opened: OpenValues, first: Values,
    harmed: Callable[[Mapping[str, int]], Found | NoCase | Open],
) -> Healing:
    """Search for values that heal, a small set of them.

    `first` is a person who is harmed; `harmed` finds one who is with some values, whatever else
    is open.
    """
    if opened.none:
        return NoCase()
    opened.add(first)
    if isinstance(opened.sparing(at_ends=False), NoCase):
        return NoCase()
    undecided: list[Message] = []
    for values in chain(opened.likely(), _found(opened)):
        if isinstance(values, Open):
            return Open(undecided[0]) if undecided else values
        match harmed(values):
            case Found() as person:
                opened.add(person.values)
            case Open(reason):
                undecided.append(reason)
                opened.exclude(values)
            case NoCase():
                return needed(values, lambda fewer: isinstance(harmed(fewer), NoCase))
        if len(undecided) == _UNDECIDED:
            break
    return Open(undecided[0]) if undecided else NoCase()


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
