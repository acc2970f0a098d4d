"""A comparison as Markdown, fit for a comment on a change: what matters first, the rest folded."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.comparing.results import Comparison
from verifier.report.catalogue import Words
from verifier.report.comparing.names import LETTERS
from verifier.report.comparing.words import CompareWords
from verifier.report.markdown import folded, row, rule, safe, strong


def compare_markdown(comparison: Comparison, words: Words) -> str:
    """Write a comparison; what is the same is counted, what differs is a table."""
    return "\n".join(_Markdown(comparison, words).lines()) + "\n"


class _Markdown:
    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.say = CompareWords(comparison, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        yield f"### {safe(self.say.summary())}"
        yield ""
        if text := self.say.bottom_line():
            yield strong(text)
            yield ""
        for side, one in self.comparison.sides.items():
            title = safe(self.words.text(one.document.title))
            yield f"- **{LETTERS[side]}** {safe(one.label)} · {title}"
        yield f"- {safe(self.say.scope())}"
        yield from self._verdicts()
        yield from self._changes()
        yield from self._largest()
        yield from self._details()

    def _verdicts(self) -> Iterator[str]:
        found = self.say.differing()
        if found:
            yield ""
            yield row(self.words.say("result"), self.words.say("verdict"),
                      self.words.say("largest difference"))
            yield rule(3)
            for judgement in found:
                yield row(self.say.names.line(judgement.line), self.say.verdict(judgement),
                          self.words.listed(self.say.notes(judgement)))
        if alike := self.say.alike():
            yield ""
            yield safe(alike)

    def _changes(self) -> Iterator[str]:
        if self.comparison.changes is None:
            return
        yield ""
        yield strong(self.words.say("clauses that changed"))
        yield ""
        if not self.comparison.changes:
            yield f"- {safe(self.words.say('none: wording and layout at most'))}"
        for change in self.comparison.changes:
            yield f"- {safe(self.say.changes.clause(change))}"
            for text in (*self.say.changes.figures(change), *self.say.changes.effects(change)):
                yield f"  - {safe(text)}"
            for mark, text in self.say.changes.rules(change):
                yield f"  - {mark} `{text.replace('`', '')}`"

    def _largest(self) -> Iterator[str]:
        if not self.comparison.largest:
            return
        yield ""
        yield row(self.words.say("result"), self.words.say("among"),
                  self.words.say("largest difference"), self.words.say("by the change of"))
        yield rule(4)
        for line, rows in self.say.largest():
            name = self.say.names.line(line)
            yield from (
                row(name, one.group, self.words.listed(one.sizes), one.causes) for one in rows
            )
        yield ""
        yield from (f"- {safe(text)}" for text in self.say.spared())
        if limited := self.say.limited():
            yield f"- {safe(limited)}"

    def _details(self) -> Iterator[str]:
        texts = list(self._detail_lines())
        if texts:
            yield ""
            yield from folded(
                self.words.say("persons, stretches, what only one side has, assumptions"), texts
            )

    def _detail_lines(self) -> Iterator[str]:
        for head, rest in self.say.people.blocks():
            yield f"- {safe(head)}"
            yield from (f"  - {safe(text)}" for text in rest)
        if self.comparison.along:
            yield f"- {safe(self.say.maps.title())}"
        for line, drawn in self.say.maps.maps():
            yield f"  - {safe(self.say.names.line(line))}"
            yield from (f"    - {safe(text)}" for text in drawn)
        yield from (f"- {safe(text)}" for _, _, text in self.say.changes.one_sided())
        yield from (f"- {safe(text)}" for text in self.say.changes.admits())
        yield from (f"- {safe(text)}" for text in self.say.assumptions())
