"""Commands run in processes of their own: their time and their memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMES = 3


@dataclass(frozen=True)
class Run:
    """Median seconds, greatest memory of one process in megabytes, and the exit code."""

    seconds: float
    megabytes: float
    code: int


@dataclass(frozen=True)
class Place:
    """Folders of this run: a cache of Programs, and the bytecode of the sources."""

    cache: Path
    bytecode: Path

    def environment(self) -> dict[str, str]:
        """Give what the commands are run with."""
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return kept | {
            "MINGZHENG_CACHE": str(self.cache),
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
        }


@contextmanager
def place() -> Iterator[Place]:
    """Make folders that are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Place(Path(folder, "cache"), Path(folder, "bytecode"))


def run(
    here: Place, arguments: Sequence[str], times: int = TIMES,
    before: Callable[[], None] | None = None,
) -> Run:
    """Run Python with these arguments; the median of several times."""
    seconds, memory, code = [], [], 0
    for _ in range(times):
        if before is not None:
            before()
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], env=here.environment(), cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        # Counts the processes that it has waited for as well: the greatest of them.
        _, status, used = os.wait4(child.pid, 0)
        seconds.append(time.perf_counter() - start)
        child.returncode = code = os.waitstatus_to_exitcode(status)
        memory.append(used.ru_maxrss / 1024)
    return Run(statistics.median(seconds), max(memory), code)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a plain table; all but the first column stand to the right."""
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell.ljust(wide) if place == 0 else cell.rjust(wide)
            for place, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (heads, ["-" * w for w in widths], *rows)
    )
