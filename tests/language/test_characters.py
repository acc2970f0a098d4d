"""Characters that the parser does not survive are found before it sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import LanguageError, Problem
from verifier.language.characters import unreadable
from verifier.language.includes import included, redirected
from verifier.language.loader import Source, load
from verifier.language.text import code
from verifier.report.catalogue import Words
from verifier.report.problems import problem_text


def written(folder: Path, text: str, name: str = "a.lp") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def said(path: Path, language: str = "en") -> list[tuple[int, int, str, str]]:
    words = Words("zh" if language == "zh" else "en")
    return [
        (p.span.line, p.span.column, words.tell(p.what), words.tell(p.mend))
        for p in unreadable(path)
    ]


def refused(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(LanguageError) as caught:
        load([path])
    return caught.value.problems


@pytest.mark.parametrize(("text", "place", "found", "plain"), [
    ("p.\nq(aid)。", (2, 7), "。", "."),
    ("p(a，b).", (1, 4), "，", ","),
    ("p(a；b).", (1, 4), "；", ";"),
    ("p（a).", (1, 2), "（", "("),
    ("p(a）.", (1, 4), "）", ")"),
    ("p(５).", (1, 3), "５", "5"),
    ("ａｉｄ.", (1, 1), "ａｉｄ", "aid"),
    ("p ：- q.", (1, 3), "：", ":"),
    ('label(a, “特困”, "poor").', (1, 10), "“", '"'),
    ('label(a, "特困", "poor"、"x").', (1, 22), "、", ","),
    ("p :- &is { a } ≥ b.", (1, 16), "≥", ">="),
])
def test_full_width_marks_are_named_with_what_is_meant(
    tmp_path: Path, text: str, place: tuple[int, int], found: str, plain: str
) -> None:
    path = written(tmp_path, text)
    assert said(path) == [(*place, f"full-width “{found}”", f"write `{plain}`")]
    assert said(path, "zh") == [(*place, f"全角字符“{found}”", f"请写 `{plain}`")]
    assert [p.rule for p in refused(path)] == ["unreadable"]


@pytest.mark.parametrize(("text", "column", "what"), [
    ("p(最高).", 3, "“最高” stands outside texts and comments"),
    ("p(poor_最高).", 8, "“最高” stands outside texts and comments"),
    ("p(50％).", 5, "“％” stands outside texts and comments"),
    ("p(é).", 3, "“é” stands outside texts and comments"),
    ("p(😀).", 3, "“😀” stands outside texts and comments"),
    ("p(a).\u3000q.", 6, "a space that no keyboard writes in code (U+3000)"),
    ("p(a).\u00a0q.", 6, "a space that no keyboard writes in code (U+00A0)"),
    ("p(a\u200b).", 4, "a character that cannot be seen (U+200B)"),
    ("p(a).\ufeff", 6, "a character that cannot be seen (U+FEFF)"),
    ('p("特困).', 3, "the text that begins here does not end on its line"),
    ('p("特\\q困").', 5, "a text has `\\` where it means nothing"),
    ("%* 特困\n", 1, "the comment that begins here does not end"),
])
def test_every_other_character_has_an_answer(
    tmp_path: Path, text: str, column: int, what: str
) -> None:
    path = written(tmp_path, text)
    assert [(line, place, first) for line, place, first, _ in said(path)] == [(1, column, what)]
    assert [p.rule for p in refused(path)] == ["unreadable"]


@pytest.mark.parametrize("text", [
    'p("，；“”（５最高").',
    'p("“\\"”\\\\", "。"). % 。',
    "%* 多行\n，。 *% p.",
    "%* 外 %* 内 *% 外。 *% p.",
    "%* 藏 % *% 。\n*% p.",
    "p. % 注释。 %* 仍是注释",
    '%@ 一.1\n%  zh: 甲，乙\np.',
])
def test_texts_and_comments_may_hold_any_character(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert said(path) == []
    assert [str(s.node)[:1] for s in load([path]).statements if not s.core][1:] == ["p"]


def test_each_line_is_said_once_and_in_order(tmp_path: Path) -> None:
    path = written(tmp_path, "p（a，b）。\nq.\nr。\n")
    assert [(line, column) for line, column, _, _ in said(path)] == [(1, 2), (3, 2)]


def test_an_included_file_is_looked_at(tmp_path: Path) -> None:
    written(tmp_path, "%@ 二.1\nq。\n", "b.lp")
    (problem,) = refused(written(tmp_path, 'p.\n#include "b.lp".\n'))
    assert problem_text(problem, Words("zh")).startswith(
        f"{tmp_path}/b.lp:2:2 (二.1): 全角字符“。”"
    )
    assert problem.span.clause == "二.1"


MARK = "\ufeff"


def rules(source: Source, folder: Path) -> list[tuple[str, str, int, int, str]]:
    return [
        (rule.text, Path(rule.span.file).relative_to(folder).as_posix(), rule.span.line,
         rule.span.column, rule.span.clause)
        for rule in source.rules.values()
    ]


@pytest.mark.parametrize("marks", [(MARK, ""), ("", MARK), (MARK, MARK)])
def test_a_mark_at_the_beginning_is_skipped(tmp_path: Path, marks: tuple[str, str]) -> None:
    first, second = marks
    written(tmp_path, f"{second}%@ 2\nq.\n", "b.lp")
    path = written(tmp_path, f'{first}%@ 1\np.\n#include "b.lp".\n')
    assert rules(load([path]), tmp_path) == [
        ("p.", "a.lp", 2, 1, "1"), ("q.", "b.lp", 2, 1, "2")
    ]


def test_places_in_a_file_with_a_mark_are_those_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, f"{MARK}p :- q(.\nr。\n")
    (problem,) = refused(path)
    assert (problem.span.file, problem.span.line, problem.span.column) == (str(path), 2, 2)
    (problem,) = refused(written(tmp_path, f"{MARK}p :- q(.\n"))
    assert (problem.span.file, problem.span.line, problem.span.column) == (str(path), 1, 8)
    (problem,) = refused(written(tmp_path, f'{MARK}p.\n#include "none.lp".\n'))
    assert (problem.rule, problem.span.line) == ("no-file", 2)
    assert "`none.lp`" in str(problem.what)


def test_what_the_grounder_says_of_a_file_with_a_mark_names_the_file(tmp_path: Path) -> None:
    from verifier.compilation import lint_files

    path = written(tmp_path, f"{MARK}%@ 1\np(X) :- not q(X).\nq(1).\nr :- p(_).\n"
                             'outcome(r, "可", "r").\n')
    (problem,) = lint_files([path])
    assert (problem.span.file, problem.span.line) == (str(path), 2)


def test_code_keeps_its_places() -> None:
    text = 'a("，" ). %* x\n% *% *%\n*% b. % c\n"d'
    assert code(text) == 'a(" " ).     \n       \n   b.    \n  '


def test_includes_are_redirected_where_they_are_meant() -> None:
    text = '% #include "a".\n#include "a". p("#include \\"a\\""). #include  "b".'
    assert included(text) == ["a", "b"]
    assert redirected(text, {"a": "/c", "b": "/d"}) == (
        '% #include "a".\n#include "/c". p("#include \\"a\\""). #include  "/d".'
    )
