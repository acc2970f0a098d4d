"""Properties on two persons who are alike but for what the property lets differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from verifier.analysis import replay as rerun
from verifier.analysis.checking.alike import related, relation
from verifier.analysis.checking.encoding import Asked, Known
from verifier.analysis.checking.failure import CONVINCING, Failure, Harmed, failed, wrong_by
from verifier.analysis.checking.forced import forced_inputs
from verifier.analysis.checking.guesses import guesses
from verifier.analysis.checking.judge import Judged, ask, judge
from verifier.analysis.checking.proof import proved
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Room, Rooms
from verifier.analysis.checking.rounding import rounding_steps
from verifier.analysis.checking.unreached import unreached
from verifier.analysis.results import Finding, Verdict
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    Assignment,
    Claim,
    Quantity,
    all_of,
    any_of,
    choose,
    difference,
    less,
    number,
)
from verifier.program.terms import TRUE, Amount, Atom
from verifier.properties.declared import Comparison, Property, Variation, comparisons, variations

_GLANCES = 20
"""So much shorter is the first look at a question that may be hard."""
_GUESSES = 15


def check(
    question: Question, item: Property, rooms: Rooms, only: str = ""
) -> Iterator[Finding]:
    """The findings of a property on two persons, one for each comparison, or for one of them."""
    program = question.program
    pairs = comparisons(program, item.id)
    varying = variations(program, item.id)
    if not pairs or not varying:
        yield Finding(item.id, program.document, Verdict.VACUOUS, reason=unreached(item))
        return
    for pair in pairs:
        if not only or pair.instance == only:
            needed = rooms.needed((Amount(pair.amount), pair.first, pair.second))
            everybody = (_Persons.of(question, varying, pair, room) for room in needed)
            yield _compare(question, item, pair, [p for p in everybody if p is not None])


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
    ) -> _Persons | None:
        """Two persons of whom what the premises fix is told to the solver beforehand.

        None if that is not so in the room.
        """
        apart = [v.input for v in varying]
        firsts = forced_inputs(question.program, pair.first)
        seconds = forced_inputs(question.program, pair.second)
        common = {n: v for n, v in {**seconds, **firsts}.items() if n not in apart}
        differing = [{n: v for n, v in one.items() if n in apart} for one in (firsts, seconds)]
        if any(fixed.get(n, v) is not v for fixed in (firsts, seconds) for n, v in room.items()):
            return None
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
        relations = (relation(v, first, second) for v in self.varying)
        return all_of(*relations, first.formula(self.pair.first), second.formula(self.pair.second))

    def harm(self) -> Quantity:
        """By how much they compare the wrong way."""
        first, second = (person.amount(self.pair.amount) for person in self.known)
        lost, gained = difference(first, second), difference(second, first)
        match self.pair.relation:
            case "at_least":
                return lost
            case "at_most":
                return gained
            case _:
                return choose(less(second, first), lost, gained)

    def beyond(self, tolerance: int) -> Claim:
        """They compare the wrong way by more than this, and more than the bound."""
        allowed = number(tolerance + self.pair.bound)
        if self.pair.relation != "equals":
            return all_of(self.premise(), less(allowed, self.harm()))
        # Two differences are decided sooner than one that is chosen among them.
        first, second = (person.amount(self.pair.amount) for person in self.known)
        apart = (difference(first, second), difference(second, first))
        return all_of(self.premise(), any_of(*(less(allowed, rise) for rise in apart)))

    @property
    def rearranged(self) -> bool:
        """Whether the second person's bills are the first's, put together otherwise."""
        return not all(v.reflexive for v in self.varying)

    def patience(self, asked: Asked) -> int | None:
        """Milliseconds for what a glance did not decide; None is all that the question allows.

        That the parts of a sum are together the part of the sum is not seen where a rate is open.
        """
        hopeless = self.pair.relation == "equals" and not asked.focus.linear
        return self.question.timeout_ms // _GLANCES if hopeless else None

    def meet(self, evaluations: Sequence[Evaluation]) -> bool:
        """Whether the two, computed, are cases of the premise."""
        premises = (self.pair.first, self.pair.second)
        met = all(
            premise == TRUE or (isinstance(premise, Atom) and e.atoms.get(premise.name) is True)
            for premise, e in zip(premises, evaluations, strict=True)
        )
        possible = not any(e.broken for e in evaluations)
        return possible and met and all(related(v, *evaluations) for v in self.varying)

    def wronged(self, tolerance: int, evaluations: Sequence[Evaluation]) -> bool:
        """Whether the two, computed, meet the premise and compare the wrong way by more."""
        harm = wrong_by(self.pair, evaluations)
        return harm is not None and harm > tolerance + self.pair.bound and self.meet(evaluations)

    def ask(self, claim: Callable[[], Claim]) -> Asked:
        """What answers a claim on the two."""
        return ask(self.question.encoding, self.known, [(self.pair.instance, claim)])


def _compare(
    question: Question, item: Property, pair: Comparison, rooms: list[_Persons]
) -> Finding:
    finding = Finding(
        item.id, question.program.document, Verdict.VACUOUS, reason=unreached(item)
    )
    parts: list[tuple[_Persons, Asked]] = []
    for persons in rooms:
        decided = _decide(persons, finding, last=persons is rooms[-1])
        if isinstance(decided, Finding):
            return replace(decided, ranged_over=(pair.instance,))
        asked, tolerance = decided
        finding = replace(finding, tolerance=max(finding.tolerance, tolerance))
        parts.append((persons, asked))
    # What no case contradicts is proved only if some case meets the premise at all.
    for persons, _ in parts:
        met = _met(persons)
        if met.failing:
            finding = replace(finding, ranged_over=(pair.instance,))
            return proved(question, [asked for _, asked in parts], finding)
        if met.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=met.reason)
    return replace(finding, tolerance=0)


def _met(persons: _Persons) -> Judged:
    """A case of the premise; first among two persons who are alike in everything."""
    program = persons.question.program
    first, second = persons.known
    if persons.known[first] == persons.known[second] and not persons.rearranged:
        pair = persons.pair

        def one(cases: Mapping[str, Assignment]) -> bool:
            return persons.meet([rerun.replay(program, cases[first.name])] * 2)

        alone = judge(ask(persons.question.encoding, {first: persons.known[first]}, [
            (pair.instance, lambda: all_of(first.formula(pair.first), first.formula(pair.second)))
        ]), replays=one)
        if alone.failing:
            return alone

    def both(cases: Mapping[str, Assignment]) -> bool:
        return persons.meet([rerun.replay(program, cases[p.name]) for p in persons.known])

    return judge(persons.ask(persons.premise), replays=both)


def _decide(
    persons: _Persons, finding: Finding, *, last: bool
) -> Finding | tuple[Asked, int]:
    """What fails or is not decided, as a finding; otherwise what was refuted, and how nearly.

    Harm within what rounding can do is no violation: it only makes the proof a weaker one.
    """
    question, pair = persons.question, persons.pair
    # A bound is a round sum: whether a fen of rounding is within it is no question.
    steps = 0 if pair.bound else rounding_steps(question.program, pair.amount)
    glance = question.timeout_ms // _GLANCES
    replays = partial(_replays, persons, steps)
    exactly = persons.ask(partial(persons.beyond, 0))
    judged = judge(exactly, glance if steps else None, replays)
    if judged.reason is None and not judged.failing:
        return exactly, 0
    harmed_by = persons
    if steps and not judged.failing:
        nearly = persons.ask(partial(persons.beyond, steps))
        judged = judge(nearly, glance, replays)
        guessed = None
        if judged.reason is not None or (judged.failing and question.simplest):
            # Much harm is found sooner than little, and shown with more reason.
            guessed = _guessed(persons, max(steps, CONVINCING), glance)
        if guessed is not None:
            harmed_by, judged = guessed
        elif judged.reason is not None:
            judged = judge(nearly, persons.patience(nearly), replays)
        if judged.reason is None and not judged.failing:
            return nearly, steps
    if judged.reason is not None:
        return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)

    def harmed(_: tuple[str, ...]) -> Harmed:
        return Harmed(
            ((pair.instance, harmed_by.beyond(steps)),), {pair.instance: harmed_by.harm()},
            harmed_by.premise(),
        )

    failure = Failure(
        harmed_by.known, judged, harmed, {pair.instance: pair},
        everybody=last and harmed_by is persons, wronged=partial(harmed_by.wronged, steps),
    )
    return failed(question, failure, finding)


def _guessed(
    persons: _Persons, steps: int, timeout_ms: int
) -> tuple[_Persons, Judged] | None:
    """A case among persons of one category, or of one more; such cases are found much sooner."""
    if persons.rearranged and persons.pair.relation != "equals":
        return None  # what makes the difference is no category
    found = guesses(persons.question.program, persons.varying, persons.known)
    for guess in islice(found, _GUESSES):
        trial = replace(persons, known=guess)
        replays = partial(_replays, trial, steps)
        judged = judge(trial.ask(partial(trial.beyond, steps)), timeout_ms, replays)
        if judged.failing:
            return trial, judged
    return None


def _replays(persons: _Persons, steps: int, cases: Mapping[str, Assignment]) -> bool:
    """Whether the exact engine finds the premise and more harm than rounding can do."""
    program = persons.question.program
    return persons.wronged(steps, [rerun.replay(program, cases[p.name]) for p in persons.known])
