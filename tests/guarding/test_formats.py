from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt

from cli.main import run
from tests.cases import VILLAGE
from tests.guarding.plans import SUBSIDY, plan
from verifier.analysis.checking.checked import check_document
from verifier.analysis.checking.options import Options
from verifier.analysis.results import CheckedDocument
from verifier.guarding.baseline import Asked
from verifier.guarding.config import FORMATS, kinds
from verifier.guarding.outcome import FAILING, Guard, guard, unguarded
from verifier.programs import Document
from verifier.report.checking.as_json import check_schema
from verifier.report.checking.exits import exit_code

SARIF = Path(__file__).with_name("sarif-2.1.0.json")
ASKED = [
    "--visits", "1", "--property", "no_double_subsidy", "--property", "annual_limits",
    "--property", "subsidy_within_contribution", "--property", "dearer_plan", "--lang", "en",
]
"""One that fails, two that hold, and one that no case of a plan without tiers reaches."""

Written = Mapping[str, str]


def write(folder: Path, *arguments: str, before: str = "") -> Written:
    """Check the document in a repository of its own, and give what is written in each format."""
    (folder / ".git").mkdir()
    (folder / "encodings").mkdir()
    plan(folder / "encodings", before=before)
    forms = [form for form in FORMATS if form != "text"]
    outputs = [word for form in forms for word in ("--write", f"{form}={folder / form}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["check", "encodings/village.lp", *ASKED, *outputs, *arguments]) == 1
    return {form: (folder / form).read_text(encoding="utf-8") for form in forms}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a repository."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def written(project: Path) -> Written:
    """Give what is written of the document."""
    return write(project)


def lines_of(path: Path, start: str) -> list[int]:
    text = path.read_text(encoding="utf-8").splitlines()
    return [n for n, line in enumerate(text, 1) if line.startswith(start)]


def results(text: str) -> dict[str, Any]:
    (found,) = json.loads(text)["runs"]
    return {result["ruleId"]: result for result in found["results"]}


def test_sarif_is_valid_by_the_official_schema(written: Written) -> None:
    data = json.loads(written["sarif"])
    Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8"))).validate(data)
    driver = data["runs"][0]["tool"]["driver"]
    assert {rule["id"] for rule in driver["rules"]} >= {"annual_limits", "no_double_subsidy"}


def test_the_schema_refuses_what_is_no_sarif() -> None:
    validator = Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8")))
    result = {"message": {"text": "x"}, "level": "loud"}
    run_ = {"tool": {"driver": {"name": "x"}}, "results": [result]}
    assert not validator.is_valid({"version": "2.1.0", "runs": [run_]})


def test_sarif_names_the_line_the_clause_and_the_person(written: Written, project: Path) -> None:
    found = results(written["sarif"])
    wrong = found["no_double_subsidy"]
    assert (wrong["kind"], wrong["level"]) == ("fail", "error")
    (location,) = wrong["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "encodings/village.lp"
    path = project / "encodings" / "village.lp"
    rules = lines_of(path, "subsidised(") + lines_of(path, "&let { grant(")
    assert place["region"]["startLine"] in rules
    assert set(wrong["properties"]["clauses"]) == {"一.1", "一.2"}
    # Beside the whole contribution of 320, the 50 yuan of old people are granted twice.
    assert "at most 50.00 yuan" in wrong["message"]["text"]
    assert "old person · poor person" in wrong["message"]["text"]
    assert (found["annual_limits"]["kind"], found["annual_limits"]["level"]) == ("pass", "none")
    assert found["dearer_plan"]["level"] == "error"


def test_fingerprints_stay_when_lines_move(written: Written, tmp_path: Path) -> None:
    moved = write(tmp_path, "--fail-on", "violated", before="% moved\n\n")
    before, after = (results(one["sarif"])["no_double_subsidy"] for one in (written, moved))
    assert before["partialFingerprints"] == after["partialFingerprints"]
    lines = [
        r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in (before, after)
    ]
    assert lines[1] == lines[0] + 2
    # What does not fail the run is a warning, and skipped.
    assert results(moved["sarif"])["dearer_plan"]["level"] == "warning"
    (suite,) = ElementTree.fromstring(moved["junit"])
    assert (suite.get("failures"), suite.get("skipped")) == ("1", "1")


def test_junit_has_a_case_for_each_finding(written: Written) -> None:
    (suite,) = ElementTree.fromstring(written["junit"])
    assert suite.attrib == {
        "name": "village", "tests": "4", "failures": "2", "errors": "0", "skipped": "0",
    }
    failing = {case.get("classname"): case[0] for case in suite if len(case)}
    assert set(failing) == {"village.no_double_subsidy", "village.dearer_plan"}
    assert failing["village.no_double_subsidy"].get("type") == "violated"
    assert "harm: 50.00 yuan" in str(failing["village.no_double_subsidy"].text)


def test_annotations_stand_at_the_lines(written: Written, project: Path) -> None:
    commands = written["github"].splitlines()
    pattern = re.compile(r"::(error|warning|notice) (?P<values>[^:]*)::(?P<text>.*)")
    found = [match for line in commands if (match := pattern.fullmatch(line))]
    assert len(found) == len(commands) == 2
    first = next(m for m in found if "no double contribution subsidy" in m["values"])
    values = dict(pair.split("=", 1) for pair in first["values"].split(","))
    assert values["file"] == "encodings/village.lp"
    assert values["title"] == "village%3A no double contribution subsidy"
    text = (project / "encodings" / "village.lp").read_text(encoding="utf-8").splitlines()
    assert "subsidised(" in text[int(values["line"]) - 1]
    assert "%0A" in first["text"] and "50.00 yuan" in first["text"]


def test_markdown_is_a_table_of_what_does_not_hold(written: Written) -> None:
    text = written["markdown"]
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells = [
        inline.content for opening, inline in pairwise(tokens)
        if opening.type == "td_open"
    ]
    assert len(cells) == 4
    assert cells[0::2] == ["**vacuous**", "**violated**"]
    assert cells[3].startswith("no double contribution subsidy (largest harm: at most 50.00 yuan")
    assert "properties that hold: 2" in text
    assert "<summary>no double contribution subsidy</summary>" in text


def test_json_is_as_its_schema_says(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = check_schema()
    Draft202012Validator.check_schema(schema)
    data = json.loads(written["json"])
    Draft202012Validator(schema).validate(data)
    assert (data["format"], data["version"]) == ("mingzheng-check", 1)
    (document,) = data["documents"]
    status = {finding["property"]: finding["status"] for finding in document["findings"]}
    assert status == {
        "annual_limits": "holds", "dearer_plan": "counts", "no_double_subsidy": "counts",
        "subsidy_within_contribution": "holds",
    }
    capsys.readouterr()
    assert run(["check", "--json-schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema


@pytest.fixture(scope="module")
def document() -> CheckedDocument:
    """Check the document once."""
    only = ("no_double_subsidy", "annual_limits", "dearer_plan")
    return check_document(Document("village", VILLAGE), 1, Options(simplest=False, only=only))


@pytest.mark.parametrize(
    ("words", "code"),
    [("violated", 1), ("vacuous", 3), ("unknown,undetermined", 0), ("none", 0),
     ("vacuous, violated", 1)],
)
def test_kinds_that_fail_a_run(document: CheckedDocument, words: str, code: int) -> None:
    asked = Asked(1, False, False)
    rules = Guard(kinds(words, FAILING))
    assert exit_code(guard([document], rules, asked, datetime.date(2026, 1, 1))) == code


def test_without_a_choice_all_kinds_fail(document: CheckedDocument) -> None:
    by_property = {finding.property: finding for finding in document.findings}
    codes = {
        name: exit_code(unguarded(replace(document, findings=(finding,), replays={})))
        for name, finding in by_property.items()
    }
    assert codes == {"no_double_subsidy": 1, "annual_limits": 0, "dearer_plan": 3}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fail-on", "violatd"], "`violatd` is no kind of finding"),
        (["--write", "pdf=out"], "`pdf=out` is not of the form FORMAT=FILE"),
        (["--write", "json="], "`json=` is not of the form FORMAT=FILE"),
        (["--write", "json=no/such/folder/x"], "the file cannot be written"),
        (["--superior", "x", "--format", "sarif"], "the formats are text and json"),
    ],
)
def test_wrong_options_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["check", str(plan(tmp_path)), *SUBSIDY, "--lang", "en", *arguments]) == 2
    assert said in capsys.readouterr().err
