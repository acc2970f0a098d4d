"""Texts for Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_MARKS = "\\`*_|<>[]#~"


def safe(text: str) -> str:
    """A text that Markdown and a table of it take as it is, on one line."""
    for character in _MARKS:
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", " ")


def strong(text: str) -> str:
    """Emphasise a text."""
    return f"**{safe(text)}**"


def cells(*texts: str) -> str:
    """A row of a table, of what is Markdown already."""
    return f"| {' | '.join(texts)} |"


def row(*texts: str) -> str:
    """A row of a table, of texts."""
    return cells(*map(safe, texts))


def rule(columns: int) -> str:
    """What stands between the head of a table and its rows."""
    return cells(*["---"] * columns)


def folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that a reader opens."""
    yield f"<details><summary>{safe(title)}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
