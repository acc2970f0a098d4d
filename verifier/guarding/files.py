"""Files that are written for a user."""

from __future__ import annotations

from pathlib import Path

from verifier.analysis.cases.entries import refuse
from verifier.errors import message
from verifier.source import Span


def write_text(path: Path, text: str) -> None:
    """Write a file; CaseError if that cannot be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise refuse(
            "cannot-write",
            Span(str(path)),
            message("the file cannot be written ({reason})", reason=error.strerror or str(error)),
            message("name a file in a folder that is there"),
        ) from None
