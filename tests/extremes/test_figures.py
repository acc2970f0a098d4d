"""Figures that choose rules are not called idle: nothing is known of them."""

from __future__ import annotations

import pytest

from verifier import programs
from verifier.analysis.extremes.idle import Search, idle
from verifier.analysis.extremes.results import Idleness


@pytest.mark.long
def test_a_level_that_rules_ask_for_is_not_asked() -> None:
    """Qianjiang 二（三）2.4 speaks of hospitals from level 2 on: the rules ask, no amount does."""
    found = idle(programs.find("qianjiang_2023"), Search(1, 2_000))
    figures = {f.name: f.idleness for f in found.figures}
    assert figures["other_level"] is Idleness.WORD
    assert figures["other_threshold"] is Idleness.MATTERS
