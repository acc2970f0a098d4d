"""What is true whatever the case."""

from __future__ import annotations

from verifier.program.model import AtomAlternative, AtomDefinition
from verifier.program.settled import settled_atoms
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
