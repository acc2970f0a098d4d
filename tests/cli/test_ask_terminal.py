"""Questions at a terminal: a pseudo-terminal stands at both ends."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = str(VILLAGE)
END = "\x04"
_LIMIT = 120


class Terminal:
    """A run of the program at a terminal, with what it has written so far."""

    def __init__(self, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "TERM": "dumb", "COLUMNS": "100"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "compute", DOCUMENT, *arguments],
            cwd=ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
        )
        os.close(slave)
        self.text = ""
        self.end_of = time.monotonic() + _LIMIT

    def read(self) -> bool:
        """Read what is there; false at the end."""
        assert time.monotonic() < self.end_of, self.text
        if not select.select([self.master], [], [], 1)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the other end is closed
            data = b""
        self.text += data.decode("utf-8", "replace")
        return bool(data)

    def question(self) -> str:
        """Wait for the next question; empty if there is none."""
        while self.read():
            if self.text.endswith(": ") and not self.text.endswith("\n"):
                return self.text.rsplit("\n", 1)[-1]
        return ""

    def say(self, text: str) -> None:
        """Answer a question."""
        os.write(self.master, (text if text == END else f"{text}\n").encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until it is heard.

        Between showing a prompt and waiting for its answer, Python takes note of a signal only
        after the answer: a person would press again.
        """
        for _ in range(10):
            self.process.send_signal(signal.SIGINT)
            if select.select([self.master], [], [], 5)[0]:
                return

    def end(self) -> int:
        """Read the rest, and give the exit code."""
        while self.read():
            pass
        return self.process.wait(timeout=_LIMIT)

    def close(self) -> None:
        """Leave nothing running, also where a test has failed."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)


Open = Callable[..., Terminal]


@pytest.fixture
def terminal_of() -> Iterator[Open]:
    """Start the program at a terminal; it is closed after the test."""
    started: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        started.append(Terminal(*arguments))
        return started[-1]

    yield start
    for terminal in started:
        terminal.close()


ANSWERS = {
    "How many visits": "1",
    "year": "2022",
    "categories": "贫困人口",
    "kind of visit": "住院",
    "hospital level": "1",
    "total cost": "30000",
    "cost within the policy scope": "30,000元",
    "paid by basic insurance": "0",
    "critical-illness insurance on the bill": "0",
    "settles critical-illness insurance": "yes",
}


def test_what_is_missing_is_asked_for_and_computed(terminal_of: Open) -> None:
    terminal = terminal_of()
    asked: list[str] = []
    while question := terminal.question():
        names = [name for name in ANSWERS if name in question]
        asked += names
        terminal.say(ANSWERS[names[0]] if names else "")
    assert terminal.end() == 0, terminal.text
    assert "17100.00" in terminal.text  # 60% × (30000 − 1500)
    assert asked[:3] == ["How many visits", "year", "categories"]
    assert set(asked) == set(ANSWERS) and len(asked) == len(ANSWERS)


def test_a_wrong_answer_is_told_and_asked_for_again(terminal_of: Open) -> None:
    terminal = terminal_of()
    told = [
        ("How many visits", "many"),
        ("How many visits", ""),
        ("year (one of:", "1999"),
        ("year (one of:", "2022"),
        ("categories (any of:", END),
    ]
    for expected, answer in told:
        assert terminal.question().startswith(expected)
        terminal.say(answer)
    assert terminal.end() == 0
    assert "`many` is no number of visits" in terminal.text
    assert "`year` is `1999`" in terminal.text and "Traceback" not in terminal.text


def test_the_end_of_input_computes_with_what_is_known(terminal_of: Open) -> None:
    terminal = terminal_of("--year", "2023", "--category", "poor")
    assert terminal.question().startswith("How many visits")
    terminal.say(END)
    assert terminal.end() == 3  # the contribution of 2023 is left open
    assert "350.00 ~ 400.00" in terminal.text and "Traceback" not in terminal.text


def test_an_interrupt_ends_with_130(terminal_of: Open) -> None:
    terminal = terminal_of()
    assert terminal.question()
    terminal.interrupt()
    assert terminal.end() == 130
    assert "interrupted" in terminal.text and "Traceback" not in terminal.text


@pytest.mark.parametrize("arguments", [
    ("--no-input",), ("--format", "json"), ("--case", "/dev/null"),
])  # fmt: skip
def test_nothing_is_asked_for_if_that_is_not_wanted(
    arguments: tuple[str, ...], terminal_of: Open
) -> None:
    terminal = terminal_of(*arguments)
    assert terminal.end() == 2
    assert "the year is missing" in terminal.text or "/dev/null" in terminal.text
    assert "How many visits" not in terminal.text


def test_nothing_is_asked_for_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compute", DOCUMENT, "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert "the year is missing" in told.err and "How many visits" not in told.err + told.out
