"""Findings as text: a table of verdicts, then each violation with its person and its clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.checking.causes import causes
from verifier.analysis.results import CheckedDocument, Verdict
from verifier.guarding.outcome import Guarded, Outcome
from verifier.language.clauses import in_text_order
from verifier.report.catalogue import Words
from verifier.report.checking.finding import FindingText
from verifier.report.computing.as_text import assumption_lines
from verifier.report.guarding.words import GuardWords
from verifier.report.layout import Page, left, width, wrap
from verifier.report.verdicts import toned, verdict_words


def check_text(outcome: Outcome, words: Words, page: Page, *, brief: bool = False) -> str:
    """Write the findings of a run; `brief` gives the tables of verdicts alone."""
    guard = GuardWords(outcome, words)
    blocks = [
        "\n".join(_Text(item, found, guard, page).lines(brief=brief))
        for item, found in outcome.documents
    ]
    blocks += ["\n".join(lines) for lines in _guard_lines(guard, page)]
    return "\n\n".join(blocks) + "\n"


def _guard_lines(guard: GuardWords, page: Page) -> Iterator[list[str]]:
    """The waivers and the changes since the baseline, apart from the findings."""
    for title, texts in guard.sections():
        lines = [page.bold(title)]
        for text in texts:
            lines += wrap(text, page.columns, "    ", "  ")
        yield lines


class _Text:
    def __init__(
        self, checked: CheckedDocument, found: Sequence[Guarded], guard: GuardWords, page: Page
    ) -> None:
        self.checked = checked
        self.found = found
        self.guard = guard
        self.words = guard.words
        self.page = page
        self.finding = FindingText(checked, guard.words, page)

    def lines(self, *, brief: bool) -> Iterator[str]:
        """Write all parts, or the table alone."""
        info = self.checked.document
        title = f"{info.id}  {self.words.text(info.title)}"
        yield from (self.page.bold(line) for line in wrap(title, self.page.columns))
        yield from wrap(scope(self.checked, self.words), self.page.columns)
        yield ""
        yield from self._table()
        if brief:
            return
        yield from self._violations()
        yield from self._proofs()
        yield ""
        yield self.page.bold(self.words.say("assumed by every verdict"))
        for text in assumption_lines(self.checked.assumptions, self.words):
            yield from wrap(text, self.page.columns, "    ", "  ")
        yield from self._readings()

    def _table(self) -> Iterator[str]:
        verdicts = [verdict_words(f.verdict, self.words) for f in self.checked.findings]
        columns = max(map(width, verdicts), default=0)
        rows = zip(self.checked.findings, self.found, verdicts, strict=True)
        for finding, guarded, verdict in rows:
            text = self.finding.noted(finding, self.guard.notes(guarded))
            first, *rest = wrap(text, self.page.columns - columns - 4)
            mark = toned(finding.verdict, left(verdict, columns), self.page)
            yield f"  {mark}  {first}"
            yield from (" " * (columns + 4) + line for line in rest)

    def _violations(self) -> Iterator[str]:
        """Write each violation, those of one cause together."""
        for clauses, places in causes(self.checked):
            if len(places) > 1:
                yield ""
                text = self.words.say(
                    "{count} findings of one cause: {clauses}", count=len(places),
                    clauses=clauses,
                )
                yield from map(self.page.bold, wrap(text, self.page.columns))
            for place in places:
                yield ""
                yield from self.finding.violation(place)

    def _proofs(self) -> Iterator[str]:
        proved = [f for f in self.checked.findings if f.verdict is Verdict.PROVED and f.rules]
        if not proved:
            return
        yield ""
        yield self.page.bold(self.words.say("the proofs rest on"))
        for finding in proved:
            numbers = in_text_order(
                self.checked.clauses[rule.id].number
                for rule in finding.rules
                if rule.id in self.checked.clauses
            )
            title = self.finding.title(finding)
            text = self.words.named(title, self.words.join(numbers) or "-")
            text = self.words.noted(
                text, [] if finding.minimal else [self.words.say("perhaps fewer")]
            )
            yield from wrap(text, self.page.columns, "    ", "  ")

    def _readings(self) -> Iterator[str]:
        readings: dict[str, str] = {}
        for finding in self.checked.findings:
            readings |= finding.readings or {}
        labels = self.finding.naming.labels
        for topic, option in sorted(readings.items()):
            text = self.words.say(
                "{topic} is read as: {option}",
                topic=labels.topic(topic),
                option=labels.reading(topic, option),
            )
            yield from wrap(text, self.page.columns, "    ", "  ")


def scope(checked: CheckedDocument, words: Words) -> str:
    """Say what every verdict on a document speaks of."""
    text = words.say(
        "for every person and every value within the bounds, with up to {visits} visits in a "
        "year",
        visits=checked.program.visits,
    )
    every = any(finding.readings is None for finding in checked.findings)
    how = words.say("in every reading") if every else words.say("default readings")
    return words.listed((text, how))
