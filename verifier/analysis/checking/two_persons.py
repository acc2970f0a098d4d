"""Properties on two persons who are alike but for what the property lets differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from verifier.analysis.checking.compared import wronged
from verifier.analysis.checking.decide import Decided, decide
from verifier.analysis.checking.failure import failed, shown_by, violated
from verifier.analysis.checking.failures import Failure, Harm, Harmed
from verifier.analysis.checking.judge import ask, judge
from verifier.analysis.checking.persons import Persons
from verifier.analysis.checking.proof import proved
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms
from verifier.analysis.checking.unreached import unreached
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Assignment, all_of
from verifier.errors import Message
from verifier.program.terms import Amount
from verifier.properties.declared import (
    Comparison,
    Property,
    Variation,
    comparisons,
    variations,
)


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
            shown = _shown(question, item, pair, varying)
            if shown is not None:
                yield shown
                continue
            needed = rooms.needed(
                (Amount(pair.amount), pair.first, pair.second), (v.input for v in varying)
            )
            everybody = (Persons.of(question, varying, pair, room) for room in needed)
            yield _compare(question, item, pair, [p for p in everybody if p is not None])


def _shown(
    question: Question, item: Property, pair: Comparison, varying: tuple[Variation, ...]
) -> Finding | None:
    """The violation that persons hinted at still show, if no other persons are to be sought."""
    apart = tuple(v.input for v in varying)
    allowed = tolerance(question, pair)
    for persons, evaluations in question.hinted_pair(apart):
        if not wronged(pair, varying, allowed, evaluations):
            continue
        if question.simplest:
            question.encoding.remember_wronged(persons)
            continue
        finding = Finding(
            item.id, question.program.document, Verdict.VIOLATED, ranged_over=(pair.instance,),
            failing=(pair.instance,),
        )
        return violated(question, shown_by(question, persons, pair.instance, pair), finding)
    return None


def _compare(
    question: Question, item: Property, pair: Comparison, rooms: list[Persons]
) -> Finding:
    finding = Finding(
        item.id, question.program.document, Verdict.VACUOUS, reason=unreached(item)
    )
    steps = tolerance(question, pair)
    hint = question.notes.known
    parts: list[Decided] = []
    for place, persons in enumerate(rooms):
        if hint.steps:
            question.encoding.took_steps(persons.alike, pair, hint.steps)
        part = decide(persons, steps, rounded=hint.rounded)
        if not part.proved:
            finding = replace(finding, ranged_over=(pair.instance,))
            others = rooms[place if part.guessed else place + 1:]
            return _wronged(finding, part, steps, others)
        finding = replace(finding, tolerance=max(finding.tolerance, part.tolerance))
        question.notes.rounded = finding.tolerance > 0
        parts.append(part)
    # What no case contradicts is proved only if some case meets the premise at all.
    for part in parts:
        with question.manner.openly():  # who exists is another question than what carries a proof
            met = _met(part.persons)
        if met is True:
            every = question.any_visit.says_nothing_of_visits(item.id, pair, part.persons.varying)
            finding = replace(finding, ranged_over=(pair.instance,), any_visits=every)
            return proved(question, [asked for p in parts for asked in p.refuted], finding)
        if met is not False:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=met)
    return replace(finding, tolerance=0)


def _wronged(
    finding: Finding, part: Decided, steps: int, others: Sequence[Persons]
) -> Finding:
    """What fails or is not decided; `others` are those of whom it is not known."""
    persons, judged = part.persons, part.judged
    question, pair = persons.question, persons.pair
    if judged.reason is not None:
        return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)
    two = persons.two(judged.failing[pair.instance])
    question.encoding.remember_wronged(two)
    question.notes.case(*two)

    def harmed(_: tuple[str, ...]) -> Harmed:
        return Harmed(
            ((pair.instance, persons.beyond(steps)),),
            {pair.instance: Harm(persons.harm(), persons.valued())}, persons.premise(),
        )

    failure = Failure(
        persons.known, judged, harmed, {pair.instance: pair},
        others=tuple(partial(other.ask, partial(other.beyond, steps)) for other in others),
        apart=persons.apart, wronged=partial(persons.wronged, steps),
    )
    return failed(question, failure, finding)


def tolerance(question: Question, pair: Comparison) -> int:
    """What rounding can do, in fen; a bound is a round sum, of which a fen is no question."""
    return 0 if pair.bound else question.rounding(pair.amount)


def _met(persons: Persons) -> bool | Message:
    """Whether some case meets the premise, or why that is not known.

    Cases of other premises come first, then two persons who are alike in everything.
    """
    question, pair = persons.question, persons.pair
    encoding = question.encoding
    hinted = (two for two, _ in question.hinted_pair(persons.apart))
    for two in chain(hinted, encoding.met(persons.known, persons.apart)):
        if persons.meet([question.replay(case) for case in two]):
            question.notes.case(*two)
            return True
    first, second = persons.known
    if persons.known[first] == persons.known[second] and not persons.rearranged:

        def one(cases: Mapping[str, Assignment]) -> bool:
            return persons.meet([question.replay(cases[first.name])] * 2)

        alone = judge(ask(encoding, {first: persons.known[first]}, [
            (pair.instance, lambda: all_of(first.formula(pair.first), first.formula(pair.second)))
        ]), replays=one)
        for case in alone.failing.values():
            same = case.cases[first.name]
            encoding.remember_met((same, same))
            question.notes.case(same, same)
            return True

    def both(cases: Mapping[str, Assignment]) -> bool:
        return persons.meet(persons.evaluated(cases))

    judged = judge(persons.ask(persons.premise), replays=both)
    for case in judged.failing.values():
        encoding.remember_met(persons.two(case))
        question.notes.case(*persons.two(case))
        return True
    return judged.reason or False
