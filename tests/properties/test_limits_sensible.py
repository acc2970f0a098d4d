"""Limits that are computed, and those that the document leaves to others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.properties.checked import DOCUMENTS
from verifier import programs
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding, Verdict

HEAD = """% A limit of the year, by a rule that is tested.
% Source: none (test). Input: the core. Derived: see the parts. Output: aid.

#include "base/plan.lp".
#include "base/aid.lp".

%@ 三.1
pool(aid,V,aid_year) :- visit(V).
ceiling(aid_year,C,year_limit) :- category(C).
"""
RAISED = """
figure(taken_away, 350, yuan, 1).
&let { year_limit } = contribution_due - taken_away.
quantity(year_limit, money, "年度限额", "annual limit").
parameter(contribution, 2022, range(320,400), yuan, stated).
"""


def found_in(folder: Path, text: str) -> Finding:
    shutil.copytree(DOCUMENTS / "base", folder / "base")
    plan = (folder / "base" / "plan.lp").read_text("utf-8")
    if "parameter(" in text:
        plan = "\n".join(line for line in plan.splitlines() if "parameter(" not in line)
        (folder / "base" / "plan.lp").write_text(plan + "\n", "utf-8")
    path = folder / "limited.lp"
    path.write_text(HEAD + text, "utf-8")
    document = programs.Document(path.stem, path)
    program = programs.load_program(document, 1, properties=True)
    (finding,) = check(program, Options(only=("limits_sensible",)))
    return finding


@pytest.mark.parametrize(
    ("taken", "verdict"), [(350, Verdict.VIOLATED), (320, Verdict.VIOLATED), (319, Verdict.PROVED)]
)
def test_a_limit_that_the_contribution_can_bring_to_nothing_is_violated(
    tmp_path: Path, taken: int, verdict: Verdict
) -> None:
    """The contribution is 320 yuan or more: less 319 there is always something left to pay."""
    finding = found_in(tmp_path, RAISED.replace("350", str(taken)))
    assert finding.verdict is verdict
    if verdict is Verdict.VIOLATED:
        assert set(finding.failing) <= {
            f"limits_sensible,limit(aid_year,{c})" for c in ("old", "poor")
        }
        assert finding.counterexample is not None
        limit = finding.counterexample.values["contribution(2022)"] - taken * 100
        assert limit <= 0


def test_a_line_as_high_as_the_limit_is_sensible(tmp_path: Path) -> None:
    finding = found_in(tmp_path, """
figure(aid_line, 2, wan_yuan, 1).
figure(year_limit, 2, wan_yuan, 2).
threshold(aid,poor,aid_line).
""")
    assert finding.verdict in (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
    assert set(finding.ranged_over) == {
        f"limits_sensible,{i}" for i in (
            "limit(aid_year,old)", "limit(aid_year,poor)", "line(aid,poor,aid_year)")
    }
