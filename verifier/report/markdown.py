"""Texts for Markdown."""

from __future__ import annotations

_MARKS = "\\`*_|<>[]#~"


def safe(text: str) -> str:
    """A text that Markdown and a table of it take as it is, on one line."""
    for character in _MARKS:
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", " ")
