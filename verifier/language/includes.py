"""The files that an encoding includes, from its text alone (no parser is needed to know them)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from verifier.language.text import code, read

_INCLUDE = re.compile(r'#include\s*"(?P<file>[^"\n]+)"')

_KEPT = 256
"""Texts whose includes are kept: as many as several documents have files."""

_DOCUMENT = re.compile(r"^\s*document\s*\(", re.M)


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
            text = read(path)
        except OSError:
            continue
        waiting += [meant(path, name) for name in reversed(included(text))]
    return tuple(found)


def meant(path: Path, name: str) -> Path:
    """The file that is included: beside the one that includes it, or else where one works."""
    beside = path.parent / name
    return Path(name) if Path(name).is_file() and not beside.is_file() else beside


def shadowed(paths: Iterable[Path]) -> bool:
    """Whether a file of the working directory bears the name of another that is meant.

    The parser would take it, as it looks there first.
    """
    for path in paths:
        try:
            text = read(path)
        except OSError:
            continue
        for name in included(text):
            here = Path(name)
            if here.is_file() and not here.samefile(meant(path, name)):
                return True
    return False


def encodings(files: Sequence[Path]) -> tuple[tuple[Path, ...], ...]:
    """Part files into encodings: each that states a document, with those that state none."""
    stating = [path for path in files if _states_document(path)]
    return tuple(
        tuple(path for path in files if path == one or path not in stating) for one in stating
    ) or (tuple(files),)


def _states_document(path: Path) -> bool:
    for part in with_includes((path,)):
        try:
            text = read(part)
        except OSError:
            continue
        if _DOCUMENT.search(text):
            return True
    return False


def included(text: str) -> list[str]:
    """The names of the files that a text includes, in order."""
    return [text[start:end] for start, end in _includes(text)]


def redirected(text: str, targets: Mapping[str, str]) -> str:
    """The text with other files for those that it includes; lines stay where they are."""
    pieces: list[str] = []
    done = 0
    for start, end in _includes(text):
        pieces += text[done:start], targets[text[start:end]]
        done = end
    return "".join((*pieces, text[done:]))


@lru_cache(_KEPT)
def _includes(text: str) -> tuple[tuple[int, int], ...]:
    """Where the names of included files stand; documents have most of their files in common."""
    return tuple(match.span("file") for match in _INCLUDE.finditer(code(text)))
