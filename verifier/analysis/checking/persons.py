"""Two persons who are compared: how they are alike, and what it is for one to be wronged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from verifier.analysis.checking import compared
from verifier.analysis.checking.alike import relation
from verifier.analysis.checking.encoding import Alike, Asked, Known, Two
from verifier.analysis.checking.forced import forced_inputs
from verifier.analysis.checking.judge import ask
from verifier.analysis.checking.lemmas import Lemmas
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Room
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    NOTHING,
    Answer,
    Assignment,
    Claim,
    Quantity,
    Satisfiable,
    all_of,
    any_of,
    choose,
    difference,
    found,
    is_case,
    less,
    number,
)
from verifier.program.terms import Amount
from verifier.properties.declared import Comparison, Variation


@dataclass(frozen=True, slots=True)
class Persons:
    """Two persons, what is known of them, and how they are alike."""

    question: Question
    pair: Comparison
    varying: tuple[Variation, ...]
    known: Known
    room: Room

    @staticmethod
    def of(
        question: Question, varying: tuple[Variation, ...], pair: Comparison, room: Room
    ) -> Persons | None:
        """Two persons of whom what the premises fix is told to the solver beforehand.

        None if that is not so in the room.
        """
        apart = tuple(v.input for v in varying)
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
        return Persons(question, pair, varying, known, room)

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

    def valued(self) -> Claim:
        """Both amounts that are compared have a value."""
        return all_of(*(person.valued(Amount(self.pair.amount)) for person in self.known))

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
    def alike(self) -> Alike:
        """The same for persons who differ in the same inputs and are compared in the same room."""
        _, second = self.known
        return Alike(second, tuple(self.room.items()))

    @property
    def rearranged(self) -> bool:
        """Whether the second person's bills are the first's, put together otherwise."""
        return not all(v.reflexive for v in self.varying)

    def meet(self, evaluations: Sequence[Evaluation]) -> bool:
        """Whether the two, computed, are cases of the premise."""
        return compared.meet(self.pair, self.varying, evaluations)

    def wronged(self, tolerance: int, evaluations: Sequence[Evaluation]) -> bool:
        """Whether the two, computed, meet the premise and compare the wrong way by more."""
        return compared.wronged(self.pair, self.varying, tolerance, evaluations)

    def ask(
        self, claim: Callable[[], Claim], lemmas: Lemmas | None = None, *, cut: bool = False
    ) -> Asked:
        """What answers a claim on the two, with what is known of them."""
        given = NOTHING if lemmas is None else lemmas.given if cut else lemmas.uncut
        return ask(self.question.encoding, self.known, [(self.pair.instance, claim)], given)

    @property
    def apart(self) -> tuple[str, ...]:
        """The inputs in which they may differ."""
        return tuple(v.input for v in self.varying)

    def case(self, two: Two, claim: Callable[[], Claim]) -> Satisfiable | None:
        """The case of two who are computed to make a claim true; None if the solver denies it.

        Where nothing but the verdict is asked for, the solver is asked only if it is to say more.
        """
        cases = {p.name: case for p, case in zip(self.known, two, strict=True)}

        def find() -> Answer:
            asked = self.ask(claim)
            pins = (is_case(person, cases[person.name]) for person in self.known)
            return asked.focus.check(*(c for _, c in asked.claims), *pins)

        if not self.question.completes:
            return found(cases, find)
        answer = find()
        return answer if isinstance(answer, Satisfiable) else None

    def two(self, case: Satisfiable) -> Two:
        """The cases of the two."""
        first, second = self.known
        return case.cases[first.name], case.cases[second.name]

    def evaluated(self, cases: Mapping[str, Assignment]) -> list[Evaluation]:
        """The two in a case of the solver, by the exact engine."""
        return [self.question.replay(cases[p.name]) for p in self.known]
