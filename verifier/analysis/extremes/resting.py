"""The open values on which a result of one case can rest: what a reader needs to compute it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.program.model import Program
from verifier.program.names import Dependencies
from verifier.program.specialise import specialise


def resting(
    program: Program, truths: Mapping[str, bool], keys: Iterable[str], values: Mapping[str, int]
) -> dict[str, int]:
    """Those of the values that results with these keys can use where the truths are known."""
    below = Dependencies(specialise(program, truths)).cone(keys)
    return {name: value for name, value in values.items() if f"amount {name}" in below}
