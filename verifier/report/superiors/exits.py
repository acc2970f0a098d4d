"""The exit code of documents held against a superior."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.analysis.results import Verdict
from verifier.analysis.superiors.results import HeldAgainst
from verifier.report.exits import PROVED, UNDECIDED, VIOLATED


def held_code(held: Sequence[HeldAgainst]) -> int:
    """0: every line is kept; 1: one is violated; 3: one is not decided."""
    verdicts = {finding.verdict for one in held for finding in one.findings}
    if Verdict.VIOLATED in verdicts:
        return VIOLATED
    return PROVED if verdicts <= {Verdict.PROVED, Verdict.BY_CONSTRUCTION} else UNDECIDED
