"""An amount that one document gives and the other does not is a change; names that clash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.main import run
from tests.cases import VILLAGE
from verifier.report.comparing.schema import compare_schema

EXTRA = """
%@ 三.1
%  zh: 另补
%  en: an extra sum
figure(extra_sum, 100, yuan, 1).
quantity(extra, money, "另补", "extra").
&let {{ extra(V) }} = extra_sum :- {condition}visit(V).
{declared}(extra(V)) :- visit(V).
"""


def plan(folder: Path, name: str, text: str) -> str:
    """Write the village's plan with more clauses."""
    path = folder / f"{name}.lp"
    path.write_text(VILLAGE.read_text(encoding="utf-8") + text, encoding="utf-8")
    return str(path)


def extra(folder: Path, name: str, condition: str, declared: str = "shows") -> str:
    return plan(folder, name, EXTRA.format(condition=condition, declared=declared))


def compared(
    capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1
) -> dict[str, Any]:
    assert run(["compare", *arguments, "--jobs", "1", "--format", "json"]) == code
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, compare_schema())
    return data


@pytest.mark.parametrize("declared", ["shows", "output"])
def test_who_has_an_amount_under_one_document_alone_is_a_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], declared: str
) -> None:
    """A gives the extra to who applied, B to who did not: nobody has it under both."""
    first = extra(tmp_path, "first", "says(applied); ", declared)
    second = extra(tmp_path, "second", "not says(applied); ", declared)
    data = compared(capsys, first, second, "--visits", "1")
    assert not data["unchanged"] and data["kinds"] == ["other"]
    (line,) = [r for r in data["results"] if r["verdict"] != "same"]
    assert (line["name"], line["verdict"]) == ("extra(1)", "one_valued")
    assert line["valued_alone"] == {"a": True, "b": True}
    persons = {p["side"]: p["person"] for p in data["one_valued"]}
    assert (persons["a"]["a"]["amount"], persons["a"]["b"]["amount"]) == ("100.00", None)
    assert (persons["b"]["a"]["amount"], persons["b"]["b"]["amount"]) == (None, "100.00")
    assert "says(applied)" in persons["a"]["a"]["true"]
    assert "says(applied)" not in persons["b"]["a"]["true"]
    (change,) = data["changes"]
    assert (change["clause"], change["effects"]) == ("三.1", ["extra(1)"])


def test_it_is_told_with_a_person_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = extra(tmp_path, "first", "says(applied); "), extra(tmp_path, "second", "")
    assert run(["compare", first, second, "--visits", "1", "--jobs", "1", "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "1 of" in out and "only one has it extra, each visit" in out
    assert "only B gives somebody an amount[1]" in out and "only A gives" not in out
    assert "extra, each visit: A no value, B 100.00 yuan" in out
    assert run(["compare", first, second, "--visits", "1", "--jobs", "1", "--lang", "zh"]) == 1
    chinese = "".join(capsys.readouterr().out.split())
    assert "有人仅在B下有数额[1]" in chinese
    assert run(["compare", first, second, "--visits", "1", "--verdicts-only", "--jobs", "1",
                "--lang", "en"]) == 1
    assert "only B gives somebody an amount" in " ".join(capsys.readouterr().out.split())


def test_it_is_told_to_other_tools(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = extra(tmp_path, "first", "says(applied); "), extra(tmp_path, "second", "")
    assert run(["compare", first, second, "--visits", "1", "--jobs", "1", "--lang", "en",
                "--format", "github"]) == 1
    out = capsys.readouterr().out
    assert "::error" in out and "extra, each visit: only B gives somebody an amount" in out


def test_amounts_that_both_lack_are_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = extra(tmp_path, "first", "says(applied); ")
    second = extra(tmp_path, "second", "says(applied); member(C,V) : category(C); ")
    third = extra(tmp_path, "third", "not not says(applied); ")
    assert compared(capsys, first, third, "--visits", "1", code=0)["unchanged"]
    data = compared(capsys, first, second, "--visits", "1")
    (line,) = [r for r in data["results"] if r["verdict"] != "same"]
    assert line["valued_alone"] == {"a": True, "b": False}


def test_yuan_in_place_of_percent_are_not_held_against_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """50 yuan and 50 percent are 5000 smallest units each."""
    text = """
%@ 三.1
%  zh: 礼
%  en: a gift
quantity(gift, {sort}, "礼", "gift").
figure(gift_sum, 50, {unit}, 1).
&let {{ gift }} = gift_sum.
output(gift).
"""
    first = plan(tmp_path, "first", text.format(sort="money", unit="yuan"))
    second = plan(tmp_path, "second", text.format(sort="percent", unit="percent"))
    data = compared(capsys, first, second, "--visits", "1")
    assert not data["unchanged"] and data["kinds"] == ["one-sided"]
    assert "gift" not in {r["name"] for r in data["results"]}
    assert data["only_one_side"] == [
        {"side": "a", "field": "result", "name": "gift", "treatment": "other_unit"}
    ]
    assert run(["compare", first, second, "--visits", "1", "--jobs", "1", "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "counted in other units by A and by B, not compared: gift" in out
    assert "changes no result that both have" in out


def test_an_amount_and_a_truth_of_one_name_are_each_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = plan(tmp_path, "first", """
%@ 三.1
%  zh: 甲
%  en: an amount
quantity(odd, money, "甲", "odd").
&let { odd } = old_sum.
output(odd).
""")
    second = plan(tmp_path, "second", """
%@ 三.1
%  zh: 甲
%  en: a truth
outcome(odd, "甲", "odd").
odd :- says(applied).
""")
    data = compared(capsys, first, second, "--visits", "1")
    assert [(o["side"], o["name"]) for o in data["only_one_side"]] == [("a", "odd"), ("b", "odd")]


@pytest.mark.parametrize("left", ["V > 1", "V = (1;3)"])
def test_a_result_of_some_visits_is_compared_visit_by_visit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], left: str
) -> None:
    """Good is who applied, of the visits that both declare; then it is who did not."""
    text = """
%@ 三.1
%  zh: 好
%  en: good
outcome(good(V), "好", "good") :- visit(V); {visits}.
good(V) :- {condition}says(applied); visit(V).
"""
    first = plan(tmp_path, "first", text.format(visits=left, condition=""))
    second = plan(tmp_path, "second", text.format(visits=left, condition="not "))
    data = compared(capsys, first, second, "--visits", "3")
    (line,) = [r for r in data["results"] if r["verdict"] != "same"]
    assert line["verdict"] == "mixed"
    whole = [f for f in data["largest"] if f["group"] == "any"]
    assert {(f["direction"], f["person"]["a"]["amount"]) for f in whole} == {
        ("more", False), ("less", True),
    }


@pytest.mark.parametrize("pairs", [["poor=old"], ["poor=old", "poor=poor"]])
def test_two_things_of_one_document_cannot_be_one_of_the_other(
    capsys: pytest.CaptureFixture[str], pairs: list[str]
) -> None:
    options = [word for pair in pairs for word in ("--same", pair)]
    assert run(["compare", str(VILLAGE), str(VILLAGE), *options, "--lang", "en"]) == 2
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert f"`old` and `poor` of {VILLAGE} would both be `poor`" in error


def test_one_thing_of_b_cannot_be_two_of_a(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(VILLAGE), str(VILLAGE), "--same", "poor=old", "--same", "old=old",
                "--lang", "en"]) == 2
    assert "`old`" in capsys.readouterr().err


def test_two_names_may_be_exchanged(capsys: pytest.CaptureFixture[str]) -> None:
    """Who is poor in A is old in B, and the other way round: that changes what they are paid."""
    assert run(["compare", str(VILLAGE), str(VILLAGE), "--same", "poor=old", "--same", "old=poor",
                "--visits", "1", "--verdicts-only", "--lang", "en"]) == 1
