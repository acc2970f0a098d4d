"""What a project sets once: `mingzheng.toml`, or `[tool.mingzheng]` in `pyproject.toml`.

The file is looked for from the working folder upwards; its paths are relative to its own folder.
Options of a command win over it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from verifier.analysis.cases.entries import refuse
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
         "waivers", "baseline", "lang", "format")


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
        _kinds(table) if table.has("fail-on") else None,
        folder / table.text("waivers") if table.has("waivers") else None,
        folder / table.text("baseline") if table.has("baseline") else None,
        lang,
        table.choice("format", FORMATS) if table.has("format") else None,
    )


def _named(name: str, folder: Path) -> str:
    """A document by name, or by a path from the folder of the configuration."""
    return str(folder / name) if name.endswith(".lp") or "/" in name else name


def _kinds(table: Table) -> tuple[Verdict, ...]:
    entry = table.entry_of("fail-on")
    if entry.value == NOTHING:
        return ()
    known = tuple(verdict.value for verdict in FAILING)
    items = table.items("fail-on") if isinstance(entry.value, tuple) else (entry,)
    return tuple(Verdict(one_of(item, known)) for item in items)


def kinds(text: str) -> tuple[Verdict, ...]:
    """Read `violated,unknown` of a command line; CaseError for a word that is no such kind."""
    if text == NOTHING:
        return ()
    known = [verdict.value for verdict in FAILING]
    found = []
    for word in (part.strip() for part in text.split(",")):
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1) or [*known, NOTHING]
            raise refuse(
                "fail-on",
                Span(),
                message("`{word}` is no kind of finding", word=word),
                message("possible are {words}", words=tuple(near)),
            )
        found.append(Verdict(word))
    return tuple(dict.fromkeys(found))
