"""The exact engine, Z3 and clingo agree on random cases of random encodings and of documents."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from tests.differential.agreement import Engines
from tests.differential.generator import OPERATORS, Generator
from tests.random_cases import any_case, random_case
from verifier import programs
from verifier.engines.boolean import BooleanCheck
from verifier.engines.exact import evaluate
from verifier.grounding.ground import ground
from verifier.language.lint import lint
from verifier.language.loader import Source, load
from verifier.language.stated import value_spans
from verifier.places import ENCODINGS
from verifier.program.build import Origins, build
from verifier.program.model import Program, Rounding
from verifier.program.names import Term, parts
from verifier.program.terms import Expression, Formula

HERE = Path(__file__).resolve().parent
CORE = [ENCODINGS / "core" / f"{name}.lp" for name in ("theory", "time", "population")]
CASES = 4


def compiled(folder: Path, seed: int) -> tuple[str, Source, Program]:
    """Write, check and complete one random encoding; a parsed core is most of the time."""
    text = Generator(seed).text()
    path = folder / f"random_{seed}.lp"
    path.write_text(text, encoding="utf-8")
    source = load([path], core=[*CORE, HERE / "core.lp"])
    if seed % 5 == 0:
        assert [str(p) for p in lint(source)] == []
    rounding = list(Rounding)[seed % 3]
    origins = Origins(source.rules, value_spans(source))
    return text, source, build(ground(source, {"visits": 1}), origins, path.stem, 1, rounding)


def check_seed(folder: Path, seed: int, seen: Counter[str] | None = None) -> None:
    """Compare the engines on a few cases of one encoding."""
    text, source, program = compiled(folder, seed)
    engines = Engines(program, BooleanCheck(source, program), tagged=seed % 2 == 0)
    rng = random.Random(f"cases {seed}")
    for _ in range(CASES):
        case = any_case(program, rng)
        found = engines.disagreements(case)
        assert found == [], f"seed {seed}: {found}"
        if seen is not None:
            _note(seen, program, case_of=evaluate(program, case))
    if seen is not None:
        seen.update(re.findall(r"&\w+", text))
        seen.update(f"is {o}" for o in re.findall(r"&is \{[^}]*\} (\S+)", text))


def _note(seen: Counter[str], program: Program, case_of: object) -> None:
    terms: list[Term] = [c.body for c in program.constraints]
    for definition in program.definitions:
        for alternative in definition.alternatives:
            terms += [getattr(alternative, field) for field in ("body", "guard", "value")
                      if hasattr(alternative, field)]
    while terms:
        term = terms.pop()
        seen[type(term).__name__] += 1
        if hasattr(term, "function"):
            seen[f"aggregate {term.function}"] += 1
        terms += parts(term)
    for fault in ("conflicts", "gaps", "broken"):
        seen[fault] += bool(getattr(case_of, fault))


EXPECTED = {
    *(kind.__name__ for kind in (*get_args(Formula), *get_args(Expression))),
    *(f"&{name}" for name in ("input", "let", "sum", "min", "max", "is")),
    *(f"is {operator}" for operator in OPERATORS),
    *(f"aggregate {name}" for name in ("sum", "min", "max")),
    "conflicts", "gaps", "broken",
}
"""Every term of a Program, every theory atom and operator, and everything that a case can break."""

BLOCKS, PER_BLOCK = 10, 15
_seen: Counter[str] = Counter()
_blocks: set[int] = set()


@pytest.mark.parametrize("block", range(BLOCKS))
def test_engines_agree_on_random_encodings(block: int, tmp_path: Path) -> None:
    for seed in range(block * PER_BLOCK, (block + 1) * PER_BLOCK):
        check_seed(tmp_path, seed, _seen)
    _blocks.add(block)


def test_random_encodings_use_the_whole_language() -> None:
    if _blocks != set(range(BLOCKS)):
        pytest.skip("needs the encodings of the test above")
    assert {kind: _seen[kind] for kind in EXPECTED if _seen[kind] < 3} == {}


@pytest.mark.long
@pytest.mark.parametrize("block", range(100))
def test_engines_agree_on_thousands_of_random_encodings(block: int, tmp_path: Path) -> None:
    for seed in range(1000 + block * 30, 1000 + (block + 1) * 30):
        check_seed(tmp_path, seed)


@pytest.mark.parametrize("document", [d.id for d in programs.documents()])
def test_engines_agree_on_documents(document: str) -> None:
    check_document(document, 10)


@pytest.mark.long
@pytest.mark.parametrize("document", [d.id for d in programs.documents()])
def test_engines_agree_on_many_cases_of_documents(document: str) -> None:
    check_document(document, 500)


def check_document(document: str, count: int) -> None:
    """Compare the engines on random cases of a document."""
    found = programs.find(document)
    program = programs.load_program(found, 2)
    engines = Engines(program, BooleanCheck(load([found.path]), program), tagged=True)
    rng = random.Random(f"{document} {count}")
    for _ in range(count):
        case = random_case(program, rng)
        assert engines.disagreements(case) == [], case
