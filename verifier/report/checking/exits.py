"""The exit code of a check."""

from __future__ import annotations

from verifier.guarding.outcome import Outcome
from verifier.report.exits import PROVED, UNDECIDED, VIOLATED


def exit_code(outcome: Outcome) -> int:
    """Find the exit code of a run: of the findings that count, the waivers and the changes."""
    if outcome.violated:
        return VIOLATED
    return UNDECIDED if outcome.undecided else PROVED


def gravest(*codes: int) -> int:
    """Find the code of several runs together: what is violated outranks what is not decided."""
    return next((code for code in (VIOLATED, UNDECIDED) if code in codes), PROVED)
