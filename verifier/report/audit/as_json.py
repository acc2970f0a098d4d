"""Where an encoding and an official text differ, as data."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.accounting.account import Declared, sentence_number
from verifier.accounting.audit import (
    AdditionalSection,
    Audit,
    Difference,
    MissingSection,
    OtherCount,
    OtherFigures,
    OtherOrder,
    Written,
)
from verifier.accounting.readers import Place
from verifier.accounting.text import TextSection
from verifier.report.audit.as_text import figure_text
from verifier.report.catalogue import Words
from verifier.source import Span


def audit_json(audit: Audit, words: Words) -> dict[str, object]:
    """Give the differences with both places; a line of a Word document is a paragraph."""
    return {
        "document": audit.document,
        "title": words.text(audit.title),
        "file": audit.file,
        "compared": {
            "sections": audit.sections, "sentences": audit.sentences, "figures": audit.figures,
        },
        "differences": [_difference(difference) for difference in audit.differences],
    }


def sentences_json(sections: Sequence[TextSection], _words: Words) -> list[object]:
    """Give the sentences of a text, each with its number, its place and its figures."""
    return [
        {
            "number": sentence_number(section.number, place), "line": sentence.place.line,
            "sentence": sentence.text, "figures": [figure_text(f) for f in sentence.figures],
        }
        for section in sections for place, sentence in enumerate(section.sentences, 1)
    ]


def _difference(difference: Difference) -> dict[str, object]:
    match difference:
        case MissingSection(section):
            return _item("section_missing", section.number, None, section.span)
        case AdditionalSection(number, place, count, twice):
            kind = "section_twice" if twice else "section_additional"
            return _item(kind, number, place, None) | {"sentences_in_text": count}
        case OtherOrder(section, place):
            return _item("order", section.number, place, section.span)
        case OtherCount(section, place, found):
            return _item("sentences", section.number, place, section.span) | {
                "sentences_in_text": found, "sentences_in_encoding": section.sentences,
            }
        case OtherFigures():
            return _item("figures", difference.number, difference.place, difference.comment) | {
                "text_figures": [figure_text(w.figure) for w in difference.written],
                "encoding_figures": [figure_text(d.figure) for d in difference.encoded],
                "pairs": [
                    {"text": _written(written), "encoding": _declared(declared)}
                    for declared, written in difference.pairs
                ],
            }


def _item(kind: str, number: str, place: Place | None, span: Span | None) -> dict[str, object]:
    return {"kind": kind, "number": number, "text": _place(place), "encoding": _span(span)}


def _written(written: Written | None) -> dict[str, object] | None:
    if written is None:
        return None
    return {"figure": figure_text(written.figure), **(_place(written.place) or {})}


def _declared(declared: Declared | None) -> dict[str, object] | None:
    if declared is None:
        return None
    shown = figure_text(declared.figure)
    return {"figure": shown, "name": declared.name or None, **(_span(declared.span) or {})}


def _place(place: Place | None) -> dict[str, object] | None:
    return None if place is None else {"page": place.page or None, "line": place.line}


def _span(span: Span | None) -> dict[str, object] | None:
    return None if span is None else {"file": span.file, "line": span.line}
