"""What was found of a violation is found again where the very same is asked.

Persons count as the exact engine computes them now. That nobody suffers more, or that nobody is
wronged with certain open values, counts only if the solver refutes the opposite again. What was
sought in vain is not sought again: a simpler person, more harm where it was only said to be at
least so much, other open values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.analysis import replay as rerun
from verifier.analysis.checking.failures import Failure, Harm, Told
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.sensitivity import spoken_of
from verifier.analysis.hinted import Sought
from verifier.analysis.results import LargestHarm
from verifier.engines.smt import (
    Assignment,
    Claim,
    Unsatisfiable,
    all_of,
    equal,
    less,
    number,
)


def found_again(question: Question, failure: Failure, sought: Sought) -> Told | None:
    """What is told of a failure; None if anything of what was found does not check out."""
    shown = question.hinted_case(0, failure.apart)
    if not _fail(question, failure, shown):
        return None
    largest: LargestHarm | None = None
    worst = question.hinted_case(sought.worst, failure.apart)
    if sought.worst is not None:
        largest = _largest(question, failure, worst, exact=sought.exact)
        if largest is None:
            return None
        question.notes.case(*worst)
    elif not _unmeasured(question, failure):
        return None
    if sought.holds is not None and not _holds(question, failure, sought.holds):
        return None
    question.notes.shown(*shown)
    question.notes.found(worst, exact=sought.exact, holds=sought.holds)
    return Told(shown, largest, sought.holds)


def _unmeasured(question: Question, failure: Failure) -> bool:
    """Whether nobody suffers harm that has a value: it is no amount, or that is refuted."""
    defined = {d.name for d in question.program.definitions}
    if not failure.compared and not any(f"harm({n})" in defined for n in failure.suffered):
        return True
    return _refuted(question, failure, lambda harm: harm.valued)


def _fail(question: Question, failure: Failure, persons: tuple[Assignment, ...]) -> bool:
    """Whether they are as many as fail, and are a case of it."""
    if len(persons) != len(failure.copies):
        return False
    evaluations = [question.replay(case) for case in persons]
    return any(failure.fails(name, evaluations) for name in failure.failing)


def _largest(
    question: Question, failure: Failure, worst: tuple[Assignment, ...], *, exact: bool
) -> LargestHarm | None:
    """The harm that persons suffer; None if they do not, or if it cannot be said to be `exact`."""
    if len(worst) != len(failure.copies):
        return None
    value = max(failure.harms([question.replay(case) for case in worst]), default=None)
    if value is None or (exact and not _most(question, failure, value)):
        return None
    who = rerun.person(worst[0])
    return LargestHarm(value, exact, rerun.at_bounds(question.program, who), who)


def _most(question: Question, failure: Failure, value: int) -> bool:
    """Whether it is refuted that anybody suffers more."""
    if not failure.everybody or failure.judged.reason is not None:
        return False
    return _refuted(
        question, failure, lambda harm: all_of(harm.valued, less(number(value), harm.quantity))
    )


def _refuted(question: Question, failure: Failure, suffers: Callable[[Harm], Claim]) -> bool:
    """Whether it is refuted of all who are harmed, in whatever room."""
    return all(
        isinstance(focus.check(claim, suffers(harmed.harms[name])), Unsatisfiable)
        for focus, harmed in failure.everywhere(question.encoding.session)
        for name, claim in harmed.claims if name in harmed.harms
    )


def _holds(question: Question, failure: Failure, values: Mapping[str, int]) -> bool:
    """Whether it is refuted that anybody is wronged with open values, and there is somebody."""
    copy, *_ = failure.copies
    open_values = {v.name for v in copy.program.values if v.value is None}
    if not open_values.issuperset(values) or failure.judged.reason is not None:
        return False
    focus, harmed = failure.asked(question.encoding.session)
    pins = [equal(copy.amount(name), number(value)) for name, value in values.items()]
    return all(
        isinstance(asking.check(*pins, wrong), Unsatisfiable)
        for asking, wrong in failure.violations(focus, harmed)()
    ) and spoken_of(copy.program, focus.check(*pins, harmed.scope))
