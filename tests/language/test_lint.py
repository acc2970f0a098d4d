"""What the lint lets pass; what it refuses has a file each in `tests/encodings/bad`."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier import programs
from verifier.language.lint import lint, wide_numbers
from verifier.language.loader import load
from verifier.places import property_files


def found(folder: Path, text: str) -> list[str]:
    path = folder / "a.lp"
    path.write_text(f"%@ 1\n%  zh: 甲\n%  en: a\n{text}\n", encoding="utf-8")
    return [problem.rule for problem in lint(load([path]))]


@pytest.mark.parametrize("text", [
    'ok :- year(2022). outcome(ok, "可", "ok").',
    'figure(f, 320, yuan, 1). quantity(a, money, "甲", "a"). &let { a } = (100 - f) * f.',
    'quantity(a, money, "甲", "a"). &sum { cost(V),V,7 : visit(V); 1,320 } = a.',
    'quantity(a, money, "甲", "a"). &let { a } = cost(2) + 0.',
    "impossible(much,1) :- &is { cost(1) } > cost(2).",
    "highest_wins(aid).",
    "#defined helper/1. ok :- helper(_). outcome(ok, \"可\", \"ok\").",
])
def test_what_is_right_passes(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(("text", "rules"), [
    ("ok :- yaer(2022).", ["undefined", "unused"]),
    ('quantity(a, money, "甲", "a"). &let { a } = 320 + 5.', ["bare-number", "bare-number"]),
    ("p ; q :- year(_).", ["disjunction"]),
])
def test_each_thing_that_is_wrong_is_said(tmp_path: Path, text: str, rules: list[str]) -> None:
    assert sorted(found(tmp_path, text)) == rules


@pytest.mark.parametrize(("text", "mends"), [
    ("ok :- yaer(2022). outcome(ok, \"可\", \"ok\").", ["did you mean `year/1`"]),
    ("subsidized(poor).", ["did you mean `subsidised/1`"]),
    ("phase_out(a,1).", ["check"]),
    ("p(1). ok :- q(1). outcome(ok, \"可\", \"ok\").", ["check", "check"]),
    # What is unused is no mend of another; what is read is one of what is unused.
    ("recipientt(1). ok :- recipient(1). outcome(ok, \"可\", \"ok\").",
     ["did you mean `recipient/1`", "check"]),
    ("ok :- covers(aid,1). outcome(ok, \"可\", \"ok\").", ["did you mean `covers/3`"]),
])
def test_only_what_is_near_is_perhaps_meant(tmp_path: Path, text: str, mends: list[str]) -> None:
    path = tmp_path / "a.lp"
    path.write_text(f"%@ 1\n%  zh: 甲\n%  en: a\n{text}\n", encoding="utf-8")
    said = [str(problem.mend) for problem in lint(load([path]))]
    assert len(said) == len(mends)
    assert all(one.startswith(start) for one, start in zip(said, mends, strict=True))


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_the_documents_and_properties_pass(document: programs.Document) -> None:
    assert lint(load([document.path, *property_files()])) == ()


@pytest.mark.parametrize(("text", "places"), [
    ("p(2147483647).", []),
    ("p(2147483648).", [(1, 3)]),
    ("p(-2147483649).", [(1, 4)]),
    ("p.\np(1..2147483648).", [(2, 6)]),
    ("p(0x7fffffff). p(0x80000000).", [(1, 18)]),
    ("p(0b1" + 31 * "0" + ").", [(1, 3)]),
    ("p(0o17777777777). p(0o20000000000).", [(1, 21)]),
    ('p("99999999999"). % 99999999999', []),
    ("%* 99999999999\n *% p(x99999999999).", []),
    ('p("\\"", 99999999999).', [(1, 9)]),
])
def test_numbers_that_would_wrap(tmp_path: Path, text: str, places: list[tuple[int, int]]) -> None:
    path = tmp_path / "a.lp"
    path.write_text(text, encoding="utf-8")
    assert [(p.span.line, p.span.column) for p in wide_numbers(path)] == places
