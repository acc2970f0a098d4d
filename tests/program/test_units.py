"""Every pair of sorts under every operation: accepted with this sort, or refused."""

from __future__ import annotations

from itertools import product

import pytest

from verifier.errors import LanguageError
from verifier.grounding.model import GroundTerm, Operation
from verifier.program.sorts import Sort
from verifier.program.terms import Amount, Compare, Linear, Literal, Quotient, Share
from verifier.program.units import Units
from verifier.source import Span

NAMES = {str(sort): sort for sort in Sort}
UNITS = Units(NAMES)
M, P, N, C, D, Y = (str(s) for s in (
    Sort.MONEY, Sort.PERCENT, Sort.NUMBER, Sort.COUNT, Sort.DATE, Sort.YEAR
))

SUMS = {(s, s): s for s in (M, P, N, C)} | {(D, C): D, (Y, C): Y}
DIFFERENCES = SUMS | {(D, D): C, (Y, Y): C}
PRODUCTS = {
    (P, M): M, (P, N): N, (P, C): C, (P, P): P,
    (N, M): M, (N, N): N, (N, C): C, (C, M): M, (C, C): C,
}


def sort_of(term: GroundTerm) -> Sort | None:
    """The one sort that a term can have; None if it is refused."""
    found = []
    for sort in Sort:
        try:
            UNITS.expression(term, sort, Span())
        except LanguageError as error:
            assert [p.rule for p in error.problems] == ["unit"]
        else:
            found.append(sort)
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(("left", "right"), list(product(NAMES, NAMES)))
def test_sums_and_differences(left: str, right: str) -> None:
    assert sort_of(Operation("+", (left, right))) == SUMS.get((left, right))
    assert sort_of(Operation("-", (left, right))) == DIFFERENCES.get((left, right))


@pytest.mark.parametrize(("left", "right"), list(product(NAMES, NAMES)))
def test_products_and_quotients(left: str, right: str) -> None:
    wanted = PRODUCTS.get((left, right)) or PRODUCTS.get((right, left))
    assert sort_of(Operation("*", (left, right))) == wanted
    assert sort_of(Operation("/", (left, right))) is None


@pytest.mark.parametrize("sort", NAMES)
def test_a_bare_number_takes_the_unit_beside_it(sort: str) -> None:
    scale = 100 if sort in {M, P} else 1
    total = UNITS.expression(Operation("+", (sort, 2)), NAMES[sort], Span())
    assert total == Linear(2 * scale, ((1, Amount(sort)),))
    assert UNITS.comparison("<", sort, 3, Span()) == Compare("<", Amount(sort), Literal(3 * scale))
    assert UNITS.expression(5, NAMES[sort], Span()) == Literal(5 * scale)


@pytest.mark.parametrize("sort", NAMES)
def test_a_bare_number_multiplies_and_divides(sort: str) -> None:
    for term in (Operation("*", (3, sort)), Operation("*", (sort, 3))):
        assert UNITS.expression(term, NAMES[sort], Span()) == Linear(0, ((3, Amount(sort)),))
    quotient = UNITS.expression(Operation("/", (sort, 3)), NAMES[sort], Span())
    assert quotient == Quotient(Amount(sort), 3)
    for divisor in (0, -1):
        assert sort_of(Operation("/", (sort, divisor))) is None


@pytest.mark.parametrize(("left", "right"), list(product(NAMES, NAMES)))
def test_comparisons_are_of_one_sort(left: str, right: str) -> None:
    if left == right:
        assert UNITS.comparison("=", left, right, Span())
        return
    with pytest.raises(LanguageError, match="cannot be added or compared"):
        UNITS.comparison("=", left, right, Span())


def test_a_multiple_is_an_exact_share() -> None:
    assert UNITS.expression(Operation("*", (N, M)), Sort.MONEY, Span()) == Share(
        Linear(0, ((10_000, Amount(N)),)), Amount(M)
    )


def test_constants_are_folded() -> None:
    term = Operation("-", (Operation("+", (M, 1)), Operation("-", (M, 2))))
    assert UNITS.expression(term, Sort.MONEY, Span()) == Literal(300)


def test_the_nearest_names_are_given() -> None:
    with pytest.raises(LanguageError) as caught:
        UNITS.expression("mony", Sort.MONEY, Span("f", 3))
    (problem,) = caught.value.problems
    assert (problem.rule, problem.span.line) == ("undefined-amount", 3)
    assert "`money`" in str(problem.mend)
