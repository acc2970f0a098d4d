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

    Both by cost within the policy scope, of which basic insurance pays as much as is asked, and,
    unless only bills within the scope are looked at, by cost outside of it.
    """
    found = (
        _growth(program, known, visit, within, basic_share)
        for visit in range(1, program.visits + 1)
        for within in ((True,) if within_scope else (False, True))
    )
    return tuple(item for item in found if item.rises is None or item.rises > 0)


def _growth(
    program: Program, known: Assignment, visit: int, within: bool, basic_share: int
) -> Growth:
    names = {f"cost({visit})": PERCENT_SCALE}
    if within:
        names[f"in_scope({visit})"] = PERCENT_SCALE
    if within and basic_share:
        names[f"basic({visit})"] = basic_share
    course = along(
        program, known, {n: known.numbers[n] for n in names}, (0, _HORIZON), _OWN, factors=names
    )
    last = course.pieces[-1]
    if last.state is not State.VALUE or last.line is None:
        return Growth(visit, within, None)
    return Growth(visit, within, last.line.slope / PERCENT_SCALE)
