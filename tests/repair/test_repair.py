"""`mingzheng repair` on a plan whose fault is known by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from tests.cases import VILLAGE

DOCUMENT = str(VILLAGE)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


GRANT = """
%@ 三.1
%  zh: 住院费用超过一万元的，另给五百元
%  en: who has a stay of more than ten thousand yuan gets five hundred more
figure(grant_line, 10000, yuan, 1).
figure(grant_sum, 500, yuan, 2).
&let { granted_flat(V) } = grant_sum :- generous(V).
generous(V) :- visit(V), kind(V,inpatient), &is { in_scope(V) } > grant_line.
&let { granted_flat(V) } = 0 :- visit(V), not generous(V).
quantity(granted_flat, money, "另给", "granted in addition").

%@ 三.2
%  zh: 另给的不得超过三百元
%  en: no more than three hundred yuan are granted in addition
figure(grant_ceiling, 300, yuan, 1).
property(small_grant, case, "另给不超过限额", "the addition keeps to its ceiling").
why(small_grant, "限额应当遵守", "a ceiling is to be kept").
scope(small_grant, V) :- generous(V).
violation(small_grant, V) :- generous(V), &is { granted_flat(V) } > grant_ceiling.
"""


def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.lp"
    path.write_text(VILLAGE.read_text("utf-8").replace("(village", "(plan") + GRANT, "utf-8")
    return str(path)


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run([*arguments, "--jobs", "1", "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_either_figure_repairs_it_and_the_smaller_change_stands_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 > 300: lower the sum to 300 (40% of it) or raise the ceiling to 500 (two thirds of it).

    The line cannot be raised beyond every bill within twice its value.
    """
    code, found = data(capsys, "repair", plan(tmp_path), "small_grant")
    assert (code, found["outcome"]) == (0, "repaired")
    shown = [
        [(f["name"], f["before"], f["after"], f["size"]) for f in r["figures"]]
        for r in found["repairs"]
    ]
    assert shown == [
        [("grant_sum", "500.00", "300.00", "2/5")],
        [("grant_ceiling", "300.00", "500.00", "2/3")],
    ]
    assert all(r["smallest"] and not r["broken"] for r in found["repairs"])
    assert set(found["tried"]) >= {"grant_line", "grant_sum", "grant_ceiling"}


def test_what_holds_needs_no_repair(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = data(capsys, "repair", DOCUMENT, "nothing_negative")
    assert (code, found["outcome"], found["repairs"]) == (0, "holds", [])


def test_the_text_names_clause_figure_and_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["repair", plan(tmp_path), "small_grant", "--jobs", "1"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "三.1 grant_sum: 500.00 → 300.00 (a change of 40%)" in out
    assert "no smaller change of it spares the persons" in out
    assert "every property that held is proved to hold with it" in out
