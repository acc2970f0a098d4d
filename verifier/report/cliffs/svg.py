"""A map of a line along a number as a picture: SVG, whose text stays text in every script.

Coordinates are tenths of a pixel, computed with whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from xml.sax.saxutils import escape

from verifier.analysis.cliffs.results import Cliffs, Stretch
from verifier.engines.exact_course import State
from verifier.report.catalogue import Words
from verifier.report.cliffs.words import CliffWords, fen

_WIDTH, _HEIGHT = 900, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 30, 70, 90
_FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei',SimHei,sans-serif"
)
_TICKS = 6
_BEYOND = Fraction(5, 4)
"""The picture ends a quarter beyond the last break, as what follows is straight."""


def cliffs_svg(cliffs: Cliffs, words: Words) -> str:
    """Draw a map; the part that is drawn holds every break."""
    return "\n".join(_Picture(cliffs, words).parts()) + "\n"


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places on the page."""

    low: Fraction
    high: Fraction
    first: int
    last: int

    def place(self, value: Fraction | int) -> str:
        """A coordinate with one decimal."""
        share = (value - self.low) / (self.high - self.low)
        tenths = floor((self.first + share * (self.last - self.first)) * 10)
        return f"{tenths // 10}.{tenths % 10}"

    def ticks(self) -> list[Fraction]:
        """Round values."""
        span = (self.high - self.low) / _TICKS
        step = Fraction(1)
        while step * 10 <= span:
            step *= 10
        while step > span:
            step /= 10
        step *= next(m for m in (1, 2, 5, 10) if step * m >= span)
        count = floor((self.high - step * ceil(self.low / step)) / step)
        return [step * (ceil(self.low / step) + n) for n in range(count + 1)]


class _Picture:
    def __init__(self, cliffs: Cliffs, words: Words) -> None:
        self.cliffs = cliffs
        self.words = words
        self.saying = CliffWords(cliffs, words)
        low, high = self._ends()
        self.stretches = [
            s for s in cliffs.stretches if s.state is State.VALUE and s.low <= high
        ]
        self.high = high
        values = [v for s in self.stretches for v in (s.start, s.at(min(s.high, high)))]
        least, most = min([Fraction(0), *values]), max([Fraction(1), *values])
        self.x = _Scale(Fraction(low), Fraction(max(high, low + 1)), _LEFT, _WIDTH - _RIGHT)
        self.y = _Scale(least, most * Fraction(21, 20), _HEIGHT - _BOTTOM, _TOP)

    def _ends(self) -> tuple[int, int]:
        axis = self.cliffs.axis
        last = max([b.first for b in self.cliffs.breaks if b.jump is not None], default=None)
        shown = [v for v in (last, axis.value) if v is not None]
        if not shown or axis.low < 0:
            return axis.low, axis.high
        return axis.low, min(axis.high, floor(axis.low + (max(shown) - axis.low) * _BEYOND) + 1)

    def parts(self) -> Iterator[str]:
        """The elements of the picture, in the order in which they lie on each other."""
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            f'width="{_WIDTH}" height="{_HEIGHT}" font-family="{_FONTS}" font-size="13">'
        )
        yield f"<title>{escape(self.saying.title())}</title>"
        yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
        yield self._text(str(_LEFT), "28", self.saying.title(), size=17)
        yield self._text(str(_LEFT), "50", self.words.text(self.cliffs.document.title), "#555")
        yield from self._axes()
        for stretch in self.stretches:
            yield self._stretch(stretch)
        yield from self._breaks()
        note = self.words.say("rounding: at most {fen} fen", fen=fen(self.cliffs.rounding))
        yield self._text(str(_LEFT), str(_HEIGHT - 14), note, "#555")
        yield "</svg>"

    def _axes(self) -> Iterator[str]:
        bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
        for tick in self.x.ticks():
            place = self.x.place(tick)
            yield self._line(place, str(_TOP), place, str(bottom), "#eee")
            label = self.saying.place(tick).removesuffix(".00")
            yield self._text(place, str(bottom + 18), label, "#333", anchor="middle")
        for tick in self.y.ticks():
            place = self.y.place(tick)
            yield self._line(str(_LEFT), place, str(right), place, "#eee")
            label = self.saying.value(tick).removesuffix(".00")
            yield self._text(str(_LEFT - 8), place, label, "#333", anchor="end")
        yield self._line(str(_LEFT), str(bottom), str(right), str(bottom), "#333")
        yield self._line(str(_LEFT), str(_TOP), str(_LEFT), str(bottom), "#333")
        names = [self.saying.naming.amount(name) for name in self.cliffs.axis.names]
        text = self.words.join(names)
        yield self._text(str(right), str(bottom + 40), text, "#333", anchor="end")

    def _stretch(self, stretch: Stretch) -> str:
        end = min(stretch.high, self.high)
        return self._line(
            self.x.place(stretch.low), self.y.place(stretch.start),
            self.x.place(end), self.y.place(stretch.at(end)), "#0b63a5", 'stroke-width="2.5"',
        )

    def _breaks(self) -> Iterator[str]:
        inside = [b for b in self.cliffs.breaks if b.first <= self.high and b.jump is not None]
        for number, found in enumerate(inside):
            assert found.before is not None and found.after is not None
            x = self.x.place(found.at)
            first, last = self.y.place(found.before), self.y.place(found.after)
            if found.jump:
                yield self._line(x, first, x, last, "#c0392b", 'stroke-dasharray="4 3"')
            yield f'<circle cx="{x}" cy="{last}" r="4" fill="#c0392b"/>'
            lines = [self.saying.place(found.at), self.saying.clauses(found)]
            if found.jump:
                lines.insert(1, self.saying.breaking(found))
            # Labels of breaks that lie close together stand at different heights.
            top = _TOP + 14 + 48 * (number % 3)
            yield self._line(x, str(top + 16 * len(lines) - 12), x, last, "#ccc")
            for row, text in enumerate(lines):
                yield self._text(x, str(top + 15 * row), text, "#c0392b", anchor="middle", size=11)

    def _line(  # noqa: PLR0913, PLR0917 - two points and how they are joined
        self, x1: str, y1: str, x2: str, y2: str, colour: str, more: str = ""
    ) -> str:
        return (
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" {more}/>'
        )

    def _text(  # noqa: PLR0913 - a place, a text and how it looks
        self, x: str, y: str, text: str, colour: str = "#000", *, anchor: str = "start",
        size: int = 13,
    ) -> str:
        return (
            f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}" '
            f'font-size="{size}">{escape(text)}</text>'
        )
