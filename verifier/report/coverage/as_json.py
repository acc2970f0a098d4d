"""What became of each sentence of a document, as data."""

from __future__ import annotations

from verifier.accounting.coverage import Coverage, Covered, Status
from verifier.report.catalogue import Words
from verifier.report.problems import problem_json
from verifier.source import Span


def coverage_json(coverage: Coverage, words: Words) -> dict[str, object]:
    """Give the sentences section by section."""
    return {
        "document": coverage.document,
        "title": words.text(coverage.title),
        "complete": coverage.complete,
        "counts": {str(status): coverage.count(status) for status in Status},
        "sections": [
            {
                "section": section.number,
                "heading": words.text(section.words),
                "sentences": [_sentence(covered, words) for covered in found],
            }
            for section, found in coverage.sections
        ],
        "faults": [problem_json(fault, words) for fault in coverage.faults],
    }


def _sentence(covered: Covered, words: Words) -> dict[str, object]:
    encoded = covered.encoded
    return {
        "number": covered.number,
        "status": str(covered.status),
        "words": [words.text(text) for text in encoded.words],
        "kind": covered.kind or None,
        "reasons": [words.text(rest) for rest in covered.rest],
        "rules": [_place(name, span) for name, span in encoded.rules],
        "values": [_place(name, span) for name, span in encoded.values],
        "figures": [
            {"place": f.place, "text": f.figure.shown, **_place(f.name, f.span)}
            for f in encoded.figures
        ],
    }


def _place(name: str, span: Span) -> dict[str, object]:
    return {"name": name or None, "file": span.file, "line": span.line}
