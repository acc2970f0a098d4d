"""Copies of files for the parser, where it would not read the files as they are meant.

It takes a file of the working directory for one that is included by the same name, and fails on the
mark that some editors begin a file with.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from clingo.ast import AST, ASTSequence, Location, Position

from verifier.language.includes import included, meant, redirected, shadowed
from verifier.language.text import marked, read


def needed(files: Sequence[Path]) -> bool:
    """Whether the parser is to read copies of these files."""
    return shadowed(files) or any(path.is_file() and marked(path) for path in files)


@contextmanager
def copied(files: Sequence[Path]) -> Iterator[Mapping[Path, str]]:
    """Give the copy of each of the files that is there; the copies include each other."""
    there = [path for path in files if path.is_file()]
    with tempfile.TemporaryDirectory(prefix="mingzheng-") as made:
        folder = Path(made).resolve()
        places: dict[Path, str] = {}
        for path in there:
            places.setdefault(path.resolve(), str(folder / f"{len(places)}.lp"))
        for path in there:
            text = read(path)
            targets = {
                name: places.get(meant(path, name).resolve(), name) for name in included(text)
            }
            copy = Path(places[path.resolve()])
            copy.write_text(redirected(text, targets), encoding="utf-8", newline="")
        yield {path: places[path.resolve()] for path in there}


def relocate(node: AST, files: Mapping[str, str]) -> None:
    """Put a statement, and all in it, to the file of which the parser has read the copy."""
    for name in node.keys():  # noqa: SIM118
        value = getattr(node, name)
        if isinstance(value, Location):
            node.location = Location(_relocated(value.begin, files), _relocated(value.end, files))
        elif isinstance(value, AST):
            relocate(value, files)
        elif isinstance(value, ASTSequence):
            for child in value:
                relocate(child, files)


def _relocated(position: Position, files: Mapping[str, str]) -> Position:
    return Position(
        files.get(position.filename, position.filename), position.line, position.column
    )
