"""The smallest change of a case under which a line pays: found by Z3, replayed exactly.

Smallest means, in this order: what is by nature as it is stays, and nothing comes about that only
excludes care, if there is a way; as few facts as possible are another; the line pays whatever is
open, if there is a way; the amounts change by as little as possible in sum; and of what is left,
what the document asks for last changes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from verifier.analysis.explaining.facts import CaseFact, case_facts, open_values, unwanted
from verifier.analysis.explaining.parts import Change, Outcome
from verifier.analysis.explaining.replay import Replayed, replayed
from verifier.analysis.results import Computation
from verifier.engines.smt import (
    TIMEOUT,
    Claim,
    Copy,
    Quantity,
    Satisfiable,
    Session,
    Undecided,
    Unsatisfiable,
    Variant,
    all_of,
    any_of,
    choose,
    count,
    difference,
    equal,
    iff,
    less,
    less_equal,
    negate,
    number,
    total,
    why,
)
from verifier.engines.smt_search import Extreme, minimise_expression
from verifier.errors import Message, message
from verifier.language.clauses import Clause, text_order
from verifier.program.model import BoolInput, NumberInput, PolicyValue
from verifier.program.specialise import specialise
from verifier.program.terms import Amount

TIMEOUT_MS = 20_000
"""For each single question to the solver."""
_TRIES = 4
"""Cases of the solver that do not replay, before the search gives up."""
_NO_REPLAY = "does not replay"


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What is asked of the solver: whether for every open value, and with what is kept as it is.

    `most` facts may be changed; None is any number.
    """

    keep: Collection[CaseFact]
    certain: bool = False
    most: int | None = None


def smallest_change(
    result: Computation, name: str, clauses: dict[str, Clause], timeout_ms: int = TIMEOUT_MS
) -> Change:
    """Find the smallest change of a case under which a line pays or a fact holds.

    Args:
        result: The case, computed; the line pays nothing in it.
        name: The amount, or if there is none of that name, the fact.
        clauses: Clauses by rule, for a proof that there is no such change.
        timeout_ms: Limit of each single question to the solver.
    """
    return _Search(result, name, clauses, timeout_ms).run()


class _Search:
    def __init__(
        self, result: Computation, name: str, clauses: dict[str, Clause], timeout_ms: int
    ) -> None:
        self.result = result
        self.name = name
        self.numeric = name in result.evaluation.amounts
        self.clauses = clauses
        self.timeout_ms = timeout_ms
        case = result.case.assignment
        readings = {i.name for i in result.program.inputs if isinstance(i, BoolInput) and i.policy}
        self.settings = {n: v for n, v in case.booleans.items() if n in readings}
        self.program = specialise(result.program, self.settings, keep={name})
        self.facts = case_facts(result.program, case)
        self.fixed = tuple(fact for fact in self.facts if fact.fixed)
        bad = unwanted(result.program, case)
        self.unwanted = tuple(f for f in self.facts if any(n in bad for n, _ in f.truths))
        self.open = open_values(self.program, f"{'amount' if self.numeric else 'atom'} {name}")
        self.open = tuple(v for v in self.open if v.name not in case.numbers)
        values = {v.name for v in result.program.values}
        self.unsaid = tuple(
            i
            for i in self.program.inputs
            if isinstance(i, NumberInput) and i.name not in case.numbers
        )
        self.set = {n: v for n, v in case.numbers.items() if n in values}

    def run(self) -> Change:
        """Keep what had better stay if there is a way; what is refuted without is impossible."""
        undecided: Undecided | None = None
        for keep in dict.fromkeys(((*self.fixed, *self.unwanted), self.fixed, ())):
            answer = self._try(_Attempt(keep))
            if isinstance(answer, Undecided):
                undecided = answer
            elif isinstance(answer, Unsatisfiable):
                refuted = answer
            else:
                return replace(
                    self._surer(answer, keep), smallest=answer.smallest and not undecided
                )
        if undecided is not None:
            return Change(Outcome.UNKNOWN, reason=_reason(undecided))
        return self._impossible(refuted)

    def _surer(self, found: Change, keep: Collection[CaseFact]) -> Change:
        """A change of as few facts that does not hang on what is open, if there is one."""
        if not found.given:
            return found
        facts = {_owner(self.facts, changed.name) for changed in found.changes}
        answer = self._try(_Attempt(keep, certain=True, most=len(facts)))
        return answer if isinstance(answer, Change) else found

    def _try(self, attempt: _Attempt) -> Change | Undecided | Unsatisfiable:
        session = Session(tagged=True, timeout_ms=self.timeout_ms)
        person, wanted = self._persons(session, attempt)
        changed = {fact: _changed(person, fact) for fact in self.facts}
        wanted += [negate(changed[fact]) for fact in attempt.keep]
        if attempt.most is not None:
            wanted.append(less_equal(count(*changed.values()), number(attempt.most)))
        with ExitStack() as kept:
            kept.enter_context(session.scope(*wanted))
            for _ in range(_TRIES):
                answer = session.check()
                if not isinstance(answer, Satisfiable):
                    return answer
                best, smallest = self._least(session, person, changed, answer)
                again = self._replayed(person, best, certain=attempt.certain)
                if again is not None:
                    return Change(Outcome.FOUND, again.changes, again.given, again.value, smallest)
                kept.enter_context(session.scope(negate(_same(person, self.facts, best))))
        return Undecided(_NO_REPLAY)

    def _persons(self, session: Session, attempt: _Attempt) -> tuple[Copy, list[Claim]]:
        """Put the person in: with what is open free, or once all of it least, once all greatest.

        What the case does not say is least in both; whether the line pays for certain is judged
        by the replay alone.
        """
        settings = {**self.settings, **self.set}
        if not attempt.certain:
            person = session.copy(self.program, variant=Variant(settings))
            return person, [self._pays(person)]
        least = {item.name: item.low for item in self._loose()}
        most = {value.name: value.high for value in self.open}
        person = session.copy(self.program, variant=Variant({**settings, **least}))
        other = session.twin(person, "most", (), Variant(most))
        return person, [self._pays(person), self._pays(other)]

    def _loose(self) -> Iterator[PolicyValue | NumberInput]:
        """Quantities that are not known: the document leaves them open, or the case is silent."""
        yield from self.open
        yield from self.unsaid

    def _pays(self, person: Copy) -> Claim:
        if not self.numeric:
            return person.atom(self.name)
        amount = Amount(self.name)
        return all_of(person.valued(amount), less(0, person.expression(amount)))

    def _impossible(self, answer: Unsatisfiable) -> Change:
        found = [self.clauses[rule] for rule in answer.core if rule in self.clauses]
        ordered = sorted(set(found), key=lambda c: text_order(c.number))
        return Change(Outcome.IMPOSSIBLE, clauses=tuple(ordered))

    # -- the least of what is possible -------------------------------------------------------

    def _least(
        self,
        session: Session,
        person: Copy,
        changed: dict[CaseFact, Claim],
        start: Satisfiable,
    ) -> tuple[Satisfiable, bool]:
        """Narrow down: fewest facts, least amounts, then one fact after another as it was."""
        best, proved = start, True
        with ExitStack() as kept:
            for quantity in (count(*changed.values()), _distance(person, self.facts)):
                found = minimise_expression(
                    session, quantity, known=best, timeout_ms=self.timeout_ms
                )
                if isinstance(found, Extreme):
                    best, proved = found.witness, proved and found.exact
                else:
                    proved = False
                kept.enter_context(
                    session.scope(less_equal(quantity, number(best.value(quantity))))
                )
            for wish in self._wishes(person, changed):
                if not best.holds(wish):
                    answer = session.check(wish)
                    if not isinstance(answer, Satisfiable):
                        continue
                    best = answer
                kept.enter_context(session.scope(wish))
        return best, proved

    def _wishes(self, person: Copy, changed: dict[CaseFact, Claim]) -> Iterator[Claim]:
        """What had better be: questions as they were, those that stand first before others."""
        yield from (negate(claim) for fact, claim in changed.items() if not fact.fixed)
        for fact in self.facts:
            yield from (iff(person.atom(n), Claim(truth)) for n, truth in fact.truths)
        for item in self._loose():  # not needed for the result: only to be easy to read
            yield equal(person.amount(item.name), number(item.low))
            yield equal(person.amount(item.name), number(item.high))

    def _replayed(self, person: Copy, best: Satisfiable, *, certain: bool) -> Replayed | None:
        inputs = best.cases[person.name].inputs
        loose = (
            {} if certain else {v.name: best.cases[person.name].policy[v.name] for v in self.open}
        )
        return replayed(self.result, self.name, self.facts, inputs, loose)


def _reason(answer: Undecided) -> Message:
    if answer.reason == _NO_REPLAY:
        return message("the cases that the solver found do not replay")
    return message("the solver gave up ({reason})", reason=why(answer.reason or TIMEOUT))


def _owner(facts: tuple[CaseFact, ...], name: str) -> CaseFact:
    return next(f for f in facts if f.number == name or name in dict(f.truths))


def _changed(person: Copy, fact: CaseFact) -> Claim:
    if fact.number:
        return negate(equal(person.amount(fact.number), number(fact.value)))
    return any_of(*(negate(iff(person.atom(n), Claim(truth))) for n, truth in fact.truths))


def _distance(person: Copy, facts: tuple[CaseFact, ...]) -> Quantity:
    """How far all amounts are from what they were, in sum."""
    parts = []
    for fact in facts:
        if fact.number:
            now, before = person.amount(fact.number), number(fact.value)
            below = less_equal(now, before)
            parts.append((1, choose(below, difference(before, now), difference(now, before))))
    return total(parts)


def _same(person: Copy, facts: tuple[CaseFact, ...], case: Satisfiable) -> Claim:
    """The claim that the facts are as in a case of the solver."""
    inputs = case.cases[person.name].inputs
    claims = [equal(person.amount(f.number), int(inputs[f.number])) for f in facts if f.number]
    for fact in facts:
        claims += [iff(person.atom(n), Claim(bool(inputs[n]))) for n, _ in fact.truths]
    return all_of(*claims)
