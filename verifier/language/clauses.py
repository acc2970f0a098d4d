"""The clause comments of encodings: number, and our words for what the clause says.

Read from the text alone, so that a report needs no parser of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from verifier.accounting.numerals import CHINESE, number
from verifier.language.text import read
from verifier.places import shown
from verifier.source import Span
from verifier.words import Bilingual

_CLAUSE = re.compile(r"^%@\s*(?P<clause>\S.*?)\s*$")
_NUMERAL = re.compile(rf"{CHINESE}|[0-9]+")
_NUMBERED = re.compile(rf"(?:第|（)?(?:{CHINESE}|[0-9])")
_BEFORE = ("题头", "前言")
"""Sections that stand before those with a number; all others without one stand behind them."""
_BEHIND = 10**6
_WORDS = re.compile(r"^%\s+(?P<language>zh|en):\s*(?P<words>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document with our words for it, and where it is encoded."""

    number: str
    words: Bilingual
    span: Span


def read_clauses(text: str, file: str) -> tuple[Clause, ...]:
    """List the clauses of a file, in order."""
    found: list[Clause] = []
    for line, content in enumerate(text.splitlines(), 1):
        if match := _CLAUSE.match(content):
            number = match["clause"]
            found.append(Clause(number, Bilingual("", ""), Span(file, line, 1, number)))
        elif found and (match := _WORDS.match(content)):
            last = found[-1]
            if match["language"] == "zh":
                words = Bilingual(match["words"], last.words.en)
            else:
                words = Bilingual(last.words.zh, match["words"])
            found[-1] = Clause(last.number, words, last.span)
    return tuple(found)


def clause_at(filename: str, line: int) -> str:
    """The clause that a line of a file stands under, by its text alone."""
    try:
        text = read(Path(filename))
    except OSError:
        return ""
    return _clause_above(text, filename, line)


def place_in(path: Path, text: str, start: int) -> Span:
    """The place of a character in the text of a file, with the clause above it."""
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Span(shown(str(path)), line, column, _clause_above(text, str(path), line))


def _clause_above(text: str, filename: str, line: int) -> str:
    above = [clause.number for clause in read_clauses(text, filename) if clause.span.line <= line]
    return above[-1] if above else ""


def text_order(clause: str) -> tuple[int, ...]:
    """Where the number of a clause stands in a text: `二（一）6.2` after `二.3`, before `十.1`."""
    section, _, sentence = clause.partition(".")
    last = int(sentence) if sentence.isascii() and sentence.isdecimal() else 0
    if section in _BEFORE:
        return (_BEFORE.index(section) - len(_BEFORE), last)
    numerals = tuple(int(number(text)) for text in _NUMERAL.findall(section))
    if not _NUMBERED.match(section):
        numerals = (_BEHIND, *numerals)
    # A sentence of a section stands before the sections below it.
    return (*numerals, 0, last)


def in_text_order(clauses: Iterable[str]) -> tuple[str, ...]:
    """Numbers of clauses, each once, as the text has them."""
    return tuple(sorted(dict.fromkeys(clauses), key=text_order))


def sorted_clauses(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Clauses, each number once, as the text has them."""
    by_number = {clause.number: clause for clause in clauses}
    return tuple(by_number[number] for number in in_text_order(by_number))


def clauses_of(spans: Mapping[str, Span], folder: Path) -> dict[str, Clause]:
    """Find the clause above each place; files are relative to `folder` or as the user gave them."""
    files = sorted({span.file for span in spans.values() if span.clause})
    by_file = {file: read_clauses(_text(folder, file), file) for file in files}
    found: dict[str, Clause] = {}
    for name, span in spans.items():
        if not span.clause:
            continue
        above = [
            clause
            for clause in by_file[span.file]
            if clause.span.line <= span.line and clause.number == span.clause
        ]
        found[name] = above[-1] if above else Clause(span.clause, Bilingual("", ""), span)
    return found


def _text(folder: Path, file: str) -> str:
    packaged = folder / file
    try:
        return read(packaged if packaged.is_file() else Path(file))
    except OSError:  # gone since it was loaded: the numbers are still known
        return ""
