"""The list of documents and of superiors, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.analysis.results import DocumentInfo
from verifier.analysis.superiors.evidence import Superior
from verifier.report.catalogue import Words
from verifier.report.layout import Page, wrap


@dataclass(frozen=True, slots=True)
class Listed:
    """The documents of the package, and the superiors that it has evidence of."""

    documents: Sequence[DocumentInfo]
    superiors: Sequence[Superior]


def list_text(listed: Listed, words: Words, page: Page) -> str:
    """Write a paragraph for each document, then one for each superior."""
    blocks = ["\n".join(_document(info, words, page)) for info in listed.documents]
    if listed.superiors:
        blocks.append(page.bold(words.say("superiors, for `check DOCUMENT --superior NAME`")))
    blocks += ["\n".join(_superior(one, words, page)) for one in listed.superiors]
    return "\n\n".join(blocks) + "\n"


def _superior(one: Superior, words: Words, page: Page) -> Iterator[str]:
    info = one.document
    yield f"{page.bold(info.id)}  {words.text(info.place)}"
    yield from wrap(words.text(info.title), page.columns, "  ", "  ")
    yield f"  {info.number}"
    grades = tuple(f"{words.tell(grade.words)} {count}" for grade, count in one.grades.items())
    text = words.say("lines that bind, by evidence: {grades}", grades=grades)
    yield from wrap(text, page.columns, "    ", "  ")


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


def list_json(listed: Listed, words: Words) -> list[dict[str, object]]:
    """Give the documents, then the superiors, as data; `evidence` counts lines by their grade."""
    return [
        *(
            {
                **_named(info, words),
                "issued": info.issued,
                "in_force": info.in_force,
                "superiors": list(info.superiors),
            }
            for info in listed.documents
        ),
        *(
            {
                **_named(one.document, words),
                "evidence": {grade.value: count for grade, count in one.grades.items()},
            }
            for one in listed.superiors
        ),
    ]


def _named(info: DocumentInfo, words: Words) -> dict[str, object]:
    return {
        "document": info.id,
        "title": words.text(info.title),
        "number": info.number,
        "place": words.text(info.place),
    }
