"""Properties on two persons who are alike but for what the property lets differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from verifier.analysis.encoding import Asked, Known
from verifier.analysis.failure import Failure, Harmed, failed
from verifier.analysis.forced import forced_inputs
from verifier.analysis.judge import ask, judge
from verifier.analysis.proof import proved
from verifier.analysis.question import Question
from verifier.analysis.results import Finding, Verdict
from verifier.analysis.rooms import Room, Rooms
from verifier.analysis.rounding import rounding_steps
from verifier.engines.smt import (
    Claim,
    Copy,
    Quantity,
    all_of,
    difference,
    implies,
    less,
    less_equal,
    number,
)
from verifier.errors import message
from verifier.program.model import BoolInput
from verifier.program.terms import Amount
from verifier.properties.declared import Comparison, Property, Variation, comparisons, variations


def check(
    question: Question, item: Property, rooms: Rooms, only: str = ""
) -> Iterator[Finding]:
    """The findings of a property on two persons, one for each comparison, or for one of them."""
    program = question.program
    pairs = comparisons(program, item.id)
    varying = variations(program, item.id)
    if not pairs or not varying:
        yield Finding(item.id, program.document, Verdict.VACUOUS,
                      reason=message("no case reaches what the property speaks of"))
        return
    for pair in pairs:
        if not only or pair.instance == only:
            needed = rooms.needed((Amount(pair.amount), pair.first, pair.second))
            yield _compare(question, item, pair, [
                _Persons.of(question, varying, pair, room) for room in needed
            ])


@dataclass(frozen=True, slots=True)
class _Persons:
    """Two persons, what is known of them, and how they are alike."""

    question: Question
    pair: Comparison
    varying: tuple[Variation, ...]
    known: Known

    @staticmethod
    def of(
        question: Question, varying: tuple[Variation, ...], pair: Comparison, room: Room
    ) -> _Persons:
        """Two persons of whom what the premises fix is told to the solver beforehand."""
        apart = [v.input for v in varying]
        firsts = forced_inputs(question.program, pair.first)
        seconds = forced_inputs(question.program, pair.second)
        common = {n: v for n, v in {**seconds, **firsts}.items() if n not in apart}
        differing = [{n: v for n, v in one.items() if n in apart} for one in (firsts, seconds)]
        encoding = question.encoding
        persons = (encoding.person, encoding.second(apart))
        known = {
            person: {**room, **common, **own}
            for person, own in zip(persons, differing, strict=True)
        }
        return _Persons(question, pair, varying, known)

    def premise(self) -> Claim:
        """They are alike, and each is as the comparison says."""
        first, second = self.known
        relations = (_relation(v, first, second) for v in self.varying)
        return all_of(*relations, first.formula(self.pair.first), second.formula(self.pair.second))

    def harm(self) -> Quantity:
        """By how much they compare the wrong way."""
        first, second = (person.amount(self.pair.amount) for person in self.known)
        low, high = (first, second) if self.pair.relation == "at_least" else (second, first)
        return difference(low, high)

    def beyond(self, tolerance: int) -> Claim:
        """They compare the wrong way by more than this."""
        return all_of(self.premise(), less(number(tolerance), self.harm()))

    def ask(self, claim: Callable[[], Claim]) -> Asked:
        """What answers a claim on the two."""
        return ask(self.question.encoding, self.known, [(self.pair.instance, claim)])


def _compare(
    question: Question, item: Property, pair: Comparison, rooms: list[_Persons]
) -> Finding:
    finding = Finding(
        item.id, question.program.document, Verdict.VACUOUS,
        reason=message("no case reaches what the property speaks of"),
    )
    parts: list[tuple[_Persons, Asked]] = []
    for persons in rooms:
        decided = _decide(persons, finding)
        if isinstance(decided, Finding):
            return replace(decided, ranged_over=(pair.instance,))
        asked, tolerance = decided
        finding = replace(finding, tolerance=max(finding.tolerance, tolerance))
        parts.append((persons, asked))
    # What no case contradicts is proved only if some case meets the premise at all.
    for persons, _ in parts:
        met = judge(persons.ask(persons.premise))
        if met.failing:
            finding = replace(finding, ranged_over=(pair.instance,))
            return proved(question, [asked for _, asked in parts], finding)
        if met.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=met.reason)
    return replace(finding, tolerance=0)


def _decide(persons: _Persons, finding: Finding) -> Finding | tuple[Asked, int]:
    """What fails or is not decided, as a finding; otherwise what was refuted, and how nearly."""
    question, pair = persons.question, persons.pair
    steps = rounding_steps(question.program, pair.amount)
    for tolerance in dict.fromkeys((0, steps)):
        asked = persons.ask(partial(persons.beyond, tolerance))
        judged = judge(asked)
        if judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)
        if not judged.failing:
            return asked, tolerance

    def harmed(_: tuple[str, ...]) -> Harmed:
        return Harmed(
            ((pair.instance, persons.beyond(steps)),), {pair.instance: persons.harm()},
            persons.premise(),
        )

    failure = Failure(persons.known, judged, harmed, {pair.instance: pair})
    return failed(question, failure, finding)


def _relation(how: Variation, first: Copy, second: Copy) -> Claim:
    is_boolean = any(
        isinstance(i, BoolInput) and i.name == how.input for i in first.program.inputs
    )
    match how.relation:
        case "free":
            return all_of()
        case "more" if is_boolean:
            return implies(first.atom(how.input), second.atom(how.input))
        case "up":
            return less_equal(first.amount(how.input), second.amount(how.input))
        case _:
            rise = difference(second.amount(how.input), first.amount(how.input))
            whole = difference(second.amount(how.of), first.amount(how.of))
            return all_of(less_equal(number(0), rise), less_equal(rise, whole))
