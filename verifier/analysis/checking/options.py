"""What a check is asked, beside the documents."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Trust:
    """What is to be done with each proof: kept as SMT-LIB in a folder, put to a second solver."""

    export: Path | None = None
    second: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked: every reading or the default ones, and how much is to be shown.

    `simplest` asks for the simplest person and the largest harm of what fails; `timeout_ms` limits
    each question to the solver; `jobs` is how many processes share the work; `trust` says what is
    done with proofs. What the same check found before is taken again if it may `remember`, and what
    is found is kept for the next one. With `hinted`, what decided an earlier check is tried first.
    """

    all_readings: bool = False
    simplest: bool = True
    timeout_ms: int = 10_000
    only: tuple[str, ...] = ()
    jobs: int = 1
    trust: Trust = field(default_factory=Trust)
    remember: bool = False
    hinted: bool = True


def processors() -> int:
    """How many processes the machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
