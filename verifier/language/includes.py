"""The files that an encoding includes, from its text alone (no parser is needed to know them)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_TOKEN = re.compile(
    r'%\*.*?\*%|%[^\n]*|#include\s*"(?P<file>[^"\n]+)"|"(?:\\.|[^"\\\n])*"', re.S
)


def with_includes(paths: Iterable[Path]) -> tuple[Path, ...]:
    """These files and all that they include, each once; what cannot be read includes nothing."""
    found: dict[Path, None] = {}
    waiting = list(paths)[::-1]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = None
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        names = included(text)
        # As clingo does: from the working directory, or else beside the file that includes it.
        waiting += [
            Path(name) if Path(name).is_file() else path.parent / name for name in reversed(names)
        ]
    return tuple(found)


def included(text: str) -> list[str]:
    """The names of the files that a text includes, in order."""
    return [m["file"] for m in _TOKEN.finditer(text) if m["file"] is not None]


def redirected(text: str, targets: Mapping[str, str]) -> str:
    """The text with other files for those that it includes; lines stay where they are."""
    def other(match: re.Match[str]) -> str:
        name = match["file"]
        return match[0] if name is None else f'#include "{targets[name]}"'

    return _TOKEN.sub(other, text)
