"""A comparison for machines: SARIF by the official schema, JUnit, annotations; what fails a run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt

from cli.main import run
from tests.cases import VILLAGE, without_old
from tests.compare.test_revisions import committed, git

SARIF = Path(__file__).parent.parent / "guarding" / "sarif-2.1.0.json"
FORMS = ("sarif", "junit", "github", "markdown", "json")

Written = Mapping[str, str]


def plan(folder: Path, *, rate: str = "60", before: str = "", old: bool = True) -> Path:
    """Write the village's plan with another rate of aid, and perhaps without the old."""
    text = VILLAGE.read_text(encoding="utf-8")
    text = text.replace("figure(aid_rate, 60, percent, 2)", f"figure(aid_rate, {rate}, percent, 2)")
    path = folder / "village.lp"
    path.write_text(before + (text if old else without_old(text)), encoding="utf-8")
    return path


def write(folder: Path, *, before: str = "", arguments: tuple[str, ...] = ()) -> Written:
    """Commit the plan with another rate than before, and give what is written in each format."""
    (folder / "plans").mkdir()
    plan(folder / "plans")
    git(folder, "init", "-q")
    committed(folder, "old")
    plan(folder / "plans", rate="50", before=before)
    outputs = [word for form in FORMS for word in ("--write", f"{form}={folder / form}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["compare", "plans/village.lp", "--base", "old", "--visits", "1", "--lang",
                    "en", *outputs, *arguments]) == 1
    return {form: (folder / form).read_text(encoding="utf-8") for form in FORMS}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a repository."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def written(project: Path) -> Written:
    """Give what is written of the change."""
    return write(project)


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    (number,) = [n for n, line in enumerate(lines, 1) if line == text]
    return number


def results(text: str) -> list[dict[str, Any]]:
    (found,) = json.loads(text)["runs"]
    listed: list[dict[str, Any]] = found["results"]
    return listed


def about(text: str, name: str) -> dict[str, Any]:
    (found,) = [r for r in results(text) if r["message"]["text"].startswith(f"{name}: ")]
    return found


AID = "medical aid: paid in the year"
ADMITS = "B admits cases that the other excludes; they are not compared"


def test_sarif_is_valid_by_the_official_schema(written: Written) -> None:
    data = json.loads(written["sarif"])
    Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8"))).validate(data)
    rules = {rule["id"] for rule in data["runs"][0]["tool"]["driver"]["rules"]}
    assert {r["ruleId"] for r in results(written["sarif"])} <= rules


def test_sarif_names_the_line_of_the_changed_figure_and_the_person(
    written: Written, project: Path
) -> None:
    loss = about(written["sarif"], AID)
    assert (loss["ruleId"], loss["kind"], loss["level"]) == ("loss", "fail", "error")
    (location,) = loss["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "plans/village.lp"
    path = project / "plans" / "village.lp"
    assert place["region"]["startLine"] == line_of(path, "figure(aid_rate, 50, percent, 2).")
    assert loss["properties"]["clauses"] == ["二.1"]
    # Ten percent of what passes 1 500 yuan, of at most two million.
    assert "loss up to 199850.00 yuan" in loss["message"]["text"]
    assert "poor person: loss up to 199850.00 yuan[2]" in loss["message"]["text"]
    assert "\n[2] 2022 · poor person" in loss["message"]["text"]
    alike = about(written["sarif"], "contribution subsidy")
    assert (alike["ruleId"], alike["kind"], alike["level"]) == ("unchanged", "pass", "none")


def test_fingerprints_stay_when_lines_move(written: Written, tmp_path: Path) -> None:
    moved = write(tmp_path, before="% moved\n\n")
    before, after = (about(one["sarif"], AID) for one in (written, moved))
    assert before["partialFingerprints"] == after["partialFingerprints"]
    lines = [
        r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in (before, after)
    ]
    assert lines[1] == lines[0] + 2
    prints = [tuple(r["partialFingerprints"].values()) for r in results(written["sarif"])]
    assert len(set(prints)) == len(prints)


def test_junit_has_a_case_for_each_result_and_fails_where_it_differs(written: Written) -> None:
    (suite,) = ElementTree.fromstring(written["junit"])
    assert suite.get("name") == "village"
    failing = {case.get("name"): case[0].get("type") for case in suite if len(case)}
    # Aid falls and what is paid oneself rises, in the year and in each visit. Where aid leaves
    # more, the top-up by other rules, which the bill states, can be larger.
    assert failing == {
        AID: "loss", "own payment in the year": "loss", "medical aid: paid, each visit": "loss",
        "own payment, each visit": "loss", ADMITS: "one-sided",
    }
    assert suite.get("failures") == "5"
    assert suite.get("tests") == str(len(suite)) and len(suite) > len(failing)


def test_annotations_stand_at_the_changed_line(written: Written, project: Path) -> None:
    commands = written["github"].splitlines()
    pattern = re.compile(r"::(error|warning|notice) (?P<values>[^:]*)::(?P<text>.*)")
    found = [match for line in commands if (match := pattern.fullmatch(line))]
    assert len(found) == len(commands) == 5
    line = line_of(project / "plans" / "village.lp", "figure(aid_rate, 50, percent, 2).")
    for match in found[:4]:
        assert match["values"].startswith(f"file=plans/village.lp,line={line},")
    assert "199850.00 yuan" in found[0]["text"] and "%0A" in found[0]["text"]


def test_markdown_has_tables_of_what_differs_and_folds_the_persons(written: Written) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(written["markdown"])
    heads = [t.content for before, t in pairwise(tokens) if before.type == "th_open"]
    assert heads == ["result", "verdict", "largest difference",
                     "result", "among", "largest difference", "by the change of"]
    bottom = "own payment in the year: somebody pays more (up to 199850.00 yuan), nobody pays less"
    assert f"**{bottom}**" in written["markdown"].splitlines()
    assert "<details><summary>persons" in written["markdown"]


@pytest.mark.parametrize(
    ("kinds", "code", "level"),
    [("loss", 1, "error"), ("gain,undecided", 0, "warning"), ("none", 0, "warning"),
     ("gain, loss", 1, "error")],
)
def test_kinds_of_difference_that_fail_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kinds: str, code: int, level: str
) -> None:
    arguments = ["compare", str(VILLAGE), str(plan(tmp_path, rate="50")), "--visits", "1",
                 "--verdicts-only", "--format", "sarif", "--lang", "en", "--fail-on", kinds]
    assert run(arguments) == code
    assert about(capsys.readouterr().out, AID)["level"] == level


def test_what_only_one_side_has_can_fail_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = plan(tmp_path, old=False)
    arguments = ["compare", str(VILLAGE), str(known), "--visits", "1", "--verdicts-only",
                 "--lang", "en"]
    assert run([*arguments, "--fail-on", "loss,gain,other,undecided"]) == 0
    capsys.readouterr()
    assert run([*arguments, "--fail-on", "one-sided", "--format", "github"]) == 1
    (line,) = [text for text in capsys.readouterr().out.splitlines() if "old person" in text]
    assert line.startswith("::error ") and "A · taken as: no" in line


def test_a_clause_that_changes_no_result_is_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whom a rule covers is covered: to say so again of those who applied is idle."""
    text = VILLAGE.read_text(encoding="utf-8")
    before = "covers(aid,C,V) :- member(C,V), category(C), kind(V,inpatient), proper(V)."
    more = "\ncovers(aid,poor,V) :- member(poor,V), kind(V,inpatient), proper(V), says(applied)."
    assert text.count(before) == 1
    path = tmp_path / "village.lp"
    path.write_text(text.replace(before, before + more), encoding="utf-8")
    assert run(["compare", str(VILLAGE), str(path), "--visits", "1", "--format", "sarif",
                "--lang", "en"]) == 0
    (note,) = [r for r in results(capsys.readouterr().out) if r["ruleId"] == "no-effect"]
    assert note["level"] == "note" and "changes no result" in note["message"]["text"]
    place = note["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == line_of(path, more.strip())


def test_the_project_says_which_kinds_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = plan(tmp_path, rate="50")
    (tmp_path / "mingzheng.toml").write_text(
        'fail-on-change = ["gain"]\nvisits = 1\nformat = "json"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    arguments = ["compare", str(VILLAGE), str(changed), "--verdicts-only"]
    assert run(arguments) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["visits"], data["kinds"]) == (1, ["loss", "one-sided"])
    assert run([*arguments, "--fail-on", "loss"]) == 1


@pytest.mark.parametrize(("arguments", "said"), [
    (["--fail-on", "los"], "`los` is no kind of finding"),
    (["--write", "pdf=out"], "`pdf=out` is not of the form FORMAT=FILE"),
    (["--write", "json=no/such/folder/x"], "the file cannot be written"),
])
def test_wrong_options_are_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    village = str(VILLAGE)
    assert run(["compare", village, village, "--visits", "1", "--lang", "en", *arguments]) == 2
    assert said in capsys.readouterr().err
