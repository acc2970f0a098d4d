"""The general properties that every document is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from verifier import programs
from verifier.errors import CaseError, Problem, message
from verifier.properties.declared import Property, properties
from verifier.source import Span


def all_properties(files: Sequence[Path] = ()) -> tuple[Property, ...]:
    """The general properties and those of `files`, by identifier: the same for every document."""
    program = programs.load_program(programs.documents()[0], 2, properties=True, more=files)
    return tuple(sorted(properties(program), key=lambda p: p.id))


def find_property(name: str, files: Sequence[Path] = ()) -> Property:
    """The property of that name, general or of `files`; CaseError if there is none."""
    known = {p.id: p for p in all_properties(files)}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3) or known
        raise CaseError(Problem(
            "no-property", Span(), message("no property is called `{name}`", name=name),
            message("choose one of {names}", names=tuple(f"`{n}`" for n in near)),
        ))
    return known[name]
