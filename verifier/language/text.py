"""The text of encodings before it is parsed: what of it is code."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ASIDE = re.compile(r'"(?:\\[\\n"]|[^"\\\n])*(?P<closed>")?|(?P<long>%\*)|%[^\n]*')
_WITHIN_LONG = re.compile(r"(?P<opens>%\*)|(?P<closes>\*%)|%[^\n]*")


@dataclass(frozen=True, slots=True)
class Aside:
    """A quoted text or a comment: its places, whether it is a text, and whether it ends."""

    start: int
    end: int
    quoted: bool
    ends: bool


def read(path: Path) -> str:
    """The text of a file without the mark that some editors begin it with.

    Bytes that are no UTF-8 are replaced; OSError if it cannot be read.
    """
    return path.read_text(encoding="utf-8-sig", errors="replace")


def marked(path: Path) -> bool:
    """Whether a file begins with such a mark; OSError if it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8


def code(text: str) -> str:
    """The text with blanks for what stands in quotes and comments; all else keeps its place."""
    pieces: list[str] = []
    done = 0
    for aside in asides(text):
        quote = '"' if aside.quoted and aside.ends else ""
        inside = text[aside.start + len(quote):aside.end - len(quote)]
        pieces += text[done:aside.start], quote, re.sub(r"[^\n]", " ", inside), quote
        done = aside.end
    return "".join((*pieces, text[done:]))


def asides(text: str) -> Iterator[Aside]:
    """The quoted texts and comments of a text, in order."""
    at = 0
    while match := _ASIDE.search(text, at):
        quoted, ends = match[0].startswith('"'), True
        at = match.end()
        if match["long"] is not None:
            at, ends = _end_of_long(text, at)
        elif quoted:
            ends = match["closed"] is not None
        yield Aside(match.start(), at, quoted, ends)


def _end_of_long(text: str, at: int) -> tuple[int, bool]:
    """Where a comment of many lines ends, and whether it does; such comments nest."""
    depth = 1
    for match in _WITHIN_LONG.finditer(text, at):
        depth += (match["opens"] is not None) - (match["closes"] is not None)
        if not depth:
            return match.end(), True
    return len(text), False
