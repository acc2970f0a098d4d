"""The forms of a comparison: text, JSON by its schema, Markdown; and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from cli.main import run
from tests.cases import VILLAGE, without_old
from verifier.report.comparing.schema import compare_schema


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The village pays fifty percent where it paid sixty, and knows the old no more."""
    text = VILLAGE.read_text(encoding="utf-8")
    text = text.replace("figure(aid_rate, 60, percent, 2)", "figure(aid_rate, 50, percent, 2)")
    path = tmp_path / "village.lp"
    path.write_text(without_old(text), encoding="utf-8")
    return path


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def compared(changed: Path, *more: str) -> list[str]:
    return ["compare", str(VILLAGE), str(changed), "--visits", "1", *more]


def test_json_is_valid_by_its_schema(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--json-schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == json.loads(json.dumps(compare_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert run(compared(changed, "--format", "json", "--lang", "en")) == 1
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema)
    assert (data["version"], data["unchanged"]) == (2, False)
    verdicts = {r["name"]: r["verdict"] for r in data["results"]}
    assert verdicts["total(aid)"] == "never_more"
    assert verdicts["subsidy"] == "same"
    (change,) = [c for c in data["changes"] if c["clause"] == "二.1"]
    assert change["figures"] == [{
        "name": "aid_rate", "a": {"low": "60", "high": "60", "unit": "percent"},
        "b": {"low": "50", "high": "50", "unit": "percent"},
    }]
    (place,) = change["places"]["b"]
    assert (place["file"], lines_of(changed)[place["line"] - 1]) == (
        str(changed), "figure(aid_rate, 50, percent, 2)."
    )
    # Ten percent of what passes 1 500 yuan, with a bill of at most two million and no ceiling at a
    # hospital of level 1.
    (loss,) = [f for f in data["largest"] if (f["name"], f["group"]) == ("total(aid)", "poor")]
    assert (loss["direction"], loss["difference"]) == ("less", "199850.00")
    assert loss["causes"] == ["二.1"]
    first, second = (int(loss["person"][s]["amount"].replace(".", "")) for s in "ab")
    assert 19_985_000 - 10 <= first - second <= 19_985_000
    assert {"side": "a", "field": "held", "name": "old", "treatment": "absent"} in (
        data["only_one_side"]
    )


def test_text_in_both_languages(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(compared(changed, "--lang", "zh")) == 1
    chinese = capsys.readouterr().out
    assert "B 不多于 A" in chinese and "受损至多 199850.00 元" in chinese
    # Sixty yuan of each hundred above 1 500, then fifty, of at most two million: 199 850 less aid.
    assert "全年个人负担：有人多付（至多 199850.00 元），没有人少付" in chinese
    assert "aid_rate：60% → 50%" in chinese
    assert "有变化的条款" in chinese and "老年人" in chinese
    assert run(compared(changed, "--lang", "en")) == 1
    english = capsys.readouterr().out
    assert "B never more" in english and "loss up to 199850.00 yuan" in english
    assert "aid_rate: 60% → 50%" in english
    assert "both sides are read with the core encodings" in english


def test_markdown_is_a_table_that_nothing_breaks(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(compared(changed, "--lang", "en", "--format", "markdown")) == 1
    out = capsys.readouterr().out
    assert out.startswith("### ")
    rows = [line for line in out.splitlines() if line.startswith("|")]
    for row in rows:
        cells = row.replace("\\|", "").count("|")
        assert cells in (4, 5), row
    assert "<details><summary>" in out and out.rstrip().endswith("</details>")
    assert any("199850.00" in row and "二.1" in row for row in rows)


def test_a_document_with_itself_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(VILLAGE), str(VILLAGE), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "no change for anyone: every result is proved to be the same" in out
    assert "none: wording and layout at most" in out


def test_without_persons_there_are_verdicts_and_changes_only(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(compared(changed, "--verdicts-only", "--format", "json")) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["largest"] == data["along"] == []
    assert data["changes"]


def test_two_runs_print_the_same(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outs = []
    for jobs in ("1", "2"):
        run(compared(changed, "--format", "json", "--jobs", jobs))
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1]


def test_documents_that_share_no_year_are_vacuous(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = VILLAGE.read_text(encoding="utf-8").replace("case_year(2022..2023)", "case_year(2023)")
    later = tmp_path / "later.lp"
    later.write_text(text, encoding="utf-8")
    earlier = tmp_path / "earlier.lp"
    earlier.write_text(text.replace("case_year(2023)", "case_year(2022)"), encoding="utf-8")
    assert run(["compare", str(earlier), str(later), "--visits", "1", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert {r["verdict"] for r in data["results"]} == {"vacuous"}
    years = {(o["side"], o["name"]) for o in data["only_one_side"] if o["field"] == "year"}
    assert years == {("a", "2022"), ("b", "2023")}


def test_a_file_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", str(VILLAGE), "nowhere.lp", "--lang", "en"]) == 2
    assert "nowhere.lp: there is no such file" in capsys.readouterr().err
