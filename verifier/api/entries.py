"""Documents, cases and settings as a program in Python names them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from verifier.programs import Document

if TYPE_CHECKING:
    from verifier.analysis.cases.entries import Entry

Name: TypeAlias = str | Path
Case: TypeAlias = Mapping[str, object] | str | Path
"""The keys of a case file, or the path of one."""
Settings: TypeAlias = Mapping[str, object]
"""Open values, figures, parameters, readings and rounding, as `--set` takes them."""


def find(name: Name) -> Document:
    """Find a document; a path is always that of a file."""
    from verifier import programs
    from verifier.analysis.documents import find_document

    if isinstance(name, Path):
        return programs.find(str(name if name.parent.name else Path.cwd() / name))
    return find_document(name)


def settings_of(settings: Settings | None) -> Mapping[str, Entry]:
    """Read settings from a mapping."""
    from verifier.analysis.cases.settings import flatten

    return flatten(entries(settings or {}, "settings"))


def entries(source: Case, what: str) -> Entry:
    """Read keys and values from a mapping, or from a file."""
    from verifier.analysis.cases.entries import convert, refuse
    from verifier.analysis.cases.files import read_file
    from verifier.errors import message
    from verifier.source import Span

    if isinstance(source, str | Path):
        return read_file(str(source), BytesIO())
    try:
        return convert(dict(source), Span(what))
    except TypeError as error:
        raise refuse(
            "value",
            Span(what),
            message("a value is none of text, truth, whole number and Decimal ({what})",
                    what=str(error)),
            message("write amounts as text or Decimal, never as float"),
        ) from None
