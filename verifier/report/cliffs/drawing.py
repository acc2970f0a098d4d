"""Elements of an SVG picture; places are pixels, as fractions, written with one decimal.

No text is measured, as fonts differ; a column of `layout.width` is taken for a little more than
half the size of the font, which is enough for every script.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from xml.sax.saxutils import escape

Place = Fraction | int

FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei',SimHei,sans-serif"
)
INK = "#1a1a1a"
_COLUMN = Fraction(56, 100)


def columns(pixels: int, size: int) -> int:
    """How many columns of text fit into so many pixels."""
    return floor(pixels / (_COLUMN * size))


def pixel(place: Place) -> str:
    """Write a coordinate with one decimal."""
    tenths = floor(place * 10 + Fraction(1, 2))
    sign, size = ("-" if tenths < 0 else ""), abs(tenths)
    return f"{sign}{size // 10}.{size % 10}"


def text(  # noqa: PLR0913 - a place, a text and how it looks
    x: Place, y: Place, words: str, *, colour: str = INK, anchor: str = "start", size: int = 13
) -> str:
    """A line of text; `y` is its base line."""
    return (
        f'<text x="{pixel(x)}" y="{pixel(y)}" fill="{colour}" text-anchor="{anchor}" '
        f'font-size="{size}">{escape(words)}</text>'
    )


def line(points: tuple[tuple[Place, Place], ...], colour: str, more: str = "") -> str:
    """A line through points."""
    through = " ".join(f"{pixel(x)},{pixel(y)}" for x, y in points)
    return f'<polyline points="{through}" fill="none" stroke="{colour}"{more and " "}{more}/>'


def box(x: Place, y: Place, wide: Place, high: Place, colour: str) -> str:
    """A filled rectangle."""
    return (
        f'<rect x="{pixel(x)}" y="{pixel(y)}" width="{pixel(wide)}" height="{pixel(high)}" '
        f'fill="{colour}"/>'
    )


def dot(x: Place, y: Place, colour: str, *, filled: bool) -> str:
    """A point of a line that belongs to it (filled) or is its limit only."""
    return (
        f'<circle cx="{pixel(x)}" cy="{pixel(y)}" r="4" fill="{colour if filled else "white"}" '
        f'stroke="{colour}" stroke-width="1.5"/>'
    )


def badge(x: Place, y: Place, number: int, colour: str) -> str:
    """A number in a circle, centred at a place."""
    disc = f'<circle cx="{pixel(x)}" cy="{pixel(y)}" r="9" fill="{colour}"/>'
    return disc + text(x, y + 4, str(number), colour="white", anchor="middle", size=11)


def pointer(x: Place, y: Place, colour: str) -> str:
    """A triangle that stands on a line and points to a place of it from above."""
    points = " ".join(f"{pixel(x + dx)},{pixel(y + dy)}" for dx, dy in ((0, 0), (-5, -9), (5, -9)))
    return f'<polygon points="{points}" fill="{colour}"/>'


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places on the page."""

    low: Fraction
    high: Fraction
    first: int
    last: int

    def place(self, value: Place) -> Fraction:
        """A coordinate."""
        share = (value - self.low) / (self.high - self.low)
        return self.first + share * (self.last - self.first)

    def ticks(self, most: int) -> list[Fraction]:
        """Round values, at most so many and at least a third of it."""
        span = (self.high - self.low) / most
        step = Fraction(1)
        while step * 10 <= span:
            step *= 10
        while step > span:
            step /= 10
        step *= next(m for m in (1, 2, 5, 10) if step * m >= span)
        start = ceil(self.low / step)
        return [step * n for n in range(start, floor(self.high / step) + 1)]


def apart(wanted: list[Fraction], gap: int, first: int, last: int) -> list[Fraction]:
    """Move places on a line as little as keeps them a gap apart and between two ends.

    The places rise; where there are too many for the gap, they share the line evenly.
    """
    if not wanted:
        return []
    step = min(Fraction(gap), Fraction(last - first, max(1, len(wanted) - 1)))
    placed: list[Fraction] = []
    for at in wanted:
        placed.append(max(at, placed[-1] + step) if placed else max(at, Fraction(first)))
    limit = Fraction(last)
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], limit)
        limit = placed[n] - step
    return placed
