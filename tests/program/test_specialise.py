"""A specialised program evaluates as the whole one does in the cases that it is for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.differential.test_engines import compiled
from tests.random_cases import any_case, random_case
from verifier import programs
from verifier.engines.exact import Assignment, evaluate
from verifier.program.model import AtomAlternative, AtomDefinition, BoolInput, Program, Rounding
from verifier.program.specialise import specialise
from verifier.program.terms import FALSE, TRUE, And, AtLeast, Atom, Formula, Not, Or


def compare(program: Program, case: Assignment, rng: random.Random) -> int:
    """Specialise to a random part of a case; say how many atoms were left out."""
    known = {n: t for n, t in case.booleans.items() if rng.random() < rng.choice((0.3, 0.9))}
    keep = {d.name for d in program.definitions if rng.random() < 0.2}
    special = specialise(program, known, keep)
    whole, part = evaluate(program, case), evaluate(special, case)
    assert part.amounts == whole.amounts
    assert keep & whole.atoms.keys() <= part.atoms.keys()
    assert part.atoms.items() <= whole.atoms.items()
    assert [c.rule for c in part.broken] == [c.rule for c in whole.broken]
    assert {(c.name, c.rules) for c in part.conflicts} == {
        (c.name, c.rules) for c in whole.conflicts
    }
    assert {g.name for g in part.gaps} == {g.name for g in whole.gaps}
    return len(whole.atoms) - len(part.atoms)


def test_random_programs(tmp_path: Path) -> None:
    left_out = 0
    for seed in range(40):
        _, _, program = compiled(tmp_path, seed)
        rng = random.Random(seed)
        for _ in range(3):
            left_out += compare(program, any_case(program, rng), rng)
    assert left_out > 0


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_documents(document: programs.Document) -> None:
    program = programs.load_program(document, 2)
    rng = random.Random(document.id)
    left_out = sum(compare(program, random_case(program, rng), rng) for _ in range(20))
    assert left_out > 100


A, B, C = Atom("a"), Atom("b"), Atom("c")


def small(body: Formula, rule: str = "") -> Program:
    inputs = tuple(BoolInput(n) for n in "abc")
    definition = AtomDefinition("d", (AtomAlternative(rule, body),))
    return Program("s", 1, Rounding.DOWN, inputs, (), (definition,), (), {}, {})


@pytest.mark.parametrize(("body", "left"), [
    (And((A, B)), B),
    (Or((Not(A), B)), B),
    (AtLeast(2, ((1, A), (1, B), (1, C))), AtLeast(1, ((1, B), (1, C)))),
    (AtLeast(3, ((2, B), (2, C), (-1, A))), AtLeast(4, ((2, B), (2, C)))),
])
def test_what_is_known_is_folded(body: Formula, left: Formula) -> None:
    (definition,) = specialise(small(body), {"a": True}).definitions
    assert definition.alternatives == (AtomAlternative("", left),)


@pytest.mark.parametrize("body", [
    Not(A), And((Not(A), B)), AtLeast(3, ((1, A), (1, B))), AtLeast(2, ((1, B), (-1, A))),
])
def test_what_cannot_be_true_is_left_out(body: Formula) -> None:
    assert specialise(small(body), {"a": True}).definitions == ()
    (kept,) = specialise(small(body), {"a": True}, {"d"}).definitions
    assert kept.alternatives == (AtomAlternative("", FALSE),)


def test_a_rule_of_a_document_never_becomes_a_constant() -> None:
    assert specialise(small(A), {"a": True}).definitions == ()
    (kept,) = specialise(small(A, "rule"), {"a": True}).definitions
    assert kept.alternatives == (AtomAlternative("rule", TRUE),)
