"""Pictures into files."""

from __future__ import annotations

from pathlib import Path

from verifier.errors import CaseError, Problem, because, message
from verifier.source import Span


def write_picture(path: Path, svg: str) -> None:
    """Write a picture; CaseError if the file is of another kind or cannot be written."""
    if path.suffix.lower() != ".svg":
        raise CaseError(Problem(
            "picture", Span(str(path)), message("pictures are written as SVG"),
            message("give the file a name that ends in `.svg`"),
        ))
    try:
        path.write_text(svg, encoding="utf-8")
    except OSError as error:
        raise CaseError(Problem(
            "picture", Span(str(path)),
            message("the file cannot be written: {reason}", reason=because(error)),
            message("choose another file"),
        )) from None
