"""Files of a user: read with a limit, as UTF-8, in the format of their suffix."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from verifier.analysis.cases.entries import Entry, refuse
from verifier.analysis.cases.formats import likely_reader, reader_for
from verifier.errors import because, message
from verifier.source import Span

LIMIT = 1_000_000
"""Bytes of a file that are read; a case is a few hundred."""


def read_file(source: str, stdin: BinaryIO) -> Entry:
    """Read a file, or standard input for `-`; CaseError if it cannot be read."""
    if source == "-":
        text = _decoded(stdin.read(LIMIT + 1), source)
        return _parsed(text, source, "")
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (FileNotFoundError, ValueError):  # ValueError: a null character in the name
        raise refuse(
            "no-file",
            Span(source.replace("\0", "?")),
            message("there is no such file"),
            message("check the path"),
        ) from None
    except OSError as error:
        raise refuse(
            "no-file",
            Span(source),
            message("the file cannot be read ({reason})", reason=because(error)),
            message("give a readable file"),
        ) from None
    return _parsed(_decoded(data, source), source, path.suffix.lower())


def _decoded(data: bytes, source: str) -> str:
    if len(data) > LIMIT:
        raise refuse(
            "too-large",
            Span(source),
            message("the file is larger than {limit} bytes", limit=LIMIT),
            message("give one person-year in a file"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            "encoding",
            Span(source),
            message("the file is not UTF-8 (byte {position})", position=error.start),
            message("save the file as UTF-8"),
        ) from None
    if "\0" in text:
        raise refuse(
            "encoding",
            Span(source),
            message("the file holds null characters, so it is no text"),
            message("give a file in TOML, YAML or JSON"),
        )
    return text


def _parsed(text: str, source: str, suffix: str) -> Entry:
    reader = likely_reader(text) if source == "-" else reader_for(suffix)
    if reader is None:
        raise refuse(
            "format",
            Span(source),
            message("`{suffix}` is not the suffix of a case file", suffix=suffix),
            message("use .toml, .yaml or .json"),
        )
    try:
        entry = reader(text, source)
    except RecursionError:
        raise refuse(
            "syntax",
            Span(source),
            message("the entries are nested too deeply"),
            message("write the case as `mingzheng schema` describes it"),
        ) from None
    if not isinstance(entry.value, dict):
        raise refuse(
            "shape",
            Span(source),
            message("the file holds no keys with values"),
            message("write the case as `mingzheng schema` describes it"),
        )
    return entry
