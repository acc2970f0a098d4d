from __future__ import annotations

import pytest
import z3

from verifier.engines.smt_native import (
    ADD,
    AND,
    EQUAL,
    IFF,
    LESS_EQUAL,
    MULTIPLY,
    OR,
    Space,
    Term,
    applied,
    chosen,
    joined,
    negated,
    numeral,
    variable,
)


def truth(space: Space, name: str) -> Term:
    return variable(space, name, space.truth)


def whole(space: Space, name: str) -> Term:
    return variable(space, name, space.whole)


def test_terms_are_those_of_the_package() -> None:
    space = Space()
    p, q = truth(space, "p"), truth(space, "q")
    x, y = whole(space, "x"), whole(space, "y")
    shifted = joined(ADD, (joined(MULTIPLY, (numeral(space, -3), x)), y))
    made = joined(AND, (
        joined(OR, (negated(p), q)), applied(IFF, p, q),
        applied(LESS_EQUAL, shifted, numeral(space, 7)),
        applied(EQUAL, chosen(p, x, y), y),
    ))
    one, two = z3.Bools("p q", space.context)
    left, right = z3.Ints("x y", space.context)
    expected = z3.And(
        z3.Or(z3.Not(one), two), one == two, -3 * left + right <= 7,
        z3.If(one, left, right) == right,
    )
    assert made.native.eq(expected)


@pytest.mark.parametrize("value", [0, -1, 2**63 - 1, 2**63, -(2**63), 10**30])
def test_numbers_of_any_size_are_as_they_are(value: int) -> None:
    space = Space()
    made = applied(EQUAL, whole(space, "x"), numeral(space, value))
    assert made.native.arg(1).as_long() == value


def test_the_negation_of_a_negation_is_the_term_itself() -> None:
    item = truth(Space(), "p")
    assert negated(negated(item)) is item


def test_what_z3_refuses_is_an_error() -> None:
    space = Space()
    with pytest.raises(z3.Z3Exception):
        joined(AND, (truth(space, "p"), whole(space, "x")))
