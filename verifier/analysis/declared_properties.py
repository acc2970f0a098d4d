"""The general properties that every document is asked for."""

from __future__ import annotations

import difflib

from verifier import programs
from verifier.errors import CaseError, Problem, message
from verifier.properties.declared import Property, properties
from verifier.source import Span


def all_properties() -> tuple[Property, ...]:
    """The general properties, by identifier; they are the same for every document."""
    program = programs.load_program(programs.documents()[0], 2, properties=True)
    return tuple(sorted(properties(program), key=lambda p: p.id))


def find_property(name: str) -> Property:
    """The property of that name; CaseError if there is none."""
    known = {p.id: p for p in all_properties()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3) or known
        raise CaseError(Problem(
            "no-property", Span(), message("no property is called `{name}`", name=name),
            message("choose one of {names}", names=tuple(f"`{n}`" for n in near)),
        ))
    return known[name]
