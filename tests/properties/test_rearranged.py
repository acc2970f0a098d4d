"""Bills put together otherwise: what a scheme pays in all, and what follows from it."""

from __future__ import annotations

from functools import partial

import pytest

from tests.properties.test_lemmas import compared, holds_alone
from verifier.analysis.checking.decide import decide
from verifier.analysis.checking.lemmas import Lemmas, Pair
from verifier.analysis.checking.persons import Persons
from verifier.analysis.checking.rearranged import sums_of

HOLDS = [("order_of_bills_holds", "order_of_bills"), ("split_stay_holds", "split_stay")]
BREAKS = [("order_of_bills_breaks", "order_of_bills"), ("split_stay_breaks", "split_stay")]


def in_sum(persons: Persons) -> Lemmas:
    asked = persons.ask(partial(persons.beyond, 0))
    pair = Pair(persons.question.encoding, persons.known, persons.premise)
    return sums_of(pair, asked.focus.nodes, Lemmas())


@pytest.mark.parametrize(("name", "of"), [*HOLDS, *BREAKS])
def test_each_sum_is_the_same_without_the_others(name: str, of: str) -> None:
    everybody = list(compared(name, of))
    assert all(persons.rearranged for persons in everybody)
    found = [holds_alone(persons, in_sum(persons)) for persons in everybody]
    assert sum(found) > 0 or (name, of) in BREAKS


@pytest.mark.parametrize(("name", "of"), HOLDS)
def test_what_holds_rests_on_sums(name: str, of: str) -> None:
    """What is proved of the year is proved with the sums, and each of them is kept as a proof."""
    for persons in compared(name, of):
        steps = persons.question.rounding(persons.pair.amount)
        found = decide(persons, steps, rounded=True)
        assert found.proved
        assert len(found.refuted) > 1


@pytest.mark.parametrize(("name", "of"), BREAKS)
def test_what_breaks_is_not_proved_by_sums(name: str, of: str) -> None:
    proved = []
    for persons in compared(name, of):
        found = decide(persons, persons.question.rounding(persons.pair.amount), rounded=True)
        proved.append(found.proved)
    assert proved and not all(proved)
