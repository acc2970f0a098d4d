from __future__ import annotations

import pytest

from verifier.analysis.checking.forced import forced_inputs
from verifier.places import property_files, shown
from verifier.program.model import (
    AtomAlternative,
    AtomDefinition,
    BoolInput,
    Program,
    Rounding,
)
from verifier.program.terms import (
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

A, B, C = Atom("a"), Atom("b"), Atom("c")


CLAIM = f"{shown(str(property_files()[0]))}:1:1"


def program(**atoms: tuple[Formula, ...]) -> Program:
    """Inputs a, b, c, and atoms with the bodies of their rules."""
    return ruled("", **atoms)


def ruled(rule: str, /, **atoms: tuple[Formula, ...]) -> Program:
    """The same, where each of the atoms is defined by this rule."""
    return Program(
        "d", 1, Rounding.HALF_UP, tuple(BoolInput(n) for n in "abc"), (),
        tuple(
            AtomDefinition(name, tuple(AtomAlternative(rule, body) for body in bodies))
            for name, bodies in atoms.items()
        ),
        (), {}, {},
    )


@pytest.mark.parametrize(
    ("premise", "forced"),
    [
        (A, {"a": True}),
        (Not(A), {"a": False}),
        (And((A, Not(B))), {"a": True, "b": False}),
        (Not(And((A, B))), {}),
        (Or((A, B)), {}),
        (Not(Or((A, B))), {"a": False, "b": False}),
        (Not(Or((A, Not(And((B, C)))))), {"a": False, "b": True, "c": True}),
        (AtLeast(1, ((1, A), (1, B))), {}),
        (Compare("<", Literal(1), Literal(2)), {}),
        (TRUE, {}),
    ],
)
def test_only_what_follows_without_a_choice_is_forced(
    premise: Formula, forced: dict[str, bool]
) -> None:
    assert forced_inputs(program(), premise) == forced


@pytest.mark.parametrize(
    ("premise", "forced"),
    [
        (Atom("one"), {"a": True, "b": False}),
        (Not(Atom("one")), {}),  # either literal may fail
        (Atom("two"), {}),  # either rule may hold
        (Not(Atom("two")), {"a": False, "b": False}),
        (Atom("over"), {"a": True, "b": False, "c": True}),
        (Not(Atom("none")), {}),
        (Atom("none"), {}),
    ],
)
def test_definitions_are_followed(premise: Formula, forced: dict[str, bool]) -> None:
    known = program(
        one=(And((A, Not(B))),), two=(A, B), over=(And((Atom("one"), C)),), none=()
    )
    assert forced_inputs(known, premise) == forced


def test_a_chain_that_is_met_twice_ends() -> None:
    known = program(one=(A,), both=(And((Atom("one"), Atom("one"))),))
    assert forced_inputs(known, Atom("both")) == {"a": True}


@pytest.mark.parametrize(
    ("premise", "forced"),
    [
        (Atom("one"), {"a": True, "b": True}),  # it is true for no other reason
        (Not(Atom("low")), {}),  # it may be that the rule is not in force
        (And((C, Not(Atom("low")))), {"c": True}),
        (Atom("calm"), {}),
    ],
)
def test_what_only_a_rule_of_a_document_rules_out_is_not_forced(
    premise: Formula, forced: dict[str, bool]
) -> None:
    atoms: dict[str, tuple[Formula, ...]] = {
        "one": (And((A, B)),), "low": (A,), "calm": (Not(Atom("low")),)
    }
    assert forced_inputs(ruled("plan.lp:1:1", **atoms), premise) == forced


def test_what_a_rule_of_a_property_rules_out_is_forced() -> None:
    atoms: dict[str, tuple[Formula, ...]] = {"low": (A,), "calm": (Not(Atom("low")),)}
    assert forced_inputs(ruled(CLAIM, **atoms), Atom("calm")) == {"a": False}
