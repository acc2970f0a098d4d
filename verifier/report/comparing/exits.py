"""The exit code of a comparison: a difference outranks what is not decided."""

from __future__ import annotations

from verifier.analysis.comparing.results import CHANGED, Comparison
from verifier.report.exits import PROVED, UNDECIDED, VIOLATED


def compared_code(comparison: Comparison) -> int:
    """0: no change for anyone, proved; 1: something differs; 3: something is not decided."""
    if comparison.unchanged:
        return PROVED
    differs = any(judgement.verdict in CHANGED for judgement in comparison.judgements)
    apart = comparison.one_sided or any(one.found for one in comparison.admits)
    return VIOLATED if differs or apart else UNDECIDED
