"""Who gains and who loses by most between two documents, shown by the exact engine on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.comparing.replays import pairs_in, replay, rise_of
from verifier.analysis.comparing.results import (
    Group,
    Judgement,
    Largest,
    OneValued,
    Witness,
)
from verifier.analysis.comparing.verdicts import rounding_of
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import (
    Found,
    Most,
    NoCase,
    Open,
    Pair,
    Question,
    Values,
    turned,
)
from verifier.errors import Message
from verifier.program.labels import parse_term
from verifier.program.model import NumberInput


def groups(joint: Joint) -> tuple[Group, ...]:
    """Nobody's categories, and each category that both sides know alone."""
    found: dict[str, None] = {}
    for item in joint.program.inputs:
        if item.name.startswith("held("):
            found.setdefault(str(parse_term(item.name).arguments[0]))
    return (Group(""), *(Group(name) for name in found))


def settled(joint: Joint, group: Group) -> dict[str, bool]:
    """What membership of a group settles: each category, held or not, at every moment."""
    if group.category is None:
        return {}
    return {
        item.name: str(parse_term(item.name).arguments[0]) == group.category
        for item in joint.program.inputs if item.name.startswith("held(")
    }


def largest(
    joint: Joint, judgement: Judgement, group: Group, timeout_ms: int
) -> Iterator[Largest]:
    """The largest differences of a line in each direction; none where there is no such person."""
    for more, possible in ((True, judgement.more), (False, judgement.less)):
        if possible is not False:
            found = _Search(joint, judgement, group, more, timeout_ms).run()
            if found is not None:
                yield found


def largest_of_all(
    joint: Joint, judgement: Judgement, found: tuple[Largest, ...], timeout_ms: int
) -> Iterator[Largest]:
    """The largest differences of any combination of categories, which may be those of one alone."""
    for more, possible in ((True, judgement.more), (False, judgement.less)):
        if possible is False:
            continue
        alone = [f for f in found if f.more is more and f.value is not None]
        best = max(alone, key=lambda f: f.value or 0, default=None)
        if best is not None and judgement.line.truth:
            yield replace(best, group=Group(None))
            continue
        least = 0 if best is None else best.value or 0
        larger = _Search(joint, judgement, Group(None), more, timeout_ms, least).run()
        if larger is not None and (larger.value is not None or best is None):
            yield larger
        elif best is not None:
            yield replace(best, group=Group(None), exact=best.exact and larger is None)


def one_valued(joint: Joint, judgement: Judgement, timeout_ms: int) -> Iterator[OneValued]:
    """By side that alone gives somebody the amount of a line, the simplest person found."""
    for side, known in judgement.alone.items():
        if known:
            witness = _who_alone(joint, judgement, side, timeout_ms)
            if witness is not None:
                yield OneValued(judgement.line, side, witness)


def _who_alone(
    joint: Joint, judgement: Judgement, side: Side, timeout_ms: int
) -> Witness | None:
    line = judgement.line
    for setting in judgement.rooms:
        for place, pair in enumerate(line.pairs):
            ahead = pair if side is Side.RIGHT else turned(pair)
            question = Question(joint, (ahead,), setting, timeout_ms)
            for answer in (question.simple(question.alone(ahead)),
                           question.find(question.alone(ahead))):
                if isinstance(answer, Found):
                    witness = replay(joint, line, place, {**answer.values, **setting}, (side,))
                    if witness is not None:
                        return witness
    return None


class _Best(NamedTuple):
    """The largest difference so far: in which visit, and under which settings."""

    found: Most
    place: int
    narrow: Joint
    known: Values


@dataclass(frozen=True, slots=True)
class _Search:
    """The search for the largest difference above `least` in one direction."""

    joint: Joint
    judgement: Judgement
    group: Group
    more: bool
    timeout_ms: int
    least: int = 0

    def run(self) -> Largest | None:
        """What was found; None if there is no such person.

        The first setting in which there is one is searched, and the others for a larger difference.
        """
        sure, reason = True, None
        best: _Best | None = None
        for setting in self.judgement.rooms:
            known = {**settled(self.joint, self.group), **setting}
            narrow = self.joint.under(known)
            before = best
            for place, pair in enumerate(pairs_in(narrow, self.judgement.line)):
                if pair[0] == pair[1]:
                    continue
                if before is not None:
                    sure = sure and self._none_beyond(narrow, pair, before.found.value)
                    continue
                match self._most(narrow, pair):
                    case Most() as found:
                        sure = sure and found.exact
                        if best is None or found.value > best.found.value:
                            best = _Best(found, place, narrow, known)
                    case Open(why):
                        sure, reason = False, why
                    case NoCase():
                        pass
        if best is None:
            return None if sure else self._unfound(reason)
        return self._shown(best, sure)

    def _none_beyond(self, narrow: Joint, pair: Pair, value: int) -> bool:
        """Whether no case differs by more than a value that was reached elsewhere."""
        if self.judgement.line.truth:
            return True
        ahead = self._ahead(pair)
        question = Question(narrow, (ahead,), {}, self.timeout_ms)
        return isinstance(question.find(question.beyond(ahead, value + 1)), NoCase)

    def _ahead(self, pair: Pair) -> Pair:
        return pair if self.more else turned(pair)

    def _most(self, narrow: Joint, pair: Pair) -> Most | NoCase | Open:
        ahead = self._ahead(pair)
        question = Question(narrow, (ahead,), {}, self.timeout_ms)
        if not self.judgement.line.truth:
            return question.most(ahead, question.beyond(ahead, self.least + 1))
        found = question.find(question.more(ahead))
        return Most(1, True, found) if isinstance(found, Found) else found

    def _shown(self, best: _Best, sure: bool) -> Largest:
        """The simplest person whom rounding alone sets apart from the largest difference."""
        line, found, place = self.judgement.line, best.found, best.place
        narrow, known = best.narrow, best.known
        rise = rise_of(self.joint, line, place, {**found.case.values, **known})
        if rise != (found.value if self.more else -found.value):
            return self._unfound(DOES_NOT_REPLAY)
        ahead = self._ahead(pairs_in(narrow, line)[place])
        question = Question(narrow, (ahead,), {}, self.timeout_ms)
        if line.truth:
            enough, claim = 1, question.more(ahead)
        else:
            enough = max(1, found.value - rounding_of(narrow, (ahead,)))
            claim = question.beyond(ahead, enough)
        answer = question.simple(claim)
        cases = [answer, found.case] if isinstance(answer, Found) else [found.case]
        for case in cases:
            values = {**case.values, **known}
            witness = replay(self.joint, line, place, values)
            if witness is not None and enough <= _rise(witness, self.more) <= found.value:
                ends = _at_bounds(self.joint, witness, values)
                return Largest(
                    line, self.group, self.more, found.value, sure, ends, witness, values=values
                )
        return self._unfound(DOES_NOT_REPLAY)

    def _unfound(self, reason: Message | None) -> Largest:
        return Largest(self.judgement.line, self.group, self.more, None, False, reason=reason)


def _rise(witness: Witness, more: bool) -> int:
    rise = witness.amounts[Side.RIGHT] - witness.amounts[Side.LEFT]
    return rise if more else -rise


def better(joint: Joint, found: tuple[Largest, ...]) -> Iterator[Largest]:
    """What was found, larger where a person found elsewhere shows more than a search gave up at."""
    seen = {id(f.values): f.values for f in found if f.values is not None}
    for item in found:
        yield item if item.exact else _with_best(joint, item, tuple(seen.values()))


def _with_best(joint: Joint, found: Largest, persons: tuple[Values, ...]) -> Largest:
    """The same with the person of the largest difference, of those who belong to the group."""
    line, wanted = found.line, settled(joint, found.group)
    best, values, at = found.value or 0, None, 0
    for person in persons:
        if any(person[name] != held for name, held in wanted.items()):
            continue
        for place in range(len(line.pairs)):
            rise = rise_of(joint, line, place, person)
            size = 0 if rise is None else rise if found.more else -rise
            if size > best:
                best, values, at = size, person, place
    if values is None:
        return found
    return shown(joint, found, best, values, at) or found


def shown(
    joint: Joint, found: Largest, size: int, values: Values, place: int = 0
) -> Largest | None:
    """A difference that a search gave up at, with a person for whom it is larger, by `size`."""
    witness = replay(joint, found.line, place, values)
    if witness is None:
        return None
    ends = _at_bounds(joint, witness, values)
    return Largest(found.line, found.group, found.more, size, False, ends, witness, values=values)


def _at_bounds(joint: Joint, witness: Witness, values: Values) -> tuple[str, ...]:
    """Inputs at their greatest value, and open values at an end, of those that were used."""
    used = {
        joint.leaves.own[side].get(step.name)
        for side, shown in witness.replays.items() for step in shown.steps
    }
    numbers = (i for i in joint.program.inputs if isinstance(i, NumberInput))
    ends = [i.name for i in numbers if i.name in used and values[i.name] == i.high]
    ends += [v.name for v in joint.program.values
             if v.name in used and values[v.name] in (v.low, v.high)]
    return tuple(ends)
