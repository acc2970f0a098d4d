"""The templates of messages, found in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CALLS = {"message", "say"}
FIELD = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def templates() -> dict[str, str]:
    """Give each template, and where it stands first."""
    found: dict[str, str] = {}
    for package in ("verifier", "cli"):
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for text, line in _of_tree(tree, path):
                found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def _of_tree(tree: ast.AST, path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, path)
        elif path.name == "main.py" and isinstance(node, ast.AnnAssign | ast.Assign):
            yield from _of_commands(node)


def _of_call(node: ast.Call, path: Path) -> Iterator[tuple[str, int]]:
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if name in CALLS and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, node.lineno
        elif path.name not in {"catalogue.py", "base.py", "main.py"}:
            raise AssertionError(f"{path}:{node.lineno}: a template must be a literal")
    for keyword in node.keywords:
        if (
            keyword.arg == "help"
            and path.parent.name == "cli"
            and isinstance(keyword.value, ast.Constant)
        ):
            yield str(keyword.value.value), node.lineno


def _of_commands(node: ast.AnnAssign | ast.Assign) -> Iterator[tuple[str, int]]:
    """Short helps of the commands, in a table."""
    if isinstance(node.value, ast.Dict):
        for value in node.value.values:
            if isinstance(value, ast.Tuple) and isinstance(value.elts[-1], ast.Constant):
                yield str(value.elts[-1].value), node.lineno
