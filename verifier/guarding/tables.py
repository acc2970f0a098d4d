"""Typed reading of the tables of a project's files: each value by its key, none that is unknown."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from verifier.analysis.cases.entries import Entry, refuse
from verifier.analysis.cases.files import read_file
from verifier.errors import CaseError, Message, message
from verifier.program.sorts import Sort, parse


def read_table(path: Path) -> Table:
    """Read a file in TOML or JSON; CaseError if it cannot be read."""
    return Table(read_file(str(path), BytesIO()))


class Table:
    """The keys of one table; every error names the place and the key."""

    def __init__(self, entry: Entry) -> None:
        if not isinstance(entry.value, Mapping):
            raise _wrong(entry, message("a table of keys and values"))
        self.entry = entry
        self._entries: Mapping[str, Entry] = entry.value

    def only(self, keys: Collection[str]) -> Table:
        """Refuse every other key."""
        for key, entry in self._entries.items():
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                raise refuse(
                    "unknown-key",
                    entry.span,
                    message("`{key}` is no key of this table", key=key),
                    message("did you mean {words}?", words=(f"`{near[0]}`",)) if near
                    else message("possible are {words}", words=tuple(sorted(keys))),
                )
        return self

    def pairs(self) -> tuple[tuple[str, Entry], ...]:
        """All keys with their entries."""
        return tuple(self._entries.items())

    def has(self, key: str) -> bool:
        """Whether a key stands in the table."""
        return key in self._entries

    def entry_of(self, key: str) -> Entry:
        """The entry of a key that must be there."""
        if key not in self._entries:
            raise refuse(
                "missing-key",
                self.entry.span,
                message("`{key}` is missing", key=f"{self.entry.path}.{key}".lstrip(".")),
                message("add it"),
            )
        return self._entries[key]

    def text(self, key: str) -> str:
        """A text that says something."""
        return _text(self.entry_of(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty if the key is missing."""
        return tuple(_text(item) for item in self.items(key))

    def items(self, key: str) -> tuple[Entry, ...]:
        """A list; empty if the key is missing."""
        if key not in self._entries:
            return ()
        entry = self._entries[key]
        if not isinstance(entry.value, tuple):
            raise _wrong(entry, message("a list"))
        return entry.value

    def truth(self, key: str) -> bool:
        """True or false."""
        entry = self.entry_of(key)
        if not isinstance(entry.value, bool):
            raise _wrong(entry, message("true or false"))
        return entry.value

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number within bounds."""
        entry = self.entry_of(key)
        value = entry.value
        if isinstance(value, Decimal) and value == value.to_integral_value():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise _wrong(
                entry, message("a whole number from {low} to {high}", low=low, high=high)
            )
        return value

    def choice(self, key: str, known: Collection[str]) -> str:
        """One of some words."""
        entry = self.entry_of(key)
        return one_of(entry, known)

    def day(self, key: str) -> datetime.date:
        """A date."""
        entry = self.entry_of(key)
        try:
            return datetime.date.fromisoformat(str(entry.value))
        except ValueError:
            raise _wrong(entry, message("a date such as 2026-12-31")) from None

    def money(self, key: str) -> int:
        """An amount of yuan, in fen."""
        entry = self.entry_of(key)
        if isinstance(entry.value, str | int | Decimal) and not isinstance(entry.value, bool):
            try:
                return parse(str(entry.value), Sort.MONEY)
            except ValueError:
                pass
        raise _wrong(entry, message("an amount of yuan, with two decimals at most"))


def one_of(entry: Entry, known: Collection[str]) -> str:
    """One of some words, from a value."""
    if not isinstance(entry.value, str) or entry.value not in known:
        raise refuse(
            "value",
            entry.span,
            message("`{key}` is `{value}`", key=entry.path, value=shown(entry)),
            message("possible are {words}", words=tuple(known)),
        )
    return entry.value


def shown(entry: Entry) -> str:
    """A value as it is told in an error."""
    match entry.value:
        case str() | bool() | int() | Decimal():
            return str(entry.value)
        case tuple():
            return "[…]"
        case _:
            return "{…}"


def _text(entry: Entry) -> str:
    if not isinstance(entry.value, str) or not entry.value.strip():
        raise _wrong(entry, message("a text"))
    return entry.value


def _wrong(entry: Entry, kind: Message) -> CaseError:
    return refuse(
        "value",
        entry.span,
        message("`{key}` is `{value}`, not {kind}", key=entry.path or "-", value=shown(entry),
                kind=kind),
    )
