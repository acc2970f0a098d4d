from __future__ import annotations

from typing import get_args

from verifier.program.names import Term, parts
from verifier.program.terms import (
    TRUE,
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Quotient,
    Share,
)

A, X, ONE = Atom("a"), Amount("x"), Literal(1)
PARTS: dict[Term, tuple[Term, ...]] = {
    TRUE: (),
    A: (),
    X: (),
    ONE: (),
    Not(A): (A,),
    And((A, TRUE)): (A, TRUE),
    Or((TRUE, A)): (TRUE, A),
    AtLeast(2, ((1, A), (2, TRUE))): (A, TRUE),
    Compare("<", X, ONE): (X, ONE),
    Linear(3, ((2, X), (1, ONE))): (X, ONE),
    Share(ONE, X): (ONE, X),
    Quotient(X, 2): (X,),
    Aggregate("sum", ((A, X), (TRUE, ONE))): (A, X, TRUE, ONE),
}


def test_every_kind_of_term_has_its_parts() -> None:
    assert {type(term) for term in PARTS} == {*get_args(Formula), *get_args(Expression)}
    assert {term: parts(term) for term in PARTS} == PARTS
