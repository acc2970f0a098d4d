from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.report.layout import Page, left, plain, right, solid, width, wrap

TEXTS = st.text(alphabet="ab 。（）低保对象12.,= ", max_size=60)


def test_chinese_characters_take_two_columns() -> None:
    assert width("abc") == 3
    assert width("低保") == 4
    assert left("低保", 6) == "低保  "
    assert right("低保", 6) == "  低保"


@given(TEXTS, st.integers(8, 40))
def test_lines_hold_all_that_was_written(text: str, columns: int) -> None:
    joined = "".join(wrap(text, columns))
    assert joined.replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(12, 40))
def test_no_line_begins_with_closing_punctuation(text: str, columns: int) -> None:
    for line in wrap(text, columns)[1:]:
        assert not line.strip() or line.strip()[0] not in "。，）"


def test_chinese_breaks_anywhere_and_english_between_words() -> None:
    assert wrap("低保对象享受", 8) == ["低保对象", "享受"]
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("one two", 8, "    ", "- ") == ["- one", "    two"]


def test_what_is_solid_is_not_broken() -> None:
    assert wrap(f"a {solid('二（二）6.2 x')} b", 10) == ["a", "二（二）6.2 x", "b"]
    assert plain(solid("x")) == "x"


@pytest.mark.parametrize("text", ["ok", "低保"])
def test_colour_only_where_it_is_wanted(text: str) -> None:
    assert Page(80, colour=False).red(text) == text
    assert Page(80, colour=True).red(text) == f"\x1b[31;1m{text}\x1b[0m"


@given(TEXTS, st.integers(12, 40))
def test_no_line_is_wider_than_asked_unless_it_cannot_be_broken(text: str, columns: int) -> None:
    for line in wrap(text, columns):
        inside = line.strip("。）（，., ")
        assert width(line) <= columns or (" " not in inside and inside.isascii())


def test_closing_punctuation_takes_the_character_before_it_along() -> None:
    assert wrap("甲乙丙丁、戊", 8) == ["甲乙丙", "丁、戊"]
    assert wrap("甲乙（丙）。", 10) == ["甲乙", "（丙）。"]
    assert wrap("甲乙丙丁 ）", 8) == ["甲乙丙", "丁 ）"]


def test_numbers_of_clauses_are_not_broken() -> None:
    assert wrap("依据一（一）.2、二（二）10.3、三.2", 14) == [
        "依据", "一（一）.2、", "二（二）10.3、", "三.2",
    ]
    assert wrap("甲乙丙题头.1", 8) == ["甲乙丙", "题头.1"]
