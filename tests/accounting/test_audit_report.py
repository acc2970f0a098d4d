from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.main import run
from tests.accounting.sample import ENCODING, marked


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(marked().text(), encoding="utf-8")
    return path


def test_no_difference_ends_with_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(ENCODING), str(file), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "11 sections, 17 sentences" in out and "no difference" in out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_differences_are_listed_with_both_places(
    file: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text(encoding="utf-8").replace("不得低于100元", "不得低于120元")
    file.write_text(text.replace("另有", ""), encoding="utf-8")
    assert run(["audit", str(ENCODING), str(file), "--lang", language]) == 1
    out = capsys.readouterr().out
    line = next(n for n, t in enumerate(text.splitlines(), 1) if "120元" in t)
    assert "二（一）1.2" in out and "120元" in out and "100元" in out
    assert (f"line {line}" if language == "en" else f"第 {line} 行") in out
    assert "least" in out and "plan.lp:" in out


def test_every_kind_of_difference_is_put_into_words_and_data(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text(encoding="utf-8")
    text = text.replace("（一）部门职责。", "（三）部门职责。")
    text = text.replace("（二）医疗救助", "（一）医疗救助")
    text = text.replace("待遇等待期。", "待遇等待期。另外补助9元。")
    file.write_text(text, encoding="utf-8")
    for language in ("zh", "en"):
        assert run(["audit", str(ENCODING), str(file), "--lang", language]) == 1
        assert "9元" in capsys.readouterr().out
    assert run(["audit", str(ENCODING), str(file), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    kinds = {item["kind"] for item in data["differences"]}
    assert kinds == {
        "section_missing", "section_twice", "section_additional", "sentences", "figures",
    }
    figures = next(item for item in data["differences"] if item["kind"] == "figures")
    assert figures["pairs"][0]["text"]["figure"] == "9元"
    assert figures["pairs"][0]["encoding"] is None


def test_another_order_of_sections_is_put_into_words(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text(encoding="utf-8")
    first, second, end = (text.index(part) for part in ("（一）资", "（二）医", "三、附则"))
    file.write_text(text[:first] + text[second:end] + text[first:second] + text[end:], "utf-8")
    assert run(["audit", str(ENCODING), str(file), "--lang", "en"]) == 1
    assert "another order" in capsys.readouterr().out
    assert run(["audit", str(ENCODING), str(file), "--format", "json"]) == 1
    assert "order" in {d["kind"] for d in json.loads(capsys.readouterr().out)["differences"]}


@pytest.mark.parametrize("command", ["audit", "coverage"])
@pytest.mark.parametrize(("language", "word"), [("zh", "用法"), ("en", "Usage: mingzheng")])
def test_help_is_in_the_language_of_the_reader(
    command: str, language: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help", "--lang", language]) == 0
    assert word in capsys.readouterr().out


def test_the_number_of_another_document_is_named_without_the_title_above_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "关于印发某办法的通知\n云政办发〔2026〕8号\n\n一、甲\n\n　　给予50元。\n"
    file.write_text(text, encoding="utf-8")
    assert run(["audit", str(ENCODING), str(file), "--lang", "zh"]) == 2
    err = "".join(capsys.readouterr().err.split())
    assert "第一个文号是云政办发〔2026〕8号" in err


def test_the_sentences_of_a_text_are_listed_with_their_numbers(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As clauses name them: that a sentence 二（一）1.2 has 100 yuan is in the sample."""
    assert run(["audit", str(ENCODING), str(file), "--sentences", "--format", "json"]) == 0
    data = {one["number"]: one for one in json.loads(capsys.readouterr().out)}
    assert len(data) == 17
    assert "100元" in data["二（一）1.2"]["figures"]
    assert "不得低于100元" in data["二（一）1.2"]["sentence"]
    assert run(["audit", str(ENCODING), str(file), "--sentences", "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("二（一）1.2  "))
    assert any(line.startswith("    数据：") and "100元" in line for line in lines[place:place + 4])
