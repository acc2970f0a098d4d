"""Every command of the drafter's guide runs, on the files that it shows."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cli.main import run

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)
CODE = re.compile(r"(?P<command>.*?)(?:  # exit code (?P<code>\d))?")
GUIDE = (ROOT / "GUIDE.md").read_text(encoding="utf-8")
CHINESE, ENGLISH = GUIDE.split("\n## English\n")


def commands(text: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Write the files of the guide where they stand in it, and give its commands between them."""
    for block in BLOCK.finditer(text):
        if block["file"]:
            path = folder / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8")
            continue
        assert block["kind"] == "sh"
        for line in block["text"].splitlines():
            match = CODE.fullmatch(line)
            assert match is not None
            yield match["command"], int(match["code"] or 0)


def test_every_command_of_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of one language: the other has the same."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    outputs: dict[str, str] = {}
    for command, code in commands(CHINESE, tmp_path):
        words = shlex.split(command)
        if words[:2] == ["mingzheng", "watch"]:
            outputs[command] = watched(words[1:])
        elif words[0] == "mingzheng":
            assert run(words[1:]) == code, f"{command}: {capsys.readouterr()}"
            outputs[command] = capsys.readouterr().out
        else:
            words[0] = sys.executable if words[0] == "python" else words[0]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert done.returncode == code, f"{command}: {done.stderr}"
            outputs[command] = done.stdout
    # (20000 - 10000 - 1500) * 70% = 5950 yuan, as the guide says.
    assert "5950.00" in outputs["mingzheng compute my_plan.lp --case case.toml"]
    assert "595000 fen" in outputs["python example.py"]


def watched(arguments: list[str]) -> str:
    """Start watching, wait for the first verdicts, and end it as Ctrl-C does."""
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", *arguments], stdout=subprocess.PIPE, text=True,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        line = ""
        for line in process.stdout:
            if line.startswith("my_plan: "):
                break
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert process.returncode == 0, process.stderr
    return line


def test_both_languages_show_the_same_files_and_commands() -> None:
    shown = [[block[0] for block in BLOCK.finditer(text)] for text in (CHINESE, ENGLISH)]
    assert shown[0] == shown[1]
    assert len(shown[0]) > 10


def test_the_guide_names_the_hook_and_the_action_as_they_are() -> None:
    files = {b["file"]: b["text"] for b in BLOCK.finditer(ENGLISH) if b["file"]}
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    used = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [hook["id"] for hook in used] == [hook["id"] for hook in hooks]
    workflow = yaml.safe_load(files[".github/workflows/plans.yml"])
    step = workflow["jobs"]["plans"]["steps"][-1]
    assert step["uses"].startswith("example/mingzheng@")
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert step["with"] and set(step["with"]) <= set(action["inputs"])
