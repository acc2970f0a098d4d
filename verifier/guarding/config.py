"""What a project sets once: `mingzheng.toml`, or `[tool.mingzheng]` in `pyproject.toml`.

The file is looked for from the working folder upwards; its paths are relative to its own folder.
Options of a command win over it.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from verifier.analysis.cases.entries import refuse
from verifier.analysis.comparing.kinds import Kind as Difference
from verifier.analysis.results import Verdict
from verifier.errors import message
from verifier.guarding.lookup import SHARED, config_files
from verifier.guarding.outcome import FAILING
from verifier.guarding.tables import Table, one_of, read_table
from verifier.source import Span
from verifier.words import Language

FORMATS = ("text", "json", "sarif", "junit", "github", "markdown")
NOTHING = "none"

_KEYS = ("documents", "properties", "visits", "timeout", "property-files", "fail-on",
         "fail-on-change", "waivers", "baseline", "lang", "format")

Kind = TypeVar("Kind", bound=StrEnum)
"""Kinds of finding of a check, or of difference of a comparison."""


@dataclass(frozen=True, slots=True)
class Config:
    """What is set; None is not set. `path` is the file."""

    path: Path | None = None
    documents: tuple[str, ...] | None = None
    properties: tuple[str, ...] | None = None
    visits: int | None = None
    timeout: int | None = None
    property_files: tuple[str, ...] | None = None
    fail_on: tuple[Verdict, ...] | None = None
    fail_on_change: tuple[Difference, ...] | None = None
    waivers: Path | None = None
    baseline: Path | None = None
    lang: Language | None = None
    format: str | None = None


def find_config(folder: Path) -> Config:
    """The configuration of the project that a folder lies in; CaseError if it is wrong."""
    for path in config_files(folder):
        whole = read_table(path)
        table = _tool(whole) if path.name == SHARED else whole
        if table is not None:
            return _config(path, table)
    return Config()


def _tool(table: Table) -> Table | None:
    if not table.has("tool"):
        return None
    tool = Table(table.entry_of("tool"))
    return Table(tool.entry_of("mingzheng")) if tool.has("mingzheng") else None


def _config(path: Path, table: Table) -> Config:
    table.only(_KEYS)
    folder = path.parent
    lang: Language | None = None
    if table.has("lang"):
        lang = "zh" if table.choice("lang", ("zh", "en")) == "zh" else "en"
    return Config(
        path,
        tuple(_named(name, folder) for name in table.texts("documents"))
        if table.has("documents") else None,
        table.texts("properties") if table.has("properties") else None,
        table.whole("visits", 1, 20) if table.has("visits") else None,
        table.whole("timeout", 1, 3600) if table.has("timeout") else None,
        tuple(str(folder / name) for name in table.texts("property-files"))
        if table.has("property-files") else None,
        _kinds(table, "fail-on", FAILING),
        _kinds(table, "fail-on-change", tuple(Difference)),
        folder / table.text("waivers") if table.has("waivers") else None,
        folder / table.text("baseline") if table.has("baseline") else None,
        lang,
        table.choice("format", FORMATS) if table.has("format") else None,
    )


def _named(name: str, folder: Path) -> str:
    """A document by name, or by a path from the folder of the configuration."""
    return str(folder / name) if name.endswith(".lp") or "/" in name else name


def _kinds(table: Table, key: str, known: Sequence[Kind]) -> tuple[Kind, ...] | None:
    if not table.has(key):
        return None
    entry = table.entry_of(key)
    if entry.value == NOTHING:
        return ()
    by_word = {kind.value: kind for kind in known}
    items = table.items(key) if isinstance(entry.value, tuple) else (entry,)
    return tuple(by_word[one_of(item, tuple(by_word))] for item in items)


def kinds(text: str, known: Sequence[Kind]) -> tuple[Kind, ...]:
    """Read `violated,unknown` of a command line; CaseError for a word that is no such kind."""
    if text == NOTHING:
        return ()
    by_word = {kind.value: kind for kind in known}
    found = []
    for word in (part.strip() for part in text.split(",")):
        if word not in by_word:
            near = difflib.get_close_matches(word, by_word, n=1) or [*by_word, NOTHING]
            raise refuse(
                "fail-on",
                Span(),
                message("`{word}` is no kind of finding", word=word),
                message("possible are {words}", words=tuple(near)),
            )
        found.append(by_word[word])
    return tuple(dict.fromkeys(found))
