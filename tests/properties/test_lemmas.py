"""Lemmas on two persons: each holds by itself, and what follows from them is no more than is so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from tests.properties.checked import program
from verifier.analysis.checking.lemmas import Lemmas, Pair, lemmas_of
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.persons import Persons
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms
from verifier.engines.smt import Claim, Unsatisfiable
from verifier.program.terms import Amount
from verifier.properties.declared import comparisons, variations

HOLDS = [
    ("own_payment_monotone_holds", "own_payment_monotone"),
    ("poorer_never_less_holds", "poorer_never_less"),
    ("further_category_holds", "further_category"),
]
BREAKS = [(name.replace("_holds", "_breaks"), of) for name, of in HOLDS]
BOUNDED = ("place_within_bound_holds", "place_within_bound")


def compared(name: str, of: str, visits: int = 2) -> Iterator[Persons]:
    """All that a property compares in a document."""
    loaded = program(name, visits)
    question = Question.of(loaded, Options(simplest=False))
    rooms = Rooms(question)
    for pair in comparisons(loaded, of):
        for room in rooms.needed((Amount(pair.amount), pair.first, pair.second)):
            persons = Persons.of(question, variations(loaded, of), pair, room)
            if persons is not None:
                yield persons


def known_of(persons: Persons) -> Lemmas:
    asked = persons.ask(partial(persons.beyond, 0))
    return lemmas_of(
        Pair(persons.question.encoding, persons.known, persons.premise), asked.focus.nodes
    )


def with_all_it_rests_on(persons: Persons, claim: Claim) -> Claim:
    """Build a claim once more, so that every step of the settlement plays a part."""
    persons.premise()
    for fact in persons.question.program.facts["station"]:
        for person in persons.known:
            person.amount(str(fact.arguments[1]))
            person.amount(str(fact.arguments[2]))
    return claim


def holds_alone(persons: Persons, lemmas: Lemmas) -> int:
    """How many lemmas there are; each must hold without the others."""
    for proof in lemmas.proofs:
        ((station, wrong),) = proof.claims
        alone = persons.ask(partial(with_all_it_rests_on, persons, wrong))
        assert isinstance(alone.focus.check(wrong), Unsatisfiable), station
    return len(lemmas.proofs)


@pytest.mark.parametrize(("name", "of"), [*HOLDS, *BREAKS, BOUNDED])
def test_each_lemma_holds_without_the_others(name: str, of: str) -> None:
    found = [holds_alone(p, known_of(p)) for p in compared(name, of)]
    assert sum(found) > 0 or (name, of) in BREAKS


@pytest.mark.parametrize(("name", "of"), HOLDS)
def test_what_holds_follows_from_lemmas(name: str, of: str) -> None:
    for persons in compared(name, of):
        short = persons.ask(partial(persons.beyond, 0), known_of(persons), cut=True)
        assert all(short.focus.look(claim).refuted for _, claim in short.claims)


@pytest.mark.parametrize(("name", "of"), BREAKS)
def test_what_breaks_does_not_follow(name: str, of: str) -> None:
    refuted = []
    for persons in compared(name, of):
        found = known_of(persons)
        for cut in (True, False):
            asked = persons.ask(partial(persons.beyond, 100), found, cut=cut)
            refuted.append(all(asked.focus.look(claim).refuted for _, claim in asked.claims))
    assert not all(refuted)
