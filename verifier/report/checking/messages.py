"""Findings as messages of other tools: one line, a text, a level and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from verifier.guarding.outcome import Guarded, Outcome, Status
from verifier.report.catalogue import Words
from verifier.report.checking.finding import FindingText, verdict_words
from verifier.report.checking.places import Places
from verifier.report.guarding.words import GuardWords
from verifier.report.layout import Page
from verifier.source import Span

_WIDE = Page(columns=100)


class Level(StrEnum):
    """How loud a message is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as a message: `line` names it, `text` shows who is wronged, over many lines."""

    document: str
    guarded: Guarded
    level: Level
    title: str
    line: str
    text: str
    spans: tuple[Span, ...]


def messages(outcome: Outcome, words: Words, places: Places) -> Iterator[Said]:
    """Tell all findings, those that hold as well."""
    guard = GuardWords(outcome, words)
    for checked, found in outcome.documents:
        told = FindingText(checked, words, _WIDE)
        for one in found:
            finding = checked.findings[one.place]
            verdict = verdict_words(finding.verdict, words)
            spans = places.spans(checked, finding)
            notes = [*told.notes(finding), *guard.notes(one)]
            if finding.largest is not None:
                notes.insert(0, f"{words.say('largest harm')}: "
                                f"{told.largest_harm(finding.largest)}")
            clauses = [s.clause for s in spans if s.clause]
            if clauses:
                notes.append(words.join(list(dict.fromkeys(clauses))))
            line = f"{verdict}: {told.title(finding)}"
            yield Said(
                checked.document.id, one, level(one.status), told.title(finding),
                f"{line} ({'; '.join(notes)})" if notes else line,
                "\n".join(told.violation(one.place)), spans,
            )


def level(status: Status) -> Level:
    """How loud a finding is: what fails the run is an error."""
    match status:
        case Status.COUNTS:
            return Level.ERROR
        case Status.TOLERATED:
            return Level.WARNING
        case Status.HOLDS | Status.WAIVED | Status.IN_BASELINE:
            return Level.NOTE


def failures(outcome: Outcome, words: Words) -> Iterator[tuple[str, str]]:
    """What fails a run besides its findings, each with a title: waivers, and changes."""
    guard = GuardWords(outcome, words)
    for judged in outcome.failing_waivers:
        yield words.say("a waiver fails"), guard.waiver(judged)
    for change in outcome.changes or ():
        yield words.say("changed since the baseline"), guard.change(change)
