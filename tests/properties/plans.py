"""Small plans that a test writes out, with the parts of the made-up plans of these tests."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.properties.checked import DOCUMENTS
from verifier import programs
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding
from verifier.program.model import Program

BASE = DOCUMENTS / "base"

HEAD = """\
%@ 九.1
%  zh: 试验
%  en: a test
case_flag(applied).
label(applied, "已申请", "applied").
figure(five, 5, yuan, 1).
figure(six, 6, yuan, 2).
figure(hundred, 100, yuan, 3).
quantity(extra, money, "另补", "extra").
quantity(bonus, money, "奖励", "bonus").
"""

MINE = """
property(mine, case, "试验", "a test").
why(mine, "试验", "a test").
scope(mine, V) :- kind(V,inpatient).
violation(mine, V) :- kind(V,inpatient), &is { cost(V) } < 0.
"""
"""A property on each visit, which the lines of a test add to."""


def plan(lines: str, parts: Iterable[str], visits: int) -> Program:
    """Compile lines after parts of the made-up plans, with the general properties."""
    includes = "".join(f'#include "{BASE / part}.lp".\n' for part in parts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.lp"
        path.write_text(f"{includes}\n{HEAD}{lines}\n", encoding="utf-8")
        return programs.load_program(programs.Document("plan", path), visits, properties=True)


@cache
def findings(
    lines: str, only: str, parts: tuple[str, ...] = ("plan", "aid"), visits: int = 2
) -> tuple[Finding, ...]:
    """Check a property of such a plan, as for verdicts only."""
    loaded = plan(lines, parts, visits)
    return tuple(check(loaded, Options(only=(only,), simplest=False)))


def finding(
    lines: str, only: str, parts: tuple[str, ...] = ("plan", "aid"), visits: int = 2
) -> Finding:
    """Check a property that makes one finding."""
    (found,) = findings(lines, only, parts, visits)
    return found
