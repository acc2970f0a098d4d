"""Rules and figures on which nothing hangs, as text."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.extremes.results import Idle, IdleFigure, Idleness, IdleRule
from verifier.program.labels import Labels
from verifier.report.catalogue import Words
from verifier.report.layout import Page, wrap

_TOLD = (Idleness.REPEATS, Idleness.IDLE, Idleness.NEVER, Idleness.UNKNOWN)
"""What is listed rule by rule; the rest is counted."""


def idle_text(found: Idle, words: Words, page: Page) -> str:
    """Write what makes no difference."""
    return "\n".join(_Text(found, words, page).lines()) + "\n"


class _Text:
    def __init__(self, found: Idle, words: Words, page: Page) -> None:
        self.found = found
        self.words = words
        self.page = page
        self.labels = Labels(found.program.facts)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        columns = self.page.columns
        info = self.found.document
        title = f"{info.id}  {self.words.text(info.title)}"
        yield from (self.page.bold(line) for line in wrap(title, columns))
        yield from wrap(self.words.say(
            "each rule struck and each figure freed by itself, under the default readings, for "
            "every person with up to {visits} visits", visits=self.found.program.visits,
        ), columns)
        for idleness in _TOLD:
            rules = [r for r in self.found.rules if r.idleness is idleness]
            if rules:
                yield ""
                yield self.page.bold(self._heading(idleness))
                for rule in rules:
                    yield from self._rule(rule)
        yield from self._figures()
        yield ""
        for idleness in (
            Idleness.MATTERS, Idleness.CASES, Idleness.OTHER_READING, Idleness.UNUSED
        ):
            count = sum(1 for r in self.found.rules if r.idleness is idleness)
            yield from wrap(f"{self._heading(idleness)}: {count}", columns, "  ", "")

    def _heading(self, idleness: Idleness) -> str:  # noqa: PLR0911 - one for each kind
        match idleness:
            case Idleness.MATTERS:
                return self.words.say("rules without which somebody's results change")
            case Idleness.CASES:
                return self.words.say("rules that say which cases there can be")
            case Idleness.UNUSED:
                return self.words.say("rules on which no result rests (duties, funds, repeals)")
            case Idleness.OTHER_READING:
                return self.words.say("rules of readings that are not the default")
            case Idleness.NEVER:
                return self.words.say("rules that apply in no case")
            case Idleness.REPEATS:
                return self.words.say("rules that only repeat what others say")
            case Idleness.IDLE | Idleness.ANY | Idleness.WORD:
                return self.words.say("rules that apply and change nothing for anybody")
            case Idleness.UNKNOWN:
                return self.words.say("rules of which it is not known")

    def _rule(self, item: IdleRule) -> Iterator[str]:
        clause = self.found.clauses.get(item.rule.id)
        words = self.words.text(clause.words) if clause else ""
        head = f"{clause.number if clause else '-'}  {words}".rstrip()
        yield from wrap(head, self.page.columns, "    ", "  ")
        place = f"{item.rule.span}: {item.rule.text}"
        if item.reason is not None:
            place = f"{place} ({self.words.tell(item.reason)})"
        yield from map(self.page.dim, wrap(place, self.page.columns, "      ", "    "))

    def _figures(self) -> Iterator[str]:
        free = [f for f in self.found.figures if f.idleness is not Idleness.MATTERS]
        if free:
            yield ""
            yield self.page.bold(self.words.say("figures"))
        for item in free:
            name = self.words.text(self.labels.value(item.name))
            text = f"{item.clause}  {name} = {item.value}: {self._figure(item)}"
            yield from wrap(text, self.page.columns, "    ", "  ")

    def _figure(self, item: IdleFigure) -> str:
        match item.idleness:
            case Idleness.UNUSED:
                return self.words.say("no result rests on it")
            case Idleness.WORD:
                return self.words.say("not asked: it is no amount that is computed with")
            case Idleness.CASES:
                return self.words.say("it says which cases there can be")
            case Idleness.NEVER:
                return self.words.say("the rules that use it never apply")
            case Idleness.UNKNOWN:
                reason = f": {self.words.tell(item.reason)}" if item.reason else ""
                return self.words.say("unknown") + reason
            case _:
                return self.words.say(
                    "anything from {low} to {high} makes no difference", low=item.low,
                    high=item.high,
                )
