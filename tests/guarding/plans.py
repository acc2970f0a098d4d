"""The made-up document with edits, and runs of `check` on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from tests.cases import VILLAGE

SUBSIDY = ("--visits", "1", "--property", "no_double_subsidy")
"""One property, which fails: old people's fixed sum of 50 yuan is granted beside the other."""


def plan(folder: Path, **edits: str) -> Path:
    """Write the document with another sum for old people, and perhaps more rules at its end."""
    text = VILLAGE.read_text(encoding="utf-8")
    if "old_sum" in edits:
        text = text.replace("figure(old_sum, 50, yuan, 1)",
                            f"figure(old_sum, {edits['old_sum']}, yuan, 1)")
    path = folder / "village.lp"
    path.write_text(edits.get("before", "") + text + edits.get("after", ""), encoding="utf-8")
    return path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Run `check` and read its JSON."""
    code = run(["check", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)
