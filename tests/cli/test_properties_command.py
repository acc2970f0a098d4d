"""The command `properties`: all of them, and the page of one."""

from __future__ import annotations

import json

import pytest

from cli.main import run
from tests.properties.checked import PROPERTIES


def test_every_property_is_listed_with_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["properties", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == sorted(PROPERTIES)
    assert "  the order of bills changes nothing" in lines


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_has_a_whole_page(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["properties", name, "--lang", language, "--format", "json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["property"] == name
    assert all(page.values())
    has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in page["why"])
    assert has_chinese is (language == "zh")


def test_the_page_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["properties", "dearer_plan", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "选高档不多资助" in out and "参加二档的，按一档标准资助" in out


def test_a_name_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["properties", "nothing_like_it", "--lang", "en"]) == 2
    assert "no property is called `nothing_like_it`" in capsys.readouterr().err
