"""Commands run in processes of their own: their time, their memory, and what they say."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMES = 3


@dataclass(frozen=True)
class Run:
    """Median seconds by the clock and of the processors, most memory of one process, exit code.

    Memory is in megabytes; the code is None if the last run was ended at its time limit. `said` is
    what it wrote.
    """

    seconds: float
    busy: float
    megabytes: float
    code: int | None
    said: str = ""


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
    before: Callable[[], None] | None = None, limit: float | None = None,
) -> Run:
    """Run Python with these arguments; the median of several times."""
    runs = []
    for _ in range(times):
        if before is not None:
            before()
        runs.append(_once(here, arguments, limit))
    return Run(
        statistics.median(r.seconds for r in runs), statistics.median(r.busy for r in runs),
        max(r.megabytes for r in runs), runs[-1].code, runs[-1].said,
    )


def _once(here: Place, arguments: Sequence[str], limit: float | None) -> Run:
    with tempfile.TemporaryFile("w+") as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], env=here.environment(), cwd=ROOT, stdout=out,
            stderr=subprocess.STDOUT, start_new_session=True,
        )
        ended = threading.Event()
        bell = threading.Timer(limit or 0, _end, (child.pid, ended))
        if limit is not None:
            bell.start()
        # Counts the processes that it has waited for as well: the greatest of them.
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        bell.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return Run(
            seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
            None if ended.is_set() else child.returncode, out.read(),
        )


def _end(group: int, ended: threading.Event) -> None:
    ended.set()
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


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
