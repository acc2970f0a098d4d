"""A comparison as text."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.comparing.results import Comparison, Difference, Judgement
from verifier.analysis.joining.sides import Side
from verifier.report.catalogue import Words
from verifier.report.comparing.changed import LETTERS
from verifier.report.comparing.words import CompareWords
from verifier.report.layout import Page, left, width, wrap


def compare_text(comparison: Comparison, words: Words, page: Page) -> str:
    """Write a comparison."""
    return "\n".join(_Text(comparison, words, page).lines()) + "\n"


class _Text:
    def __init__(self, comparison: Comparison, words: Words, page: Page) -> None:
        self.comparison = comparison
        self.words = words
        self.page = page
        self.say = CompareWords(comparison, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        for side, one in self.comparison.sides.items():
            title = f"{LETTERS[side]}  {one.label}  {self.words.text(one.document.title)}"
            yield from (self.page.bold(text) for text in wrap(title, self.page.columns, "   ", ""))
        yield from wrap(self.say.scope(), self.page.columns)
        yield ""
        yield from wrap(self.page.bold(self.say.summary()), self.page.columns)
        yield from self._table()
        yield from self._largest()
        yield from self._along()
        yield from self._changes()
        yield from self._one_sided()
        yield from self._headed(
            self.words.say("assumed by every verdict"), self.say.assumptions()
        )

    def _table(self) -> Iterator[str]:
        verdicts = [self.say.verdict(j) for j in self.comparison.judgements]
        columns = max(map(width, verdicts), default=0)
        for judgement, verdict in zip(self.comparison.judgements, verdicts, strict=True):
            notes = self.say.notes(judgement)
            text = self.say.line(judgement.line)
            text = f"{text}  ({'; '.join(notes)})" if notes else text
            first, *rest = wrap(text, self.page.columns - columns - 4)
            yield f"  {self._toned(judgement, left(verdict, columns))}  {first}"
            yield from (" " * (columns + 4) + line for line in rest)

    def _toned(self, judgement: Judgement, text: str) -> str:
        if judgement.verdict is Difference.SAME:
            return self.page.green(text)
        if judgement.verdict in (Difference.UNKNOWN, Difference.VACUOUS):
            return self.page.yellow(text)
        return self.page.bold(text)

    def _largest(self) -> Iterator[str]:
        if not self.comparison.largest:
            return
        yield ""
        yield self.page.bold(self.words.say("who gains and who loses by most"))
        name = ""
        shown: set[int] = set()
        for found in self.comparison.largest:
            if found.line.name != name:
                name = found.line.name
                yield f"  {self.page.bold(self.say.line(found.line))}"
            text = f"{self.say.group(found.group)}: {self.say.largest(found)}"
            causes = self.say.causes(found)
            yield from wrap(f"{text}   {causes}" if causes else text, self.page.columns, "      ",
                            "    ")
            if found.witness is None or id(found.witness) in shown:
                continue
            shown.add(id(found.witness))
            for line in self.say.person(found):
                yield from wrap(line, self.page.columns, "          ", "        ")

    def _along(self) -> Iterator[str]:
        if not self.comparison.along:
            return
        yield ""
        yield self.page.bold(self.words.say(
            "where they differ, along one amount, all else as with the person above"
        ))
        for drawn in self.comparison.along:
            yield from wrap(self.say.along(drawn), self.page.columns, "    ", "  ")
            for stretch in drawn.stretches:
                yield from wrap(self.say.stretch(drawn, stretch), self.page.columns, "      ",
                                "    ")

    def _changes(self) -> Iterator[str]:
        if self.comparison.changes is None:
            return
        yield ""
        yield self.page.bold(self.words.say("clauses that changed"))
        if not self.comparison.changes:
            yield f"  {self.words.say('none: wording and layout at most')}"
        for change in self.comparison.changes:
            yield from wrap(self.say.clause(change), self.page.columns, "    ", "  ")
            for text in self.say.figures(change):
                yield from wrap(text, self.page.columns, "      ", "    ")
            for side, mark in ((Side.LEFT, "-"), (Side.RIGHT, "+")):
                for rule in change.rules[side]:
                    yield from wrap(f"{mark} {rule}", self.page.columns, "      ", "    ")
            for text in self.say.effects_of(change):
                yield from wrap(text, self.page.columns, "      ", "    ")

    def _one_sided(self) -> Iterator[str]:
        texts = [
            f"{LETTERS[side]} · {how}: {self.words.join(names)}"
            for side, how, names in self.say.one_sided()
        ]
        yield from self._headed(
            self.words.say("what only one side has"), (*texts, *self.say.admits())
        )

    def _headed(self, title: str, texts: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
        lines = list(texts)
        if lines:
            yield ""
            yield self.page.bold(title)
            for text in lines:
                yield from wrap(text, self.page.columns, "    ", "  ")
