"""Where two documents differ along one amount, in words."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.comparing.results import Along, Largest, Line, Sign, Stretch
from verifier.program.sorts import Sort
from verifier.report.comparing.names import Names
from verifier.report.comparing.people import People
from verifier.report.naming import quantity


class MapWords:
    """Puts maps into words; those that are the same for several groups are told once."""

    def __init__(self, names: Names, people: People) -> None:
        self.names = names
        self.words = names.words
        self.people = people
        self._persons = {
            (f.line.name, f.group, f.more): f for f in names.comparison.largest
        }

    def title(self) -> str:
        """What all maps have in common."""
        rounding = max((drawn.tolerance for drawn in self.names.comparison.along), default=0)
        return self.words.say(
            "where they differ, along one amount, all else as with the person: exact before "
            "rounding, which moves a difference by {count} fen at most", count=rounding,
        )

    def maps(self) -> Iterator[tuple[Line, list[str]]]:
        """By result, where it differs along which inputs; not along those that change nothing."""
        merged: dict[tuple[Line, str, tuple[Stretch, ...]], list[Along]] = {}
        for drawn in self.names.comparison.along:
            if not _constant(drawn.stretches):
                merged.setdefault((drawn.line, drawn.input, drawn.stretches), []).append(drawn)
        alike: dict[tuple[Line, str, tuple[Stretch, ...]], list[Along]] = {}
        for (line, _, stretches), found in merged.items():
            who = self.words.join(list(dict.fromkeys(self._who(d) for d in found)))
            alike.setdefault((line, who, stretches), []).append(found[0])
        by_line: dict[Line, list[str]] = {}
        for (line, who, _), found in alike.items():
            by_line.setdefault(line, []).append(self._map(who, found))
        yield from by_line.items()

    def _map(self, who: str, alike: list[Along]) -> str:
        """One map, along one input or along each of several."""
        stretches, sort = alike[0].stretches, self.names.sort(alike[0].input)
        somebody = [s for s in stretches if s.sign is not Sign.NOBODY]
        line = alike[0].line
        texts = [self._stretch(line, s, sort) for s in somebody if s.sign is not Sign.EQUAL]
        if any(s.sign is Sign.EQUAL for s in somebody):
            texts.append(self.words.say("otherwise the same"))
        return self.words.say(
            "{who}, along {input} ({low} ~ {high}): {what}", who=who,
            input=self.words.either(self.names.leaf(drawn.input) for drawn in alike),
            low=quantity(somebody[0].low, sort), high=quantity(somebody[-1].high, sort),
            what=self.words.listed(texts),
        )

    def _who(self, drawn: Along) -> str:
        person: Largest | None = self._persons.get((drawn.line.name, drawn.group, drawn.more))
        mark = "" if person is None else self.people.mark(person)
        return self.names.group(drawn.group) + mark

    def _stretch(self, line: Line, stretch: Stretch, sort: Sort) -> str:
        low, high = quantity(stretch.low, sort), quantity(stretch.high, sort)
        ends = low if stretch.low == stretch.high else f"{low} ~ {high}"
        if stretch.sign is Sign.UNSETTLED:
            return self.words.say("{ends}: not decided", ends=ends)
        amount = self.names.gap(line, abs(stretch.most))
        if stretch.at_low == stretch.at_high == stretch.most:
            return self.words.say("{ends}: B more by {amount}", ends=ends, amount=amount) if (
                stretch.sign is Sign.MORE
            ) else self.words.say("{ends}: B less by {amount}", ends=ends, amount=amount)
        place = quantity(stretch.place, sort)
        return self.words.say(
            "{ends}: B more, most at {place}: {amount}", ends=ends, place=place, amount=amount
        ) if stretch.sign is Sign.MORE else self.words.say(
            "{ends}: B less, most at {place}: {amount}", ends=ends, place=place, amount=amount
        )


def _constant(stretches: tuple[Stretch, ...]) -> bool:
    """Whether the difference is the same wherever there can be such a person."""
    somebody = [s for s in stretches if s.sign is not Sign.NOBODY]
    return len(somebody) == 1 and somebody[0].sign is not Sign.UNSETTLED and (
        somebody[0].at_low == somebody[0].at_high == somebody[0].most
    )
