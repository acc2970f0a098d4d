"""`mingzheng cliffs` as a user calls it; expected values are computed by hand from the texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cli.main import run
from tests.cases import VILLAGE

CASE = """
year = 2023
categories = ["低保对象"]
critical_stated = true
[[visits]]
kind = "住院"
cost = "100000"
in_scope = "90000"
basic = "0"
critical_billed = "0"
hospital_deductible = "0"
"""
APPLICANT = """
year = 2023
categories = []
critical_stated = true
serious_illness = true
assets_pass = true
approved = true
household_income = "50000"
size = 3
[[visits]]
kind = "住院"
cost = "55000.01"
in_scope = "50000"
basic = "20000"
critical_billed = "0"
hospital_deductible = "1000"
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "case.toml"
    path.write_text(text, "utf-8")
    return str(path)


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["cliffs", *arguments, "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_bill_of_lu_an_has_four_slopes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All but 10000 yuan is within scope, so own = 10000 + what is left of the rest.

    二（二）6: 75% aid leaves a quarter; above a burden of 10000 (a bill of 40000) half of the rest
    is topped up; the limit of 50000 of aid is used up at 50000 / 0.75 = 66666.66…, and that of
    20000 of top-up at a burden of 50000, a bill of 100000.
    """
    case = written(tmp_path, CASE)
    found = data(capsys, "luan", "--case", case, "--along", "in_scope", "--also", "cost")
    slopes = [(s["from"], s["slope"]) for s in found["stretches"]]
    assert slopes == [("0.00", "1/4"), ("40000.01", "1/8"), ("66666.67", "1/2"), ("100000.01", "1")]
    assert [b["at"] for b in found["breaks"]] == ["40000", "200000/3", "100000"]
    assert {b["jump"] for b in found["breaks"]} == {"0"}
    clauses = [{c["number"] for c in b["clauses"]} for b in found["breaks"]]
    assert "二（二）6.6" in clauses[0]
    assert "二（二）6.5" in clauses[1]
    assert "二（二）6.6" in clauses[2]


def test_a_dearer_bill_that_leaves_less_to_pay_is_a_jump(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """二（二）7: 50000 − (t − 20000) < 15000 for t > 55000; aid 50% × (30000 − 20000) = 5000."""
    found = data(
        capsys, "luan", "--case", written(tmp_path, APPLICANT), "--along", "cost",
        "--set", "low_income_standard=5000",
    )
    jumps = [b for b in found["breaks"] if b["jump"] not in (None, "0")]
    assert [(b["at"], b["first"], b["jump"], b["paid"]) for b in jumps] == [
        ("55000", "55000.01", "-5000", ["35000.00", "30000.01"])
    ]
    assert [c["number"] for c in jumps[0]["clauses"]] == ["二（二）7.4"]
    assert found["stretches"][0]["state"] == "impossible"
    assert found["rounding_fen"] == "0"


def test_what_is_not_given_is_named_with_its_range(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = written(tmp_path, APPLICANT)
    assert run(["cliffs", "luan", "--case", case, "--along", "cost"]) == 3
    out = capsys.readouterr().out
    assert "undetermined" in out and "low_income_standard" in out
    assert "give these with --set, or in the case" in out


def test_the_table_says_slopes_jumps_and_rounding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = written(tmp_path, CASE)
    assert run(["cliffs", "luan", "--case", case, "--along", "in_scope", "--also", "cost"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "▸ ≈66666.6667: the slope changes (二（二）6.4, 二（二）6.5)" in out
    assert "rounding changes what is paid by at most 0.75 fen" in out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_is_well_formed_and_names_its_axes(tmp_path: Path, language: str) -> None:
    picture = tmp_path / "map.svg"
    case = written(tmp_path, APPLICANT)
    code = run([
        "cliffs", "luan", "--case", case, "--along", "cost", "--set",
        "low_income_standard=5000", "--picture", str(picture), "--lang", language,
    ])
    assert code == 0
    texts = ["".join(e.itertext()) for e in ElementTree.parse(picture).iter()]
    label = "医疗总费用（第1次就诊）" if language == "zh" else "total cost (visit 1)"
    assert any(label in t for t in texts)
    assert any("5000.00" in t and "-" in t for t in texts)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--along", "costs"], "`costs` is no number of a case"),
        (["--along", "cost", "--also", "size"], "is no number of a case"),
        (["--along", "cost", "--line", "oown"], "is no line of this result"),
        (["--along", "cost", "--line", "own"], ""),
        (["--along", "cost", "--from", "ten"], "--from"),
        (["--along", "cost", "--from", "200", "--to", "100"], "nothing between these ends"),
        (["--along", "cost", "--picture", "map.gif"], "pictures are written as SVG"),
        (["--along", "cost", "--picture", "/nowhere/map.svg"], "cannot be written"),
        (["--along", "cost", "--also", "minimum_share"], "cannot rise with"),
    ],
)
def test_what_is_wrong_is_told_in_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    code = run(["cliffs", "luan", "--case", written(tmp_path, CASE), *arguments])
    error = capsys.readouterr().err
    assert code == (2 if expected else 0)
    assert expected in error and "Traceback" not in error


def test_numbers_are_found_by_their_chinese_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = written(tmp_path, CASE)
    by_label = data(capsys, "luan", "--case", case, "--along", "医疗总费用", "--line", "医疗救助")
    assert by_label["along"] == ["cost(1)"] and by_label["line"] == "total(aid)"


def test_qianjiang_aids_the_whole_balance_once_the_threshold_is_passed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """二（三）2.4: above 30000 within scope the whole balance is aided, at 70% for the poorest.

    Basic insurance pays 20000, so 10000 are left at the threshold. Up to it there is top-up alone
    (二（三）3.4), 70% above 3000: 5100 are left, with 10000 outside the scope 15100. Beyond it aid
    is 7000, and the 3000 that are left are no more than the line of the top-up: 13000.
    """
    text = CASE.replace("低保对象", "特困人员").replace('basic = "0"', 'basic = "20000"')
    text = text.replace('kind = "住院"', 'kind = "住院"\nlevel = 2')
    found = data(
        capsys, "qianjiang", "--case", written(tmp_path, text), "--along", "in_scope", "--also",
        "cost",
    )
    jumps = [b for b in found["breaks"] if b["jump"] not in (None, "0")]
    assert [(b["at"], b["jump"], b["paid"]) for b in jumps] == [
        ("30000", "-2100", ["15100.00", "13000.00"])
    ]
    assert "二（三）2.4" in {c["number"] for c in jumps[0]["clauses"]}


VILLAGER = """
year = 2022
categories = ["poor"]
critical_stated = true
[[visits]]
kind = "inpatient"
level = 1
cost = 100
in_scope = 100
critical_billed = 0
"""


def test_where_a_missing_figure_leaves_open_whether_the_case_exists_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Critical-illness insurance pays what basic insurance left of 100 yuan within scope at most.

    What that paid is not said. Up to 100 yuan it may have been nothing; above, no case is known.
    The contribution of the year is 320 yuan all the same.
    """
    asked = [
        "cliffs", str(VILLAGE), "--case", written(tmp_path, VILLAGER), "--along",
        "critical_billed", "--line", "own_contribution",
    ]
    assert run([*asked, "--set", "aid_ceiling=1000", "--format", "json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [(s["from"], s["to"], s["state"], s["value"]) for s in found["stretches"]] == [
        ("0.00", "100.00", "value", "0"), ("100.01", "2000000.00", "doubtful", "0"),
    ]
    assert found["breaks"] == [] and not found["determined"]
    assert "basic(1)" in {m["name"] for m in found["undetermined"]}
    assert run(asked) == 3
    out = " ".join(capsys.readouterr().out.split())
    assert "100.01 2000000.00 0.00 0 not known whether such a case can exist" in out
    assert "value before rounding" in out


TILT = """
%@ 三.1
%  zh: 贫困人口的救助比例提高五个百分点
%  en: five points more for poor people
figure(points_more, 5, points, 1).
&let { higher_rate } = aid_rate + points_more.
quantity(higher_rate, percent, "提高后的比例", "the higher rate").
rate(aid,poor,V,higher_rate) :- covers(aid,poor,V).
"""


def test_a_slope_names_the_clauses_that_give_its_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Aid is 65% above 1500 yuan: 60% of 二.1 and 5 points of 三.1, where the rate stands."""
    plan = tmp_path / "plan.lp"
    text = VILLAGE.read_text("utf-8").replace("(village", "(plan")
    rate = "rate(aid,C,V,aid_rate) :- covers(aid,C,V)."
    assert text.count(rate) == 1
    plan.write_text(text.replace(rate, "rate(aid,old,V,aid_rate) :- covers(aid,old,V).") + TILT,
                    "utf-8")
    found = data(
        capsys, str(plan), "--case", written(tmp_path, VILLAGER + "basic = 0\n"), "--along",
        "in_scope", "--also", "cost", "--line", "total(aid)",
    )
    (rising,) = [s for s in found["stretches"] if s["slope"] not in (None, "0")]
    assert rising["slope"] == "13/20"
    assert [c["number"] for c in rising["clauses"]] == ["二.1", "三.1"]
