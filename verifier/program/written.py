"""A Program as text: the same for the same Program, in every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from verifier.program.model import EveryVisit, Program


def written(program: Program) -> str:
    """All that a Program holds, in an order of its own: sets have none."""
    return Writer().text(program)


class Writer:
    """Writes Programs of which each holds much that others do: a Program and its parts.

    What they share is written once. It is known by its place in memory, so it is kept.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[int, tuple[object, str]] = {}

    def text(self, program: Program) -> str:
        """All that a Program holds."""
        return "\n".join(self._lines(program))

    def _lines(self, program: Program) -> Iterator[str]:
        for part in fields(Program):
            value = getattr(program, part.name)
            yield part.name
            if isinstance(value, tuple):
                yield from map(self._item, value)
            elif isinstance(value, Mapping):
                for name, item in value.items():
                    yield f"{name!r}: {self._item(item)}"
            else:
                yield self._item(value)

    def _item(self, item: object) -> str:
        found = self._known.get(id(item))
        if found is None:
            found = self._known[id(item)] = (item, _text(item))
        return found[1]


def _text(item: object) -> str:
    if not isinstance(item, EveryVisit):
        return repr(item)
    values = ((part.name, getattr(item, part.name)) for part in fields(item))
    return repr([(n, sorted(v) if isinstance(v, frozenset) else v) for n, v in values])
