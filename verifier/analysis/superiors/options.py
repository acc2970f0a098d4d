"""How documents are held against their superiors."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HoldOptions:
    """For how many visits, and how long and where it is searched.

    Attributes:
        visits: So many visits a year has.
        timeout_ms: The limit of each question to the solver.
        persons: Whether the simplest person and the largest breach are sought.
        jobs: So many processes search.
        remember: Whether what an earlier search of the same has found is taken, and this is kept.
        hinted: Whether hints are tried.
    """

    visits: int
    timeout_ms: int
    persons: bool = True
    jobs: int = 1
    remember: bool = False
    hinted: bool = False
