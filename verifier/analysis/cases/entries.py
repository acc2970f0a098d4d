"""Entries of a file or a command line: text, truth and exact numbers, each with its place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from verifier.errors import CaseError, Message, Problem
from verifier.source import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, the keys that lead to it (`visits[1].cost`), and its place. Never a float."""

    value: Value
    path: str
    span: Span


Value: TypeAlias = str | bool | int | Decimal | tuple[Entry, ...] | Mapping[str, Entry] | None


def refuse(rule: str, span: Span, what: Message, mend: Message | None = None) -> CaseError:
    """Build the error of what cannot be read at all."""
    return CaseError(Problem(rule, span, what, mend or Message("")))


def below(path: str, key: str) -> str:
    """Extend a path by a key."""
    return f"{path}.{key}" if path else key


def convert(data: object, span: Span, path: str = "") -> Entry:
    """Turn what a reader returns into entries that share one place."""
    match data:
        case dict():
            items = {key: convert(item, span, below(path, key)) for key, item in data.items()}
            return Entry(items, path, span)
        case list():
            listed = [convert(item, span, f"{path}[{n}]") for n, item in enumerate(data, 1)]
            return Entry(tuple(listed), path, span)
        case datetime.date() | datetime.time():
            return Entry(data.isoformat(), path, span)
        case str() | bool() | int() | Decimal() | None:
            return Entry(data, path, span)
        case _:
            raise TypeError(f"a reader returned {type(data).__name__}")
