"""Findings in words for who reviews a baseline: whom they concern, the amounts, the clauses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verifier.analysis.results import CheckedDocument
from verifier.guarding.record import Record, records
from verifier.language.clauses import in_text_order
from verifier.report.catalogue import Words
from verifier.report.checking.finding import FindingText
from verifier.report.layout import Page

_UNBROKEN = Page(columns=100_000)


def reviewed(checked: CheckedDocument, words: Words) -> tuple[Record, ...]:
    """The records of the findings on a document, each with what a reviewer is to see of it."""
    text = FindingText(checked, words, _UNBROKEN)
    return tuple(
        replace(record, review=tuple(_lines(text, place)))
        for place, record in enumerate(records(checked))
    )


def _lines(text: FindingText, place: int) -> Iterator[str]:
    finding = text.checked.findings[place]
    yield text.noted(finding)
    if finding.counterexample is not None:
        _, *lines = text.violation(place)
        yield from (line.strip() for line in lines)
        return
    numbers = in_text_order(
        text.checked.clauses[rule.id].number
        for rule in finding.rules if rule.id in text.checked.clauses
    )
    if numbers:
        yield text.words.say("clauses: {numbers}", numbers=numbers)
