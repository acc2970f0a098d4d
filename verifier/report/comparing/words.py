"""What a comparison says, in the words that all its forms share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.analysis.comparing.effects import alone, kind_of
from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.persons import groups
from verifier.analysis.comparing.results import (
    CHANGED,
    Comparison,
    Difference,
    Group,
    Judgement,
    Largest,
    Line,
)
from verifier.report.catalogue import Words
from verifier.report.comparing.changed import ChangeWords
from verifier.report.comparing.maps import MapWords
from verifier.report.comparing.names import LETTERS, Names
from verifier.report.comparing.people import People
from verifier.report.joining.words import assumption_words

OWN = "own_total"
"""What a person pays in the year: the line that matters most."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a result is for one group: the largest differences, and the clauses behind them."""

    group: str
    sizes: tuple[str, ...]
    causes: str


class CompareWords:
    """Puts one comparison into words of one language."""

    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.names = Names(comparison, words)
        self.changes = ChangeWords(self.names)
        self.people = People(self.names)
        self.maps = MapWords(self.names, self.people)

    # The whole -----------------------------------------------------------------------------------

    def summary(self) -> str:
        """The result in a sentence."""
        judgements = self.comparison.judgements
        if self.comparison.unchanged:
            return self.words.say("no change for anyone: every result is proved to be the same")
        count = {d: sum(j.verdict is d for j in judgements) for d in Difference}
        if count[Difference.VACUOUS]:
            return self.words.say("nobody can be a case under both documents")
        differing = sum(count[d] for d in CHANGED)
        texts = [self.words.say(
            "{count} of {all} results differ", count=differing, all=len(judgements)
        )]
        if count[Difference.UNKNOWN]:
            texts.append(self.words.say("{count} not decided", count=count[Difference.UNKNOWN]))
        if not differing and (self.comparison.one_sided or self.comparison.admits):
            texts.append(self.words.say("one side can express what the other cannot"))
        return self.words.join(texts)

    def bottom_line(self) -> str:
        """What becomes of the payment of the year; empty if it is the same, or not compared."""
        found = next((j for j in self.comparison.judgements if j.line.name == OWN), None)
        if found is None or found.verdict in (Difference.SAME, Difference.VACUOUS):
            return ""
        return self.words.listed((self.words.say(
            "{line}: {more}, {less}", line=self.names.line(found.line),
            more=self._somebody(found, True), less=self._somebody(found, False),
        ), *self.alone(found)))

    def _somebody(self, judgement: Judgement, more: bool) -> str:
        known = judgement.more if more else judgement.less
        if known is None:
            return self.words.say("whether somebody pays more is not decided") if more else (
                self.words.say("whether somebody pays less is not decided"))
        if not known:
            return self.words.say("nobody pays more") if more else (
                self.words.say("nobody pays less"))
        size = self._most(judgement.line, more)
        if size is None:
            return self.words.say("somebody pays more") if more else (
                self.words.say("somebody pays less"))
        return self.words.say("somebody pays more ({size})", size=size) if more else (
            self.words.say("somebody pays less ({size})", size=size))

    def _most(self, line: Line, more: bool) -> str | None:
        found = next((
            f for f in self.comparison.largest
            if f.line.name == line.name and f.more is more and f.group.category is None
        ), None)
        return None if found is None or found.value is None else self._amount(found)

    def scope(self) -> str:
        """Of whom and of what the verdicts speak."""
        visits = self.comparison.joint.program.visits
        text = self.words.say(
            "for every person whom both documents can describe, with up to {visits} visits in a "
            "year", visits=visits,
        )
        how = (self.words.say("in every reading") if self.comparison.all_readings
               else self.words.say("each in its default readings"))
        return self.words.listed((text, how))

    def differing(self) -> tuple[Judgement, ...]:
        """What is not proved to be the same."""
        return tuple(
            j for j in self.comparison.judgements if j.verdict is not Difference.SAME
        )

    def alike(self) -> str:
        """What is the same for everyone, in one text; empty if nothing is."""
        lines = [
            self.names.line(j.line) for j in self.comparison.judgements
            if j.verdict is Difference.SAME
        ]
        return self.words.say(
            "the same for everyone ({count}): {lines}", count=len(lines), lines=tuple(lines)
        ) if lines else ""

    def verdict(self, judgement: Judgement) -> str:  # noqa: PLR0911  (one for each)
        """Say how the second document stands to the first in a line."""
        truth = judgement.line.truth
        match judgement.verdict:
            case Difference.SAME:
                return self.words.say("the same for everyone")
            case Difference.NEVER_LESS:
                return self.words.say("B for more people") if truth else self.words.say(
                    "B never less")
            case Difference.NEVER_MORE:
                return self.words.say("B for fewer people") if truth else self.words.say(
                    "B never more")
            case Difference.MIXED:
                return self.words.say("mixed")
            case Difference.ONE_VALUED:
                return self.words.say("only one has it")
            case Difference.VACUOUS:
                return self.words.say("vacuous")
            case Difference.UNKNOWN:
                return self.words.say("unknown")

    def notes(self, judgement: Judgement) -> list[str]:
        """What belongs to a verdict: the largest differences of all, and what limits it."""
        notes = [] if judgement.line.truth else [
            self.size(f) for f in sorted(self.comparison.largest, key=_gains_first)
            if f.line.name == judgement.line.name and f.group.category is None
        ]
        notes += self.alone(judgement)
        if judgement.reason is not None:
            notes.append(self.words.tell(judgement.reason))
        if judgement.tolerance:
            notes.append(self.words.say(
                "apart from rounding of up to {count} fen", count=judgement.tolerance
            ))
        return notes

    def alone(self, judgement: Judgement) -> Iterator[str]:
        """Say which documents alone give somebody an amount, with the person's number."""
        for side in alone(judgement):
            mark = self.people.mark_alone(judgement.line, side)
            yield self.words.say("only {side} gives somebody an amount", side=LETTERS[side]) + mark

    # Largest differences -------------------------------------------------------------------------

    def largest(self) -> Iterator[tuple[Line, list[Row]]]:
        """By result, a row for each group in which somebody is concerned."""
        for line, found_of in self._by_line().items():
            alone = [f for g, found in found_of.items() if g.category is not None for f in found]
            yield line, [
                self._row(group, found) for group, found in found_of.items()
                if group.category is not None or not all(_as_alone(f, alone) for f in found)
            ]

    def spared(self) -> Iterator[str]:
        """The groups in which nobody is concerned, by result where that is not all the same."""
        every = groups(self.comparison.joint)
        by_group: dict[tuple[str, ...], list[Line]] = {}
        for line, found_of in self._by_line().items():
            if line.by_visit:
                continue  # sought among all together
            names = tuple(self.names.group(g) for g in every if g not in found_of)
            by_group.setdefault(names, []).append(line)
        for names, lines in by_group.items():
            if names and len(by_group) == 1:
                yield self.words.say("no difference in any of these for: {groups}", groups=names)
            elif names:
                yield self.words.say(
                    "no difference in {lines} for: {groups}", groups=names,
                    lines=tuple(self.names.line(line) for line in lines),
                )

    def _by_line(self) -> dict[Line, dict[Group, list[Largest]]]:
        found: dict[Line, dict[Group, list[Largest]]] = {}
        for item in self.comparison.largest:
            found.setdefault(item.line, {}).setdefault(item.group, []).append(item)
        return found

    def _row(self, group: Group, found: Sequence[Largest]) -> Row:
        causes = dict.fromkeys(c for f in found for c in f.causes)
        return Row(
            self.names.group(group),
            tuple(self.size(f) + self.people.mark(f) for f in sorted(found, key=_gains_first)),
            self.words.join([c or self.words.say("outside the clauses") for c in causes]),
        )

    def size(self, found: Largest) -> str:
        """Say what a person gains or loses at most."""
        if found.line.truth and found.value:
            return self.words.say("for somebody only under B") if found.more else (
                self.words.say("for somebody only under A"))
        if found.value is None:
            reason = self.words.tell(found.reason) if found.reason else "-"
            return self.words.say("{what} not decided ({reason})", what=self._way(found),
                                  reason=reason)
        return self.words.say("{what} {amount}", what=self._way(found),
                              amount=self._amount(found))

    def _amount(self, found: Largest) -> str:
        amount = self.names.gap(found.line, found.value or 0)
        if found.exact:
            return self.words.say("up to {amount}", amount=amount)
        return self.words.say("{amount}, perhaps more", amount=amount)

    def _way(self, found: Largest) -> str:
        """Whether it is a gain, a loss, or only more or less."""
        match kind_of(found.line, found.more):
            case Kind.GAIN:
                return self.words.say("gain")
            case Kind.LOSS:
                return self.words.say("loss")
            case _:
                return self.words.say("rise") if found.more else self.words.say("fall")

    def limited(self) -> str:
        """What is to be known of amounts that were not found for certain; empty if all were."""
        if all(f.exact for f in self.comparison.largest):
            return ""
        return self.words.say(
            "perhaps more: the search for the largest difference gave up in the time given"
        )

    def assumptions(self) -> Iterator[str]:
        """What every verdict of the comparison assumes."""
        used = self.comparison.used if self.comparison.changes is None else ()
        yield from assumption_words(self.comparison.joint, self.names.of, used, self.words)


def _gains_first(found: Largest) -> bool:
    kind = kind_of(found.line, found.more)
    return kind is Kind.LOSS or (kind is Kind.OTHER and not found.more)


def _as_alone(found: Largest, alone: Sequence[Largest]) -> bool:
    """Whether a difference among all is that of somebody with one category or none."""
    return any(f.more is found.more and f.value == found.value for f in alone)
