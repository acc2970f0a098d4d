"""Repairs of a property as text: what is changed, and who gains and loses by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.analysis.extremes.results import Effect, Most
from verifier.analysis.repair.results import Changed, Left, Outcome, Repair, Repairs
from verifier.analysis.results import Case
from verifier.engines.exact import Assignment
from verifier.program.sorts import Sort, show
from verifier.properties.declared import properties
from verifier.report.catalogue import Words
from verifier.report.exact_numbers import decimal
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming
from verifier.report.people import person_lines, value_lines
from verifier.words import Bilingual


def repair_text(found: Repairs, words: Words, page: Page) -> str:
    """Write what became of the search."""
    return "\n".join(_Text(found, words, page).lines()) + "\n"


class _Text:
    def __init__(self, found: Repairs, words: Words, page: Page) -> None:
        self.found = found
        self.words = words
        self.page = page
        self.naming = Naming(found.program, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        columns, info = self.page.columns, self.found.document
        title = f"{info.id}  {self.words.text(info.title)}"
        yield from (self.page.bold(line) for line in wrap(title, columns))
        yield from wrap(self.words.text(self.found.property.title), columns)
        yield from wrap(self._outcome(), columns)
        yield from self._beyond()
        for repair in self.found.repairs:
            yield ""
            yield from self._repair(repair)
        if self.found.undecided:
            yield ""
        for why in Left:
            if names := tuple(n for n, w in self.found.undecided.items() if w is why):
                yield from wrap(self._left(why, names), columns, "  ", "")

    def _left(self, why: Left, names: tuple[str, ...]) -> str:
        match why:
            case Left.TIME:
                return self.words.say(
                    "not decided, as the time for the whole search was over (--seconds): {names}",
                    names=names,
                )
            case Left.VALUES:
                return self.words.say(
                    "not decided by as many values as are tried for a figure: {names}", names=names
                )
            case Left.QUESTION:
                return self.words.say(
                    "not decided, as the solver gave up on a question (--timeout): {names}",
                    names=names,
                )
            case Left.NOBODY:
                return self.words.say(
                    "not decided, as the property then speaks of nobody: {names}", names=names
                )

    def _outcome(self) -> str:
        match self.found.outcome:
            case Outcome.HOLDS:
                return self.words.say(
                    "the property is not violated for any person with up to {visits} visits: there "
                    "is nothing to repair", visits=self.found.program.visits,
                )
            case Outcome.REPAIRED:
                return self.words.say(
                    "each of these changes is proved to repair it for every person with up to "
                    "{visits} visits; the search was guided by {count} counterexamples",
                    visits=self.found.program.visits, count=self.found.persons,
                )
            case Outcome.NONE if self.found.beyond is not None:
                return self.words.say(
                    "no change of {names} repairs it, from nothing to twice each figure, or to the "
                    "whole for a share: it fails for this case whatever they are",
                    names=self._figures(self.found.tried),
                )
            case Outcome.NONE:
                return self.words.say(
                    "no value of one figure or of two of {names} repairs it, from nothing to twice "
                    "the figure, or to the whole for a share: {count} counterexamples of {visits} "
                    "visits exclude them", names=self._figures(self.found.tried),
                    count=self.found.persons, visits=self.found.program.visits,
                )
            case Outcome.UNKNOWN:
                reason = f": {self.words.tell(self.found.reason)}" if self.found.reason else ""
                return self.words.say(
                    "unknown, for persons with up to {visits} visits",
                    visits=self.found.program.visits,
                ) + reason

    def _beyond(self) -> Iterator[str]:
        """A case that no figures mend, with the open values on which it rests."""
        found, program = self.found.beyond, self.found.program
        if found is None:
            return
        for who in found.persons:
            case = Case(program.visits, Assignment(who.booleans, who.numbers), ())
            yield from person_lines(program, case, self.words, self.page)
        yield from value_lines(self.naming, found.values, self.page)

    def _repair(self, repair: Repair) -> Iterator[str]:
        columns = self.page.columns
        for figure in repair.figures:
            yield from wrap(self._figure(figure), columns, "    ", "")
        yield from wrap(self._smallest(repair), columns, "    ", "  ")
        for names, text in (
            (repair.broken, self.words.say(
                "breaks what was not broken: {names}", names=self._titles(repair.broken)
            )),
            (repair.unsure, self.words.say(
                "not known whether these still hold: {names}", names=self._titles(repair.unsure)
            )),
            (repair.emptied, self.words.say(
                "held, and would then speak of nobody: {names}", names=self._titles(repair.emptied)
            )),
        ):
            if names:
                yield from map(self.page.yellow, wrap(text, columns, "    ", "  "))
        if repair.clean:
            yield from wrap(self.words.say("every property that held is proved to hold with it"),
                            columns, "    ", "  ")
        if repair.effect is not None:
            yield from self._effect(repair.effect)

    def _smallest(self, repair: Repair) -> str:
        if not repair.smallest:
            return self.words.say("a smaller change of it may do")
        if repair.whole:
            return self.words.say(
                "no smaller change of it by whole yuan or whole percent spares the persons for "
                "whom the property failed"
            )
        return self.words.say(
            "no smaller change of it spares the persons for whom the property failed"
        )

    def _figures(self, names: Iterable[str]) -> tuple[Bilingual, ...]:
        return tuple(self.naming.labels.value(name) for name in names)

    def _titles(self, names: Iterable[str]) -> tuple[object, ...]:
        titles = {item.id: item.title for item in properties(self.found.program)}
        return tuple(titles.get(name, name) for name in names)

    def _figure(self, figure: Changed) -> str:
        sort = self.naming.sort(figure.name)
        unit = "%" if sort is Sort.PERCENT else ""
        return self.words.say(
            "{clause} {name}: {before} → {after} (a change of {size}%)", clause=figure.clause,
            name=self.naming.labels.value(figure.name), before=show(figure.before, sort) + unit,
            after=show(figure.after, sort) + unit, size=decimal(figure.size * 100),
        )

    def _effect(self, effect: Effect) -> Iterator[str]:
        columns = self.page.columns
        for name, shift in (effect.shifts or {}).items():
            label = self.naming.amount(name)
            for most, text in (
                (shift.more, self.words.say("rises for somebody")),
                (shift.less, self.words.say("falls for somebody")),
            ):
                if most is not None and most.value:
                    yield from wrap(f"{label}: {text}, {self._most(most)}", columns,
                                    "      ", "    ")
        if effect.witness is not None:
            yield from person_lines(
                self.found.program, effect.witness.case, self.words, self.page
            )
            yield from value_lines(self.naming, effect.witness.values, self.page)

    def _most(self, most: Most) -> str:
        amount = show(most.value, Sort.MONEY)
        if most.exact:
            return self.words.say("at most {amount} yuan", amount=amount)
        return self.words.say("at least {amount} yuan; the search gave up", amount=amount)
