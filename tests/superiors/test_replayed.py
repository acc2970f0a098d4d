"""What the solver finds is told only as far as the exact engine computes the same.

Here the solver is left to think what it likes of comparisons without a value.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.superiors.test_superior import HERE, OPTIONS, edited, findings, side
from tests.superiors.test_without_values import OLD_ALONE, POOR_ALONE, TWO_SUMS, haunted
from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.joining import solver
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.superior import hold_together
from verifier.engines.smt import Claim, Copy


@pytest.fixture(autouse=True)
def _free_truths(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_copy: Copy, _terms: object) -> tuple[Claim, ...]:
        return ()

    monkeypatch.setattr(solver, "true_with_values", nothing)


def test_a_line_is_proved_for_those_alone_who_reach_it(tmp_path: Path) -> None:
    city = edited(tmp_path, "city.lp", haunted(OLD_ALONE, "poor_at_all"))
    found = findings(HERE / "district.lp", city)
    for name in ("old_aid", "old_subsidy"):
        assert (found[name].verdict, found[name].reason) == (Verdict.UNKNOWN, DOES_NOT_REPLAY)
    assert found["poor_aid"].verdict is Verdict.PROVED


def test_a_line_is_broken_for_those_alone_who_reach_it(tmp_path: Path) -> None:
    path = edited(tmp_path, "district.lp", TWO_SUMS)
    city = edited(tmp_path, "city.lp", haunted(OLD_ALONE, "says(applied)"))
    assert findings(path, city)["old_subsidy"].verdict is Verdict.UNKNOWN


def test_so_it_is_of_two_districts(tmp_path: Path) -> None:
    city = edited(tmp_path, "city.lp", haunted(POOR_ALONE, "old_at_all"))
    own = side(HERE / "district.lp")
    (found,) = hold_together(own, own, side(city), OPTIONS).findings
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, DOES_NOT_REPLAY)
