"""Sentences of a text with their figures, and where both stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from verifier.accounting.figures import Figure, figures, normal
from verifier.accounting.readers import Line, Place

# A full stop, or the point that some texts write for it, with the quotes and brackets it closes.
_END = re.compile(r"(?:[。!?]|(?<=[\u4e00-\u9fff)”])[.](?=\s*(?:[\u4e00-\u9fff“(]|$)))[”’》)]*")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its text, where it begins, its figures in order and where each of them stands."""

    text: str
    place: Place
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]


def sentences(paragraphs: Iterable[Iterable[Line]]) -> tuple[Sentence, ...]:
    """Divide paragraphs into sentences; the end of a paragraph alone is none of a sentence."""
    lines = []
    starts = []
    joined = ""
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph):
            # A number that the end of a line divides is one; elsewhere digits would run together.
            divided = number > 0 and joined[-1:].isdigit() and line.text[:1].isdigit()
            joined += "" if divided or not joined else "\n"
            lines.append(line)
            starts.append(len(joined))
            joined += line.text

    def place(offset: int) -> Place:
        return lines[bisect_right(starts, offset) - 1].place

    found = []
    begin = 0
    ends = [match.end() for match in _END.finditer(normal(joined))]
    for end in [*ends, len(joined)]:
        text = joined[begin:end]
        first = _WORD.search(text)
        if first is not None:
            read = figures(text)
            found.append(Sentence(
                "".join(text.split()), place(begin + first.start()), read,
                tuple(place(begin + figure.offset) for figure in read),
            ))
            begin = end
    return tuple(found)
