from __future__ import annotations

import pytest

from tests.templates import FIELD, templates
from verifier.errors import message
from verifier.report.catalogue import Words, catalogue_files, read_catalogue
from verifier.words import Bilingual

FILES = {path.name: read_catalogue(path.read_text("utf-8")) for path in catalogue_files("zh")}
CHINESE = {text: chinese for entries in FILES.values() for text, chinese in entries.items()}
USED = templates()


def test_every_message_has_a_chinese_text() -> None:
    missing = {text: place for text, place in USED.items() if text not in CHINESE}
    assert missing == {}


def test_no_message_stands_in_two_files() -> None:
    assert len(CHINESE) == sum(len(entries) for entries in FILES.values())


def test_no_chinese_text_is_left_over() -> None:
    assert sorted(set(CHINESE) - set(USED)) == []


@pytest.mark.parametrize("template", sorted(CHINESE))
def test_both_languages_have_the_same_fields(template: str) -> None:
    assert set(FIELD.findall(template)) == set(FIELD.findall(CHINESE[template]))


def test_parameters_are_put_into_the_language_too() -> None:
    inner = message("a whole number")
    text = message("`{text}` is not {kind}", text="x", kind=inner)
    assert Words("zh").tell(text) == "`x` 不是整数"
    assert Words("en").tell(text) == "`x` is not a whole number"
    label = message("{text}", text=Bilingual("低保", "allowance"))
    assert (Words("zh").tell(label), Words("en").tell(label)) == ("低保", "allowance")


def test_lists_are_joined_as_the_language_does() -> None:
    text = message("possible are {words}", words=("a", "b"))
    assert Words("zh").tell(text) == "可用：a、b"
    assert Words("en").tell(text) == "possible are a, b"


def test_a_message_without_translation_stays_english() -> None:
    assert Words("zh").tell(message("{n} of {m}", n=1, m=2)) == "1 of 2"


def test_entries_over_several_lines_and_escapes_are_read() -> None:
    text = (
        '# comment\nmsgid ""\nmsgstr "Language: zh\\n"\n\n'
        'msgid "a \\"b\\"\\n"\n"c"\nmsgstr ""\n"甲\\\\"\n\nmsgid "open"\nmsgstr ""\n'
    )
    assert read_catalogue(text) == {'a "b"\nc': "甲\\"}
