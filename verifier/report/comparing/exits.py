"""The exit code of a comparison: a difference outranks what is not decided."""

from __future__ import annotations

from collections.abc import Collection

from verifier.analysis.comparing.effects import kinds
from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.results import Comparison
from verifier.report.exits import PROVED, UNDECIDED, VIOLATED


def compared_code(comparison: Comparison, fail_on: Collection[Kind] = tuple(Kind)) -> int:
    """The exit code if these kinds of difference count.

    0: there is none of them, proved unless what is undecided does not count; 1: something differs;
    3: something is not decided.
    """
    found = kinds(comparison) & set(fail_on)
    if found - {Kind.UNDECIDED}:
        return VIOLATED
    return UNDECIDED if found else PROVED
