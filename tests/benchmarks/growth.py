"""How the time of each property and the size of a Program grow with the visits of a year."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from verifier import programs
from verifier.analysis.checking.check import Options, check
from verifier.program.model import AmountDefinition, Program
from verifier.properties.declared import properties


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


def times(document: str, visits: range, seconds: int) -> dict[str, list[float | None]]:
    """Seconds of each property by number of visits; None where it takes too long, and from there.

    One run each: what is looked for is a factor, not a percentage.
    """
    found: dict[str, list[float | None]] = {}
    for count in visits:
        program = programs.load_program(programs.find(document), count, properties=True)
        for item in properties(program):
            row = found.setdefault(item.id, [])
            row.append(None if None in row else _time(program, item.id, seconds))
    return found


def _time(program: Program, name: str, seconds: int) -> float | None:
    start = time.perf_counter()
    try:
        with limit(seconds):
            options = Options(simplest=False, only=(name,), timeout_ms=seconds * 1000)
            tuple(check(program, options))
    except TooLong:
        return None
    return time.perf_counter() - start


def size(document: str, visits: int) -> tuple[int, int, int, int]:
    """Inputs, amounts, atoms and constraints of a Program."""
    program = programs.load_program(programs.find(document), visits, properties=True)
    amounts = sum(isinstance(d, AmountDefinition) for d in program.definitions)
    return (
        len(program.inputs), amounts, len(program.definitions) - amounts, len(program.constraints)
    )
