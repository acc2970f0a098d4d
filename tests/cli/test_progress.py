"""Progress: soon on a terminal, whatever the command; never in a pipe."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli import progress
from cli.main import run
from cli.progress import PATIENCE, Progress
from tests.cases import VILLAGE
from verifier.report.catalogue import Words

FEW = ["--visits", "1", "--jobs", "1"]
CASE = """
year = 2022
categories = ["poor"]
critical_stated = true

[[visits]]
kind = "inpatient"
level = 1
cost = 5000
in_scope = 5000
basic = 0
critical_billed = 0
"""
DISTRICT, CITY = (str(VILLAGE.parents[1] / "superiors" / f"{n}.lp") for n in ("district", "city"))
COMMANDS = {
    "check": ["check", str(VILLAGE), *FEW, "--fresh", "--property", "gap_free"],
    "superior": ["check", DISTRICT, "--visits", "1", "--fresh", "--superior", CITY],
    "compare": ["compare", str(VILLAGE), str(VILLAGE), *FEW],
    "worst": ["worst", str(VILLAGE), "--category", "none", *FEW],
    "readings": ["readings", str(VILLAGE), *FEW],
    "repair": ["repair", str(VILLAGE), "annual_limits", *FEW],
    "cliffs": ["cliffs", str(VILLAGE), "--along", "cost"],
    "idle": ["idle", str(VILLAGE), *FEW],
}


class Terminal(io.StringIO):
    """Keeps what is written to it, and says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def shown(
    monkeypatch: pytest.MonkeyPatch, command: Sequence[str], stream: io.StringIO
) -> str:
    """What a command that nobody has patience with writes to standard error."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", stream)
    assert run(list(command)) in (0, 1, 3)
    return stream.getvalue()


@pytest.fixture
def asked(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    command = COMMANDS[request.param]
    if request.param != "cliffs":
        return command
    case = tmp_path / "case.toml"
    case.write_text(CASE, encoding="utf-8")
    return [*command, "--case", str(case)]


@pytest.mark.parametrize("asked", COMMANDS, indirect=True)
def test_a_command_shows_on_a_terminal_that_it_is_at_work(
    monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    told = shown(monkeypatch, asked, Terminal())
    assert "working" in told or "checking" in told


@pytest.mark.parametrize("asked", COMMANDS, indirect=True)
def test_a_command_says_nothing_of_it_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    assert shown(monkeypatch, asked, io.StringIO()) == ""


def test_something_is_shown_before_anything_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    told, end = "", time.monotonic() + 10
    with Progress(Words("en"), terminal=True, patience=PATIENCE / 100) as _:
        while "working" not in told and time.monotonic() < end:
            time.sleep(PATIENCE / 100)
            told += capsys.readouterr().err
    assert "working" in told


def test_nothing_is_shown_after_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(Words("en"), terminal=True, patience=PATIENCE / 10) as soon:
        pass
    time.sleep(PATIENCE / 5)
    soon("village", "gap_free")
    assert capsys.readouterr().err == ""


def test_no_category_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(Progress, "__call__", lambda _, __, item: told.append(item))
    assert run(["worst", str(VILLAGE), "--category", "none", *FEW]) in (0, 3)
    assert told == ["none"]
