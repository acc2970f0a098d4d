"""Whether two encodings are proved to give everyone the same."""

from __future__ import annotations

from pathlib import Path

from verifier import compare
from verifier.analysis.comparing.results import Difference


def pays_the_same(one: Path, other: Path, visits: int = 2) -> bool:
    """Whether every result of every case is proved to be the same, in every reading.

    What the solver does not decide is not the same.
    """
    found = compare(one, other, visits=visits, all_readings=True, verdicts_only=True)
    return not found.admits and all(
        judgement.verdict is Difference.SAME for judgement in found.judgements
    )
