from __future__ import annotations

import datetime

import pytest

from verifier.errors import LanguageError
from verifier.program.declared import wrong_declarations
from verifier.program.model import Argument, Fact, Origin
from verifier.program.names import amounts_in, atoms_in, definition_key, names_used, parts
from verifier.program.sorts import Sort, parse, scaled, show
from verifier.program.terms import (
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Compare,
    Linear,
    Literal,
    Not,
    Or,
    Quotient,
    Share,
    Truth,
)
from verifier.program.values import bounds, functor, policy_values, sorts
from verifier.source import Span

DAY = datetime.date(2022, 7, 1).toordinal()


def range_(low: Argument, high: Argument) -> Fact:
    return Fact("range", (low, high))


@pytest.mark.parametrize(("value", "unit", "expected", "sort"), [
    (320, "yuan", 32_000, Sort.MONEY),
    ("12.34", "yuan", 1_234, Sort.MONEY),
    ("0.05", "wan_yuan", 50_000, Sort.MONEY),
    (7, "fen", 7, Sort.MONEY),
    ("62.5", "percent", 6_250, Sort.PERCENT),
    (5, "points", 500, Sort.PERCENT),
    (2, "times", 2, Sort.NUMBER),
    (30, "days", 30, Sort.COUNT),
    (2023, "year", 2023, Sort.YEAR),
    ("2022-07-01", "date", DAY, Sort.DATE),
])
def test_figures_in_smallest_units(value: Argument, unit: str, expected: int, sort: Sort) -> None:
    found = policy_values({"figure": [Fact("figure", ("f", value, unit, 4))]}, {"f": Span("a", 3)})
    figure = found["f"]
    assert (figure.value, figure.low, figure.high) == (expected, expected, expected)
    assert (figure.sort, figure.origin, figure.place) == (sort, Origin.FIGURE, 4)
    assert figure.span == Span("a", 3)


@pytest.mark.parametrize(("value", "unit", "said"), [
    (-3, "fen", "`f` is -3 fen, which is negative"),
    (-1500, "yuan", "`f` is -1500 yuan, which is negative"),
    (range_(-1, 5), "percent", "`f` is range(-1,5) percent, which is negative"),
    (175, "percent", "`f` is 175 percent, which is more than the whole"),
    ("100.01", "points", "`f` is 100.01 points, which is more than the whole"),
    (range_(90, 110), "percent", "`f` is range(90,110) percent, which is more than the whole"),
])
def test_what_no_document_says_is_refused(value: Argument, unit: str, said: str) -> None:
    with pytest.raises(LanguageError) as caught:
        policy_values({"figure": [Fact("figure", ("f", value, unit, 4))]}, {"f": Span("a", 3)})
    (problem,) = caught.value.problems
    assert (problem.rule, problem.span, str(problem.what)) == ("value", Span("a", 3), said)


def test_a_share_of_more_than_the_whole_is_declared_so() -> None:
    facts = {
        "figure": [Fact("figure", ("f", 150, "percent", 1))],
        "above_whole": [Fact("above_whole", ("f",))],
    }
    assert policy_values(facts, {})["f"].value == 15_000


@pytest.mark.parametrize(("value", "unit"), [
    ("12.345", "yuan"), ("1.5", "fen"), ("x", "yuan"), ("NaN", "yuan"), ("Infinity", "yuan"),
    ("2022-02-30", "date"), (range_(90, 80), "percent"), (range_("a", 1), "percent"),
    (Fact("range", (1,)), "yuan"), (Fact("range", (1, 2, 3)), "yuan"),
    (range_(range_(1, 2), 3), "yuan"),
    ("62.555", "percent"),
])
def test_values_that_are_none(value: Argument, unit: str) -> None:
    with pytest.raises(LanguageError) as caught:
        policy_values({"figure": [Fact("figure", ("f", value, unit, 1))]}, {"f": Span("a", 3)})
    (problem,) = caught.value.problems
    assert (problem.rule, problem.span) == ("value", Span("a", 3))


def test_open_values_and_parameters() -> None:
    found = policy_values({
        "figure": [Fact("figure", ("f", range_(80, 90), "percent", 1))],
        "open": [Fact("open", ("o", range_(0, "10.5"), "yuan"))],
        "parameter": [Fact("parameter", ("p", 2022, 320, "yuan", "stated")),
                      Fact("parameter", ("p", 2023, range_(1, 2), "yuan", "none"))],
        "source": [Fact("source", ("p", "来源", "from"))],
    }, {})
    assert [(v.name, v.value, v.low, v.high, v.origin) for v in found.values()] == [
        ("f", None, 8000, 9000, Origin.OPEN), ("o", None, 0, 1050, Origin.OPEN),
        ("p(2022)", 32000, 32000, 32000, Origin.PARAMETER),
        ("p(2023)", None, 100, 200, Origin.PARAMETER),
    ]
    assert (found["p(2022)"].grade, found["p(2022)"].source) == ("stated", "来源")


def test_a_name_is_declared_once() -> None:
    facts = {"figure": [Fact("figure", ("f", 1, "yuan", 1))],
             "open": [Fact("open", ("f", range_(0, 1), "yuan"))]}
    with pytest.raises(LanguageError, match="twice"):
        policy_values(facts, {})


def test_bounds_follow_the_sort() -> None:
    facts = {
        "quantity": [Fact("quantity", (n, s, "", "")) for n, s in
                     (("m", "money"), ("c", "count"), ("d", "date"))],
        "bounds": [Fact("bounds", ("m", 0, "10.5", "", "")), Fact("bounds", ("c", 1, 9, "", "")),
                   Fact("bounds", ("d", "2022-07-01", "2022-07-02", "", ""))],
    }
    assert bounds(facts, sorts(facts)) == {"m": (0, 1050), "c": (1, 9), "d": (DAY, DAY + 1)}


@pytest.mark.parametrize(("fact", "wrong"), [
    (Fact("quantity", ("a", "money", "", "")), False),
    (Fact("quantity", ("a", "monye", "", "")), True),
    (Fact("bounds", ("m", 0, "10.5", "", "")), False),
    (Fact("bounds", ("m", 0, "10.555", "", "")), True),
    (Fact("bounds", ("m", 2, 1, "", "")), True),
    (Fact("bounds", ("m", "x", 1, "", "")), True),
    (Fact("bounds", ("m", range_(1, 2), 1, "", "")), True),
    (Fact("figure", ("f", 1, "yuan", 0)), False),
    (Fact("figure", ("f", 1, "yuan", -1)), True),
    (Fact("figure", ("f", 1, "yuan", "one")), True),
])
def test_declarations_that_cannot_be_read(fact: Fact, *, wrong: bool) -> None:
    money = Fact("quantity", ("m", "money", "", ""))
    found = list(wrong_declarations([money, fact], lambda f: Span("a", len(f.arguments))))
    assert [p.rule for p in found] == ["value"] * wrong
    assert all(p.span.line for p in found)


# Sorts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "sort", "value", "shown"), [
    ("1234.5", Sort.MONEY, 123_450, "1234.50"), ("-0.05", Sort.MONEY, -5, "-0.05"),
    ("1,000元", Sort.MONEY, 100_000, "1000.00"), ("62.5%", Sort.PERCENT, 6_250, "62.5"),
    ("100", Sort.PERCENT, 10_000, "100"), ("2022-07-01", Sort.DATE, DAY, "2022-07-01"),
    ("3", Sort.COUNT, 3, "3"),
])
def test_quantities_as_a_user_writes_them(text: str, sort: Sort, value: int, shown: str) -> None:
    assert parse(text, sort) == value
    assert show(value, sort) == shown


@pytest.mark.parametrize("text", ["", "1.005", "a", "1e-9", "nan", "--1"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError):
        scaled(text, 100)


# Names -------------------------------------------------------------------------------------------

EVERYTHING = Or((
    Truth(True), And((Atom("a"), Not(Atom("b")))), AtLeast(1, ((1, Atom("c")),)),
    Compare("<", Linear(1, ((2, Amount("x")),)), Share(Amount("p"), Quotient(Amount("y"), 3))),
    Compare("=", Aggregate("sum", ((Atom("d"), Amount("z")),)), Literal(1)),
))


def test_names_in_a_term() -> None:
    assert list(atoms_in(EVERYTHING)) == ["a", "b", "c", "d"]
    assert list(amounts_in(EVERYTHING)) == ["x", "p", "y", "z"]
    assert parts(Literal(1)) == parts(Truth(True)) == ()


def test_names_used_by_a_definition() -> None:
    from verifier.program.model import (
        AmountAlternative,
        AmountDefinition,
        AtomAlternative,
        AtomDefinition,
    )

    amount = AmountDefinition("v", Sort.MONEY, (AmountAlternative("r", Atom("g"), Amount("x")),))
    atom = AtomDefinition("v", (AtomAlternative("r", Atom("x")),))
    assert names_used(amount) == {"atom g", "amount x"}
    assert names_used(atom) == {"atom x"}
    assert definition_key(amount) != definition_key(atom)


def test_functors() -> None:
    assert (functor("paid(aid,1)"), functor("own")) == ("paid", "own")
