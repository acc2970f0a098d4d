"""The clause comments of encodings: number, and our words for what the clause says.

Read from the text alone, so that a report needs no parser of the language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verifier.source import Span
from verifier.words import Bilingual

_CLAUSE = re.compile(r"^%@\s*(?P<clause>\S.*?)\s*$")
_WORDS = re.compile(r"^%\s+(?P<language>zh|en):\s*(?P<words>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document with our words for it, and where it is encoded."""

    number: str
    words: Bilingual
    span: Span


def read_clauses(text: str, file: str) -> tuple[Clause, ...]:
    """List the clauses of a file, in order."""
    found: list[Clause] = []
    for line, content in enumerate(text.splitlines(), 1):
        if match := _CLAUSE.match(content):
            number = match["clause"]
            found.append(Clause(number, Bilingual("", ""), Span(file, line, 1, number)))
        elif found and (match := _WORDS.match(content)):
            last = found[-1]
            if match["language"] == "zh":
                words = Bilingual(match["words"], last.words.en)
            else:
                words = Bilingual(last.words.zh, match["words"])
            found[-1] = Clause(last.number, words, last.span)
    return tuple(found)


def clauses_of(spans: Mapping[str, Span], folder: Path) -> dict[str, Clause]:
    """Find the clause above each place; files are relative to `folder` or as the user gave them."""
    files = sorted({span.file for span in spans.values() if span.clause})
    by_file = {file: read_clauses(_text(folder, file), file) for file in files}
    found: dict[str, Clause] = {}
    for name, span in spans.items():
        if not span.clause:
            continue
        above = [
            clause
            for clause in by_file[span.file]
            if clause.span.line <= span.line and clause.number == span.clause
        ]
        found[name] = above[-1] if above else Clause(span.clause, Bilingual("", ""), span)
    return found


def _text(folder: Path, file: str) -> str:
    packaged = folder / file
    try:
        return (packaged if packaged.is_file() else Path(file)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # gone since it was loaded: the numbers are still known
        return ""
