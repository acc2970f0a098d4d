"""What the table and the picture of a map both say."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from verifier.analysis.cliffs.results import Axis, Break, Cliffs, Stretch
from verifier.engines.exact_course import State
from verifier.program.sorts import Sort
from verifier.report.catalogue import Words
from verifier.report.exact_numbers import SCALES, decimal, written
from verifier.report.naming import Naming, quantity


class CliffWords:
    """Puts the parts of one map into words."""

    def __init__(self, cliffs: Cliffs, words: Words) -> None:
        self.cliffs = cliffs
        self.words = words
        self.naming = Naming(cliffs.program, words)

    def title(self) -> str:
        """What is followed along what."""
        names = tuple(self.naming.amount(name) for name in self.cliffs.axis.names)
        line = self.naming.amount(self.cliffs.line)
        return self.words.say("{line} along {axis}", line=line, axis=names)

    def line_name(self) -> str:
        """The line, with its unit."""
        return self._with_unit(self.naming.amount(self.cliffs.line), self.cliffs.line_sort)

    def axis_name(self) -> str:
        """What moves, with its unit, and what moves with it."""
        axis = self.cliffs.axis
        main, *others = axis.names.items()
        named = self._with_unit(self.naming.amount(main[0]), axis.sort)
        texts = [
            self.words.say(
                "{name} is always {place} more", name=self.naming.amount(name),
                place=self.place(more),
            )
            for name, more in others
        ]
        return " · ".join([named, *texts])

    def _with_unit(self, name: str, sort: Sort) -> str:
        return self.words.say("{name} (yuan)", name=name) if sort is Sort.MONEY else name

    def place(self, place: Fraction | int) -> str:
        """A place of the axis."""
        if isinstance(place, int):
            return quantity(place, self.cliffs.axis.sort)
        text = written(place, self.cliffs.axis.sort)
        return text + ("%" if self.cliffs.axis.sort is Sort.PERCENT else "")

    def value(self, value: Fraction) -> str:
        """A value of the line."""
        return written(value, self.cliffs.line_sort)

    def slope(self, slope: Fraction) -> str:
        """How the line rises, in its unit for one unit of the axis."""
        return decimal(per_unit(slope, self.cliffs.axis, self.cliffs.line_sort))

    def state(self, stretch: Stretch) -> str:
        """Why a stretch has no value."""
        match stretch.state:
            case State.IMPOSSIBLE:
                if stretch.reason is not None:
                    return self.words.tell(stretch.reason)
                return self.words.say("no such case can exist")
            case State.DOUBTFUL:
                return self.words.say("not known whether such a case can exist")
            case State.OPEN:
                return self.words.say("undetermined")
            case State.UNSETTLED:
                return self.words.say("not settled within the limit of work")
            case State.NO_VALUE | State.VALUE:
                return self.words.say("the document gives no value")

    def breaking(self, found: Break) -> str:
        """What happens at a break."""
        jump = found.jump
        if jump is None:
            return self.words.say("begins or ends")
        if jump == 0:
            return self.words.say("the slope changes")
        sign = "+" if jump > 0 else ""
        return self.words.say("jump of {amount}", amount=f"{sign}{self.value(jump)}")

    def note(self, found: Break, before: Stretch, after: Stretch) -> str:
        """A break explained in a line: where, what, from what to what, and by which clauses."""
        if found.jump:
            one, two = (
                "-" if value is None else quantity(value, self.cliffs.line_sort)
                for value in found.paid
            )
        else:
            one, two = self.slope(before.slope), self.slope(after.slope)
        said = self.words.say(
            "{place}: {what}, {before} → {after}", place=self.place(found.at),
            what=self.breaking(found), before=one, after=two,
        )
        clauses = self.clauses(found)
        return " ".join(filter(None, (said, clauses and f"({clauses})")))

    def clauses(self, item: Stretch | Break) -> str:
        """The numbers of the clauses."""
        return self.words.join([clause.number for clause in item.clauses])


def per_unit(slope: Fraction, axis: Axis, line: Sort) -> Fraction:
    """A slope in units that are written, not in smallest ones."""
    return slope * SCALES.get(axis.sort, 1) / SCALES.get(line, 1)


def fen(value: Fraction) -> str:
    """A bound in smallest units, with two decimals, never less than it is."""
    return decimal(Fraction(ceil(value * 100), 100))
