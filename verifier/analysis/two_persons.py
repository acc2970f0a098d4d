"""Properties on two persons who are alike but for what the property lets differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from verifier.analysis.forced import forced_inputs
from verifier.analysis.question import Asked, Claims, Failure, Judged, Question
from verifier.analysis.results import Finding, Verdict
from verifier.analysis.rooms import Rooms
from verifier.analysis.rounding import rounding_steps
from verifier.engines.smt import (
    Claim,
    Copy,
    Variant,
    all_of,
    difference,
    implies,
    less,
    less_equal,
    number,
)
from verifier.errors import message
from verifier.program.model import BoolInput, Program
from verifier.program.names import Term, atoms_in, cone, term_keys
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
        if only and pair.instance != only:
            continue
        yield _compare(question, item, pair, [
            _Persons.of(question, varying, pair, flags)
            for flags in _settings(program, rooms, pair)
        ])


@dataclass(frozen=True, slots=True)
class _Persons:
    """Two persons in one solver, and how they are alike."""

    asked: Asked
    second: Copy
    alike: Claim

    @staticmethod
    def of(
        question: Question, varying: tuple[Variation, ...], pair: Comparison,
        flags: Mapping[str, bool],
    ) -> _Persons:
        """Two persons of whom what the premises fix is told to the solver as constants."""
        apart = [v.input for v in varying]
        firsts = forced_inputs(question.program, pair.first)
        seconds = forced_inputs(question.program, pair.second)
        # What both have in common is folded away before the solver sees it.
        common = {n: v for n, v in {**seconds, **firsts}.items() if n not in apart or (
            firsts.get(n) == seconds.get(n)
        )}
        premises = {*atoms_in(pair.first), *atoms_in(pair.second)}
        asked = question.session({**flags, **common}, premises)
        second = asked.session.twin(
            asked.person, "second", apart, Variant({n: v for n, v in seconds.items() if n in apart})
        )
        relations = (_relation(v, asked.person, second) for v in varying)
        return _Persons(asked, second, all_of(*relations))


def _settings(program: Program, rooms: Rooms, pair: Comparison) -> tuple[dict[str, bool], ...]:
    """The settings of the flags to ask under; the first is enough where none matters.

    A flag matters if what is compared, a premise, or what makes a case impossible depends on it.
    """
    settings = rooms.flag_settings()
    flags = frozenset(f"atom {flag}" for setting in settings for flag in setting)
    terms: list[Term] = [Amount(pair.amount), pair.first, pair.second]
    terms += [c.body for c in program.constraints]
    rests_on = cone(program, (key for term in terms for key in term_keys(term)))
    return settings[:1] if flags.isdisjoint(rests_on) else settings


def _compare(
    question: Question, item: Property, pair: Comparison, rooms: list[_Persons]
) -> Finding:
    finding = Finding(
        item.id, question.program.document, Verdict.VACUOUS,
        reason=message("no case reaches what the property speaks of"),
    )
    parts: list[tuple[Asked, Claims, Judged]] = []
    for room in rooms:
        first, second = room.asked.person, room.second
        premise = all_of(
            room.alike, first.formula(pair.first), second.formula(pair.second)
        )
        reached = question.judge(room.asked, ((pair.instance, premise),))
        if reached.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=reached.reason)
        if not reached.failing:
            continue
        finding = replace(finding, ranged_over=(pair.instance,))
        decided = _decide(question, room, pair, premise, finding)
        if isinstance(decided, Finding):
            return decided
        part, tolerance = decided
        finding = replace(finding, tolerance=max(finding.tolerance, tolerance))
        parts.append(part)
    return question.proved(parts, finding) if parts else finding


def _decide(
    question: Question, room: _Persons, pair: Comparison, premise: Claim, finding: Finding
) -> Finding | tuple[tuple[Asked, Claims, Judged], int]:
    """What fails or is not decided, as a finding; otherwise the part of a proof."""
    persons = (room.asked.person, room.second)
    first, second = (p.amount(pair.amount) for p in persons)
    low, high = (first, second) if pair.relation == "at_least" else (second, first)
    harm = difference(low, high)
    steps = rounding_steps(question.program, pair.amount)
    judged = Judged({}, {}, None)
    claims: Claims = ()
    for tolerance in dict.fromkeys((0, steps)):
        claims = ((pair.instance, all_of(premise, less(number(tolerance), harm))),)
        judged = question.judge(room.asked, claims)
        if judged.reason is not None:
            return replace(finding, verdict=Verdict.UNKNOWN, reason=judged.reason)
        if not judged.failing:
            return (room.asked, claims, judged), tolerance
    failure = Failure(
        claims, {pair.instance: harm}, persons, premise, {pair.instance: pair.amount}
    )
    return question.failed(room.asked.session, failure, judged, finding)


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
