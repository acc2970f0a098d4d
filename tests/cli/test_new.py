from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.main import run

PROVED = (
    "annual_limits", "gap_free", "highest_identity", "no_double_aid", "no_double_subsidy",
    "own_payment_monotone", "payers_within_cost", "poorer_never_less",
)


@pytest.fixture(params=["zh", "en"])
def skeleton(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Path:
    """Write the skeleton in a language."""
    monkeypatch.chdir(tmp_path)
    assert run(["new", "my_county_2026.lp", "--lang", str(request.param)]) == 0
    assert "my_county_2026.lp" in capsys.readouterr().out
    return tmp_path / "my_county_2026.lp"


def test_the_skeleton_lints_and_accounts_for_its_text(skeleton: Path) -> None:
    assert run(["lint", str(skeleton)]) == 0
    assert run(["coverage", str(skeleton)]) == 0


def test_the_skeleton_computes(skeleton: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Extremely poor: the whole contribution of 400; 90% of 60000 - 1500 is above the limit."""
    visit = "kind=inpatient,cost=80000,in_scope=70000,basic=10000,critical_billed=0"
    arguments = ["--year", "2026", "--category", "extremely_poor", "--visit", visit,
                 "--with", "critical_stated=yes", "--format", "json"]
    assert run(["compute", str(skeleton), *arguments]) == 0
    amounts = json.loads(capsys.readouterr().out)["amounts"]
    assert (amounts["subsidy"], amounts["own_contribution"]) == ("400.00", "0.00")
    assert (amounts["paid(aid,1)"], amounts["own(1)"]) == ("50000.00", "20000.00")


def test_the_skeleton_checks(skeleton: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [word for name in PROVED for word in ("--property", name)]
    assert run(["check", str(skeleton), *asked, "--format", "json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert {finding["property"] for finding in document["findings"]} == set(PROVED)
    assert {finding["verdict"] for finding in document["findings"]} <= {
        "proved", "by_construction",
    }


def test_comments_are_in_one_language(skeleton: Path) -> None:
    comments = [
        line for line in skeleton.read_text(encoding="utf-8").splitlines()
        if line.startswith("% ") and not line.startswith(("%  zh", "%  en"))
    ]
    numbered = [line for line in comments if line.startswith(("% 一、", "% 1. "))]
    assert len(numbered) == 1
    assert not any(line.startswith(("%zh", "%en")) for line in comments)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Plan.lp", "named with small letters"),
        ("1plan.lp", "named with small letters"),
        ("plan.txt", "ends with .lp"),
        ("there.lp", "the file is there already"),
        ("no/such/plan.lp", "the file cannot be written"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    name: str, text: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.lp").write_text("kept", encoding="utf-8")
    assert run(["new", name, "--lang", "en"]) == 2
    assert text in capsys.readouterr().err
    assert (tmp_path / "there.lp").read_text(encoding="utf-8") == "kept"
