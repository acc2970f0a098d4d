"""A Program as text: the same for the same Program, in every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from verifier.program.model import EveryVisit, Program


def written(program: Program) -> str:
    """All that a Program holds, in an order of its own: sets have none."""
    return "\n".join(_lines(program))


def _lines(program: Program) -> Iterator[str]:
    yield repr(replace(program, every_visit=EveryVisit()))
    for item in fields(EveryVisit):
        of_visits = getattr(program.every_visit, item.name)
        yield repr(of_visits if isinstance(of_visits, bool) else sorted(of_visits))
