"""Findings as Markdown, for a comment on a change or the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.results import CheckedDocument
from verifier.guarding.outcome import Guarded, Outcome, Status
from verifier.report.catalogue import Words
from verifier.report.checking.as_text import scope
from verifier.report.checking.messages import document_told
from verifier.report.guarding.words import GuardWords
from verifier.report.markdown import cells, folded, row, rule, safe, strong
from verifier.report.verdicts import verdict_words


def check_markdown(outcome: Outcome, words: Words) -> str:
    """Write a run: a table for each document, the persons folded away, then waivers and changes."""
    return "\n".join(_lines(outcome, words)) + "\n"


def _lines(outcome: Outcome, words: Words) -> Iterator[str]:
    guard = GuardWords(outcome, words)
    for checked, found in outcome.documents:
        yield from _document(checked, found, guard)
    for title, texts in guard.sections():
        yield f"**{safe(title)}**"
        yield ""
        yield from (f"- {safe(text)}" for text in texts)
        yield ""


def _document(
    checked: CheckedDocument, found: Sequence[Guarded], guard: GuardWords
) -> Iterator[str]:
    words = guard.words
    yield f"### {safe(checked.document.id)} · {safe(words.text(checked.document.title))}"
    yield ""
    yield safe(scope(checked, words))
    yield ""
    others = [
        (guarded, one)
        for guarded, one in zip(found, document_told(checked, found, guard), strict=True)
        if guarded.status is not Status.HOLDS
    ]
    if others:
        yield row(words.say("verdict"), words.say("property"))
        yield rule(2)
        for guarded, one in others:
            verdict = verdict_words(guarded.record.verdict, words)
            mark = strong(verdict) if guarded.status is Status.COUNTS else safe(verdict)
            yield cells(mark, safe(one.line.removeprefix(words.named(verdict, ""))))
        yield ""
    yield safe(words.say("properties that hold: {count}", count=len(found) - len(others)))
    yield ""
    for _, one in others:
        if one.text:
            yield from folded(one.title, (f"    {line}" for line in one.text.splitlines()))
            yield ""
