"""clingo and the exact engine on the Boolean part of cases."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.random_cases import random_case
from verifier import programs
from verifier.compilation import compile_program
from verifier.engines.boolean import BooleanCheck, Difference
from verifier.engines.exact import Assignment, evaluate
from verifier.errors import EngineError
from verifier.language.loader import load
from verifier.program.model import AtomDefinition, Program
from verifier.program.names import definition_key, names_used
from verifier.program.terms import negation

DOCUMENTS = [d.id for d in programs.documents()]


@cache
def compiled(document: str, visits: int = 2) -> tuple[Program, BooleanCheck]:
    path = programs.find(document).path
    program = compile_program([path], document, visits)
    return program, BooleanCheck(load([path]), program)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_clingo_agrees_on_random_cases(document: str) -> None:
    program, check = compiled(document)
    rng = random.Random(document)
    for _ in range(80):
        case = random_case(program, rng)
        assert check.differences(case) == (), case


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("visits", [1, 3])
def test_clingo_agrees_for_other_numbers_of_visits(document: str, visits: int) -> None:
    program, check = compiled(document, visits)
    rng = random.Random(f"{document} {visits}")
    for _ in range(20):
        case = random_case(program, rng)
        assert check.differences(case) == (), case


@pytest.mark.long
@pytest.mark.parametrize("document", DOCUMENTS)
def test_clingo_agrees_on_thousands_of_cases(document: str) -> None:
    program, check = compiled(document)
    rng = random.Random(f"long {document}")
    for _ in range(3000):
        case = random_case(program, rng)
        assert check.differences(case) == (), case


@pytest.mark.parametrize("document", ["luan_2021", "wuhan_2022"])
def test_random_cases_make_most_atoms_true_and_false(document: str) -> None:
    """A comparison of atoms that never change would say nothing."""
    program, _ = compiled(document)
    rng = random.Random(document)
    seen: dict[str, set[bool | None]] = {}
    for _ in range(200):
        for name, truth in evaluate(program, random_case(program, rng)).atoms.items():
            seen.setdefault(name, set()).add(truth)
    moved = {f"{'amount' if hasattr(i, 'low') else 'atom'} {i.name}" for i in program.inputs}
    expected = []
    for definition in program.definitions:
        if moved & names_used(definition):
            moved.add(definition_key(definition))
            if isinstance(definition, AtomDefinition) and "impossible" not in definition.name:
                expected.append(definition.name)
    constant = [name for name in expected if seen[name] != {True, False}]
    assert len(expected) > 100
    assert len(constant) < 0.05 * len(expected), constant


SMALL = """\
document(small, "小", "small").
case_year(2022).
visit_kind(inpatient).
parameter(contribution, 2022, 320, yuan, stated).
source(contribution, "县里规定", "set by the county").
case_flag(a; b).
%@ 1
%  zh: 甲
%  en: one
figure(limit, 100, yuan, 1).
quantity(x, money, "甲", "x").
bounds(x, 0, 1000, "有界", "bounded").
&input { x }.
both :- says(a), says(b).
much :- &is { x } > limit.
outcome(both, "两者", "both").
outcome(much, "多", "much").
outcome(neither, "无", "neither").
neither :- not both, not much.
"""


@pytest.fixture
def small(tmp_path: Path) -> tuple[list[Path], Program]:
    path = tmp_path / "small.lp"
    path.write_text(SMALL, encoding="utf-8")
    return [path], compile_program([path], "small", 1)


def everything(program: Program, **known: bool) -> dict[str, bool]:
    truths = {i.name: False for i in program.inputs if not hasattr(i, "low")}
    return truths | {"year(2022)": True, "enrolled(in_window)": True, "place(1,outside)": True,
                     "kind(1,inpatient)": True} | {
        f"says({name})": truth for name, truth in known.items()
    }


NUMBERS = {f"{name}(1)": 0 for name in (
    "cost", "in_scope", "basic", "critical_billed", "hospital_deductible",
)} | {"contribution(2022)": 0}


def numbers(program: Program, x: int) -> dict[str, int]:
    names = {i.name for i in program.inputs if hasattr(i, "low")}
    return {name: value for name, value in NUMBERS.items() if name in names} | {"x": x}


@pytest.mark.parametrize("x", [0, 10_000, 10_001])
@pytest.mark.parametrize("a", [True, False])
def test_a_wrong_completion_is_found(
    small: tuple[list[Path], Program], x: int, *, a: bool
) -> None:
    paths, program = small
    case = Assignment(everything(program, a=a, b=True), numbers(program, x))
    source = load(paths)
    assert BooleanCheck(source, program).differences(case) == ()
    wrong = tuple(
        replace(d, alternatives=tuple(
            replace(alternative, body=negation(alternative.body)) for alternative in d.alternatives
        )) if isinstance(d, AtomDefinition) and d.name == "neither" else d
        for d in program.definitions
    )
    truth = not a and x <= 10_000
    found = BooleanCheck(source, replace(program, definitions=wrong)).differences(case)
    assert found == (Difference("neither", exact=not truth, clingo=truth),)


def test_a_case_that_cannot_exist_has_no_model(small: tuple[list[Path], Program]) -> None:
    paths, program = small
    truths = everything(program) | {"year(2022)": False}
    with pytest.raises(EngineError, match="no stable model"):
        BooleanCheck(load(paths), program).differences(
            Assignment(truths, numbers(program, 0))
        )


def test_a_case_that_leaves_something_open_is_refused(small: tuple[list[Path], Program]) -> None:
    paths, program = small
    truths = everything(program)
    del truths["says(a)"]
    with pytest.raises(EngineError, match=r"says\(a\)"):
        BooleanCheck(load(paths), program).differences(
            Assignment(truths, numbers(program, 0))
        )
