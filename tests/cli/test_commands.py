from __future__ import annotations

import io
import json
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE

CASE = """
year = 2022
categories = ["poor"]
critical_stated = true
[[visits]]
kind = "inpatient"
level = 1
cost = 30000
in_scope = 30000
basic = 0
critical_billed = 0
"""
DOCUMENT = str(VILLAGE)


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    path = tmp_path / "case.toml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def test_compute_writes_json_with_exact_amounts(
    case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compute", DOCUMENT, "--case", case_file, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["document"] == "village"
    assert data["amounts"]["paid(aid,1)"] == "17100.00"
    assert data["amounts"]["subsidy"] == "320.00"
    assert data["facts"]["no_aid(1)"] is False
    assert data["undetermined"] == []
    formulas = {step["name"]: step.get("formulas") for step in data["steps"]}
    assert formulas["granted(aid,poor,1)"] == ["60% × 28500.00"]
    assert {"kind": "rounding", "name": "half_up"}.items() <= next(
        a for a in data["assumptions"] if a["kind"] == "rounding"
    ).items()


def test_an_open_value_ends_with_3(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path(case_file).read_text("utf-8").replace("level = 1", "level = 2")
    Path(case_file).write_text(text, "utf-8")
    assert run(["compute", DOCUMENT, "--case", case_file, "--format", "json"]) == 3
    data = json.loads(capsys.readouterr().out)
    assert data["amounts"]["paid(aid,1)"] == {"low": "1000.00", "high": "17100.00"}
    assert data["undetermined"][0]["name"] == "aid_ceiling"
    assert data["undetermined"][0]["clause"] == "二.2"
    assert run(["compute", DOCUMENT, "--case", case_file, "--set", "aid_ceiling=2000"]) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_compute_writes_a_report(
    case_file: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compute", DOCUMENT, "--case", case_file, "--lang", language]) == 0
    out = capsys.readouterr().out
    assert "60% × 28500.00 = 17100.00" in out
    assert "二.1" in out
    assert ("计算过程" in out) == (language == "zh")
    assert ("how it was computed" in out) == (language == "en")
    assert "\x1b" not in out


def test_a_case_may_come_from_standard_input_or_flags(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CASE.encode())))
    assert run(["compute", DOCUMENT, "--case", "-", "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)
    visit = "kind=inpatient,level=1,cost=30000,in_scope=30000,basic=0,critical_billed=0"
    flags = ["--year", "2022", "--category", "贫困人口", "--with", "critical_stated=yes"]
    assert run(["compute", DOCUMENT, *flags, "--visit", visit, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["amounts"] == first["amounts"]


def test_what_is_wrong_is_told_on_standard_error_without_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["compute", DOCUMENT, "--year", "2050", "--category", "por"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "did you mean `poor`" in err
    assert "`2050`" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["compute", "nowhere"], "no document is called `nowhere`"),
        (["compute", "nowhere.lp"], "there is no such file"),
        (["compute", "某处"], "no document is called"),
        (["compute"], "is missing"),
        (["compute", DOCUMENT, "--yaer", "2022"], "there is no option `--yaer`; did you mean"),
        (["compute", DOCUMENT, "--case", "none.toml"], "there is no such file"),
        (["compute", DOCUMENT, "--format", "xml"], "the value of `--format` is wrong"),
        (["compute", DOCUMENT, "--set", "x"], "not of the form NAME=VALUE"),
        (["check", "--visits", "0"], "the value of `--visits` is wrong"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_ends_with_2(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert expected in capsys.readouterr().err


def test_list_names_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    found = {item["document"]: item for item in listed}
    assert found["wuhan_2022"]["number"] == "武医保〔2022〕21号"
    assert found["luan_2021"]["in_force"] == "2022-01-01"
    assert run(["list", "--lang", "zh"]) == 0
    assert "武汉" in capsys.readouterr().out


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "wuhan"]) == 0
    assert "visits" in json.loads(capsys.readouterr().out)["properties"]


def test_lint_finds_nothing_in_a_good_file_and_something_in_a_bad_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lint", DOCUMENT]) == 0
    bad = tmp_path / "bad.lp"
    bad.write_text("p(X) q(X).\n", "utf-8")
    assert run(["lint", str(bad), "--format", "json"]) == 2
    out = capsys.readouterr().out
    problems = json.loads(out[out.index("{") :])["problems"]
    assert problems[0]["line"] == 1


def test_lint_takes_several_documents_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = [tmp_path / "one.lp", tmp_path / "two.lp"]
    for plan in plans:
        assert run(["new", str(plan)]) == 0
    assert run(["lint", *map(str, plans)]) == 0
    plans[1].write_text(plans[1].read_text("utf-8") + "p(X) q(X).\n", "utf-8")
    capsys.readouterr()
    assert run(["lint", *map(str, plans), "--format", "json"]) == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [Path(problem["file"]).name for problem in problems] == ["two.lp"]


def test_payers_are_told_in_their_order_and_only_those_that_a_document_has(
    capsys: pytest.CaptureFixture[str]
) -> None:
    def payers(document: str) -> list[str]:
        case = ["--year", "2023", "--visit", "kind=inpatient"]
        assert run(["compute", document, *case, "--lang", "zh"]) in (0, 3)
        first = capsys.readouterr().out.partition("第1次就诊")[2].partition("\n\n")[0]
        return [line.split()[0] for line in first.splitlines()[1:]]

    assert payers("luan") == ["大病保险", "医疗救助", "倾斜救助", "依申请救助", "个人负担"]
    assert payers("qianjiang") == ["大病保险", "医疗救助", "倾斜救助", "个人负担"]


@pytest.mark.parametrize("command", [[], ["list"], ["schema"], ["compute"], ["check"], ["lint"]])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_in_the_language_of_the_reader(
    command: list[str],
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[language])
    assert run([*command, "--help"]) == 0
    out = capsys.readouterr().out
    assert ("用法" in out) == (language == "zh")
    assert ("Usage: mingzheng" in out) == (language == "en")


def test_an_interruption_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.list_.all_documents", interrupt)
    assert run(["list"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_day_of_issue_that_is_not_given_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    # Wuhan's plan has no day of issue; Qianjiang's names none of effect and is in force from issue.
    assert "in force from 2022-01-01 (day of issue not given)" in out
    assert "issued 2023-10-12, in force from 2023-10-12" in out


def test_versions_name_the_program_and_its_solvers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    told = dict(line.split(" ", 1) for line in capsys.readouterr().out.splitlines())
    assert told["mingzheng"] == version("mingzheng")
    assert told["clingo"] == version("clingo")
    assert told["z3-solver"] == version("z3-solver")
