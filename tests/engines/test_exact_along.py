"""One amount along one number: against the exact engine at, beside and between all breaks."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.cases import VILLAGE, tree, village
from tests.random_cases import random_case
from verifier import programs
from verifier.analysis.compute import open_case
from verifier.engines.exact import Assignment, evaluate
from verifier.engines.exact_along import along
from verifier.engines.exact_course import Course, State
from verifier.engines.exact_lines import Errors, Line, combined
from verifier.errors import EngineError
from verifier.program.model import NumberInput, Program, Rounding

DOCUMENTS = programs.documents()
LINES = ("own_total", "own(1)", "total(aid)", "paid(topup,1)")
T = Line(Fraction(0), Fraction(1))
"""The moving number itself."""
FIRST = ("cost(1)", "in_scope(1)", "basic(1)", "household_income")


def agrees(program: Program, known: Assignment, of: tuple[str, str], course: Course,
           chosen: set[int]) -> None:
    """Hold a course of a line along a number against the engine at these places."""
    name, line = of
    for place in chosen:
        piece = next(p for p in course.pieces if p.low <= place <= p.high)
        found = evaluate(program, Assignment(known.booleans, {**known.numbers, name: place}))
        value = found.amounts[line]
        match piece.state:
            case State.IMPOSSIBLE:
                assert found.broken, (name, place)
            case State.VALUE:
                assert not found.broken and value is not None and value.exact, (name, place)
                assert piece.line is not None
                added = value.low - piece.line.at(place)
                assert piece.added[0] <= added <= piece.added[1], (name, place, piece)
            case State.NO_VALUE:
                assert value is None
            case _:
                pytest.fail(f"{piece} with everything given")


def places(course: Course, rng: random.Random) -> set[int]:
    """The ends of every piece, what is beside them, and one place inside."""
    found: set[int] = set()
    for piece in course.pieces:
        near = (piece.low, piece.low + 1, piece.high - 1, piece.high)
        found |= {p for p in near if piece.low <= p <= piece.high}
        found.add(rng.randint(piece.low, piece.high))
    return found


def covered(course: Course, low: int, high: int) -> None:
    assert (course.pieces[0].low, course.pieces[-1].high) == (low, high)
    for one, two in zip(course.pieces, course.pieces[1:], strict=False):
        assert two.low == one.high + 1


def check(document: programs.Document, visits: int, seed: int, cases: int) -> int:
    """Follow lines of random cases; give how many pieces there were."""
    program = programs.load_program(document, visits)
    rng = random.Random(seed)
    numbers = [i for i in program.inputs if isinstance(i, NumberInput)]
    likely = [i for i in numbers if i.name in FIRST]
    pieces = 0
    for _ in range(cases):
        known = random_case(program, rng)
        item = rng.choice([*likely, *likely, *numbers])
        line = rng.choice(LINES)
        course = along(program, known, {item.name: 0}, (item.low, item.high), line)
        covered(course, item.low, item.high)
        agrees(program, known, (item.name, line), course, places(course, rng))
        pieces += len(course.pieces)
    return pieces


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.id)
def test_random_cases_agree_with_the_engine(document: programs.Document) -> None:
    assert check(document, 2, 7, 12) > 12


@pytest.mark.long
@pytest.mark.parametrize("visits", [1, 2, 3])
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.id)
def test_many_random_cases_agree_with_the_engine(
    document: programs.Document, visits: int
) -> None:
    assert check(document, visits, 11, 300) > 300


def villager(*, level: int = 1, cost: int = 0, in_scope: int = 0) -> Assignment:
    """A poor person of the village with one stay of so many yuan."""
    visit = {"kind": "inpatient", "level": level, "basic": 0, "critical_billed": 0,
             "cost": cost, "in_scope": in_scope, "hospital_deductible": 0}
    data = {"year": 2022, "categories": ["poor"], "critical_stated": True, "visits": [visit]}
    case, _ = open_case(programs.Document("village", VILLAGE), tree(data), {})
    return case.assignment


def pieces(program: Program, known: Assignment, line: str) -> list[tuple[int, Fraction]]:
    course = along(program, known, {"cost(1)": 0, "in_scope(1)": 0}, (0, 10**8), line)
    return [(p.low, p.line.slope) for p in course.pieces if p.line is not None]


def test_sixty_percent_above_fifteen_hundred_yuan() -> None:
    """Village 二.1: from 1500.00 yuan on, each further yuan is paid with 0.60."""
    program = village()
    found = pieces(program, villager(), "paid(aid,1)")
    assert found == [(0, Fraction(0)), (150_001, Fraction(3, 5))]


def test_a_ceiling_ends_the_slope_where_it_is_reached() -> None:
    """Village 二.2: 1000 yuan are reached at 1500 + 1000 / 0.6 = 3166.666… yuan."""
    program = village()
    known = villager(level=2)
    given = Assignment(known.booleans, {**known.numbers, "aid_ceiling": 100_000})
    course = along(program, given, {"cost(1)": 0, "in_scope(1)": 0}, (0, 10**8), "paid(aid,1)")
    assert [p.line.slope for p in course.pieces if p.line] == [0, Fraction(3, 5), 0]
    last = course.pieces[-1]
    assert last.low == 316_667
    assert [cause.at for cause in course.causes[last.low]] == [Fraction(950_000, 3)]


def test_what_is_not_known_and_matters_is_open() -> None:
    program = village()
    course = along(
        program, villager(level=2), {"cost(1)": 0, "in_scope(1)": 0}, (0, 10**7),
        "paid(aid,1)",
    )
    assert course.pieces[-1].state is State.OPEN


def test_a_case_that_cannot_exist_has_no_value() -> None:
    program = village()
    known = villager(cost=10_000)
    course = along(program, known, {"in_scope(1)": 0}, (0, 2_000_000), "own(1)")
    assert [(p.low, p.state) for p in course.pieces][-1] == (1_000_001, State.IMPOSSIBLE)


def test_a_figure_of_the_document_can_move() -> None:
    """Village 二.1 with a stay of 3000.00 yuan: aid is 0.60 for each yuan below the threshold."""
    program = village()
    known = villager(cost=3_000, in_scope=3_000)
    course = along(program, known, {"aid_threshold": 0}, (0, 400_000), "paid(aid,1)")
    shown = [(p.low, p.line.slope) for p in course.pieces if p.line]
    assert shown == [(0, Fraction(-3, 5)), (300_001, 0)]


def test_two_numbers_that_are_multiplied_are_refused() -> None:
    program = village()
    known = villager(cost=3_000, in_scope=3_000)
    with pytest.raises(EngineError):
        along(program, known, {"in_scope(1)": 0, "aid_rate": 0}, (0, 10**6), "paid(aid,1)")


def test_the_budget_leaves_the_rest_unsettled() -> None:
    program = village()
    course = along(
        program, villager(), {"cost(1)": 0, "in_scope(1)": 0}, (0, 10**8), "paid(aid,1)",
        budget=2,
    )
    assert course.pieces[-1].state is State.UNSETTLED
    covered(course, 0, 10**8)


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize(("factor", "divisor"), [(1, 3), (1, 2), (3, 4), (6000, 10_000), (5, 7)])
def test_bounds_of_rounding_are_reached_and_never_passed(
    rounding: Rounding, factor: int, divisor: int
) -> None:
    errors = Errors(rounding)
    rounded = errors.rounded(T, factor, divisor)
    low, high = errors.bounds(rounded)
    added = [
        rounding.divide(t * factor, divisor) - Fraction(t * factor, divisor) for t in range(500)
    ]
    assert (min(added), max(added)) == (low, high)


def test_equal_roundings_cancel_out() -> None:
    errors = Errors(Rounding.HALF_UP)
    one, two = (errors.rounded(T, 1, 3) for _ in range(2))
    difference = combined(0, [(1, one), (-1, two)])
    assert errors.bounds(difference) == (Fraction(0), Fraction(0))
