"""A text as the sections of a document, with what its account says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from verifier.accounting.blocks import END, HEAD, PREAMBLE, Block, blocks
from verifier.accounting.readers import Line, Place, Text
from verifier.accounting.sentences import Sentence, sentences
from verifier.language.account import Section


@dataclass(frozen=True, slots=True)
class TextSection:
    """A section of a text: its number, its sentences, and where it begins."""

    number: str
    sentences: tuple[Sentence, ...]
    place: Place


def text_sections(text: Text, known: Mapping[str, Section]) -> tuple[TextSection, ...]:
    """Divide a text; where no heading divides it, the account says how many sentences to expect."""
    found = list(blocks(text))
    if found and found[0].number == HEAD and PREAMBLE in known:
        found[:1] = _divided(found[0], PREAMBLE, known, last=True)
    if found and END in known:
        found[-1:] = _divided(found[-1], END, known, last=False)
    return tuple(_section(block, known.get(block.number)) for block in found)


def _section(block: Block, known: Section | None) -> TextSection:
    heading, paragraphs = (block.title,), block.paragraphs
    titled = known is not None and known.titled
    if block.title and titled:
        found = (*_whole(heading), *sentences(paragraphs))
    elif block.title and any(sentence.figures for sentence in sentences(heading)):
        # A heading that is no sentence of its own keeps its figures.
        found = sentences((*heading, *paragraphs))
    else:
        found = sentences(paragraphs)
    return TextSection(block.number, found, block.first.place)


def _whole(heading: tuple[tuple[Line, ...], ...]) -> tuple[Sentence, ...]:
    """A heading as one sentence, whatever its signs."""
    first, *rest = sentences(heading)
    for part in rest:
        first = replace(
            first, text=first.text + part.text, figures=first.figures + part.figures,
            places=first.places + part.places,
        )
    return (first,)


def _divided(
    block: Block, second: str, known: Mapping[str, Section], *, last: bool
) -> tuple[Block, ...]:
    """Divide a block between two paragraphs, as near as can be to the sentences of the account.

    Of several such places the last or the first is taken.
    """
    before, after = known.get(block.number), known[second]
    expected = 0 if before is None else before.sentences - bool(before.titled and block.title)

    def far(at: int) -> int:
        counts = (len(sentences(part)) for part in (block.paragraphs[:at], block.paragraphs[at:]))
        one, other = counts
        return abs(one - expected) + abs(other - after.sentences)

    places = range(len(block.paragraphs) + 1)
    # Of a section that the account does not know, the first paragraph is its own.
    unknown = before is None and not last
    at = 1 if unknown else min(reversed(places) if last else places, key=far)
    parts = (
        Block(block.number, block.title, block.paragraphs[:at]),
        Block(second, (), block.paragraphs[at:]),
    )
    return tuple(part for part in parts if part.title or part.paragraphs)
