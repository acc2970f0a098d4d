from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guarding.plans import SUBSIDY, plan
from verifier.drafting.saves import saves

ROOT = Path(__file__).resolve().parent.parent.parent
WAIT = 60


class Watched:
    """A running `watch`, whose lines can be waited for."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "cli.main", "watch", str(path), *SUBSIDY, "--lang", "en"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "110"}, cwd=path.parent,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stdout:
            for line in stdout:
                self.lines.put(line.rstrip())

    def until(self, start: str) -> list[str]:
        """Give the lines up to one that begins so."""
        found: list[str] = []
        while not found or not found[-1].startswith(start):
            found.append(self.lines.get(timeout=WAIT))
        return found

    def end(self) -> tuple[int, list[str]]:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=WAIT)
        self.reader.join(WAIT)
        return code, list(self.lines.queue)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    found = Watched(plan(tmp_path))
    yield found
    found.process.kill()
    found.process.wait()
    found.reader.join(WAIT)


def test_each_save_is_checked_and_tells_what_changed(watched: Watched, tmp_path: Path) -> None:
    first = watched.until("village: ")
    assert first[-1] == "village: violated 1"
    plan(tmp_path, old_sum="60")
    told = " ".join(" ".join(watched.until("village: ")).split())
    assert "largest harm 50.00 yuan → 60.00 yuan" in told
    assert "harm: 60.00 yuan" in told
    broken = (tmp_path / "village.lp").read_text(encoding="utf-8") + "this is no rule。\n"
    (tmp_path / "village.lp").write_text(broken, encoding="utf-8")
    assert "full-width “。”" in watched.until(f"{tmp_path}")[-1]
    plan(tmp_path, old_sum="60", after="% mended\n")
    assert "no change" in watched.until("village: ")
    code, last = watched.end()
    assert code == 0
    assert last[-1] == "no longer watching"
    assert not any("Traceback" in line for line in last)


def test_a_save_while_the_check_runs_is_not_lost(tmp_path: Path) -> None:
    found = saves([plan(tmp_path)])
    next(found)
    plan(tmp_path, old_sum="60")  # before anyone waits for it
    done = threading.Event()

    def wait() -> None:
        next(found)
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    assert done.wait(WAIT)


def test_files_of_properties_are_watched(tmp_path: Path) -> None:
    own = tmp_path / "own.lp"
    own.write_text("% none yet\n", encoding="utf-8")
    found = saves([plan(tmp_path), own])
    next(found)
    own.write_text("% another comment\n", encoding="utf-8")
    done = threading.Event()

    def wait() -> None:
        next(found)
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    assert done.wait(WAIT)


def test_files_that_are_included_are_watched(tmp_path: Path) -> None:
    path = plan(tmp_path, after='#include "part.lp".\n')
    part = tmp_path / "part.lp"
    part.write_text("% a\n", encoding="utf-8")
    found = saves([path])
    next(found)
    done = threading.Event()

    def wait() -> None:
        next(found)
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not done.wait(0.3)
    replaced = tmp_path / "part.lp~"  # as editors save: another file takes its name
    replaced.write_text("% bc\n", encoding="utf-8")
    replaced.replace(part)
    assert done.wait(WAIT)
