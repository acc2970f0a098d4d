"""What is true whatever the case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verifier.program.model import AtomAlternative, AtomDefinition
from verifier.program.settled import Settled, settled_atoms
from verifier.program.terms import (
    FALSE,
    TRUE,
    And,
    AtLeast,
    Atom,
    Compare,
    Formula,
    Literal,
    Not,
    Or,
)

INPUT = Atom("input")


def _atom(name: str, *bodies: Formula) -> AtomDefinition:
    return AtomDefinition(name, tuple(AtomAlternative("r", body) for body in bodies))


def test_what_rests_on_rules_alone_is_settled() -> None:
    known = settled_atoms([
        _atom("yes", TRUE),
        _atom("no"),
        _atom("both", And((Atom("yes"), Not(Atom("no"))))),
        _atom("neither", And((Atom("yes"), Atom("no")))),
        _atom("two", AtLeast(2, ((1, Atom("yes")), (1, Atom("both"))))),
        _atom("three", AtLeast(3, ((1, Atom("yes")), (1, Atom("both"))))),
    ])
    assert known == {
        "yes": True, "no": False, "both": True, "neither": False, "two": True, "three": False,
    }


def test_what_an_input_or_an_amount_can_change_is_not() -> None:
    known = settled_atoms([
        _atom("by_input", INPUT),
        _atom("by_amount", Compare("<", Literal(0), Literal(1))),
        _atom("either", Or((INPUT, TRUE))),
        _atom("never", And((INPUT, FALSE))),
        _atom("perhaps", AtLeast(1, ((1, INPUT), (1, FALSE)))),
        _atom("surely", AtLeast(0, ((-1, FALSE), (1, INPUT)))),
    ])
    assert known == {
        "by_input": None, "by_amount": None, "either": True, "never": False, "perhaps": None,
        "surely": True,
    }


@st.composite
def _layered(draw: st.DrawFn) -> list[AtomDefinition]:
    """Definitions of which each names inputs and those before it."""
    names = ["x", "y", "z"]
    definitions = []
    for place in range(draw(st.integers(1, 8))):
        named = st.sampled_from(names).map(Atom)
        literal = st.one_of(named, named.map(Not), st.sampled_from([TRUE, FALSE]))
        several = st.lists(literal, max_size=3).map(tuple)
        weighted = st.lists(st.tuples(st.integers(-2, 2), literal), max_size=3).map(tuple)
        body = st.one_of(
            literal, several.map(And), several.map(Or),
            st.builds(AtLeast, st.integers(-1, 3), weighted),
            st.just(Compare("<", Literal(0), Literal(1))),
        )
        rules = st.sampled_from(["", "r"])
        alternatives = st.lists(st.builds(AtomAlternative, rules, body), max_size=3).map(tuple)
        definitions.append(AtomDefinition(f"d{place}", draw(alternatives)))
        names.append(f"d{place}")
    return definitions


_SOME = st.dictionaries(st.sampled_from(["x", "y", "z"]), st.booleans())


@given(_layered(), _SOME, st.lists(_SOME, min_size=1, max_size=3))
def test_what_more_inputs_settle_is_what_all_of_them_settle(
    definitions: list[AtomDefinition], first: dict[str, bool], more: list[dict[str, bool]]
) -> None:
    settled = Settled(definitions, first)
    for inputs in more:
        anew = settled_atoms(definitions, {**first, **inputs}, by_rules=False)
        assert settled.where(inputs) == anew
