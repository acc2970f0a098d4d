"""Lines for terminals and pipes: widths of East Asian characters, columns, wrapping, emphasis."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_CLOSING = frozenset("，。、；：！？）】》”’〕,.;:!?)")
"""Characters that do not begin a line."""
_OPENING = frozenset("（《“‘〔【")
"""Characters that do not end one."""
_SOLID = "\ue000"
_NUMERAL = "[一二三四五六七八九十百]+"
_CLAUSE = rf"(?:第?{_NUMERAL}(?:[章节条款项]|（{_NUMERAL}）)*|题头|前言|结尾|附则)[0-9]*[.][0-9]+"
"""The number of a clause, which stands in texts that other forms share, and so without marks."""
_PIECE = re.compile(
    rf"{_SOLID}[^{_SOLID}]*{_SOLID} *|{_CLAUSE} *| +|[\u0021-\u10ff\u2000-\u2e7f]+ *|."
)


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def left(text: str, columns: int) -> str:
    """Pad on the right."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Pad on the left."""
    return " " * (columns - width(text)) + text


def solid(text: str) -> str:
    """Mark a text that is not to be broken; only `wrap` takes the marks away."""
    return f"{_SOLID}{text}{_SOLID}"


def plain(text: str) -> str:
    """Take the marks of solid parts away."""
    return text.replace(_SOLID, "")


def wrap(text: str, columns: int, indent: str = "", first: str | None = None) -> list[str]:
    """Break a text into lines, between words or between wide characters."""
    lines: list[str] = []
    line = indent if first is None else first
    empty = True
    for piece in _pieces(text):
        fits = width(line) + width(piece.rstrip()) <= columns
        if fits or empty:
            line += piece.lstrip() if empty and lines else piece
        else:
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        empty = not line.strip()
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterable[str]:
    """Words with the space behind them, solid parts, clause numbers, and single wide characters.

    An opening bracket stays with what it opens; what closes, and a space, with what they follow.
    """
    held = ""
    for found in _PIECE.findall(text):
        bound = found[0] in _CLOSING or found.isspace()
        if held and held[-1] not in _OPENING and not bound:
            yield held
            held = ""
        held += plain(found)
    if held:
        yield held


@dataclass(frozen=True, slots=True)
class Page:
    """How wide lines may be, and whether they may carry colour."""

    columns: int = 80
    colour: bool = False

    def bold(self, text: str) -> str:
        """Emphasise."""
        return self._paint(text, "1")

    def dim(self, text: str) -> str:
        """Step back."""
        return self._paint(text, "2")

    def red(self, text: str) -> str:
        """Warn."""
        return self._paint(text, "31;1")

    def green(self, text: str) -> str:
        """Reassure."""
        return self._paint(text, "32")

    def yellow(self, text: str) -> str:
        """Draw attention."""
        return self._paint(text, "33")

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
