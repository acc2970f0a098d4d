"""Properties on two persons who are alike but for what the property lets differ."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.question import Failure, Question
from verifier.analysis.results import Finding, Verdict
from verifier.analysis.rounding import rounding_steps
from verifier.engines.smt import (
    Claim,
    Copy,
    Satisfiable,
    Session,
    Undecided,
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


def check(question: Question, item: Property) -> Iterator[Finding]:
    """The findings of a property on two persons: one for all comparisons that hold, and one each."""
    program = question.program
    pairs = comparisons(program, item.id)
    if not pairs:
        yield Finding(item.id, program.document, Verdict.VACUOUS,
                      reason=message("no case reaches what the property speaks of"))
        return
    for pair in pairs:
        yield _compare(question, item, pair)


def _compare(question: Question, item: Property, pair: Comparison) -> Finding:
    program = question.program
    varying = variations(program, item.id)
    session, first = question.session()
    second = session.twin(first, "second", [v.input for v in varying])
    premise = all_of(
        first.formula(pair.first), second.formula(pair.second),
        *(_relation(program_input, first, second) for program_input in varying),
        first.valued(Amount(pair.amount)), second.valued(Amount(pair.amount)),
    )
    finding = Finding(item.id, program.document, Verdict.VACUOUS, ranged_over=(pair.instance,),
                      reason=message("no case reaches what the property speaks of"))
    reachable = session.check(premise)
    if isinstance(reachable, Undecided):
        return _unknown(finding, reachable)
    if not isinstance(reachable, Satisfiable):
        return Finding(item.id, program.document, Verdict.VACUOUS, reason=finding.reason)
    steps = rounding_steps(program, pair.amount)
    return _decide(question, session, (first, second), pair, premise, finding, steps)


def _decide(  # noqa: PLR0913  (the parts of one question)
    question: Question, session: Session, persons: tuple[Copy, Copy], pair: Comparison,
    premise: Claim, finding: Finding, steps: int,
) -> Finding:
    first, second = (p.amount(pair.amount) for p in persons)
    low, high = (first, second) if pair.relation == "at_least" else (second, first)
    harm = difference(low, high)
    for tolerance in dict.fromkeys((0, steps)):
        claim = all_of(premise, less(number(tolerance), harm))
        answer = session.check(claim)
        if isinstance(answer, Undecided):
            return _unknown(finding, answer)
        if not isinstance(answer, Satisfiable):
            held = Finding(finding.property, finding.document, Verdict.PROVED,
                           ranged_over=finding.ranged_over, tolerance=tolerance)
            return question.proved(session, answer, claim, held)
    failure = Failure(
        ((pair.instance, claim),), {pair.instance: harm}, persons, premise,
        {pair.instance: pair.amount},
    )
    return question.failed(session, answer, failure, finding)


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


def _unknown(finding: Finding, answer: Undecided) -> Finding:
    return Finding(finding.property, finding.document, Verdict.UNKNOWN,
                   reason=message("{reason}", reason=answer.reason),
                   ranged_over=finding.ranged_over)

