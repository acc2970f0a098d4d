"""Ambiguities as text: whether each matters, for whom, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.extremes.results import (
    Alternative,
    Ambiguity,
    Answer,
    Effect,
    Most,
    Readings,
    Shift,
)
from verifier.program.sorts import show
from verifier.report.catalogue import Words
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming, quantity
from verifier.report.people import person_lines, value_lines

_SHOWN = 6
"""Results in a list before the rest is counted."""


def readings_text(found: Readings, words: Words, page: Page) -> str:
    """Write the ambiguities of a document."""
    return "\n".join(_Text(found, words, page).lines()) + "\n"


class _Text:
    def __init__(self, found: Readings, words: Words, page: Page) -> None:
        self.found = found
        self.words = words
        self.page = page
        self.naming = Naming(found.program, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        columns = self.page.columns
        info = self.found.document
        title = f"{info.id}  {self.words.text(info.title)}"
        yield from (self.page.bold(line) for line in wrap(title, columns))
        yield from wrap(self.words.say(
            "each ambiguity by itself, the others read as by default, for every person with up to "
            "{visits} visits whose case can exist under both options",
            visits=self.found.program.visits,
        ), columns)
        for item in self.found.ambiguities:
            yield ""
            yield from self._ambiguity(item)

    def _ambiguity(self, item: Ambiguity) -> Iterator[str]:
        columns = self.page.columns
        mark = self._answer(item.answer)
        clauses = self.words.join([c.number for c in item.clauses])
        text = self.words.text(item.label)
        yield from wrap(f"{mark}  {text}  {item.topic}  {clauses}".rstrip(), columns, "  ", "")
        default = self.words.say("default: {text}", text=item.default_label)
        yield from wrap(f"{default}  ({item.default})", columns, "    ", "  ")
        if item.reason is not None:
            yield from wrap(self.words.text(item.reason), columns, "    ", "    ")
        for alternative in item.alternatives:
            yield from self._alternative(alternative)

    def _answer(self, answer: Answer) -> str:
        match answer:
            case Answer.YES:
                return self.page.yellow(self.words.say("matters"))
            case Answer.NO:
                return self.page.green(self.words.say("proved to change nothing"))
            case Answer.UNKNOWN:
                return self.page.yellow(self.words.say("unknown"))

    def _alternative(self, item: Alternative) -> Iterator[str]:
        columns, effect = self.page.columns, item.effect
        what = self.words.say("instead: {text}", text=item.label)
        yield from wrap(f"{what}  ({item.option}): {self._answer(effect.answer)}", columns,
                        "    ", "  ")
        if effect.differing:
            names = [self._name(n) for n in effect.differing[:_SHOWN]]
            more = len(effect.differing) - len(names)
            text = self.words.say("changes {names}", names=tuple(names))
            if more:
                text = self.words.say("{text} and {count} more", text=text, count=more)
            yield from wrap(text, columns, "        ", "      ")
        for name, shift in (effect.shifts or {}).items():
            yield from wrap(f"{self._name(name)}: {self._shift(shift)}", columns,
                            "        ", "      ")
        yield from self._witness(effect)
        if effect.undecided:
            reason = f": {self.words.tell(effect.reason)}" if effect.reason else ""
            text = self.words.say("not decided for {count} results", count=len(effect.undecided))
            yield from wrap(text + reason, columns, "        ", "      ")

    def _name(self, name: str) -> str:
        if name in self.naming.sorts:
            return self.naming.amount(name)
        return self.naming.truth(name)

    def _shift(self, shift: Shift) -> str:
        parts = [
            text for text in (
                self._most(shift.more, self.words.say("more")),
                self._most(shift.less, self.words.say("less")),
            ) if text
        ]
        return self.words.join(parts)

    def _most(self, most: Most | None, direction: str) -> str:
        if most is None:
            return self.words.say("never {direction}", direction=direction)
        if not most.value:
            return self.words.say("not known whether ever {direction}", direction=direction)
        amount = show(most.value, self.naming.sort("own_total"))
        if not most.exact:
            return self.words.say(
                "at least {amount} yuan {direction}", amount=amount, direction=direction
            )
        return self.words.say(
            "at most {amount} yuan {direction}", amount=amount, direction=direction
        )

    def _witness(self, effect: Effect) -> Iterator[str]:
        found = effect.witness
        if found is None or not effect.differing:
            return
        yield from person_lines(self.found.program, found.case, self.words, self.page)
        yield from value_lines(self.naming, found.values, self.page)
        for name, billed in found.billed.items():
            text = self.words.say(
                "{name}: {value} instead", name=self.naming.amount(name),
                value=quantity(billed, self.naming.sort(name)),
            )
            yield from wrap(text, self.page.columns, "          ", "        ")
        for name in effect.differing[:1]:
            values = []
            for evaluation in (found.before, found.after):
                if name in evaluation.amounts:
                    value = evaluation.amounts[name]
                    values.append(self.naming.value(value, self.naming.sort(name)))
                else:
                    truth = evaluation.atoms[name]
                    values.append(self.words.say("yes") if truth else self.words.say("no"))
            text = self.words.say(
                "{name}: {before} by default, {after} instead",
                name=self._name(name), before=values[0], after=values[1],
            )
            yield from wrap(text, self.page.columns, "          ", "        ")
