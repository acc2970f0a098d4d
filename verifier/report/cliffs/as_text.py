"""A map of a line along a number as a table."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.cliffs.results import Break, Cliffs, Stretch
from verifier.engines.exact_course import State
from verifier.report.catalogue import Words
from verifier.report.cliffs.words import CliffWords, fen
from verifier.report.computing.as_text import assumption_lines, clause_lines, missing_words
from verifier.report.layout import Page, right, width, wrap
from verifier.report.persons import bill_words, person_words, visit_words


def cliffs_text(cliffs: Cliffs, words: Words, page: Page) -> str:
    """Write a map for a terminal or a pipe."""
    return "\n".join(_Text(cliffs, words, page).lines()) + "\n"


class _Text:
    def __init__(self, cliffs: Cliffs, words: Words, page: Page) -> None:
        self.cliffs = cliffs
        self.words = words
        self.page = page
        self.saying = CliffWords(cliffs, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        cliffs, columns = self.cliffs, self.page.columns
        yield from (self.page.bold(t) for t in wrap(self.saying.title(), columns))
        yield from wrap(self.words.text(cliffs.document.title), columns)
        yield from self._case()
        yield ""
        yield from self._table()
        yield ""
        yield from wrap(self._rounding(), columns)
        yield from self._missing()
        clauses = [c for stretch in cliffs.stretches for c in stretch.clauses]
        clauses += [c for found in cliffs.breaks for c in found.clauses]
        if clauses:
            yield ""
            yield self.page.bold(self.words.say("clauses, in our words"))
            yield from clause_lines(clauses, self.words, self.page)
        yield ""
        yield self.page.bold(self.words.say("assumed"))
        for text in assumption_lines(cliffs.assumptions, self.words):
            yield from wrap(text, columns, "    ", "  ")

    def _case(self) -> Iterator[str]:
        program, case = self.cliffs.program, self.cliffs.case
        text = " · ".join(person_words(program, case, self.words))
        yield from wrap(text, self.page.columns)
        for visit in range(1, case.visits + 1):
            facts = visit_words(program, case, visit, self.words)
            bill = bill_words(program, case, visit, self.words)
            head = self.words.say("visit {visit}", visit=visit)
            yield from wrap(f"{head}: {' · '.join([*facts, *bill])}", self.page.columns, "  ")

    def _table(self) -> Iterator[str]:
        rows: list[list[str]] = [[
            self.words.say("from"), self.words.say("to"), self.words.say("value before rounding"),
            self.words.say("slope"), self.words.say("clause"),
        ]]
        between: dict[int, Break] = {found.first: found for found in self.cliffs.breaks}
        marks: dict[int, str] = {}
        for stretch in self.cliffs.stretches:
            if stretch.low in between:
                marks[len(rows)] = self._break(between[stretch.low])
            rows.append(self._row(stretch))
        widths = [max(width(row[n]) for row in rows if len(row) > n) for n in range(4)]
        for number, row in enumerate(rows):
            if number in marks:
                mark = wrap(marks[number], self.page.columns, "      ", "    ")
                yield from map(self.page.yellow, mark)
            cells = [right(text, widths[n]) for n, text in enumerate(row[:4])]
            lead = "  " + "  ".join(cells) + "  "
            lines = wrap(row[4], self.page.columns, " " * width(lead), lead)
            yield from map(self.page.bold, lines) if number == 0 else lines

    def _row(self, stretch: Stretch) -> list[str]:
        ends = [self.saying.place(stretch.low), self.saying.place(stretch.high)]
        if stretch.state not in (State.VALUE, State.DOUBTFUL):
            return [*ends, "-", "-", self.saying.state(stretch)]
        value, slope = self.saying.value(stretch.start), self.saying.slope(stretch.slope)
        doubt = self.saying.state(stretch) if stretch.state is State.DOUBTFUL else ""
        said = " · ".join(filter(None, (self.saying.clauses(stretch), doubt)))
        return [*ends, value, slope, said]

    def _break(self, found: Break) -> str:
        at, what = self.saying.place(found.at), self.saying.breaking(found)
        clauses = self.saying.clauses(found)
        return " ".join(filter(None, (f"▸ {at}:", what, clauses and f"({clauses})")))

    def _rounding(self) -> str:
        return self.words.say(
            "solved for every value before rounding; rounding changes what is paid by at most "
            "{fen} fen", fen=fen(self.cliffs.rounding),
        )

    def _missing(self) -> Iterator[str]:
        if not self.cliffs.missing:
            return
        yield ""
        yield self.page.bold(self.words.say("give these with --set, or in the case"))
        for item in self.cliffs.missing:
            yield from wrap(missing_words(item, self.words), self.page.columns, "    ", "  ")

