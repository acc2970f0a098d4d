from __future__ import annotations

import os
from pathlib import Path

import pytest

from verifier.errors import LanguageError, Problem
from verifier.language.clauses import Clause, in_text_order, read_clauses, sorted_clauses
from verifier.language.includes import with_includes
from verifier.language.loader import (
    Source,
    load,
    packaged,
    parser_problem,
)
from verifier.language.stated import value_spans
from verifier.places import ENCODINGS, shown
from verifier.report.catalogue import Words
from verifier.source import Span
from verifier.words import Bilingual

CORE = [ENCODINGS / "core" / "theory.lp"]


def written(folder: Path, text: str, name: str = "a.lp") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str) -> Source:
    return load([written(folder, text)], core=CORE)


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(LanguageError) as caught:
        load([path], core=CORE)
    return caught.value.problems


@pytest.mark.parametrize("text", [
    "&let { grant(a) } = " + "(" * 3000 + "3" + "+1)" * 3000 + ".\n",
    "p(X) :- q(X), X != " + "f(" * 3000 + "a" + ")" * 3000 + ".\n",
])
def test_what_nests_too_deeply_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    (problem,) = problems(written(tmp_path, "%@ 一.1\n" + text))
    assert (problem.rule, problem.span.line, problem.span.clause) == ("too-deep", 2, "一.1")


# Clauses and tags --------------------------------------------------------------------------------

CLAUSES = """\
% A file.
p.
%@ 一.1
%  zh: 甲
%  en: first
q :- p.

% A remark that is no clause.
r :- q.
%@  二（三）4
s :- r. t :- s.
"""


def test_a_rule_carries_a_tag_and_the_clause_above_it(tmp_path: Path) -> None:
    source = loaded(tmp_path, CLAUSES)
    file = str(tmp_path / "a.lp")
    assert {tag: (rule.span.line, rule.span.clause, rule.text) for tag, rule in source.rules.items()
            } == {
        f"{file}:2:1": (2, "", "p."),
        f"{file}:6:1": (6, "一.1", "q :- p."),
        f"{file}:9:1": (9, "一.1", "r :- q."),
        f"{file}:11:1": (11, "二（三）4", "s :- r."),
        f"{file}:11:9": (11, "二（三）4", "t :- s."),
    }
    tagged = {s.tag: str(s.node) for s in source.statements if s.tag}
    assert tagged[f"{file}:6:1"] == f'q :- p; rule("{file}:6:1").'


def test_clauses_have_our_words_in_both_languages(tmp_path: Path) -> None:
    first, second = loaded(tmp_path, CLAUSES).clauses
    assert (first.id, first.zh, first.en, first.span.line) == ("一.1", "甲", "first", 3)
    assert (second.id, second.zh, second.en) == ("二（三）4", "", "")
    again = read_clauses(CLAUSES, "a.lp")
    assert [(c.number, c.words, c.span.line) for c in again] == [
        ("一.1", Bilingual("甲", "first"), 3), ("二（三）4", Bilingual("", ""), 10)
    ]


def test_declarations_and_the_core_carry_no_tag(tmp_path: Path) -> None:
    path = written(tmp_path, "%@ 1\nfigure(f, 1, yuan, 1).\nlabel(a, b).\n")
    core = written(tmp_path, "p. q :- p.\n", "core.lp")
    source = load([path], core=[core])
    assert [rule.text for rule in source.rules.values()] == ["label(a,b)."]  # of another arity
    assert [s.tag for s in source.statements if s.core] == [""] * 3


def test_a_rule_with_a_theory_head_is_tagged(tmp_path: Path) -> None:
    source = loaded(tmp_path, "%@ 1\n&let { a } = 1.\n&sum { a : p } = b :- p.\n")
    assert [r.span.line for r in source.rules.values()] == [2, 3]


def test_a_clause_ends_with_its_file(tmp_path: Path) -> None:
    first = written(tmp_path, "%@ 1\np.\n")
    second = written(tmp_path, "q.\n", "b.lp")
    source = load([first, second], core=CORE)
    assert [(r.text, r.span.clause) for r in source.rules.values()] == [("p.", "1"), ("q.", "")]


def test_a_property_file_is_known_as_one(tmp_path: Path) -> None:
    claims = written(tmp_path, 'property(a, one, "甲", "a").\nviolation(a,1) :- p.\n')
    rules = written(tmp_path, "p.\n", "b.lp")
    source = load([claims, rules], core=CORE)
    assert {(Path(s.span.file).name, s.property_file) for s in source.statements if s.tag} == {
        ("a.lp", True), ("b.lp", False)
    }


def test_where_values_are_declared(tmp_path: Path) -> None:
    text = 'figure(f, 1, yuan, 1).\nopen(o, range(1,2), yuan).\nparameter(p, 2022, 1, yuan, x).\n'
    spans = value_spans(loaded(tmp_path, text + "parameter(p, 2023, 2, yuan, x).\n"))
    assert {name: span.line for name, span in spans.items()} == {"f": 1, "o": 2, "p": 3}


# Files -------------------------------------------------------------------------------------------


def test_included_files_are_loaded_with_their_own_places(tmp_path: Path) -> None:
    written(tmp_path, "%@ 2\nq.\n", "parts/b.lp")
    path = written(tmp_path, '%@ 1\np.\n#include "parts/b.lp".\n')
    source = load([path], core=CORE)
    assert {(r.text, Path(r.span.file).name, r.span.line, r.span.clause)
            for r in source.rules.values()} == {("p.", "a.lp", 2, "1"), ("q.", "b.lp", 2, "2")}


def test_includes_are_found_in_the_text(tmp_path: Path) -> None:
    written(tmp_path, '#include "d.lp".\n', "parts/c.lp")
    path = written(
        tmp_path,
        '% #include "no.lp".\n%* #include "no.lp".\n*%\np("#include \\"no.lp\\"").\n'
        'q. #include "b.lp". #include"parts/c.lp".\n',
    )
    assert with_includes([path]) == (
        path, tmp_path / "b.lp", tmp_path / "parts/c.lp", tmp_path / "parts/d.lp"
    )


def test_files_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    first = written(tmp_path, 'p.\n#include "b.lp".\n')
    second = written(tmp_path, 'q.\n#include "a.lp".\n', "b.lp")
    assert with_includes([first]) == (first, second)


@pytest.mark.parametrize("relative", [True, False])
def test_a_file_beside_is_meant_before_one_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, relative: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "other.\n", "b.lp")
    written(tmp_path, "%@ 2\nq.\n", "parts/b.lp")
    path = written(tmp_path, '%@ 1\np.\n#include "b.lp".\nr.\n', "parts/a.lp")
    source = load([path.relative_to(tmp_path) if relative else path], core=CORE)
    folder = Path("parts") if relative else tmp_path / "parts"
    assert [(r.text, r.span.file, r.span.line, r.span.clause) for r in source.rules.values()] == [
        ("p.", str(folder / "a.lp"), 2, "1"), ("q.", str(folder / "b.lp"), 2, "2"),
        ("r.", str(folder / "a.lp"), 4, ""),
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "none.lp")
    assert (problem.rule, problem.span.file) == ("no-file", str(tmp_path / "none.lp"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert problem.rule == "no-file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "p.\n")
    path.chmod(0)
    (problem,) = problems(path)
    assert (problem.rule, "cannot be read" in str(problem.what)) == ("no-file", True)


@pytest.mark.parametrize("included", [False, True])
def test_what_is_not_utf8_is_said_with_the_byte(tmp_path: Path, *, included: bool) -> None:
    broken = tmp_path / "broken.lp"
    broken.write_bytes("p(\"特困\").\n".encode("gb18030"))
    path = written(tmp_path, '#include "broken.lp".\n') if included else broken
    (problem,) = problems(path)
    assert (problem.rule, problem.span.file) == ("encoding", str(broken))
    assert "byte 3" in str(problem.what)


def test_a_syntax_error_has_place_and_clause(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, "%@ 一.2\np :- q(.\n"))
    assert problem.rule == "syntax"
    assert (problem.span.line, problem.span.column, problem.span.clause) == (2, 8, "一.2")


def test_each_line_with_a_syntax_error_is_said_once(tmp_path: Path) -> None:
    found = problems(written(tmp_path, 'p(a.\nq.\nr :- (.\n'))
    assert [p.span.line for p in found] == [1, 3]


def test_packaged_files_are_shown_without_their_folder() -> None:
    assert shown(str(ENCODINGS / "core" / "theory.lp")) == "core/theory.lp"
    assert shown("/elsewhere/a.lp") == "/elsewhere/a.lp"
    assert packaged(str(ENCODINGS / "core" / "theory.lp"))
    assert not packaged(str(ENCODINGS.parent / "encodings.lp"))


@pytest.mark.parametrize(("text", "line", "what"), [
    ("a.lp:3:5-9: error: unsafe variables in:\n  p(X):-[#inc_base];rule(\"a.lp:3:5\");not q(X).",
     3, "unsafe variables in: p(X):-not q(X)."),
    ("a.lp:3:5-4:9: info: operation undefined:\n  (a+1)\n", 3, "operation undefined: (a+1)"),
    ("no place", 0, "no place"),
])
def test_messages_of_the_grounder_are_put_to_their_places(text: str, line: int, what: str) -> None:
    problem = parser_problem(text)
    assert (problem.rule, problem.span.line, str(problem.what)) == ("syntax", line, what)
    assert str(problem.mend)


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("p :- q(", "此处不应出现文件末尾；可用的有`)`、`;`",
     "unexpected here: the end of the file; possible are `)`, `;`"),
    ("p :- q", "此处不应出现文件末尾", "unexpected here: the end of the file"),
    ("p(a b).", "此处不应出现名称；可用的有`)`、`;`",
     "unexpected here: a name; possible are `)`, `;`"),
    ('p("a" "b").', "此处不应出现引号内的文字；可用的有`)`、`;`",
     "unexpected here: a text in quotes; possible are `)`, `;`"),
    ("p :- {a}", "此处不应出现文件末尾；可用的有`,`、`.`、`;`",
     "unexpected here: the end of the file; possible are `,`, `.`, `;`"),
    ("p ! q.", "此处不应出现`!`", "unexpected here: `!`"),
    ("#foo.", "此处不应出现`#foo`", "unexpected here: `#foo`"),
])
def test_what_the_parser_says_is_translated(
    tmp_path: Path, text: str, zh: str, en: str
) -> None:
    (problem,) = problems(written(tmp_path, text))
    assert (Words("zh").tell(problem.what), Words("en").tell(problem.what)) == (zh, en)
    assert "句点" in Words("zh").tell(problem.mend)


def test_what_the_grounder_says_is_translated() -> None:
    problem = parser_problem(
        "a.lp:3:5-9: error: unsafe variables in:\n  p(X):-[#inc_base];not q(X,Y).\n"
        "a.lp:3:7-8: note: 'X' is unsafe\na.lp:3:9-10: note: 'Y' is unsafe\n"
    )
    words = Words("zh")
    assert words.tell(problem.what) == "变量没有取值：p(X):-not q(X,Y)."
    assert "`X`、`Y`" in words.tell(problem.mend)
    assert words.tell(parser_problem("a.lp:3:5-9: error: quite new").what) == "quite new"


def test_clauses_are_ordered_as_the_text_has_them_and_not_by_their_characters() -> None:
    ordered = ["题头.2", "前言.1", "一.2", "一（一）.2", "二.1", "二（二）.1", "二（二）3.1",
               "二（二）10.1", "二（二）10.2", "二（十）.1", "三.2", "十.1", "十一.1", "结尾.1"]
    assert in_text_order(sorted([*ordered, "三.2"])) == tuple(ordered)


def test_clauses_of_several_files_are_in_the_order_of_the_text() -> None:
    clauses = [
        Clause(number, Bilingual("", ""), Span(file, line))
        for number, file, line in (("十.1", "a.lp", 1), ("二.3", "b.lp", 9), ("二.3", "c.lp", 2))
    ]
    assert [clause.number for clause in sorted_clauses(clauses)] == ["二.3", "十.1"]
