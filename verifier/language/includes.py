"""The files that an encoding includes, from its text alone (no parser is needed to know them)."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
        names = [m["file"] for m in _TOKEN.finditer(text) if m["file"] is not None]
        # As clingo does: from the working directory, or else beside the file that includes it.
        waiting += [
            Path(name) if Path(name).is_file() else path.parent / name for name in reversed(names)
        ]
    return tuple(found)
