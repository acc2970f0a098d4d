"""What a watched document says at each save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.results import CheckedDocument, Verdict
from verifier.guarding.changes import Change, changes
from verifier.guarding.outcome import unguarded
from verifier.guarding.record import records
from verifier.report.catalogue import Words
from verifier.report.checking.as_text import check_text
from verifier.report.checking.finding import FindingText
from verifier.report.guarding.words import GuardWords
from verifier.report.layout import Page, wrap
from verifier.report.verdicts import verdict_words


def first_text(checked: CheckedDocument, words: Words, page: Page) -> str:
    """Write the verdicts, and how many there are of each."""
    outcome = unguarded(checked)
    return check_text(outcome, words, page, brief=True) + _counts(checked, words) + "\n"


def again_text(
    before: CheckedDocument, checked: CheckedDocument, words: Words, page: Page
) -> str:
    """Write what changed since the last save, with the person of each violation that is new."""
    found = changes(records(before), records(checked))
    lines = list(_changed(checked, found, words, page)) if found else [words.say("no change")]
    return "\n".join(["", *lines, _counts(checked, words)]) + "\n"


def _changed(
    checked: CheckedDocument, found: Sequence[Change], words: Words, page: Page
) -> Iterator[str]:
    told = GuardWords(unguarded(checked), words)
    text = FindingText(checked, words, page)
    places = {record.key: place for place, record in enumerate(records(checked))}
    for change in found:
        yield from wrap(told.change(change), page.columns, "    ", "  ")
        if change.now is not None and change.now.verdict is Verdict.VIOLATED:
            yield from text.violation(places[change.now.key])


def _counts(checked: CheckedDocument, words: Words) -> str:
    verdicts = [finding.verdict for finding in checked.findings]
    texts = [
        f"{verdict_words(verdict, words)} {verdicts.count(verdict)}"
        for verdict in Verdict if verdict in verdicts
    ]
    return f"{checked.document.id}: {words.join(texts)}"
