"""Ambiguities as text: whether each matters, for whom, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.extremes.results import (
    Admitted,
    Alternative,
    Ambiguity,
    Answer,
    Effect,
    Most,
    Readings,
    Shift,
)
from verifier.program.sorts import Sort, show
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
        if not self.found.ambiguities:
            yield ""
            yield from wrap(self.words.say("no ambiguity is registered for this document"), columns)
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
        yield from wrap(f"{what}  ({item.option}): {self._answer(item.answer)}", columns,
                        "    ", "  ")
        if effect.differing:
            names = [self._name(n) for n in effect.differing[:_SHOWN]]
            more = len(effect.differing) - len(names)
            text = self.words.say("changes {names}", names=tuple(names))
            if more:
                text = self.words.say("{text} and {count} more", text=text, count=more)
            yield from wrap(text, columns, "        ", "      ")
        for name, shift in (effect.shifts or {}).items():
            yield from wrap(f"{self._name(name)}: {self._shift(name, shift)}", columns,
                            "        ", "      ")
        yield from self._witness(effect)
        for admitted in item.cases:
            yield from self._admitted(admitted)
        if effect.undecided:
            reason = f": {self.words.tell(effect.reason)}" if effect.reason else ""
            text = self.words.say("not decided for {count} results", count=len(effect.undecided))
            yield from wrap(text + reason, columns, "        ", "      ")

    def _name(self, name: str) -> str:
        if name in self.naming.sorts:
            return self.naming.amount(name)
        return self.naming.truth(name)

    def _admitted(self, item: Admitted) -> Iterator[str]:
        """Cases that only one option admits, with one of them."""
        columns = self.page.columns
        if item.case is None:
            reason = f": {self.words.tell(item.reason)}" if item.reason else ""
            text = self.words.say(
                "not known whether there are cases that only the default admits"
            ) if item.default else self.words.say(
                "not known whether there are cases that only this option admits"
            )
            yield from wrap(text + reason, columns, "        ", "      ")
            return
        yield from wrap(
            self.words.say("there are cases that only the default admits, such as:")
            if item.default
            else self.words.say("there are cases that only this option admits, such as:"),
            columns, "        ", "      ",
        )
        yield from person_lines(self.found.program, item.case, self.words, self.page)
        yield from value_lines(self.naming, item.values, self.page)

    def _shift(self, name: str, shift: Shift) -> str:
        parts = []
        if shift.more or shift.less or shift.only_one is not Answer.YES:
            parts = [self._most(name, shift.more, True), self._most(name, shift.less, False)]
        if shift.only_one is Answer.YES:
            parts.append(self.words.say("somebody has it under one option only"))
        if shift.only_one is Answer.UNKNOWN:
            parts.append(self.words.say("not known whether somebody has it under one option only"))
        return self.words.join(parts)

    def _most(self, name: str, most: Most | None, more: bool) -> str:
        if most is None:
            return self.words.say("never more") if more else self.words.say("never less")
        if not most.value:
            return self.words.say("not known whether ever more") if more else (
                self.words.say("not known whether ever less"))
        amount = self._amount(name, most.value)
        if not most.exact:
            return self.words.say("at least {amount} more", amount=amount) if more else (
                self.words.say("at least {amount} less", amount=amount))
        return self.words.say("at most {amount} more", amount=amount) if more else (
            self.words.say("at most {amount} less", amount=amount))

    def _amount(self, name: str, value: int) -> str:
        """By how much a result differs, with what it is counted in."""
        match self.naming.sort(name):
            case Sort.MONEY:
                return self.words.say("{text} yuan", text=show(value, Sort.MONEY))
            case Sort.DATE:
                return self.words.say("{count} days", count=value)
            case sort:
                return quantity(value, sort)

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
