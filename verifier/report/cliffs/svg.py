"""A map of a line along a number as a picture: SVG, whose text stays text in every script.

Each break has a number, which stands above the plot; below it every number is explained, so that
no text covers another however many breaks there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import floor
from xml.sax.saxutils import escape

from verifier.analysis.cliffs.results import Cliffs
from verifier.engines.exact_course import State
from verifier.report.catalogue import Words
from verifier.report.cliffs.drawing import (
    FONTS,
    Scale,
    apart,
    badge,
    box,
    columns,
    dot,
    line,
    pointer,
    text,
)
from verifier.report.cliffs.words import CliffWords, fen
from verifier.report.layout import wrap
from verifier.report.persons import bill_words, person_words, visit_words

_WIDTH, _LEFT, _RIGHT = 900, 100, 30
_PLOT = 400
_TITLE, _ROW, _GAP = 17, 19, 22
_BLUE, _RED, _GRID, _AXIS, _NOTHING = "#0b63a5", "#a61c1c", "#e4e4e4", "#444", "#ececec"
_BEYOND = Fraction(5, 4)
"""The picture ends a quarter beyond the last break, as what follows is straight."""
_TICKS = 10


def cliffs_svg(cliffs: Cliffs, words: Words) -> str:
    """Draw a map; the part that is drawn holds every break."""
    return _Picture(cliffs, words).drawn()


class _Picture:
    def __init__(self, cliffs: Cliffs, words: Words) -> None:
        self.cliffs = cliffs
        self.words = words
        self.saying = CliffWords(cliffs, words)
        self.title = wrap(self.saying.title(), columns(_WIDTH - _LEFT - _RIGHT, _TITLE))
        self.head = self._head()
        low, self.high = self._ends()
        self.stretches = [s for s in cliffs.stretches if s.low <= self.high]
        self.valued = [s for s in self.stretches if s.state is State.VALUE]
        firsts, ends = ({s.low for s in self.valued}, {s.high + 1 for s in self.valued})
        self.breaks = [b for b in cliffs.breaks if b.first in firsts & ends]
        values = [v for s in self.valued for v in (s.start, s.at(min(s.high, self.high)))]
        least, most = min([Fraction(0), *values]), max([Fraction(1), *values])
        # From above: title and case, name of the line, numbers of the breaks, plot.
        self.under_title = 6 + (_ROW + 5) * len(self.title)
        self.marks = self.under_title + 58 + _ROW * len(self.head)
        self.top = self.marks + 22
        self.bottom = self.top + _PLOT
        self.x = Scale(Fraction(low), Fraction(max(self.high, low + 1)), _LEFT, _WIDTH - _RIGHT)
        self.y = Scale(least, most * Fraction(21, 20), self.bottom, self.top)

    def _head(self) -> list[str]:
        """The document and the case, but for what moves."""
        program, case = self.cliffs.program, self.cliffs.case
        fixed = {n: v for n, v in case.assignment.numbers.items()
                 if n not in self.cliffs.axis.names}
        still = replace(case, assignment=replace(case.assignment, numbers=fixed))
        lines = [self.words.text(self.cliffs.document.title)]
        lines.append(" · ".join(person_words(program, still, self.words)))
        for visit in range(1, case.visits + 1):
            facts = [*visit_words(program, still, visit, self.words),
                     *bill_words(program, still, visit, self.words)]
            said = self.words.say("visit {visit}", visit=visit)
            lines.append(f"{said}: {' · '.join(facts)}")
        return [row for one in lines for row in wrap(one, columns(_WIDTH - _LEFT - _RIGHT, 13))]

    def _ends(self) -> tuple[int, int]:
        axis = self.cliffs.axis
        last = max([b.first for b in self.cliffs.breaks if b.jump is not None], default=None)
        shown = [v for v in (last, axis.value) if v is not None]
        if not shown or axis.low < 0:
            return axis.low, axis.high
        return axis.low, min(axis.high, floor(axis.low + (max(shown) - axis.low) * _BEYOND) + 1)

    def drawn(self) -> str:
        """The whole picture; how high it is depends on what is explained below it."""
        plot = [*self._nothing(), *self._axes(), *self._lines(), *self._marks()]
        notes, height = self._notes()
        start = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            f'width="{_WIDTH}" height="{height}" font-family="{FONTS}">'
        )
        head = [
            text(_LEFT, 30 + (_ROW + 5) * n, row, size=_TITLE) for n, row in enumerate(self.title)
        ]
        head += [
            text(_LEFT, self.under_title + 22 + _ROW * n, row) for n, row in enumerate(self.head)
        ]
        return "\n".join([
            start, f"<title>{escape(self.saying.title())}</title>",
            box(0, 0, _WIDTH, height, "white"), *head, *plot, *notes, "</svg>",
        ]) + "\n"

    def _nothing(self) -> Iterator[str]:
        """Where the line has no value."""
        for stretch in self.stretches:
            if stretch.state is not State.VALUE:
                first = self.x.place(stretch.low)
                last = self.x.place(min(stretch.high, self.high))
                yield box(first, self.top, last - first, _PLOT, _NOTHING)

    def _axes(self) -> Iterator[str]:
        right = _WIDTH - _RIGHT
        for tick in self.x.ticks(_TICKS):
            at = self.x.place(tick)
            yield line(((at, self.top), (at, self.bottom + 4)), _GRID)
            label = self.saying.place(tick).removesuffix(".00")
            yield text(at, self.bottom + 18, label, anchor="middle")
        for tick in self.y.ticks(_TICKS):
            at = self.y.place(tick)
            yield line(((_LEFT - 4, at), (right, at)), _GRID)
            label = self.saying.value(tick).removesuffix(".00")
            yield text(_LEFT - 8, at + 4, label, anchor="end")
        yield line(((_LEFT, self.top), (_LEFT, self.bottom), (right, self.bottom)), _AXIS)
        yield text(12, self.marks - 22, self.saying.line_name())
        yield text(right, self.bottom + 38, self.saying.axis_name(), anchor="end")
        if self._shown_value is not None:
            yield pointer(self.x.place(self._shown_value), self.bottom, _BLUE)

    def _lines(self) -> Iterator[str]:
        for stretch in self.valued:
            end = min(stretch.high, self.high)
            points = ((stretch.low, stretch.start), (end, stretch.at(end)))
            yield line(
                tuple((self.x.place(x), self.y.place(y)) for x, y in points),
                _BLUE, 'stroke-width="2.5"',
            )

    def _marks(self) -> Iterator[str]:
        """Numbers above the plot, each with a line to its break; jumps as broken lines."""
        places = [self.x.place(b.at) for b in self.breaks]
        above = apart(places, _GAP, _LEFT, _WIDTH - _RIGHT)
        for number, (found, x, at) in enumerate(zip(self.breaks, places, above, strict=True), 1):
            assert found.before is not None and found.after is not None
            before, after = self.y.place(found.before), self.y.place(found.after)
            way = ((at, self.marks + 9), (x, self.top + 6), (x, min(before, after)))
            yield line(way, "#999", 'stroke-width="0.8"')
            if found.jump:
                yield line(((x, before), (x, after)), _RED, 'stroke-dasharray="4 3"')
                # What is paid at the break itself belongs to one side of it.
                yield dot(x, before, _RED, filled=found.first > found.at)
            yield dot(x, after, _RED, filled=not found.jump or found.first <= found.at)
            yield badge(at, self.marks, number, _RED)

    def _notes(self) -> tuple[list[str], int]:
        """What the numbers and the grey parts mean, and where the picture ends."""
        drawn: list[str] = []
        y = self.bottom + 70
        for sign, said in self._explained():
            drawn += [sign(y)] if sign else []
            for row in wrap(said, columns(_WIDTH - _LEFT - _RIGHT - 20, 13)):
                drawn.append(text(_LEFT + 20, y + 4, row))
                y += _ROW
            y += 4
        return drawn, y + 4

    def _explained(self) -> Iterator[tuple[Callable[[int], str] | None, str]]:
        """How something is drawn at a height, and what it means."""
        starts = {s.low: s for s in self.valued}
        ends = {s.high + 1: s for s in self.valued}
        for number, found in enumerate(self.breaks, 1):
            said = self.saying.note(found, ends[found.first], starts[found.first])
            yield partial(badge, _LEFT, number=number, colour=_RED), said
        if self._shown_value is not None:
            place = self.saying.place(self._shown_value)
            said = self.words.say("what the case says: {place}", place=place)
            yield (lambda y: pointer(_LEFT, y + 5, _BLUE)), said
        for stretch in self.stretches:
            if stretch.state is not State.VALUE:
                low, high = self.saying.place(stretch.low), self.saying.place(stretch.high)
                said = self.words.say(
                    "{low} to {high}: {reason}", low=low, high=high,
                    reason=self.saying.state(stretch),
                )
                yield (lambda y: box(_LEFT - 9, y - 8, 18, 16, _NOTHING)), said
        said = self.words.say("rounding: at most {fen} fen", fen=fen(self.cliffs.rounding))
        yield None, said

    @property
    def _shown_value(self) -> int | None:
        """What the case says of the number that moves, if it lies in the picture."""
        value = self.cliffs.axis.value
        inside = value is not None and self.cliffs.axis.low <= value <= self.high
        return value if inside else None
