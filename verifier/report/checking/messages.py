"""Findings as messages of other tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from verifier.analysis.results import CheckedDocument, Finding
from verifier.guarding.outcome import Guarded, Outcome, Status
from verifier.language.clauses import in_text_order
from verifier.properties.declared import properties
from verifier.report.catalogue import Words
from verifier.report.checking.finding import FindingText
from verifier.report.guarding.words import GuardWords
from verifier.report.layout import Page
from verifier.report.tools.told import GUARD, Level, Rule, Told
from verifier.report.verdicts import verdict_words
from verifier.source import Span

_WIDE = Page(columns=100)


def check_rules(outcome: Outcome, words: Words) -> Iterator[Rule]:
    """The properties that were asked, and the rule of what fails a run besides."""
    seen: set[str] = set()
    for checked, _ in outcome.documents:
        for item in properties(checked.program):
            if item.id not in seen:
                seen.add(item.id)
                yield Rule(item.id, words.text(item.title), words.text(item.why))
    yield Rule(GUARD, words.say("waivers and the baseline hold"))


def check_told(outcome: Outcome, words: Words, entries: Mapping[str, Path]) -> Iterator[Told]:
    """Tell all findings, those that hold as well, and then what else fails the run.

    `entries` are the entry files of the documents by their names.
    """
    guard = GuardWords(outcome, words)
    for checked, found in outcome.documents:
        yield from document_told(checked, found, guard, entries.get(checked.document.id))
    for judged in outcome.failing_waivers:
        waiver = judged.waiver
        name = guard.name(waiver.document, waiver.property_id, waiver.instances)
        yield _failure(words, words.say("a waiver fails"), name, guard.waiver(judged))
    for change in outcome.changes or ():
        name = guard.finding(change.record)
        yield _failure(words, words.say("changed since the baseline"), name, guard.change(change))


def document_told(
    checked: CheckedDocument, found: Sequence[Guarded], guard: GuardWords, entry: Path | None = None
) -> Iterator[Told]:
    """Tell the findings on one document, in their order."""
    finding = FindingText(checked, guard.words, _WIDE)
    for one in found:
        yield _told(checked, one, finding, guard, entry)


def _told(
    checked: CheckedDocument, guarded: Guarded, finding: FindingText, guard: GuardWords,
    entry: Path | None,
) -> Told:
    words, record = guard.words, guarded.record
    found = checked.findings[guarded.place]
    title = finding.title(found)
    spans = _spans(found, entry)
    notes = [*finding.notes(found), *guard.notes(guarded)]
    if found.largest is not None:
        largest = finding.largest_harm(found.largest)
        notes.insert(0, words.named(words.say("largest harm"), largest))
    clauses = in_text_order(s.clause for s in spans if s.clause)
    if clauses:
        notes.append(words.join(clauses))
    line = words.named(verdict_words(found.verdict, words), title)
    waived = guarded.status is Status.WAIVED and guarded.waiver is not None
    return Told(
        suite=record.document,
        rule=record.property_id,
        level=level(guarded.status),
        title=title,
        line=words.noted(line, notes),
        text="\n".join(finding.violation(guarded.place)),
        spans=spans,
        fingerprint=record.fingerprint,
        kind=record.verdict.value,
        properties={
            "document": record.document, "verdict": record.verdict.value,
            "status": guarded.status.value,
        },
        accepted=guarded.waiver.reason if waived and guarded.waiver else "",
        reviewed=guarded.status is Status.IN_BASELINE,
    )


def _spans(finding: Finding, entry: Path | None) -> tuple[Span, ...]:
    """The rules of a finding, those of clauses first; its document, if it names none."""
    named = (rule.span for rule in finding.rules if rule.span.file)
    spans = tuple(dict.fromkeys(sorted(named, key=lambda span: not span.clause)))
    return spans or (() if entry is None else (Span(str(entry), 1, 1),))


def level(status: Status) -> Level:
    """How loud a finding is."""
    match status:
        case Status.COUNTS:
            return Level.ERROR
        case Status.TOLERATED:
            return Level.WARNING
        case Status.WAIVED | Status.IN_BASELINE:
            return Level.NOTE
        case Status.HOLDS:
            return Level.HOLDS


def _failure(words: Words, what: str, name: str, text: str) -> Told:
    title, line = (words.named(what, t) for t in (name, text))
    return Told(GUARD, GUARD, Level.ERROR, title, line, kind=GUARD)
