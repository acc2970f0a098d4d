"""Files that are written for a user."""

from __future__ import annotations

import os
from pathlib import Path

from verifier.analysis.cases.entries import refuse
from verifier.errors import CaseError, Message, because, message
from verifier.source import Span


def write_text(path: Path, text: str) -> None:
    """Write a file; CaseError if that cannot be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _refused(path, because(error)) from None


def expect_writable(path: Path) -> None:
    """CaseError if it is plain before the work that a file cannot be written."""
    if os.path.isdir(path):
        raise _refused(path, message("it is a folder"))
    if not os.path.isdir(path.parent):
        raise _refused(path, message("there is no such file or folder"))


def _refused(path: Path, reason: Message) -> CaseError:
    return refuse(
        "cannot-write",
        Span(str(path)),
        message("the file cannot be written ({reason})", reason=reason),
        message("name a file in a folder that is there"),
    )
