"""The exact engine: meaning of terms, faults, ranges and derivations."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import ceil, floor
from operator import eq, ge, gt, le, lt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.engines.exact import (
    Assignment,
    Evaluation,
    Interval,
    Kind,
    Step,
    derive,
    evaluate,
    truth_of,
    value_of,
)
from verifier.engines.exact_affine import AffineWalker
from verifier.engines.exact_forms import Form, choose, reach, residue, whole
from verifier.engines.exact_guards import allowed
from verifier.engines.ranges import Narrowed, tighten
from verifier.errors import CaseError, EngineError
from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    BoolInput,
    Constraint,
    NumberInput,
    Origin,
    PolicyValue,
    Program,
    Rounding,
)
from verifier.program.sorts import Sort
from verifier.program.terms import (
    FALSE,
    TRUE,
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Choice,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Not,
    Operator,
    Or,
    Quotient,
    Share,
)
from verifier.source import Span

# -- building blocks -----------------------------------------------------------------------------

Definition = AtomDefinition | AmountDefinition


def atom(name: str, *bodies: Formula) -> AtomDefinition:
    """Define an atom by rules `name/1`, `name/2` and so on."""
    return AtomDefinition(
        name, tuple(AtomAlternative(f"{name}/{n}", body) for n, body in enumerate(bodies, 1))
    )


def amount(name: str, *cases: tuple[Formula, Expression]) -> AmountDefinition:
    """Define an amount by rules `name/1`, `name/2` and so on."""
    return AmountDefinition(
        name,
        Sort.MONEY,
        tuple(AmountAlternative(f"{name}/{n}", *case) for n, case in enumerate(cases, 1)),
    )


def number(name: str, low: int, high: int) -> NumberInput:
    """Let the case supply a number."""
    return NumberInput(name, Sort.MONEY, low, high)


def value(name: str, fixed: int | None, low: int = 0, high: int = 0, step: int = 1) -> PolicyValue:
    """Let the policy fix a number, or leave it open."""
    origin = Origin.OPEN if fixed is None else Origin.FIGURE
    return PolicyValue(name, Sort.MONEY, "fen", fixed, low, high, step, origin, Span())


def program(
    *items: BoolInput | NumberInput | PolicyValue | Definition | Constraint,
    rounding: Rounding = Rounding.HALF_UP,
) -> Program:
    """Sort what belongs to a Program into its places."""
    return Program(
        "test",
        1,
        rounding,
        tuple(item for item in items if isinstance(item, BoolInput | NumberInput)),
        tuple(item for item in items if isinstance(item, PolicyValue)),
        tuple(item for item in items if isinstance(item, AtomDefinition | AmountDefinition)),
        tuple(item for item in items if isinstance(item, Constraint)),
        {},
        {},
    )


def sum_of(*items: tuple[int, Expression], constant: int = 0) -> Linear:
    """Add up multiples."""
    return Linear(constant, items)


def known(**numbers: int) -> Assignment:
    """Give numbers."""
    return Assignment(numbers=numbers)


OPERATORS: tuple[Operator, ...] = ("<", "<=", ">", ">=", "=", "!=")
A, B, C = Atom("a"), Atom("b"), Atom("c")
X, Y = Amount("x"), Amount("y")
NOWHERE = Amount("nowhere")
UNDEFINED = amount("nowhere", (FALSE, Literal(1)))
THREE = (BoolInput("a"), BoolInput("b"), BoolInput("c"))


def result(item: Expression, assignment: Assignment, *more: Definition) -> Interval | None:
    """Value of an expression over Booleans a, b, c and numbers x, y from -100 to 100."""
    whole = program(*THREE, number("x", -100, 100), number("y", -100, 100), UNDEFINED, *more)
    return value_of(whole, evaluate(whole, assignment), item)


def truth(item: Formula, assignment: Assignment) -> bool | None:
    """Truth of a formula over the same."""
    whole = program(*THREE, number("x", -100, 100), number("y", -100, 100), UNDEFINED)
    return truth_of(whole, evaluate(whole, assignment), item)


# -- formulas ------------------------------------------------------------------------------------

TERNARY: list[tuple[Formula, dict[str, bool], bool | None]] = [
    (TRUE, {}, True),
    (FALSE, {}, False),
    (A, {"a": True}, True),
    (A, {"a": False}, False),
    (A, {}, None),
    (Not(A), {"a": True}, False),
    (Not(A), {}, None),
    (And(()), {}, True),
    (And((A, B)), {"a": True, "b": True}, True),
    (And((A, B)), {"b": False}, False),
    (And((A, B)), {"b": True}, None),
    (Or(()), {}, False),
    (Or((A, B)), {"b": True}, True),
    (Or((A, B)), {"b": False}, None),
    (Or((A, B)), {"a": False, "b": False}, False),
    (AtLeast(3, ((2, A), (1, B), (1, C))), {"a": True}, None),
    (AtLeast(3, ((2, A), (1, B), (1, C))), {"a": True, "c": True}, True),
    (AtLeast(3, ((2, A), (1, B), (1, C))), {"a": False}, False),
    (AtLeast(1, ((2, A), (-1, B))), {"a": True}, True),
    (AtLeast(2, ((2, A), (-1, B))), {"a": True}, None),
    (AtLeast(2, ((2, A), (-1, B))), {"a": True, "b": True}, False),
]


@pytest.mark.parametrize(("formula", "given_truths", "expected"), TERNARY)
def test_formula_in_three_values(
    formula: Formula, given_truths: dict[str, bool], expected: bool | None
) -> None:
    assert truth(formula, Assignment(booleans=given_truths)) is expected


COMPARED: list[tuple[Operator, int, bool]] = [
    ("<", 4, True), ("<", 5, False), ("<=", 5, True), ("<=", 6, False),
    (">", 6, True), (">", 5, False), (">=", 5, True), (">=", 4, False),
    ("=", 5, True), ("=", 4, False), ("!=", 4, True), ("!=", 5, False),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "left", "expected"), COMPARED)
def test_comparison_with_known_sides(operator: Operator, left: int, expected: bool) -> None:
    assert truth(Compare(operator, X, Literal(5)), known(x=left)) is expected


# x is unknown in -100..100: (bound, true for all / for none) at the edges of that range.
@pytest.mark.parametrize(
    ("operator", "bound", "expected"),
    [
        ("<", 101, True), ("<", 100, None), ("<", -99, None), ("<", -100, False),
        ("<=", 100, True), ("<=", 99, None), ("<=", -100, None), ("<=", -101, False),
        (">", -101, True), (">", -100, None), (">", 99, None), (">", 100, False),
        (">=", -100, True), (">=", -99, None), (">=", 100, None), (">=", 101, False),
        ("=", 101, False), ("=", 100, None), ("!=", 101, True), ("!=", 100, None),
    ],
)  # fmt: skip
def test_comparison_with_an_unknown_side(
    operator: Operator, bound: int, expected: bool | None
) -> None:
    assert truth(Compare(operator, X, Literal(bound)), Assignment()) is expected


def test_comparison_without_a_value_is_false_in_every_operator() -> None:
    for operator in OPERATORS:
        item = Compare(operator, NOWHERE, Literal(1))
        assert truth(item, Assignment()) is False
        assert truth(Not(item), Assignment()) is True


# -- expressions ---------------------------------------------------------------------------------


def exactly(number: int) -> Interval:
    """Make an interval of one value."""
    return Interval(number, number)


def test_literal_and_linear() -> None:
    item = sum_of((2, X), (-3, Y), constant=7)
    assert result(Literal(4), Assignment()) == exactly(4)
    assert result(item, known(x=5, y=1)) == exactly(14)
    assert result(item, known(y=1)) == Interval(-196, 204)
    assert result(item, known(x=5)) == Interval(-283, 317)


# 25 % of 10 is 2.5 and of -10 is -2.5; ties go up. 62 % of 5 is 3.1.
@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.HALF_UP, (3, -2, 3)),
        (Rounding.DOWN, (2, -3, 3)),
        (Rounding.UP, (3, -2, 4)),
    ],
)
def test_share_rounds_once_as_declared(rounding: Rounding, expected: tuple[int, int, int]) -> None:
    whole = program(number("x", -100, 100), rounding=rounding)
    case = evaluate(whole, known(x=1))
    shares = [Share(Literal(2500), Literal(10)), Share(Literal(2500), Literal(-10))]
    shares.append(Share(Literal(6200), Literal(5)))
    assert [value_of(whole, case, item) for item in shares] == [exactly(n) for n in expected]


def test_share_of_unknowns_takes_the_corners() -> None:
    # -100..100 hundredths of a percent of 1000 is -10..10; of x = -100..100 it is -1..1.
    assert result(Share(X, Literal(1000)), Assignment()) == Interval(-10, 10)
    assert result(Share(X, Y), Assignment()) == Interval(-1, 1)
    assert result(Share(Literal(-5000), X), Assignment()) == Interval(-50, 50)


def test_quotient() -> None:
    assert result(Quotient(X, 4), known(x=10)) == exactly(3)
    assert result(Quotient(X, 4), known(x=-11)) == exactly(-3)
    assert result(Quotient(X, 8), Assignment()) == Interval(-12, 13)  # -12.5 and 12.5 go up


@pytest.mark.parametrize(
    ("function", "truths", "expected"),
    [
        ("sum", {"a": True, "b": True}, exactly(13)),
        ("sum", {"a": False, "b": False}, exactly(0)),
        ("sum", {"a": True}, Interval(5, 13)),
        ("sum", {}, Interval(0, 13)),
        ("min", {"a": True, "b": True}, exactly(5)),
        ("min", {"a": False, "b": True}, exactly(8)),
        ("min", {"b": True}, Interval(5, 8)),
        ("min", {"a": True}, exactly(5)),
        ("min", {}, Interval(5, 8, certain=False)),
        ("min", {"a": False, "b": False}, None),
        ("max", {"a": True, "b": True}, exactly(8)),
        ("max", {"a": True}, Interval(5, 8)),
        ("max", {"b": True}, exactly(8)),
        ("max", {}, Interval(5, 8, certain=False)),
        ("max", {"a": False, "b": False}, None),
    ],
)
def test_aggregate_of_5_if_a_and_8_if_b(
    function: Choice, truths: dict[str, bool], expected: Interval | None
) -> None:
    item = Aggregate(function, ((A, Literal(5)), (B, Literal(8))))
    assert result(item, Assignment(booleans=truths)) == expected


def test_sum_with_a_negative_element_that_may_count() -> None:
    item = Aggregate("sum", ((A, Literal(-5)), (TRUE, Literal(8))))
    assert result(item, Assignment()) == Interval(3, 8)


@pytest.mark.parametrize(
    "item",
    [
        NOWHERE,
        sum_of((1, X), (1, NOWHERE)),
        Share(NOWHERE, X),
        Share(X, NOWHERE),
        Quotient(NOWHERE, 2),
        Aggregate("sum", ((TRUE, X), (TRUE, NOWHERE))),
        Aggregate("min", ((TRUE, X), (TRUE, NOWHERE))),
    ],
)
def test_expression_over_an_amount_without_value_has_none(item: Expression) -> None:
    assert result(item, known(x=1)) is None


def test_element_without_value_counts_only_if_its_condition_holds() -> None:
    item = Aggregate("sum", ((A, NOWHERE), (TRUE, Literal(4))))
    assert result(item, Assignment({"a": False})) == exactly(4)
    assert result(item, Assignment({"a": True})) is None
    assert result(item, Assignment()) == Interval(4, 4, certain=False)


# -- inputs and policy values --------------------------------------------------------------------


def test_what_is_missing_is_unknown_and_what_is_given_replaces_the_document() -> None:
    whole = program(
        BoolInput("a"), number("x", 2, 9), value("fixed", 7), value("open", None, 3, 9, 4)
    )
    case = evaluate(whole, Assignment())
    assert case.atoms == {"a": None}
    # 3 and 7 are the values that steps of 4 reach up to 9.
    assert case.amounts == {"x": Interval(2, 9), "fixed": exactly(7), "open": Interval(3, 7)}
    other = evaluate(whole, Assignment({"a": True}, {"x": 2, "fixed": 1, "open": 7}))
    assert other.atoms == {"a": True}
    assert other.amounts == {"x": exactly(2), "fixed": exactly(1), "open": exactly(7)}


@pytest.mark.parametrize(
    ("assignment", "text"),
    [
        (Assignment({"x": True}), "`x` is no input"),
        (Assignment({}, {"a": 1}), "`a` is no input"),
        (Assignment({}, {"total": 1}), "`total` is no input"),
        (Assignment({}, {"x": 1}), "`x` is 1, not between 2 and 9"),
        (Assignment({}, {"x": 10}), "`x` is 10, not between 2 and 9"),
    ],
)
def test_assignment_that_does_not_fit_is_refused(assignment: Assignment, text: str) -> None:
    whole = program(BoolInput("a"), number("x", 2, 9), amount("total", (TRUE, Literal(1))))
    with pytest.raises(CaseError, match=text):
        evaluate(whole, assignment)


def test_name_used_before_it_is_defined_is_refused() -> None:
    with pytest.raises(EngineError, match="`later` is used before"):
        evaluate(program(amount("now", (TRUE, Amount("later")))), Assignment())


# -- amounts with several alternatives -----------------------------------------------------------

TWICE = amount("t", (A, Literal(5)), (B, Literal(8)))


@pytest.mark.parametrize(
    ("truths", "expected"),
    [
        ({"a": True, "b": False}, exactly(5)),
        ({"a": False, "b": True}, exactly(8)),
        ({"a": False, "b": False}, None),
        ({"a": True, "b": True}, None),
        ({"a": True}, Interval(5, 5, certain=False)),
        ({"a": False}, Interval(8, 8, certain=False)),
        ({}, Interval(5, 8, certain=False)),
    ],
)
def test_amount_of_two_alternatives(truths: dict[str, bool], expected: Interval | None) -> None:
    assert result(Amount("t"), Assignment(truths), TWICE) == expected


def test_two_that_fire_with_one_value_agree() -> None:
    same = amount("t", (A, Literal(5)), (B, sum_of((1, X))))
    whole = program(*THREE, number("x", 0, 9), same)
    case = evaluate(whole, Assignment({"a": True, "b": True}, {"x": 5}))
    assert case.amounts["t"] == exactly(5)
    assert case.conflicts == ()
    narrowed = evaluate(whole, Assignment({"a": True, "b": True}))
    assert narrowed.amounts["t"] == Interval(5, 5, certain=False)


def test_one_that_fires_without_a_value_leaves_the_amount_without() -> None:
    both = amount("t", (TRUE, Literal(5)), (TRUE, NOWHERE))
    assert result(Amount("t"), Assignment(), both) is None


def test_opposite_guards_define_the_amount_in_every_case() -> None:
    either = amount("t", (And((B, A)), Literal(5)), (And((B, Not(A))), Literal(8)))
    assert result(Amount("t"), Assignment({"b": True}), either) == Interval(5, 8)
    assert result(Amount("t"), Assignment(), either) == Interval(5, 8, certain=False)
    over, under = Compare(">", X, Literal(3)), Compare("<=", X, Literal(3))
    split = amount("t", (over, Literal(5)), (under, Literal(8)))
    assert result(Amount("t"), Assignment(), split) == Interval(5, 8)
    # Nearly opposite: nothing for x = 3.
    under = Compare("<", X, Literal(3))
    split = amount("t", (over, Literal(5)), (under, Literal(8)))
    assert result(Amount("t"), Assignment(), split) == Interval(5, 8, certain=False)


def test_fired_lists_certain_and_possible_alternatives() -> None:
    whole = program(*THREE, TWICE)
    firing = evaluate(whole, Assignment({"a": True})).fired["t"]
    assert [item.rule for item in firing.certain] == ["t/1"]
    assert [item.rule for item in firing.possible] == ["t/2"]
    firing = evaluate(whole, Assignment({"a": True, "b": False})).fired["t"]
    assert [item.rule for item in firing.possible] == []


# -- faults --------------------------------------------------------------------------------------


def conflicts(case: Evaluation) -> list[tuple[str, tuple[str, ...], bool]]:
    """Name, rules and certainty of the conflicts of an evaluation."""
    return [(item.name, item.rules, item.certain) for item in case.conflicts]


def test_conflict_is_certain_possible_or_none() -> None:
    whole = program(*THREE, TWICE)
    sure = evaluate(whole, Assignment({"a": True, "b": True}))
    assert conflicts(sure) == [("t", ("t/1", "t/2"), True)]
    assert sure.conflicts[0].values == (exactly(5), exactly(8))
    assert conflicts(evaluate(whole, Assignment({"a": True}))) == [("t", ("t/1", "t/2"), False)]
    assert conflicts(evaluate(whole, Assignment({"a": False}))) == []


def test_conflict_names_only_the_alternatives_in_it() -> None:
    thrice = amount("t", (TRUE, Literal(5)), (A, Literal(5)), (B, Literal(8)), (C, Literal(9)))
    whole = program(*THREE, thrice)
    case = evaluate(whole, Assignment({"a": True, "b": True}))
    assert conflicts(case) == [("t", ("t/1", "t/2", "t/3"), True)]


def test_exclusive_guards_are_no_conflict() -> None:
    over, under = Compare(">", X, Literal(3)), Compare("<=", X, Literal(3))
    split = amount("t", (And((A, over)), Literal(5)), (And((B, under)), Literal(8)))
    other = amount("u", (And((A, B)), Literal(5)), (And((C, Not(A))), Literal(8)))
    whole = program(*THREE, number("x", 0, 9), split, other)
    assert conflicts(evaluate(whole, Assignment())) == []


def gaps(case: Evaluation) -> list[tuple[str, tuple[str, ...], bool]]:
    """Name, users and certainty of the gaps of an evaluation."""
    return [(item.name, item.users, item.certain) for item in case.gaps]


def test_amount_that_nothing_uses_is_no_gap_and_an_output_is_one() -> None:
    whole = program(UNDEFINED)
    assert gaps(evaluate(whole, Assignment())) == []
    assert gaps(evaluate(whole, Assignment(), ["nowhere"])) == [("nowhere", (), True)]


def test_gap_is_where_the_chain_of_uses_ends() -> None:
    middle = amount("middle", (A, sum_of((1, NOWHERE))))
    top = amount("top", (TRUE, Aggregate("sum", ((B, Amount("middle")), (TRUE, Literal(1))))))
    whole = program(*THREE, UNDEFINED, middle, top)
    ask = ["top"]
    assert gaps(evaluate(whole, Assignment({"a": True, "b": True}), ask)) == [
        ("nowhere", ("middle/1",), True)
    ]
    assert gaps(evaluate(whole, Assignment({"a": False, "b": True}), ask)) == [
        ("middle", ("top/1",), True)
    ]
    assert gaps(evaluate(whole, Assignment({"b": False}), ask)) == []
    assert gaps(evaluate(whole, Assignment({"a": True}), ask)) == [
        ("nowhere", ("middle/1",), False)
    ]
    assert gaps(evaluate(whole, Assignment({"b": True}), ask)) == [
        ("nowhere", ("middle/1",), False),
        ("middle", ("top/1",), False),
    ]


def test_comparison_uses_an_amount_if_the_other_literals_of_its_rule_hold() -> None:
    test = Compare(">", NOWHERE, Literal(0))
    for rule in (
        atom("over", And((A, test, Not(B)))),
        amount("over", (And((A, test, Not(B))), Literal(1))),
        Constraint("over/1", And((A, test, Not(B)))),
    ):
        whole = program(*THREE, UNDEFINED, rule)
        for a, b, expected in (
            (True, False, [("nowhere", ("over/1",), True)]),
            (True, None, [("nowhere", ("over/1",), False)]),
            (None, False, [("nowhere", ("over/1",), False)]),
            (False, False, []),
            (True, True, []),
        ):
            truths = {name: t for name, t in (("a", a), ("b", b)) if t is not None}
            assert gaps(evaluate(whole, Assignment(truths))) == expected


def test_comparison_that_fails_for_want_of_a_value_does_not_hide_another() -> None:
    other = amount("other", (FALSE, Literal(1)))
    tests = And((Compare(">", NOWHERE, Literal(0)), Compare(">", Amount("other"), Literal(0))))
    case = evaluate(program(UNDEFINED, other, atom("over", tests)), Assignment())
    assert [item.name for item in case.gaps] == ["nowhere", "other"]


def test_empty_least_is_a_gap_of_the_amount_that_takes_it() -> None:
    least = amount("least", (TRUE, Aggregate("min", ((A, Literal(3)),))))
    whole = program(*THREE, least)
    case = evaluate(whole, Assignment({"a": False}), ["least"])
    assert [(item.name, item.fired, item.certain) for item in case.gaps] == [
        ("least", ("least/1",), True)
    ]
    assert gaps(evaluate(whole, Assignment({"a": True}), ["least"])) == []
    assert gaps(evaluate(whole, Assignment(), ["least"])) == [("least", (), False)]


def test_conflict_is_not_reported_as_gap() -> None:
    case = evaluate(program(*THREE, TWICE), Assignment({"a": True, "b": True}), ["t"])
    assert case.gaps == ()


def test_constraints_are_broken_doubtful_or_kept() -> None:
    pair = Constraint("pair", And((A, B)))
    large = Constraint("large", Compare(">", X, Literal(50)))
    whole = program(*THREE, number("x", 0, 100), pair, large)
    case = evaluate(whole, Assignment({"a": True, "b": True}))
    assert (case.broken, case.doubtful) == ((pair,), (large,))
    case = evaluate(whole, Assignment({"a": True}, {"x": 51}))
    assert (case.broken, case.doubtful) == ((large,), (pair,))
    case = evaluate(whole, Assignment({"a": False}, {"x": 50}))
    assert (case.broken, case.doubtful) == ((), ())


# -- tight ranges --------------------------------------------------------------------------------


def least(*items: Expression) -> Aggregate:
    """Take the least."""
    return Aggregate("min", tuple((TRUE, item) for item in items))


def greatest(*items: Expression) -> Aggregate:
    """Take the greatest."""
    return Aggregate("max", tuple((TRUE, item) for item in items))


def own_payment(spent: int, limit: PolicyValue, *more: Constraint) -> Program:
    """Let own be S - min(S, L) - max(0, S - min(S, L) - 5000)."""
    return program(
        number("S", spent, spent),
        limit,
        amount("aid", (TRUE, least(Amount("S"), Amount("L")))),
        amount(
            "extra",
            (
                TRUE,
                greatest(Literal(0), sum_of((1, Amount("S")), (-1, Amount("aid")), constant=-5000)),
            ),
        ),
        amount("own", (TRUE, sum_of((1, Amount("S")), (-1, Amount("aid")), (-1, Amount("extra"))))),
        *more,
    )


@pytest.mark.parametrize(
    ("spent", "expected"),
    [(20_000, Interval(0, 5000)), (3000, Interval(0, 3000))],
)
def test_own_payment_with_an_unknown_limit_is_exact(spent: int, expected: Interval) -> None:
    whole = own_payment(spent, value("L", None, 0, 10**9))
    # Plain ranges know aid in 0..S and extra in 0..max(0, S - 5000), each by itself.
    assert evaluate(whole, Assignment()).amounts["own"] == Interval(-max(0, spent - 5000), spent)
    assert tighten(whole, Assignment(), ["own", "aid"]).intervals == {
        "own": expected,
        "aid": Interval(0, spent),
    }


def test_steps_of_an_open_value_are_kept() -> None:
    # L is 0, 7000, 14000 or 21000: own is 20000 - L up to 5000, so 5000, 5000, 5000 and 0.
    whole = own_payment(20_000, value("L", None, 0, 21_000, 7000))
    assert tighten(whole, Assignment(), ["own"]).intervals == {"own": Interval(0, 5000)}
    # L is 0, 17000: own is 5000 and 3000.
    whole = own_payment(20_000, value("L", None, 0, 20_000, 17_000))
    assert tighten(whole, Assignment(), ["own"]).intervals == {"own": Interval(3000, 5000)}


def test_constraint_narrows_the_range() -> None:
    low = Constraint("low", Compare("<", Amount("L"), Literal(16_500)))
    high = Constraint("high", Compare(">", Amount("aid"), Literal(18_000)))
    whole = own_payment(20_000, value("L", None, 0, 10**9), low, high)
    assert tighten(whole, Assignment(), ["own", "L"]).intervals == {
        "own": Interval(2000, 3500),
        "L": Interval(16_500, 18_000),
    }


def test_case_that_cannot_exist_has_no_value() -> None:
    never = Constraint("never", Compare(">=", Amount("aid"), Literal(0)))
    small = Constraint("small", Compare("<", Amount("L"), Literal(300)))
    large = Constraint("large", Compare(">", Amount("L"), Literal(200)))
    whole = own_payment(20_000, value("L", None, 0, 10**9), small, large)
    assert tighten(whole, Assignment(), ["own"]).intervals == {"own": None}
    assert evaluate(own_payment(20_000, value("L", 5), never), Assignment()).broken == (never,)


def test_rounding_that_cancels_is_exact() -> None:
    # own = x - 60 % of x - 40 % of x, each share rounded. The two add up to x before rounding, and
    # neither is ever half a fen (6x and 4x are even), so one is rounded up as much as the other
    # down. What is known of each rounding by itself leaves -1..1.
    parts = sum_of((1, X), (-1, Share(Literal(6000), X)), (-1, Share(Literal(4000), X)))
    whole = program(number("x", 0, 1000), amount("own", (TRUE, parts)))
    found = tighten(whole, Assignment(), ["own"], boxes=5000, work=50_000)
    assert found == Narrowed({"own": exactly(0)})


def test_open_rate_of_an_amount_under_an_open_limit() -> None:
    # own = 10000 - rate of (10000 - d), rate 50..80 % in whole percents, d 0..1000.
    # Least: 10000 - 80 % of 10000 = 2000; greatest: 10000 - 50 % of 9000 = 5500.
    part = Share(Amount("rate"), sum_of((-1, Amount("d")), constant=10_000))
    whole = program(
        value("rate", None, 5000, 8000, 100),
        value("d", None, 0, 1000),
        amount("aid", (TRUE, part)),
        amount("own", (TRUE, sum_of((-1, Amount("aid")), constant=10_000))),
        amount("total", (TRUE, sum_of((1, Amount("aid")), (1, Amount("own"))))),
    )
    assert tighten(whole, Assignment(), ["own", "total"]).intervals == {
        "own": Interval(2000, 5500),
        "total": exactly(10_000),
    }


def test_what_open_rates_leave_is_not_below_zero_in_any_budget() -> None:
    # own = x - r % of x - s % of (x - r % of x), all open: never below 0, whatever is not tried.
    aid = Share(Amount("r"), X)
    rest = sum_of((1, X), (-1, Amount("aid")))
    whole = program(
        number("x", 0, 10_000_000),
        value("r", None, 0, 10_000),
        value("s", None, 0, 10_000),
        amount("aid", (TRUE, aid)),
        amount("rest", (TRUE, rest)),
        amount("topup", (TRUE, Share(Amount("s"), Amount("rest")))),
        amount("own", (TRUE, sum_of((1, Amount("rest")), (-1, Amount("topup"))))),
    )
    for boxes in (1, 10, 100):
        found = tighten(whole, Assignment(), ["rest", "own"], boxes=boxes).intervals
        assert found == {"rest": Interval(0, 10_000_000), "own": Interval(0, 10_000_000)}


def test_unknown_truths_are_tried_apart() -> None:
    # With a: 3 + 4; without: 0 + 10. Plain ranges mix them.
    whole = program(
        *THREE,
        amount("t", (A, Literal(3)), (Not(A), Literal(0))),
        amount("u", (A, Literal(4)), (Not(A), Literal(10))),
        amount("own", (TRUE, sum_of((1, Amount("t")), (1, Amount("u"))))),
    )
    assert evaluate(whole, Assignment()).amounts["own"] == Interval(4, 13)
    assert tighten(whole, Assignment(), ["own"]).intervals == {"own": Interval(7, 10)}


def test_gap_that_no_completion_has_is_excluded_and_one_that_some_has_is_not() -> None:
    over, under = Compare(">", X, Literal(3)), Compare("<=", sum_of((2, X)), Literal(6))
    split = amount("t", (over, Literal(5)), (under, Literal(8)))
    whole = program(number("x", 0, 9), split)
    assert evaluate(whole, Assignment()).amounts["t"] == Interval(5, 8, certain=False)
    assert tighten(whole, Assignment(), ["t"]).intervals == {"t": Interval(5, 8)}
    under = Compare("<", sum_of((2, X)), Literal(6))
    split = amount("t", (over, Literal(5)), (under, Literal(8)))
    assert tighten(program(number("x", 0, 9), split), Assignment(), ["t"]).intervals == {
        "t": Interval(5, 8, certain=False)
    }


def test_small_budget_gives_a_wider_range() -> None:
    # own = r % of (10000 - r % of 10000), which is most where r is 50.
    left = sum_of((-1, Share(Amount("r"), Literal(10_000))), constant=10_000)
    whole = program(
        value("r", None, 0, 10_000, 100), amount("own", (TRUE, Share(Amount("r"), left)))
    )
    once = tighten(whole, Assignment(), ["own"], boxes=1)
    wide = once.intervals["own"]
    assert wide is not None
    assert wide.low <= 0
    assert wide.high > 2500
    assert once.wide == {"own"}
    assert tighten(whole, Assignment(), ["own"]) == Narrowed({"own": Interval(0, 2500)})


def test_known_case_and_amount_without_value_need_no_search() -> None:
    whole = program(number("x", 0, 9), UNDEFINED, amount("t", (TRUE, X)))
    found = tighten(whole, known(x=4), ["t", "nowhere"])
    assert found == Narrowed({"t": exactly(4), "nowhere": None})


# -- derivation ----------------------------------------------------------------------------------


def aid_program() -> Program:
    """Aid of 60 % above 1500.00 yuan, for those who are poor and not excluded."""
    above = sum_of((1, Amount("cost")), (-1, Amount("start")))
    return program(
        BoolInput("low_income"),
        BoolInput("tekun"),
        BoolInput("owner"),
        number("cost", 0, 10**9),
        value("rate", 6000),
        value("start", 150_000),
        atom("poor", Atom("low_income"), Atom("tekun")),
        atom("excluded", And((Atom("owner"), Atom("poor")))),
        amount(
            "aid",
            (And((Atom("poor"), Not(Atom("excluded")))), Share(Amount("rate"), above)),
            (Atom("excluded"), Literal(0)),
        ),
        amount(
            "total",
            (
                TRUE,
                Aggregate(
                    "sum",
                    ((Atom("tekun"), Amount("cost")), (Atom("low_income"), Amount("aid"))),
                ),
            ),
        ),
    )


CASE = Assignment({"low_income": True, "tekun": False, "owner": False}, {"cost": 3_000_000})


def steps(whole: Program, assignment: Assignment, name: str) -> dict[str, Step]:
    """Steps of a derivation by name."""
    found = derive(whole, evaluate(whole, assignment), name)
    assert len({step.name for step in found}) == len(found)
    seen: set[str] = set()
    for step in found:
        assert {use.name for use in step.uses} <= seen, "leaves first"
        seen.add(step.name)
    return {step.name: step for step in found}


def test_derivation_of_an_amount() -> None:
    found = steps(aid_program(), CASE, "total")
    assert list(found) == [
        "low_income", "poor", "excluded", "rate", "cost", "start", "aid", "total",
    ]  # fmt: skip
    aid = found["aid"]
    assert (aid.kind, aid.value, aid.rules) == (Kind.AMOUNT, exactly(1_710_000), ("aid/1",))
    assert [(use.name, use.value) for use in aid.uses] == [
        ("poor", True),
        ("excluded", False),
        ("rate", exactly(6000)),
        ("cost", exactly(3_000_000)),
        ("start", exactly(150_000)),
    ]
    above = sum_of((1, Amount("cost")), (-1, Amount("start")))
    assert aid.expressions == (Share(Amount("rate"), above),)
    assert aid.conditions == (Atom("poor"), Not(Atom("excluded")))
    assert found["poor"].rules == ("poor/1",)
    assert [use.name for use in found["poor"].uses] == ["low_income"]
    # What is false is named, and not taken further.
    assert (found["excluded"].value, found["excluded"].uses) == (False, ())
    assert (found["rate"].kind, found["cost"].kind) == (Kind.VALUE, Kind.INPUT)
    # The element of those who are tekun does not count, so that it is left out.
    assert found["total"].expressions == (Aggregate("sum", ((TRUE, Amount("aid")),)),)


def test_derivation_of_a_false_atom_says_what_fails() -> None:
    found = steps(aid_program(), CASE, "excluded")
    assert list(found) == ["owner", "excluded"]
    assert found["excluded"].conditions == (Not(Atom("owner")),)
    assert (found["excluded"].rules, found["excluded"].value) == ((), False)


def test_derivation_of_an_undetermined_atom_and_amount() -> None:
    unsure = Assignment({"tekun": False, "owner": True}, {"cost": 3_000_000})
    found = steps(aid_program(), unsure, "aid")
    assert found["poor"].value is None
    assert found["poor"].rules == ("poor/1",)
    assert found["aid"].rules == ("aid/1", "aid/2")
    assert found["aid"].value == Interval(0, 1_710_000, certain=False)
    assert found["excluded"].conditions == (Atom("owner"), Atom("poor"))


def test_derivation_of_an_amount_without_value_says_why_no_rule_fires() -> None:
    nobody = Assignment({"low_income": False, "tekun": False, "owner": False}, {"cost": 0})
    found = steps(aid_program(), nobody, "aid")
    assert (found["aid"].value, found["aid"].rules, found["aid"].expressions) == (None, (), ())
    assert found["aid"].conditions == (Not(Atom("poor")), Not(Atom("excluded")))


def test_derivation_takes_the_literals_that_make_a_body_true() -> None:
    body = Or((A, And((B, Compare(">", X, Literal(1))))))
    whole = program(*THREE, number("x", 0, 9), atom("t", body), atom("n", Not(Or((A, C)))))
    case = Assignment({"a": False, "b": True, "c": False}, {"x": 2})
    assert steps(whole, case, "t")["t"].conditions == (B, Compare(">", X, Literal(1)))
    assert steps(whole, case, "n")["n"].conditions == (Not(A), Not(C))
    count = AtLeast(2, ((1, A), (1, B), (1, C)))
    found = steps(program(*THREE, atom("t", count)), Assignment(dict.fromkeys("abc", True)), "t")
    assert found["t"].conditions == (count,)
    assert [use.name for use in found["t"].uses] == ["a", "b", "c"]


def test_derivation_of_a_long_chain_does_not_recurse() -> None:
    chain = [amount("s0", (TRUE, X))]
    chain += [amount(f"s{n}", (TRUE, sum_of((1, Amount(f"s{n - 1}"))))) for n in range(1, 3000)]
    whole = program(number("x", 0, 9), *chain)
    found = derive(whole, evaluate(whole, known(x=1)), "s2999")
    assert [step.name for step in found] == ["x", *(f"s{n}" for n in range(3000))]
    assert tighten(whole, Assignment(), ["s2999"]).intervals == {"s2999": Interval(0, 9)}


def test_derivation_of_an_unknown_name_is_refused() -> None:
    whole = aid_program()
    with pytest.raises(EngineError, match="`nothing` is not defined"):
        derive(whole, evaluate(whole, CASE), "nothing")


# -- random programs against a reading of the semantics ------------------------------------------

CHOICES: tuple[Choice, ...] = ("sum", "min", "max")
RANGES = {"x": (-2, 2, 1), "y": (0, 51, 17), "r": (3000, 8000, 2500)}


class Reference:
    """Truth and value of terms where all is known, as the docstrings of the terms say."""

    def __init__(
        self, rounding: Rounding, atoms: dict[str, bool], amounts: dict[str, int | None]
    ) -> None:
        self.rounding, self.atoms, self.amounts = rounding, atoms, amounts

    def truth(self, item: Formula) -> bool:  # noqa: PLR0911 - one for each kind
        """Truth of a formula."""
        match item:
            case Atom():
                return self.atoms[item.name]
            case Not():
                return not self.truth(item.item)
            case And():
                return all(self.truth(part) for part in item.items)
            case Or():
                return any(self.truth(part) for part in item.items)
            case AtLeast():
                return sum(w for w, part in item.items if self.truth(part)) >= item.bound
            case Compare():
                a, b = self.value(item.left), self.value(item.right)
                return a is not None and b is not None and {
                    "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b, "!=": a != b,
                }[item.operator]  # fmt: skip
            case _:
                return item.value

    def value(self, item: Expression) -> int | None:  # noqa: PLR0911 - one for each kind
        """Value of an expression."""
        match item:
            case Literal():
                return item.value
            case Amount():
                return self.amounts[item.name]
            case Linear():
                parts = [(factor, self.value(part)) for factor, part in item.items]
                values = [factor * v for factor, v in parts if v is not None]
                return item.constant + sum(values) if len(values) == len(parts) else None
            case Share():
                rate, of = self.value(item.rate), self.value(item.of)
                if rate is None or of is None:
                    return None
                return self.whole(Fraction(rate * of, 10_000))
            case Quotient():
                of = self.value(item.of)
                return None if of is None else self.whole(Fraction(of, item.divisor))
            case Aggregate():
                found = [
                    self.value(part) for condition, part in item.elements if self.truth(condition)
                ]
                present = [v for v in found if v is not None]
                if len(present) < len(found) or (not present and item.function != "sum"):
                    return None
                if item.function == "sum":
                    return sum(present)
                return min(present) if item.function == "min" else max(present)

    def whole(self, exact: Fraction) -> int:
        """Round a fraction."""
        if self.rounding is Rounding.HALF_UP:
            return floor(exact + Fraction(1, 2))
        return floor(exact) if self.rounding is Rounding.DOWN else ceil(exact)


def reference(whole: Program, case: Assignment) -> tuple[Reference, set[str], list[Constraint]]:
    """Evaluate a known case the plain way: names, amounts in conflict, broken constraints."""
    found = Reference(whole.rounding, dict(case.booleans), dict(case.numbers))
    clashes = set()
    for item in whole.definitions:
        if isinstance(item, AtomDefinition):
            found.atoms[item.name] = any(found.truth(rule.body) for rule in item.alternatives)
        else:
            values = {
                found.value(rule.value) for rule in item.alternatives if found.truth(rule.guard)
            }
            found.amounts[item.name] = values.pop() if len(values) == 1 else None
            if len(values - {None}) > 1:
                clashes.add(item.name)
    return found, clashes, [rule for rule in whole.constraints if found.truth(rule.body)]


@st.composite
def formulas(draw: st.DrawFn, atoms: list[str], amounts: list[str], depth: int = 2) -> Formula:
    """Draw a formula over names."""
    kind = draw(st.integers(0, 7 if depth else 2))
    if kind <= 1:
        return Atom(draw(st.sampled_from(atoms)))
    if kind == 2:
        return draw(st.sampled_from((TRUE, TRUE, FALSE)))
    part = formulas(atoms, amounts, depth - 1)
    if kind == 3:
        return Not(draw(part))
    if kind == 4:
        items = draw(st.lists(st.tuples(st.sampled_from((1, 2, -1)), part), max_size=3))
        return AtLeast(draw(st.integers(0, 3)), tuple(items))
    if kind == 5:
        side = expressions(atoms, amounts, depth - 1)
        return Compare(draw(st.sampled_from(OPERATORS)), draw(side), draw(side))
    parts = tuple(draw(st.lists(part, max_size=2)))
    return And(parts) if kind == 6 else Or(parts)


@st.composite
def expressions(
    draw: st.DrawFn, atoms: list[str], amounts: list[str], depth: int = 2
) -> Expression:
    """Draw an expression over names."""
    kind = draw(st.integers(0, 7 if depth else 3))
    if kind == 0:
        return Literal(draw(st.integers(-20, 60)))
    if kind <= 3:
        return Amount(draw(st.sampled_from(amounts)))
    part = expressions(atoms, amounts, depth - 1)
    if kind == 4:
        return Quotient(draw(part), draw(st.integers(1, 4)))
    if kind == 5:
        rates: tuple[Expression, ...] = (Amount("r"), Literal(6000), Literal(-2500))
        return Share(draw(st.sampled_from(rates)), draw(part))
    if kind == 6:
        items = draw(st.lists(st.tuples(st.sampled_from((1, -1, 2)), part), max_size=3))
        return Linear(draw(st.integers(-5, 5)), tuple(items))
    element = st.tuples(st.one_of(st.just(TRUE), formulas(atoms, amounts, depth - 1)), part)
    return Aggregate(draw(st.sampled_from(CHOICES)), tuple(draw(st.lists(element, max_size=3))))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a Program over Booleans a, b and numbers x (input), y, r (open values with steps)."""
    atoms, amounts = ["a", "b"], ["x", "y", "r"]
    items: list[Definition | Constraint] = []
    for position in range(draw(st.integers(2, 6))):
        if draw(st.integers(0, 2)) == 0:
            bodies = draw(st.lists(formulas(atoms, amounts), max_size=2))
            items.append(atom(f"p{position}", *bodies))
            atoms.append(f"p{position}")
        else:
            case = st.tuples(
                st.one_of(st.just(TRUE), formulas(atoms, amounts)), expressions(atoms, amounts)
            )
            items.append(amount(f"n{position}", *draw(st.lists(case, min_size=1, max_size=2))))
            amounts.append(f"n{position}")
    if draw(st.booleans()):
        items.append(Constraint("never", draw(formulas(atoms, amounts))))
    return program(
        BoolInput("a"),
        BoolInput("b"),
        number("x", *RANGES["x"][:2]),
        *(value(name, None, *RANGES[name]) for name in ("y", "r")),
        *items,
        rounding=draw(st.sampled_from(list(Rounding))),
    )


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    """Draw what is known of a case."""
    numbers = {
        name: draw(st.sampled_from(range(low, high + 1, step)))
        for name, (low, high, step) in RANGES.items()
        if draw(st.booleans())
    }
    return Assignment({n: draw(st.booleans()) for n in "ab" if draw(st.booleans())}, numbers)


def completions(case: Assignment) -> Iterator[Assignment]:
    """Make every case that fits what is known."""
    truths = [[case.booleans[n]] if n in case.booleans else [True, False] for n in "ab"]
    numbers = [
        [case.numbers[n]] if n in case.numbers else list(range(low, high + 1, step))
        for n, (low, high, step) in RANGES.items()
    ]
    for choice in product(product(*truths), product(*numbers)):
        yield Assignment(
            dict(zip("ab", choice[0], strict=True)), dict(zip(RANGES, choice[1], strict=True))
        )


@settings(max_examples=150, deadline=None)
@given(programs(), assignments())
def test_random_known_case_is_as_the_reference_says(whole: Program, some: Assignment) -> None:
    case = next(completions(some))
    found, clashes, broken = reference(whole, case)
    got = evaluate(whole, case)
    assert got.atoms == found.atoms
    assert got.amounts == {
        name: None if v is None else exactly(v) for name, v in found.amounts.items()
    }
    assert {item.name for item in got.conflicts} == clashes
    assert all(item.certain for item in got.conflicts)
    assert all(item.certain for item in got.gaps)
    assert (list(got.broken), got.doubtful) == (broken, ())


@settings(max_examples=80, deadline=None)
@given(programs(), assignments())
def test_random_unknowns_keep_every_completion(whole: Program, some: Assignment) -> None:
    outputs = [i.name for i in whole.definitions if isinstance(i, AmountDefinition)][-1:]
    partial = evaluate(whole, some, outputs)
    for case in completions(some):
        full = evaluate(whole, case, outputs)
        for name, fact in partial.atoms.items():
            assert fact is None or fact is full.atoms[name]
        for name, interval in partial.amounts.items():
            exact = full.amounts[name]
            if exact is None:
                assert interval is None or not interval.certain
            else:
                assert interval is not None
                assert interval.low <= exact.low <= interval.high
        for before, after in (
            (partial.conflicts, full.conflicts),
            (partial.gaps, full.gaps),
        ):
            later = {item.name for item in after}
            assert {item.name for item in before if item.certain} <= later
            assert later <= {item.name for item in before}
        assert set(partial.broken) <= set(full.broken) <= {*partial.broken, *partial.doubtful}


@settings(max_examples=80, deadline=None)
@given(programs(), assignments())
def test_random_ranges_are_those_of_the_possible_completions(
    whole: Program, some: Assignment
) -> None:
    names = [i.name for i in whole.definitions if isinstance(i, AmountDefinition)]
    possible = [reference(whole, c) for c in completions(some)]
    tables = [found.amounts for found, _, broken in possible if not broken]
    narrow = tighten(whole, some, names, boxes=20_000, work=10**6).intervals
    tight = tighten(whole, some, names, boxes=12).intervals
    for name in names:
        values = [table[name] for table in tables]
        present = [v for v in values if v is not None]
        loose = tight[name]
        if present:
            exact = Interval(min(present), max(present), len(present) == len(values))
            assert narrow[name] == exact
            assert loose is not None
            assert loose.low <= exact.low <= exact.high <= loose.high
            assert exact.certain or not loose.certain
        elif values:
            assert narrow[name] is None
            assert loose is None or not loose.certain


@pytest.mark.parametrize("rounding", list(Rounding))
def test_residue_is_what_rounding_leaves(rounding: Rounding) -> None:
    for divisor in range(1, 12):
        left = [rounding.divide(n, divisor) * divisor - n for n in range(-30, 30)]
        assert residue(rounding, divisor) == (min(left), max(left))


def test_allowed_is_the_part_of_a_range_that_compares_so() -> None:
    compare = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq}
    for operator in OPERATORS:
        for low, high in combinations_with_replacement(range(-3, 4), 2):
            fits = [n for n in range(low, high + 1) if operator == "!=" or compare[operator](n, 0)]
            least, most = allowed(operator, (low, high))
            assert (least, most) == (min(fits), max(fits)) if fits else least > most


def test_negated_comparison_tells_nothing_where_a_side_may_lack_a_value() -> None:
    # top is x wherever x > 3 is not true of `half`, so also where a is false: then up to 9.
    half = amount("half", (A, X))
    unless = Not(Compare(">", Amount("half"), Literal(3)))
    top = amount("top", (unless, sum_of((1, X), constant=1)), (Not(unless), Literal(0)))
    whole = program(*THREE, number("x", 0, 9), half, top)
    for boxes in (1, 400):
        found = tighten(whole, Assignment(), ["top"], boxes=boxes).intervals
        assert found == {"top": Interval(0, 10)}
    assert tighten(whole, Assignment({"a": True}), ["top"]).intervals == {"top": Interval(0, 4)}


AFFINE: list[Expression] = [
    sum_of((2, X), (-3, Y), constant=5),
    Share(Literal(6000), X),
    Share(Literal(-2500), sum_of((2, X), (1, Y))),
    Share(sum_of((900, X)), Y),
    Quotient(sum_of((3, X), (-1, Y)), 6),
    Quotient(Share(Literal(3333), X), 4),
    Aggregate("min", ((TRUE, X), (TRUE, Y))),
    Aggregate("max", ((TRUE, X), (TRUE, Y), (TRUE, Literal(3)))),
    Aggregate("max", ((TRUE, sum_of((1, X), (-1, Y))), (A, Literal(2)))),
    Aggregate("sum", ((TRUE, X), (A, Y))),
    Share(Literal(-6000), Aggregate("min", ((TRUE, X), (TRUE, Y)))),
    sum_of((-2, Aggregate("min", ((TRUE, X), (TRUE, Y)))), (1, X)),
    sum_of((1, Aggregate("max", ((TRUE, X), (TRUE, Y)))), (-1, Quotient(Y, 2))),
]


@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("item", AFFINE)
def test_form_holds_at_every_point(item: Expression, rounding: Rounding) -> None:
    unknowns = [(-7, 9), (-4, 12)]
    walker = AffineWalker(rounding, {"a": None}, {})
    walker.symbols += unknowns
    for symbol, (name, (low, high)) in enumerate(zip("xy", unknowns, strict=True)):
        walker.amounts[name] = (low, high, True, Form(1, 0, {symbol: 1}))
    found = walker.expression(item)
    assert found is not None
    low, high, _, form = found
    assert form is not None
    for x, y, a in product(range(-7, 10), range(-4, 13), (True, False)):
        exact = Reference(rounding, {"a": a}, {"x": x, "y": y}).value(item)
        assert exact is not None
        point = {0: (x, x), 1: (y, y)}
        least, most = reach(form, walker.symbols, point)
        assert low <= exact <= high
        assert least <= exact * form.denominator <= most
        if form.branches:
            ranges = [whole(part, reach(part, walker.symbols, point)) for part, _ in form.branches]
            least, most = choose(form.kind, ranges)
            assert least <= exact <= most


@st.composite
def chains(draw: st.DrawFn) -> Program:
    """Draw what documents do with amounts: shares, limits, remainders, thresholds, in a chain."""
    names = ["x", "y", "r"]
    items: list[Definition] = []
    for position in range(draw(st.integers(3, 7))):
        one, two, three = (Amount(draw(st.sampled_from(names))) for _ in range(3))
        factors = draw(st.tuples(*[st.sampled_from((1, -1, 2, -3))] * 2))
        lines = sum_of((factors[0], one), (factors[1], two), constant=draw(st.integers(-30, 30)))
        rates: tuple[Expression, ...] = (Literal(2500), Literal(6000), Literal(-3333), Amount("r"))
        rate, of = draw(st.sampled_from(rates)), (lines if draw(st.booleans()) else one)
        counts: Formula = Atom("a") if draw(st.booleans()) else TRUE
        limits: tuple[tuple[Formula, Expression], ...] = ((TRUE, one), (TRUE, two), (counts, three))
        right = lines if draw(st.booleans()) else two
        over = Compare(draw(st.sampled_from(OPERATORS)), one, right)
        kinds: tuple[AmountDefinition, ...] = (
            amount(f"n{position}", (TRUE, lines)),
            amount(f"n{position}", (TRUE, Share(rate, of))),
            amount(f"n{position}", (TRUE, Quotient(one, draw(st.integers(1, 6))))),
            amount(f"n{position}", (TRUE, Aggregate("min", limits))),
            amount(f"n{position}", (TRUE, Aggregate("max", limits))),
            amount(f"n{position}", (TRUE, Aggregate("sum", limits))),
            amount(f"n{position}", (over, lines), (Not(over), Share(rate, three))),
        )
        items.append(draw(st.sampled_from(kinds)))
        names.append(f"n{position}")
    return program(
        BoolInput("a"),
        number("x", 0, 40),
        value("y", None, 0, 60, 20),
        value("r", None, 5000, 9000, 2000),
        *items,
        rounding=draw(st.sampled_from(list(Rounding))),
    )


@settings(max_examples=80, deadline=None)
@given(chains())
def test_random_chain_of_amounts_keeps_every_completion_in_any_budget(whole: Program) -> None:
    grid = product((True, False), range(41), (0, 20, 40, 60), (5000, 7000, 9000))
    tables = [
        reference(whole, Assignment({"a": a}, {"x": x, "y": y, "r": r}))[0].amounts
        for a, x, y, r in grid
        if x % 3 == 0 or x in (1, 38, 40)
    ]
    names = [item.name for item in whole.definitions]
    for boxes in (1, 6, 60):
        found = tighten(whole, Assignment(), names, boxes=boxes).intervals
        for name in names:
            values = [v for table in tables if (v := table[name]) is not None]
            interval = found[name]
            assert interval is not None
            assert interval.low <= min(values) <= max(values) <= interval.high
