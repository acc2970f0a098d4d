"""What fails becomes a finding: a person whom the exact engine has replayed, and the harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from verifier.analysis import replay as rerun
from verifier.analysis.checking.again import found_again
from verifier.analysis.checking.compared import wrong_by
from verifier.analysis.checking.failures import Failure, Harmed, Told
from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.sensitivity import Doubted, holding_values
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.results import Counterexample, Finding, LargestHarm, Verdict
from verifier.engines.exact import Evaluation, derive
from verifier.engines.smt import (
    Assignment,
    Budget,
    Focus,
    Satisfiable,
    Unsatisfiable,
    less_equal,
    number,
)
from verifier.engines.smt_search import Extreme, maximise
from verifier.properties.declared import Comparison, is_claim

_STEP = 4
"""So much shorter than a question is each step of the search for the largest harm."""
_WISH = 10
"""So much shorter is each wish for a simpler person."""
_GLANCE = 1_000
"""Milliseconds for each try to find open values with which a property holds."""
CONVINCING = 100_00
"""A simple person is shown with a harm of a hundred yuan, if there is one with so much."""


def failed(question: Question, failure: Failure, finding: Finding) -> Finding:
    """A violation, if it replays; with its simplest person and largest harm if that is asked."""
    told = _told(question, failure)
    if told is None:
        question.notes.stale = True
        return replace(finding, verdict=Verdict.UNKNOWN, reason=DOES_NOT_REPLAY)
    shown = _counterexample(question, failure, told.cases, failure.failing)
    for name in failure.failing if shown is None else ():
        # The person with the largest harm may rest on an amount in conflict; others need not.
        cases = _persons(failure, failure.judged.failing[name])
        shown = _counterexample(question, failure, cases, (name,))
        if shown is not None:
            break
    finding = replace(finding, failing=failure.failing)
    if shown is None:
        return replace(finding, verdict=Verdict.UNKNOWN, reason=DOES_NOT_REPLAY)
    largest, holds = told.largest, told.holds
    if largest is not None and shown.harm is not None and shown.harm > largest.value:
        # The search was given up before it came to the person who is shown.
        who, *_ = shown.persons
        largest = LargestHarm(shown.harm, False, rerun.at_bounds(question.program, who), who)
    return replace(
        violated(question, shown, finding), largest=largest, holds_with=holds,
        fails_with=None if holds is None else {n: shown.values[n] for n in holds},
    )


def _told(question: Question, failure: Failure) -> Told | None:
    """What is to be told; None if what is known of it from before does not check out."""
    if question.manner.rules is not None:
        return None  # nobody was wronged when these rules carried a proof
    if not question.simplest:
        return Told(_persons(failure, failure.judged.failing[failure.failing[0]]))
    sought = question.notes.known.sought
    return _sought(question, failure) if sought is None else found_again(question, failure, sought)


def _persons(failure: Failure, case: Satisfiable) -> tuple[Assignment, ...]:
    return tuple(case.cases[copy.name] for copy in failure.copies)


def _sought(question: Question, failure: Failure) -> Told:
    """What is told of a failure when everything is sought."""
    everywhere = failure.everywhere(question.encoding.session)
    focus, harmed = next(everywhere)
    steps = Budget(question.timeout_ms // _STEP, question.timeout_ms)
    here = _worst(question, failure, focus, harmed, steps)
    case = _persuade(question, failure, focus, harmed, here)
    tries = Budget(_GLANCE, question.timeout_ms // 2)

    def fails(cases: Mapping[str, Assignment], values: Mapping[str, int]) -> bool:
        found = (cases[copy.name] for copy in failure.copies)
        changed = (replace(c, policy={**c.policy, **values}) for c in found)
        evaluations = [question.replay(c) for c in changed]
        return any(failure.fails(name, evaluations) for name in failure.failing)

    doubted = Doubted(failure.violations(focus, harmed), harmed.scope, case, fails)
    holds = None
    if failure.judged.reason is None:  # else it is not known what else fails
        holds = holding_values(focus, failure.copies[0], doubted, tries)
    found = [here, *(_worst(question, failure, *asked, steps) for asked in everywhere)]
    extreme = _most(failure, found)
    largest = None if extreme is None else _largest(question, extreme, failure)
    worst = () if extreme is None or largest is None else _persons(failure, extreme.witness)
    question.notes.found(worst, exact=largest is not None and largest.exact, holds=holds)
    return Told(_persons(failure, case), largest, holds)


def violated(question: Question, shown: Counterexample, finding: Finding) -> Finding:
    """The finding of a violation that somebody shows."""
    return replace(
        finding, verdict=Verdict.VIOLATED, reason=None, tolerance=0, counterexample=shown,
        rules=question.rules(shown.rules),
    )


class _Worst(NamedTuple):
    """The largest harm found among some persons, in an instance, and whether it is that `every`."""

    extreme: Extreme | None
    instance: str
    every: bool


def _worst(
    question: Question, failure: Failure, focus: Focus, harmed: Harmed, steps: Budget
) -> _Worst:
    """The largest harm of the persons of whom something is asked."""
    claims = dict(harmed.claims)
    worst = _Worst(None, next(iter(claims)), every=True)
    for name, claim in claims.items():
        if name not in harmed.harms:
            continue
        known = failure.judged.failing[name] if failure.compared else None
        harm = harmed.harms[name]
        extreme = maximise(
            focus, harm.quantity, claim, harm.valued, known=known, timeout_ms=steps,
            measure=partial(_harm, question, failure, name),
        )
        if isinstance(extreme, Unsatisfiable):
            continue  # nobody's harm has a value here
        if not isinstance(extreme, Extreme):
            worst = worst._replace(every=False)
            continue
        if failure.compared:
            # Much harm in one comparison is often much in others like it.
            first, second = _persons(failure, extreme.witness)
            question.encoding.remember_wronged((first, second))
            question.notes.case(first, second)
        every = worst.every and extreme.exact
        if worst.extreme is None or extreme.value > worst.extreme.value:
            worst = _Worst(extreme, name, every)
        else:
            worst = worst._replace(every=every)
    return worst


def _most(failure: Failure, found: Sequence[_Worst]) -> Extreme | None:
    """The largest of the largest harms; it is exact only if nobody else's may be larger."""
    known = [worst.extreme for worst in found if worst.extreme is not None]
    if not known:
        return None
    every = failure.judged.reason is None and all(worst.every for worst in found)
    return replace(max(known, key=lambda extreme: extreme.value), exact=every)


def _persuade(
    question: Question, failure: Failure, focus: Focus, harmed: Harmed, worst: _Worst
) -> Satisfiable:
    """The simplest person, with a harm worth showing."""
    wanted = [dict(harmed.claims)[worst.instance]]
    if worst.extreme is not None:
        enough = number(min(CONVINCING, worst.extreme.value))
        harm = harmed.harms[worst.instance]
        wanted += [harm.valued, less_equal(enough, harm.quantity)]
    answer = focus.check(*wanted)
    if not isinstance(answer, Satisfiable):
        return failure.judged.failing[failure.failing[0]]
    with focus.scope(*wanted):
        wishes = Budget(question.timeout_ms // _WISH, question.timeout_ms // 2)
        return simplest(focus, failure.copies, answer, wishes)


def _harm(question: Question, failure: Failure, instance: str, case: Satisfiable) -> int | None:
    """The harm of who is shown, not the solver's: it may have a product wrong, or no value."""
    return failure.harm(instance, [question.replay(c) for c in _persons(failure, case)])


def _largest(question: Question, extreme: Extreme, failure: Failure) -> LargestHarm | None:
    """The largest harm, as the exact engine computes it of who suffers it; None if nobody does."""
    persons = _persons(failure, extreme.witness)
    value = max(failure.harms([question.replay(case) for case in persons]), default=None)
    if value is None:
        return None
    exact = extreme.exact and failure.everybody and value == extreme.value
    who = rerun.person(persons[0])
    return LargestHarm(value, exact, rerun.at_bounds(question.program, who), who)


def _counterexample(
    question: Question, failure: Failure, cases: Sequence[Assignment], failing: tuple[str, ...]
) -> Counterexample | None:
    """What is shown, if the exact engine agrees; None otherwise."""
    evaluations = [question.replay(c) for c in cases]
    for instance in failing:
        if failure.fails(instance, evaluations):
            return shown_by(question, cases, instance, failure.compared.get(instance))
    return None


def shown_by(
    question: Question, cases: Sequence[Assignment], instance: str, pair: Comparison | None
) -> Counterexample:
    """The persons of some cases as the exact engine computes them; `pair` if they are compared."""
    evaluations = [question.replay(c) for c in cases]
    question.notes.shown(*cases)
    values, readings = rerun.policy(question.program, cases[0])
    if pair is not None:
        harm = wrong_by(pair, evaluations)
    else:
        harm = rerun.amount(evaluations[0], f"harm({instance})")
    chosen = dict(question.default_readings) | {
        n[len("reads("):-1].split(",")[0]: n[len("reads("):-1].split(",")[1]
        for n, v in readings.items() if v
    }
    compared = pair.amount if pair is not None else ""
    return Counterexample(
        tuple(rerun.person(c) for c in cases), instance, compared, harm, values, chosen,
        _fired(question, evaluations, compared or f"violation({instance})"),
    )


def _fired(question: Question, evaluations: list[Evaluation], name: str) -> tuple[str, ...]:
    """The rules of the document in the derivation of what is shown."""
    rules: dict[str, None] = {}
    for evaluation in evaluations:
        for step in derive(question.program, evaluation, name):
            rules.update(dict.fromkeys(step.rules))
    return tuple(r for r in rules if not is_claim(r))
