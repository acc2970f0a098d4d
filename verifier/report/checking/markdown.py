"""Findings as Markdown, for a comment on a change or the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.results import CheckedDocument
from verifier.guarding.outcome import Guarded, Outcome, Status
from verifier.report.catalogue import Words
from verifier.report.checking.as_text import scope
from verifier.report.checking.finding import verdict_words
from verifier.report.checking.messages import Said, messages
from verifier.report.checking.places import Places
from verifier.report.guarding.words import GuardWords
from verifier.report.markdown import safe


def check_markdown(outcome: Outcome, words: Words, places: Places) -> str:
    """Write a run: a table for each document, the persons folded away, then waivers and changes."""
    return "\n".join(_lines(outcome, words, places)) + "\n"


def _lines(outcome: Outcome, words: Words, places: Places) -> Iterator[str]:
    told = list(messages(outcome, words, places))
    for checked, found in outcome.documents:
        said = [one for one in told if one.document == checked.document.id]
        yield from _document(checked, found, said, words)
    for title, texts in GuardWords(outcome, words).sections():
        yield f"**{safe(title)}**"
        yield ""
        yield from (f"- {safe(text)}" for text in texts)
        yield ""


def _document(
    checked: CheckedDocument, found: Sequence[Guarded], said: Sequence[Said], words: Words
) -> Iterator[str]:
    yield f"### {safe(checked.document.id)} · {safe(words.text(checked.document.title))}"
    yield ""
    yield safe(scope(checked, words))
    yield ""
    others = [one for one in said if one.guarded.status is not Status.HOLDS]
    if others:
        yield f"| {safe(words.say('verdict'))} | {safe(words.say('finding'))} |"
        yield "| --- | --- |"
        for one in others:
            verdict = verdict_words(one.guarded.record.verdict, words)
            strong = f"**{verdict}**" if one.guarded.status is Status.COUNTS else verdict
            yield f"| {strong} | {safe(one.line.removeprefix(verdict + ': '))} |"
        yield ""
    holding = sum(one.status is Status.HOLDS for one in found)
    yield safe(words.say("properties that hold: {count}", count=holding))
    yield ""
    for one in others:
        if one.text:
            yield f"<details><summary>{safe(one.title)}</summary>"
            yield ""
            yield from (f"    {line}" for line in one.text.splitlines())
            yield ""
            yield "</details>"
            yield ""
