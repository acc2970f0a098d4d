"""The sections of a text, found by the numerals of their headings, as paragraphs of lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.accounting.figures import STARTS_WITH_UNIT, normal
from verifier.accounting.readers import Line, Text

HEAD = "题头"
PREAMBLE = "前言"
END = "结尾"

_CHINESE = "[一二三四五六七八九十]{1,3}"
_HEADINGS = (
    re.compile(rf"({_CHINESE})[、.]"),
    re.compile(rf"[(]({_CHINESE})[)][、.]?"),
    re.compile(r"([0-9]{1,2})[、.](?![0-9])"),
)
_NOISE = re.compile(r"^[#*\s]+|[*\s]+$|[〔]bookmark:[^〕]*[〕]\s*")
"""What a conversion to plain text leaves: marks of headings and of bold, bookmarks."""
_MARKED_PAGE = re.compile(r"-+\s*[0-9]{1,4}\s*-+|第\s*[0-9]{1,4}\s*页.{0,12}")
_BARE_PAGE = re.compile(r"[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?")
_ENDED = tuple("。!?:;.)”’》")
"""What a line ends with that is no part of the line after it."""
_SENTENCE_ENDS = ("。", "!", "?")
_FULL = 4, 5
"""A line is full if it is at least so wide as this share of the upper quartile of widths."""
_LEAST = 40
"""Columns; narrower lines are headings and signatures, and no page is so narrow."""


@dataclass(frozen=True, slots=True)
class Block:
    """A section: its number, the heading if it stands on a line of its own, its paragraphs."""

    number: str
    title: tuple[Line, ...]
    paragraphs: tuple[tuple[Line, ...], ...]

    @property
    def first(self) -> Line:
        """Where it begins."""
        return self.title[0] if self.title else self.paragraphs[0][0]


def blocks(text: Text) -> tuple[Block, ...]:
    """The blocks of a text in order; what precedes the first heading is called `HEAD`."""
    lines = tuple(_lines(text))
    full = _full_width(lines)
    found: list[_Open] = [_Open(HEAD)]
    level = ["", "", ""]
    ended = True  # whether the line before cannot run on
    titled = False  # whether it is a heading that may end with it
    for line in lines:
        shown = normal(line.text)
        heading = _heading(shown) if ended or titled else None
        titled = False
        wide = not text.paragraphs and _width(shown) >= full
        if heading is not None:
            depth, numeral, rest = heading
            level[depth:] = [f"（{numeral}）" if depth == 1 else numeral, *[""] * (2 - depth)]
            found.append(_Open("".join(level)))
            alone = not any(mark in rest for mark in _SENTENCE_ENDS) and not wide
            found[-1].add(Line(line.text[len(line.text) - len(rest) :], line.place), title=alone)
            ended = alone or shown.endswith(_ENDED)
            titled = not any(mark in rest for mark in _SENTENCE_ENDS)
        else:
            found[-1].add(line)
            # A line of prose that a page cuts need not be wide.
            runs = wide or any(mark in shown for mark in "。，")
            ended = text.paragraphs or shown.endswith(_ENDED) or not runs
        if ended:
            found[-1].close()
    return tuple(block.done() for block in found if block.filled)


class _Open:
    """A block that is being read."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.title: list[Line] = []
        self.paragraphs: list[list[Line]] = []
        self.closed = True

    def add(self, line: Line, *, title: bool = False) -> None:
        if title:
            self.title.append(line)
            return
        if self.closed:
            self.paragraphs.append([])
            self.closed = False
        self.paragraphs[-1].append(line)

    def close(self) -> None:
        """End the paragraph; a heading over several lines is known by its end without full stop."""
        self.closed = True
        if self.title or self.number == HEAD or len(self.paragraphs) != 1:
            return
        text = "".join(normal(line.text) for line in self.paragraphs[0])
        if not any(mark in text for mark in _SENTENCE_ENDS):
            self.title = self.paragraphs.pop()

    @property
    def filled(self) -> bool:
        return bool(self.title or self.paragraphs)

    def done(self) -> Block:
        self.close()
        return Block(self.number, tuple(self.title), tuple(map(tuple, self.paragraphs)))


def _heading(shown: str) -> tuple[int, str, str] | None:
    for depth, pattern in enumerate(_HEADINGS):
        if match := pattern.match(shown):
            return depth, match[1], shown[match.end() :]
    return None


def _lines(text: Text) -> Iterator[Line]:
    """The lines that say something: no blank ones, no page numbers, no marks of a conversion."""
    lines = [Line(_bare(line.text), line.place) for line in text.lines]
    lines = [line for line in lines if line.text]
    for line, after in zip(lines, [*lines[1:], Line("", lines[-1].place)], strict=True):
        if text.paragraphs or not _page_number(normal(line.text), normal(after.text)):
            yield line


def _bare(text: str) -> str:
    shown = normal(text)
    kept = [True] * len(text)
    for match in _NOISE.finditer(shown):
        kept[match.start() : match.end()] = [False] * (match.end() - match.start())
    return "".join(c for c, keep in zip(text, kept, strict=True) if keep).strip()


def _page_number(shown: str, after: str) -> bool:
    if _MARKED_PAGE.fullmatch(shown):
        return True
    # A number whose unit stands in the next line is a figure.
    return _BARE_PAGE.fullmatch(shown) is not None and not STARTS_WITH_UNIT.match(after)


def _width(shown: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in shown)


def _full_width(lines: Sequence[Line]) -> int:
    widths = sorted(_width(normal(line.text)) for line in lines)
    share, whole = _FULL
    return max(_LEAST, widths[len(widths) * 3 // 4] * share // whole)
