"""Whether of two persons one can be wronged: by a case that replays, or a refutation.

Cases that were found for other questions come first, and a look, which decides most questions. What
it does not decide is tried with a few persons of one category, with lemmas, with more such persons,
and then with all the time there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import NamedTuple

from verifier.analysis.checking.compared import wrong_by
from verifier.analysis.checking.encoding import Asked, Held, Two
from verifier.analysis.checking.failure import CONVINCING
from verifier.analysis.checking.guesses import guesses
from verifier.analysis.checking.judge import DOES_NOT_REPLAY, Judged, judge
from verifier.analysis.checking.lemmas import Lemmas, Pair, lemmas_of
from verifier.analysis.checking.persons import Persons
from verifier.analysis.checking.rearranged import sums_of
from verifier.engines.smt import Assignment, Claim, Given
from verifier.engines.smt_store import Node

_LOOKS = 10
"""So much shorter is the first look at any question: most are decided by it."""
_AGAIN = 40
"""So much shorter is a look at the same question with what was proved for it meanwhile."""
_GLANCES = 20
"""So much shorter is a glance at a question that may be hard."""
_FEW, _MANY = 2, 20
"""So many guesses before lemmas are sought, and after that was in vain."""
_HOPELESS = 3
"""After so many refuted guesses in a row it is rather a proof that is to be found."""
_GUESS = 20
"""So much shorter is what each guess is looked at."""


class Decided(NamedTuple):
    """What became of a question: what refutes it, unless there is a case or a reason.

    Refuted is then more harm than `tolerance`, in fen; `persons` are those of the case, of whom
    more may be `guessed` than the question says.
    """

    persons: Persons
    judged: Judged
    refuted: tuple[Asked, ...] = ()
    tolerance: int = 0
    lemmas: Lemmas | None = None
    guessed: bool = False

    @property
    def proved(self) -> bool:
        """Whether nobody is wronged by more than the tolerance."""
        return self.judged.reason is None and not self.judged.failing


def decide(persons: Persons, steps: int, *, rounded: bool = False) -> Decided:
    """Look whether one can be wronged by more than `steps`, in fen, which is what rounding can do.

    Harm within that is no violation: it only makes the proof a weaker one. If earlier no other was
    found (`rounded`), no other is sought before that.
    """
    known = _known_case(persons, steps)
    if known is not None:
        return Decided(persons, known)
    nearly = _settle(persons, steps, steps, None) if rounded and steps else None
    return nearly if nearly is not None and nearly.proved else _decided(persons, steps)


def _decided(persons: Persons, steps: int) -> Decided:
    """The same, by proofs and cases that are not known."""
    look, glance = (persons.question.timeout_ms // n for n in (_AGAIN, _GLANCES))
    exactly = _settle(persons, 0, steps, look if steps else None)
    if exactly.proved or exactly.judged.failing or not steps:
        return exactly
    known = None if persons.rearranged else exactly.lemmas
    nearly = _settle(persons, steps, steps, glance, known)
    if nearly.proved:
        return nearly
    if nearly.judged.reason is not None or persons.question.simplest:
        # Much harm is found sooner than little, and shown with more reason.
        guessed = _guessed(persons, max(steps, CONVINCING), _MANY)
        if guessed is not None:
            return guessed
    if nearly.judged.failing:
        return nearly
    return _settle(persons, steps, steps, None, nearly.lemmas)


def _settle(
    persons: Persons, tolerance: int, least: int, patience_ms: int | None,
    known: Lemmas | None = None,
) -> Decided:
    """Look for more harm than a tolerance, and for a case with more than `least`.

    What is not seen soon is looked at once more with lemmas, step by step.
    """
    wrong, replays = partial(persons.beyond, tolerance), partial(_wronged, persons, least)
    asked = persons.ask(wrong, known)
    if known is None and persons.rearranged:
        known = _in_sum(persons, asked, exactly=tolerance != least)
        asked = persons.ask(wrong, known)
    elif known is None:
        like = persons.question.encoding.steps_of(persons.alike, persons.pair)
        if like is None:
            judged = judge(asked, persons.question.timeout_ms // _LOOKS, replays)
            if judged.reason in (None, DOES_NOT_REPLAY):
                return Decided(persons, judged, (asked,), tolerance)
            guessed = _guessed(persons, max(least, CONVINCING), _FEW)
            if guessed is not None:
                return guessed
        known, refuted = _step_by_step(persons, wrong, asked.focus.nodes, like)
        if refuted is not None:
            parts = (*known.proofs, refuted)
            return Decided(persons, Judged({}, None), parts, tolerance, known)
        asked = persons.ask(wrong, known)
    judged = judge(asked, patience_ms, replays)
    found = Decided(persons, judged, (*known.proofs, asked), tolerance, known)
    if found.proved and known.held:
        persons.question.notes.steps = known.held
    return found


def _in_sum(persons: Persons, asked: Asked, *, exactly: bool) -> Lemmas:
    """What is known of persons whose bills are put together otherwise.

    They are paid the same only if open products of sums are sums, too. What they are paid `exactly`
    is seldom the same, as each bill is rounded, and not worth looking for.
    """
    products = asked.focus.sums() if persons.pair.relation == "equals" else ()
    known = Lemmas(Given(products))
    if exactly:
        return known
    pair = Pair(persons.question.encoding, persons.known, persons.premise)
    return sums_of(pair, asked.focus.nodes, known)


def _step_by_step(
    persons: Persons, wrong: Callable[[], Claim], nodes: frozenset[Node], like: Held | None
) -> tuple[Lemmas, Asked | None]:
    """Lemmas on two persons, and what they refute if they suffice; `like` held of others."""
    encoding = persons.question.encoding
    pair = Pair(encoding, persons.known, persons.premise)
    glance = persons.question.timeout_ms // _GLANCES
    known = Lemmas()
    for hint in (None,) if like is None else (like, None):
        known = lemmas_of(pair, nodes, hint)
        # What decided it before may have needed all that the stations rest on.
        before = hint is not None and hint == persons.question.notes.known.steps
        for cut in (True, False) if before else (True,):
            asked = persons.ask(wrong, known, cut=cut)
            if all(asked.focus.look(c, timeout_ms=glance).refuted for _, c in asked.claims):
                encoding.took_steps(persons.alike, persons.pair, known.held)
                persons.question.notes.steps = known.held
                return known, asked
    return known, None


def _guessed(persons: Persons, steps: int, most: int) -> Decided | None:
    """A case among persons of one category, or of one more; such cases are found much sooner."""
    found = guesses(persons.question.program, persons.varying, persons.known)
    refuted = 0
    for guess in islice(found, most):
        trial = replace(persons, known=guess)
        asked = trial.ask(partial(trial.beyond, steps))
        guess_ms = persons.question.timeout_ms // _GUESS
        judged = judge(asked, guess_ms, partial(_wronged, trial, steps))
        if judged.failing:
            return Decided(trial, judged, guessed=True)
        refuted = refuted + 1 if judged.reason is None else 0
        if refuted == _HOPELESS:
            break
    return None


def _known_case(persons: Persons, steps: int) -> Judged | None:
    """A case of another question that is one of this question, too.

    It is the one with most harm, if the largest harm is to be shown.
    """
    question = persons.question
    found = (
        two for two in question.encoding.wronged(persons.known, persons.apart)
        if persons.wronged(steps, [question.replay(case) for case in two])
    )
    if question.simplest:
        two = max(found, key=partial(_harm, persons), default=None)
    else:
        two = next(found, None)
    if two is None:
        return None
    case = persons.case(two, partial(persons.beyond, steps))
    return None if case is None else Judged({persons.pair.instance: case}, None)


def _harm(persons: Persons, two: Two) -> int:
    return wrong_by(persons.pair, [persons.question.replay(case) for case in two]) or 0


def _wronged(persons: Persons, least: int, cases: Mapping[str, Assignment]) -> bool:
    return persons.wronged(least, persons.evaluated(cases))
