"""How two persons may differ, for the solver and for the exact engine alike."""

from __future__ import annotations

from itertools import product

import pytest

from tests.properties.checked import program
from verifier.analysis.checking.alike import related, relation
from verifier.engines import exact
from verifier.engines.smt import Satisfiable, Session, all_of, equal, negate
from verifier.properties.declared import Variation

INPUT, OTHER = "cost(1)", "in_scope(1)"
VALUES = (0, 1, 2, 3)


def holds(how: Variation, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Say by hand whether a relation holds; each person has the amount and another one."""
    (own, whole), (mine, whole_2) = first, second
    return {
        "free": True,
        "up": mine >= own,
        "down": mine <= own,
        "part_of": min(0, whole_2 - whole) <= mine - own <= max(0, whole_2 - whole),
        "within": abs(mine - own) <= 1,
        "swapped": mine == whole,
        "sum": mine == own + whole,
        "is": mine == 2,
    }[how.relation]


@pytest.mark.parametrize("how", [
    Variation(INPUT, "free"), Variation(INPUT, "up"), Variation(INPUT, "down"),
    Variation(INPUT, "part_of", (OTHER,)), Variation(INPUT, "within", ("1",)),
    Variation(INPUT, "swapped", (OTHER,)), Variation(INPUT, "sum", (INPUT, OTHER)),
    Variation(INPUT, "is", ("2",)),
], ids=lambda how: how.relation)
def test_amounts_are_related_as_by_hand(how: Variation) -> None:
    loaded = program("annual_limits_holds")
    session = Session()
    one = session.copy(loaded, "one")
    two = session.twin(one, "two", (INPUT, OTHER))
    claim = relation(how, one, two)
    for own, whole, mine, whole_2 in product(VALUES, repeat=4):
        wanted = holds(how, (own, whole), (mine, whole_2))
        people = [exact.evaluate(loaded, exact.Assignment({}, {INPUT: a, OTHER: b}))
                  for a, b in ((own, whole), (mine, whole_2))]
        assert related(how, people[0], people[1]) is wanted
        if (whole, whole_2) != (1, 2) or whole > own or whole_2 > mine:
            continue  # a cost within scope is no more than the cost; and some cases will do
        told = all_of(*(
            equal(person.amount(name), value)
            for person, values in ((one, (own, whole)), (two, (mine, whole_2)))
            for name, value in zip((INPUT, OTHER), values, strict=True)
        ))
        assert isinstance(session.check(claim, told), Satisfiable) is wanted


@pytest.mark.parametrize(("relation_of", "of", "true"), [
    ("free", (), {(0, 0), (0, 1), (1, 0), (1, 1)}), ("more", (), {(0, 0), (0, 1), (1, 1)}),
    ("fewer", (), {(0, 0), (1, 0), (1, 1)}),
    ("swapped", ("held(poor,enrolment)",), {(0, 0), (1, 1)}),
    ("is", ("true",), {(0, 1), (1, 1)}), ("is", ("false",), {(0, 0), (1, 0)}),
])
def test_truths_are_related_as_by_hand(
    relation_of: str, of: tuple[str, ...], true: set[tuple[int, int]]
) -> None:
    name = "held(poor,enrolment)"
    how = Variation(name, relation_of, of)
    loaded = program("annual_limits_holds")
    session = Session()
    one = session.copy(loaded, "one")
    two = session.twin(one, "two", (name,))
    claim = relation(how, one, two)
    for first, second in product((0, 1), repeat=2):
        people = [
            exact.evaluate(loaded, exact.Assignment({name: bool(t)}, {})) for t in (first, second)
        ]
        assert related(how, people[0], people[1]) is ((first, second) in true)
        told = [p.atom(name) if t else negate(p.atom(name))
                for p, t in ((one, first), (two, second))]
        found = isinstance(session.check(claim, *told), Satisfiable)
        assert found is ((first, second) in true)
