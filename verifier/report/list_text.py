"""The list of documents, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.results import DocumentInfo
from verifier.report.catalogue import Words
from verifier.report.layout import Page, wrap


def list_text(documents: Sequence[DocumentInfo], words: Words, page: Page) -> str:
    """Write a paragraph for each document."""
    blocks = ["\n".join(_document(info, words, page)) for info in documents]
    return "\n\n".join(blocks) + "\n"


def _document(info: DocumentInfo, words: Words, page: Page) -> Iterator[str]:
    yield f"{page.bold(info.id)}  {words.text(info.place)}"
    yield from wrap(words.text(info.title), page.columns, "  ", "  ")
    yield f"  {info.number}"
    yield "  " + _days(info, words)
    if info.superiors:
        text = words.say("based on {superiors}", superiors=info.superiors)
        yield from wrap(text, page.columns, "    ", "  ")


def _days(info: DocumentInfo, words: Words) -> str:
    if not info.issued:  # not every document says when it was issued
        return words.say(
            "in force from {in_force} (day of issue not given)", in_force=info.in_force
        )
    return words.say(
        "issued {issued}, in force from {in_force}", issued=info.issued, in_force=info.in_force
    )


def list_json(documents: Sequence[DocumentInfo], words: Words) -> list[object]:
    """Give the documents as data."""
    return [
        {
            "document": info.id,
            "title": words.text(info.title),
            "number": info.number,
            "place": words.text(info.place),
            "issued": info.issued,
            "in_force": info.in_force,
            "superiors": list(info.superiors),
        }
        for info in documents
    ]
