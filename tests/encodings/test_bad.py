"""Each file in `bad/` breaks one rule of the language, and says in its first line which and where.

    % expect: <rule> <line>

There is one problem, of that rule, at that line of that file, with the clause above it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.templates import ROOT
from verifier.compilation import lint_files
from verifier.errors import Problem
from verifier.grounding.limits import Limits
from verifier.report.catalogue import Words

FOLDER = Path(__file__).resolve().parent / "bad"
FILES = sorted(FOLDER.glob("*.lp"))
LIMITS = Limits(rules=20_000, seconds=1)

WHOLE_FILE = {"undefined-amount", "too-deep"}
"""Rules that can be broken by a document as a whole."""


def expected(path: Path) -> tuple[str, int]:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"% expect: ([a-z-]+) (\d+)", first)
    assert match is not None, first
    return match[1], int(match[2])


def clause_above(path: Path, line: int) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()[:line]
    return next((text[2:].strip() for text in reversed(lines) if text.startswith("%@")), "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_encoding_gives_one_problem(path: Path) -> None:
    problems = lint_files([path], LIMITS)
    rule, line = expected(path)
    assert [(p.rule, p.span.line) for p in problems] == [(rule, line)], problems
    (problem,) = problems
    assert problem.span.file == str(path)
    assert problem.span.clause == clause_above(path, line)
    assert line or rule in WHOLE_FILE
    for language in ("zh", "en"):
        words = Words(language)
        assert words.tell(problem.what).strip()
        assert words.tell(problem.mend).strip()


def test_the_least_document_has_no_problem() -> None:
    assert lint_files([FOLDER.parent / "minimal.lp"], LIMITS) == ()


def test_every_rule_of_the_language_has_a_bad_example() -> None:
    """Rules are the first arguments of `Problem` where encodings are read."""
    rules: set[str] = set()
    places = ("language/*.py", "grounding/*.py", "compilation.py", "program/*.py")
    for path in (p for place in places for p in (ROOT / "verifier").glob(place)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == Problem.__name__
                and isinstance(node.args[0], ast.Constant)
            ):
                rules.add(str(node.args[0].value))
    # Of these, `encoding` and `empty` are no encodings that could say what is expected of them
    # (see tests/cli/test_bad_input.py), and `models` is of the engines.
    assert rules - {expected(path)[0] for path in FILES} == {"empty", "encoding", "models"}
