"""The skeleton of a plan, with comments in the language of the reader."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from verifier.analysis.cases.entries import refuse
from verifier.errors import message
from verifier.guarding.files import write_text
from verifier.source import Span
from verifier.words import Language

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COMMENT = re.compile(r"^%(?P<language>zh|en) (?P<text>.*)$")


def skeleton(name: str, language: Language) -> str:
    """Give the encoding of a small plan called `name`, which lints, computes and checks."""
    template = Path(__file__).with_name("skeleton.lp").read_text(encoding="utf-8")
    lines = []
    for line in template.splitlines():
        match = _COMMENT.match(line)
        if match is None:
            lines.append(line)
        elif match["language"] == language:
            lines.append(f"% {match['text']}")
    return Template("\n".join(lines) + "\n").substitute(id=name)


def write_skeleton(path: Path, language: Language) -> None:
    """Write it to a new file `name.lp`; CaseError if the name cannot be, or the file is there."""
    if path.suffix != ".lp" or not _NAME.fullmatch(path.stem):
        raise refuse(
            "file-name",
            Span(str(path)),
            message("an encoding is named with small letters, digits and `_`, and ends with .lp"),
            message("for example `my_county_2026.lp`"),
        )
    if path.exists():
        raise refuse(
            "file-name",
            Span(str(path)),
            message("the file is there already"),
            message("choose another name"),
        )
    write_text(path, skeleton(path.stem, language))
