"""What the README shows is what the program says today."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cli.main import COMMANDS, run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE, ENGLISH = README.split("\n## English\n")


def commands(text: str) -> list[str]:
    """The lines that are shown as commands."""
    return [line.removeprefix("    ").removeprefix("$ ")
            for line in text.splitlines() if line.startswith("    ")]


def table(text: str, head: str) -> dict[str, list[str]]:
    """A table by the first cells of its rows."""
    lines = text[text.index(head):].split("\n\n", maxsplit=1)[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in rows}


def amounts(text: str) -> list[str]:
    return re.findall(r"\d+\.\d\d", text)


@pytest.fixture(scope="module")
def finding() -> dict[str, Any]:
    """Run the example, and give what it finds."""
    (command,) = [c for c in commands(ENGLISH) if c.startswith("mingzheng check luan ")]
    with redirect_stdout(StringIO()) as out:
        assert run([*shlex.split(command)[1:], "--format", "json"]) == 1
    (document,) = json.loads(out.getvalue())["documents"]
    (found,) = document["findings"]
    return dict(found)


def test_the_example_shows_the_persons_that_the_check_finds(finding: dict[str, Any]) -> None:
    shown = table(ENGLISH, "| | first person | second person |")
    found = finding["counterexample"]
    first, second = (person["numbers"] for person in found["persons"])
    income, standard = amounts(shown["household income, low-income standard"][0])
    assert first["household_income"] == second["household_income"] == income
    assert found["values"]["low_income_standard"] == standard
    cost, scope = amounts(shown["first visit, inpatient: total, within scope"][0])
    for person in (first, second):
        assert (person["cost(1)"], person["in_scope(1)"]) == (cost, scope)
    assert [first["cost(2)"], second["cost(2)"]] == ["0.00", shown["second visit: total"][1]]
    paid = [derivation["amount"] for derivation in found["derivations"]]
    assert paid == shown["own payment of the year"]
    steps = {s["name"]: s["value"] for s in found["derivations"][1]["steps"] if "value" in s}
    assert steps["paid(application,1)"] == amounts(shown["aid on application"][1])[-1]
    left = amounts(" ".join(shown["income less own cost"]))
    assert left == ["1000.00", steps["income_left"]]
    clauses = {clause["number"] for clause in found["clauses"]}
    assert {"二（二）7.4", "二（二）7.5"} <= clauses


def test_the_example_tells_the_harm_that_the_check_finds(finding: dict[str, Any]) -> None:
    assert finding["counterexample"]["harm"] == "180.00"
    assert "leaves 180 yuan less to pay" in ENGLISH
    assert finding["largest_harm"]["amount"] == "19999.99"
    assert "a difference of 19999.99 yuan" in ENGLISH


def test_the_case_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """75% of 45000 − 25000 − 6500 = 13500 yuan are 10125."""
    found = re.search(r"^```toml (?P<file>\S+)\n(?P<text>.*?)^```$", ENGLISH, re.M | re.S)
    assert found is not None
    (tmp_path / found["file"]).write_text(found["text"], encoding="utf-8")
    (command,) = [c for c in commands(ENGLISH) if c.startswith("mingzheng compute")]
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(command)[1:]) == 0
    assert "10125.00" in capsys.readouterr().out


def test_both_languages_show_the_same_two_commands() -> None:
    assert [c for c in commands(ENGLISH) if c.startswith("python3 -m venv")] == commands(CHINESE)
    assert len(commands(CHINESE)) == 2


def test_the_commands_that_are_named_are_there() -> None:
    named = {match[1] for match in re.finditer(r"`(?:mingzheng )?([a-z]+)[ `]", README)}
    assert set(COMMANDS) - named == set()


def test_the_map_has_every_folder_and_no_other() -> None:
    shown = {name for row in table(ENGLISH, "| folder | what is in it |")
             for name in re.findall(r"`([^`]+)`", row)}
    assert all((ROOT / name).is_dir() for name in shown)
    kept = {"__pycache__", "locale"}
    for top in ("encodings", "verifier"):
        inside = {f"{top}/{path.name}" for path in (ROOT / top).iterdir()
                  if path.is_dir() and path.name not in kept}
        assert inside <= shown
