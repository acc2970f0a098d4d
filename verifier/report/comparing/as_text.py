"""A comparison as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.analysis.comparing.results import Comparison, Difference, Judgement
from verifier.report.catalogue import Words
from verifier.report.comparing.names import LETTERS
from verifier.report.comparing.words import CompareWords
from verifier.report.layout import Page, left, width, wrap


def compare_text(comparison: Comparison, words: Words, page: Page) -> str:
    """Write a comparison: what differs, by which clauses, for whom, and the persons who show it."""
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
        for text in (self.say.summary(), self.say.bottom_line()):
            yield from self._title(text) if text else ()
        yield from self._table()
        yield from self._changes()
        yield from self._largest()
        yield from self._people()
        yield from self._along()
        texts = [text for _, _, text in self.say.changes.one_sided()]
        yield from self._headed(
            self.words.say("what only one side has"), [*texts, *self.say.changes.admits()]
        )
        yield from self._headed(
            self.words.say("assumed by every verdict"), self.say.assumptions()
        )

    def _table(self) -> Iterator[str]:
        found = self.say.differing()
        verdicts = [self.say.verdict(j) for j in found]
        columns = max(map(width, verdicts), default=0)
        names = [self.say.names.line(j.line) for j in found]
        notes = [self.words.listed(self.say.notes(j)) for j in found]
        second = max((width(name) for name, note in zip(names, notes, strict=True) if note),
                     default=0)
        for judgement, verdict, name, note in zip(found, verdicts, names, notes, strict=True):
            head = f"  {self._toned(judgement, left(verdict, columns))}  "
            text = f"{left(name, second)}  {note}" if note else name
            hanging = second + 2 if note and second <= self.page.columns // 3 else 2
            first, *rest = wrap(text, self.page.columns - columns - 4, " " * hanging, "")
            yield head + first
            yield from (" " * (columns + 4) + line for line in rest)
        if alike := self.say.alike():
            yield from (self.page.green(t) for t in wrap(alike, self.page.columns, "    ", "  "))

    def _toned(self, judgement: Judgement, text: str) -> str:
        if judgement.verdict in (Difference.UNKNOWN, Difference.VACUOUS):
            return self.page.yellow(text)
        return self.page.bold(text)

    def _changes(self) -> Iterator[str]:
        if self.comparison.changes is None:
            return
        yield ""
        yield self.page.bold(self.words.say("clauses that changed"))
        if not self.comparison.changes:
            yield f"  {self.words.say('none: wording and layout at most')}"
        for change in self.comparison.changes:
            yield from self._wrapped(self.say.changes.clause(change), 2)
            for text in self.say.changes.figures(change):
                yield from self._wrapped(text, 4)
            for mark, rule in self.say.changes.rules(change):
                yield from self._wrapped(f"{mark} {rule}", 4)
            for text in self.say.changes.effects(change):
                yield from self._wrapped(text, 4)

    def _largest(self) -> Iterator[str]:
        if not self.comparison.largest:
            return
        yield ""
        yield from self._title(self.words.say(
            "who gains and who loses, and how much at most ([n]: the person below)"
        ))
        for line, rows in self.say.largest():
            yield f"  {self.page.bold(self.say.names.line(line))}"
            for row in rows:
                text = self.words.named(row.group, self.words.listed(row.sizes))
                yield from self._wrapped(f"{text}   {row.causes}" if row.causes else text, 4)
        for text in self.say.spared():
            yield from self._wrapped(text, 2)
        if limited := self.say.limited():
            yield from self._wrapped(limited, 2)

    def _people(self) -> Iterator[str]:
        blocks = list(self.say.people.blocks())
        if not blocks:
            return
        yield ""
        yield from self._title(self.words.say(
            "the simplest person for each, computed anew under both documents; rounding may leave "
            "a few fen to the largest difference (*: at the end of its range; beyond it the "
            "difference may be larger)"
        ))
        for head, rest in blocks:
            yield from wrap(head, self.page.columns, " " * 8, "  ")
            for text in rest:
                yield from self._wrapped(text, 6)

    def _along(self) -> Iterator[str]:
        if not self.comparison.along:
            return
        yield ""
        yield from self._title(self.say.maps.title())
        for line, texts in self.say.maps.maps():
            yield f"  {self.page.bold(self.say.names.line(line))}"
            for text in texts:
                yield from self._wrapped(text, 4)

    def _headed(self, title: str, texts: Iterable[str]) -> Iterator[str]:
        lines = list(texts)
        if lines:
            yield ""
            yield self.page.bold(title)
            for text in lines:
                yield from self._wrapped(text, 2)

    def _title(self, text: str) -> Iterator[str]:
        yield from (self.page.bold(line) for line in wrap(text, self.page.columns))

    def _wrapped(self, text: str, indent: int) -> Iterator[str]:
        yield from wrap(text, self.page.columns, " " * (indent + 2), " " * indent)
