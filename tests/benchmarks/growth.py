"""How the time of each property grows with the visits of a year, or with the size of a plan."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from verifier import programs
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.program.model import AmountDefinition, Program
from verifier.properties.declared import properties

LOADING = "loading"
_NOISE = 0.02
"""Seconds below which a time says nothing about growth."""
_FEWEST = 3


class TooLong(Exception):
    """A property took longer than it may."""


@contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Raise TooLong inside the block after so many seconds."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLong

    old = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


def by_visits(document: str, visits: Iterable[int]) -> Iterator[tuple[int, Program, float]]:
    """Load a document for ever more visits, each with the seconds that it takes."""
    for count in visits:
        yield count, *_timed(programs.find(document), count)


def by_size(plans: Mapping[int, programs.Document]) -> Iterator[tuple[int, Program, float]]:
    """Load plans for one visit, each with the seconds that it takes."""
    for size, document in plans.items():
        yield size, *_timed(document, 1)


def _timed(document: programs.Document, visits: int) -> tuple[Program, float]:
    start = time.perf_counter()
    program = programs.load_program(document, visits, properties=True)
    return program, time.perf_counter() - start


def times(
    loaded: Iterable[tuple[int, Program, float]], seconds: int
) -> tuple[tuple[int, ...], dict[str, list[float | None]]]:
    """Seconds of each property by size; None where it takes too long, and from there.

    One run each: what is looked for is a factor, not a percentage.
    """
    sizes: list[int] = []
    found: dict[str, list[float | None]] = {LOADING: []}
    for size, program, spent in loaded:
        found[LOADING].append(spent)
        for item in properties(program):
            row = found.setdefault(item.id, [])
            row.append(None if None in row else _time(program, item.id, seconds))
        sizes.append(size)
    return tuple(sizes), found


def _time(program: Program, name: str, seconds: int) -> float | None:
    start = time.perf_counter()
    try:
        with limit(seconds):
            options = Options(simplest=False, only=(name,), timeout_ms=seconds * 1000)
            tuple(check(program, options))
    except TooLong:
        return None
    return time.perf_counter() - start


def exponent(sizes: Sequence[int], row: Sequence[float | None]) -> float | None:
    """The power of the size with which the times grow, by least squares; None without enough."""
    points = [
        (math.log(n), math.log(t)) for n, t in zip(sizes, row, strict=True)
        if t is not None and t >= _NOISE
    ]
    if len(points) < _FEWEST:
        return None
    x = sum(p[0] for p in points) / len(points)
    y = sum(p[1] for p in points) / len(points)
    spread = sum((p[0] - x) ** 2 for p in points)
    return sum((p[0] - x) * (p[1] - y) for p in points) / spread


def size(program: Program) -> tuple[int, int, int, int, int]:
    """Rules, inputs, amounts, atoms and constraints of a Program."""
    amounts = sum(isinstance(d, AmountDefinition) for d in program.definitions)
    return (
        len(program.rules), len(program.inputs), amounts, len(program.definitions) - amounts,
        len(program.constraints),
    )
