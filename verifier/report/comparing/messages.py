"""A comparison as messages of other tools: each difference at the rules that make it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from verifier.analysis.comparing.effects import admits_kind, alone, kind_of, undecided, ways
from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.results import Change, Comparison, Judgement, Largest
from verifier.analysis.joining.sides import Side
from verifier.report.catalogue import Words
from verifier.report.comparing.words import CompareWords
from verifier.report.tools.told import Level, Rule, Told
from verifier.source import Span

UNCHANGED = "unchanged"
"""The rule of what is proved to be the same."""
IDLE = "no-effect"
"""The rule of a changed clause that changes no result."""


def compare_rules(words: Words) -> Iterator[Rule]:
    """The kinds of difference."""
    yield Rule(Kind.LOSS.value, words.say("somebody is paid less, or pays more"))
    yield Rule(Kind.GAIN.value, words.say("somebody is paid more, or pays less"))
    yield Rule(Kind.OTHER.value, words.say("a result differs"))
    yield Rule(Kind.ONE_SIDED.value, words.say("one side can express what the other cannot"))
    yield Rule(Kind.UNDECIDED.value, words.say("a difference is not decided"))
    yield Rule(IDLE, words.say("a clause changed, and no result with it"))
    yield Rule(UNCHANGED, words.say("the same for everyone"))


def compare_told(
    comparison: Comparison, words: Words, fail_on: Collection[Kind] = tuple(Kind)
) -> Iterator[Told]:
    """Tell each result in each direction, then what only one side has, and idle changes."""
    yield from _Messages(comparison, words, fail_on).all()


def suite_of(comparison: Comparison) -> str:
    """What the comparison is of."""
    first, second = (comparison.sides[side].document.id for side in Side)
    return first if first == second else f"{first} | {second}"


class _Messages:
    def __init__(
        self, comparison: Comparison, words: Words, fail_on: Collection[Kind]
    ) -> None:
        self.comparison = comparison
        self.words = words
        self.fail_on = fail_on
        self.say = CompareWords(comparison, words)
        self.suite = suite_of(comparison)
        blocks = {head.partition(" ")[0]: (head, rest) for head, rest in self.say.people.blocks()}
        self.persons = {
            mark: "\n".join((head, *(f"  {text}" for text in rest)))
            for mark, (head, rest) in blocks.items()
        }

    def all(self) -> Iterator[Told]:
        for judgement in self.comparison.judgements:
            yield from self._result(judgement)
        for side, treatment, text in self.say.changes.one_sided():
            yield self._told(Kind.ONE_SIDED, (side.value, treatment.value), text, text)
        for one, text in zip(self.comparison.admits, self.say.changes.admits(), strict=True):
            yield self._told(admits_kind(one), ("admits", one.side.value), text, text)
        for change in self.comparison.changes or ():
            if self.comparison.searched and not (change.effects or change.needed_for):
                text = self.words.named(
                    self.say.changes.clause(change), self.say.changes.no_effect()
                )
                told = self._told(IDLE, (IDLE, change.clause), text, text)
                yield replace(told, spans=self._places([change]))

    def _result(self, judgement: Judgement) -> Iterator[Told]:
        name = self.say.names.line(judgement.line)
        spans = self._behind(judgement)
        for more in ways(judgement):
            largest = [f for f in self.comparison.largest
                       if f.line.name == judgement.line.name and f.more is more]
            told = self._told(
                kind_of(judgement.line, more), (judgement.line.name, str(more)), name,
                self.words.named(name, self._way(judgement, more, largest)),
            )
            yield replace(told, spans=spans, text="\n".join(self._groups(largest)))
        for side, text in zip(alone(judgement), self.say.alone(judgement), strict=True):
            told = self._told(
                Kind.OTHER, (judgement.line.name, "alone", side.value), name,
                self.words.named(name, text),
            )
            mark = self.say.people.mark_alone(judgement.line, side)
            yield replace(told, spans=spans, text=self.persons.get(mark, ""))
        if judgement.differs:
            return
        line = self.words.named(name, self.say.verdict(judgement))
        if undecided(judgement):
            told = self._told(
                Kind.UNDECIDED, (judgement.line.name, Kind.UNDECIDED), name,
                self.words.noted(line, self.say.notes(judgement)),
            )
            yield replace(told, spans=spans)
        else:
            yield self._told(UNCHANGED, (judgement.line.name, UNCHANGED), name, line)

    def _way(self, judgement: Judgement, more: bool, largest: Sequence[Largest]) -> str:
        """What differs in one direction, with the largest difference of all if it was sought."""
        whole = next((f for f in largest if f.group.category is None), None)
        if whole is not None:
            return self.say.size(whole)
        if judgement.line.truth:
            return self.words.say("for somebody only under B") if more else (
                self.words.say("for somebody only under A"))
        return self.words.say("B more for somebody") if more else (
            self.words.say("B less for somebody"))

    def _groups(self, largest: Sequence[Largest]) -> Iterator[str]:
        """By group how much, and the persons who show it."""
        marks: dict[str, None] = {}
        for found in largest:
            mark = self.say.people.mark(found)
            size = f"{self.say.size(found)}{mark}"
            yield self.words.named(self.say.names.group(found.group), size)
            if mark:
                marks[mark] = None
        yield from (self.persons[mark] for mark in marks)

    def _behind(self, judgement: Judgement) -> tuple[Span, ...]:
        """Where a difference comes from: the changed rules, or those of the second document."""
        if not judgement.differs and not undecided(judgement):
            return self._entry()
        changed = [
            c for c in self.comparison.changes or ()
            if judgement.line.name in (*c.effects, *c.needed_for)
        ]
        if changed:
            return self._places(changed)
        if self.comparison.changes:
            return self._places(self.comparison.changes)
        return self._rules(judgement) or self._entry()

    def _rules(self, judgement: Judgement) -> tuple[Span, ...]:
        """The rules of the second document that a person of the difference rests on."""
        shown = [(f.line, f.witness) for f in self.comparison.largest]
        shown += [(one.line, one.witness) for one in self.comparison.one_valued]
        witness = next((
            w for line, w in shown if line.name == judgement.line.name and w is not None
        ), None)
        if witness is None:
            return ()
        program = self.comparison.sides[Side.RIGHT].program
        rules = [r for step in witness.replays[Side.RIGHT].steps for r in step.rules]
        spans = (program.rules[rule].span for rule in reversed(rules) if rule in program.rules)
        return tuple(dict.fromkeys(span for span in spans if span.clause))

    def _places(self, changes: Sequence[Change]) -> tuple[Span, ...]:
        """Where clauses changed: in the second document, or in the first what is gone from it."""
        found = [
            span for change in changes
            for span in (change.places[Side.RIGHT] or change.places[Side.LEFT])
        ]
        return tuple(dict.fromkeys(found)) or self._entry()

    def _entry(self) -> tuple[Span, ...]:
        return (Span(self.comparison.sides[Side.RIGHT].entry, 1, 1),)

    def _told(self, rule: str, about: tuple[str, ...], title: str, line: str) -> Told:
        """A message of the second document as a whole."""
        key = "\0".join((self.suite, *about))
        return Told(
            self.suite, str(rule), self._level(rule), title, line, spans=self._entry(),
            fingerprint=hashlib.sha256(key.encode()).hexdigest()[:32], kind=str(rule),
            properties={"comparison": self.suite},
        )

    def _level(self, rule: str) -> Level:
        if rule in (UNCHANGED, IDLE):
            return Level.HOLDS if rule == UNCHANGED else Level.NOTE
        return Level.ERROR if rule in self.fail_on else Level.WARNING
