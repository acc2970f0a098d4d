"""Whether the own payment of a case rises for ever with the bill, by its exact map."""

from __future__ import annotations

from verifier.analysis.extremes.results import Growth
from verifier.engines.exact_along import along
from verifier.engines.exact_course import State
from verifier.engines.exact_types import Assignment
from verifier.program.model import Program
from verifier.program.sorts import PERCENT_SCALE

_HORIZON = 10**17
"""Fen beyond every bound of an input or a limit: what rises here rises for ever."""
_OWN = "own_total"


def growth(
    program: Program, known: Assignment, within_scope: bool, basic_share: int
) -> tuple[Growth, ...]:
    """The visits of a case whose bill makes the own payment ever larger, with its last slope.

    What is within scope, and what basic insurance pays of it, rise with the cost as is asked.
    """
    found: list[Growth] = []
    for visit in range(1, program.visits + 1):
        names = {f"cost({visit})": PERCENT_SCALE}
        if within_scope:
            names[f"in_scope({visit})"] = PERCENT_SCALE
        if within_scope and basic_share:
            names[f"basic({visit})"] = basic_share
        course = along(
            program, known, {n: known.numbers[n] for n in names}, (0, _HORIZON), _OWN,
            factors=names,
        )
        last = course.pieces[-1]
        if last.state is not State.VALUE or last.line is None:
            found.append(Growth(visit, None))
        elif last.line.slope > 0:
            found.append(Growth(visit, last.line.slope / PERCENT_SCALE))
    return tuple(found)
