"""A comparison as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.comparing.results import Comparison, Difference
from verifier.analysis.joining.sides import Side
from verifier.report.catalogue import Words
from verifier.report.comparing.changed import LETTERS
from verifier.report.comparing.words import CompareWords


def compare_markdown(comparison: Comparison, words: Words) -> str:
    """Write a comparison; what is the same is counted, what differs is a table."""
    return "\n".join(_Markdown(comparison, words).lines()) + "\n"


def _safe(text: str) -> str:
    """A text that Markdown and a table take as it is."""
    for character in "\\`*_|<>[]#~":
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", " ")


def _row(*cells: str) -> str:
    return f"| {' | '.join(_safe(cell) for cell in cells)} |"


class _Markdown:
    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.say = CompareWords(comparison, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        yield f"### {_safe(self.say.summary())}"
        yield ""
        for side, one in self.comparison.sides.items():
            title = _safe(self.words.text(one.document.title))
            yield f"- **{LETTERS[side]}** {_safe(one.label)} · {title}"
        yield f"- {_safe(self.say.scope())}"
        yield from self._verdicts()
        yield from self._changes()
        yield from self._largest()
        yield from self._details()

    def _verdicts(self) -> Iterator[str]:
        others = [j for j in self.comparison.judgements if j.verdict is not Difference.SAME]
        same = len(self.comparison.judgements) - len(others)
        yield ""
        if others:
            yield _row(self.words.say("result"), self.words.say("verdict"))
            yield "| --- | --- |"
            for judgement in others:
                notes = self.say.notes(judgement)
                verdict = self.say.verdict(judgement)
                text = f"{verdict} ({'; '.join(notes)})" if notes else verdict
                yield _row(self.say.line(judgement.line), text)
            yield ""
        yield _safe(self.words.say("{count} results are the same for everyone", count=same))

    def _changes(self) -> Iterator[str]:
        if self.comparison.changes is None:
            return
        yield ""
        yield f"**{_safe(self.words.say('clauses that changed'))}**"
        yield ""
        if not self.comparison.changes:
            yield f"- {_safe(self.words.say('none: wording and layout at most'))}"
        for change in self.comparison.changes:
            yield f"- {_safe(self.say.clause(change))}"
            for text in (*self.say.figures(change), *self.say.effects_of(change)):
                yield f"  - {_safe(text)}"
            for side, mark in ((Side.LEFT, "-"), (Side.RIGHT, "+")):
                for rule in change.rules[side]:
                    yield f"  - {mark} `{rule.replace('`', '')}`"

    def _largest(self) -> Iterator[str]:
        if not self.comparison.largest:
            return
        yield ""
        yield _row(self.words.say("result"), self.words.say("among"),
                   self.words.say("largest difference"), self.words.say("by the change of"))
        yield "| --- | --- | --- | --- |"
        for found in self.comparison.largest:
            yield _row(self.say.line(found.line), self.say.group(found.group),
                       self.say.largest(found), self.say.causes(found))

    def _details(self) -> Iterator[str]:
        texts = list(self._detail_lines())
        if texts:
            title = self.words.say("persons, stretches, what only one side has, assumptions")
            yield ""
            yield f"<details><summary>{_safe(title)}</summary>"
            yield ""
            yield from texts
            yield ""
            yield "</details>"

    def _detail_lines(self) -> Iterator[str]:
        shown: set[int] = set()
        for found in self.comparison.largest:
            if found.witness is not None and id(found.witness) not in shown:
                shown.add(id(found.witness))
                head = f"{self.say.line(found.line)}, {self.say.largest(found)}"
                yield f"- {_safe(head)}"
                yield from (f"  - {_safe(text)}" for text in self.say.person(found))
        for drawn in self.comparison.along:
            yield f"- {_safe(self.say.along(drawn))}"
            yield from (f"  - {_safe(self.say.stretch(drawn, s))}" for s in drawn.stretches)
        for side, how, names in self.say.one_sided():
            yield f"- {LETTERS[side]} · {_safe(how)}: {_safe(self.words.join(names))}"
        yield from (f"- {_safe(text)}" for text in self.say.admits())
        yield from (f"- {_safe(text)}" for text in self.say.assumptions())
