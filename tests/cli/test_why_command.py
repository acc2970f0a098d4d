"""`compute --why` and `--why-not` as a user calls them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE

DOCUMENT = str(VILLAGE)
ROOT = Path(__file__).resolve().parent.parent.parent
VISIT = "kind=inpatient,level=1,cost=30000,in_scope=30000,basic=0,critical_billed=0"
CASE = ["--year", "2022", "--category", "poor", "--with", "critical_stated=yes", "--visit", VISIT]
NO_AID = [*CASE[:-1], VISIT.replace("inpatient", "outpatient")]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run(["compute", DOCUMENT, *arguments])
    return code, capsys.readouterr().out


def test_why_shows_the_computation_with_thousands_and_clauses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out = told(capsys, *CASE, "--why", "aid")
    assert code == 0
    flat = " ".join(out.split())
    assert "why medical aid in the year is 17100.00 yuan" in flat
    assert "60% × 28500.00 = 17100.00 yuan, by 二.1." in flat
    assert "the greatest of (0.00 + 30000.00 − 1500.00; 0.00) = 28500.00 yuan" in flat
    assert "not said, so taken as no: before recognition" in flat
    assert "how it was computed" not in out


def test_why_in_chinese_has_no_english_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(capsys, *CASE, "--why", "医疗救助（1）", "--lang", "zh")
    assert code == 0
    assert "为什么“第1次就诊：医疗救助”为17100.00 元" in out
    assert "60% × 28500.00 = 17100.00 元，依据" in out
    assert "案例所给" in out and "未说明，按“否”：认定之前" in out
    assert re.findall(r"[A-Za-z]{2,}", out) == []


def test_why_not_in_chinese_has_no_english_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(capsys, *NO_AID, "--why-not", "医疗救助", "--lang", "zh")
    assert code == 0
    assert "门诊，而非住院" in out and "由“门诊”改为“住院”" in out
    assert "17100.00元，已由精确引擎复核" in "".join(out.split())
    assert set(re.findall(r"[A-Za-z]{2,}", out)) == set()


def test_json_has_the_derivation_under_why(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(capsys, *CASE, "--why", "aid(1)", "--format", "json")
    data = json.loads(out)
    assert code == 0 and data["amounts"]["paid(aid,1)"] == "17100.00"
    (why,) = data["why"]
    assert (why["line"], why["value"]) == ("paid(aid,1)", "17100.00")
    assert why["steps"][0]["formulas"] == ["60% × 28500.00"]
    facts = {fact["name"]: (fact["value"], fact["origin"]) for fact in why["facts"]}
    assert facts["basic(1)"] == ("0.00", "given")
    assert facts["flag(1,before_recognition)"] == (False, "taken_as_no")
    assert "why_not" not in data
    assert "\ue000" not in out


def test_json_has_the_change_under_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(capsys, *NO_AID, "--why-not", "aid(1)", "--format", "json")
    (found,) = json.loads(out)["why_not"]
    assert code == 0 and found["pays"] is False
    assert found["change"]["outcome"] == "found"
    assert found["change"]["changes"] == [
        {
            "name": "kind(1,inpatient)",
            "before": False,
            "after": True,
            "replaces": "kind(1,outpatient)",
        }
    ]
    assert found["change"]["value"] == "17100.00"


def test_a_line_that_pays_is_told_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(capsys, *CASE, "--why-not", "aid")
    assert code == 0 and "medical aid in the year does pay: 17100.00 yuan" in out


def test_a_fact_that_holds_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(capsys, *NO_AID, "--why-not", "no_aid")
    assert code == 0 and "visit 1: no aid for this visit: this does hold" in out


def test_a_line_that_is_open_ends_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    visit = VISIT.replace("level=1", "level=2").replace("30000", "2000")
    case = [*CASE[:-1], visit.replace("cost=2000", "cost=3000").replace("in_scope=2000,", "")]
    for option in ("--why", "--why-not"):
        code, out = told(capsys, *case, option, "aid")
        assert code == 3
        assert "not determined without" in out and "in_scope(1)" in out


@pytest.mark.parametrize("option", ["--why", "--why-not"])
def test_an_unknown_line_ends_with_2_and_the_possible_ones(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compute", DOCUMENT, *CASE, option, "deductable"]) == 2
    error = capsys.readouterr().err
    assert f"{option}: `deductable` is no line of this result" in error
    assert "`aid` (medical aid)" in error and "Traceback" not in error


@pytest.mark.parametrize("option, expected", [("--why", False), ("--why-not", True)])
def test_the_solver_is_loaded_for_why_not_alone(option: str, expected: bool) -> None:
    code = (
        "import sys; from cli.main import run; code = run(sys.argv[1:]); "
        "print(code, 'z3' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "compute", DOCUMENT, *NO_AID, option, "aid"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip().splitlines()[-1] == f"0 {expected}"
