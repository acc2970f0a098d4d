"""Answers that were asked for become entries of a case, as if a file had said them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from verifier.analysis.cases.answers import table_of
from verifier.analysis.cases.case import MAX_VISITS
from verifier.analysis.cases.entries import Entry, Value, below
from verifier.analysis.cases.lexicon import Lexicon
from verifier.analysis.cases.questions import VISITS, Held, Option, Question
from verifier.errors import CaseError, Problem, message
from verifier.source import Span

_STRONG = re.compile(r"\s*[、;；]\s*")
_COMMA = re.compile(r"\s*[,，]\s*")


def has_visits(tree: Entry) -> bool:
    """Whether a case says something of its visits."""
    return not {VISITS.en, VISITS.zh}.isdisjoint(table_of(tree))


def count_visits(text: str) -> int:
    """Read a number of visits, none if it is empty; CaseError if it is none."""
    number = text.strip() or "0"
    if number.isascii() and number.isdigit() and int(number[:9]) <= MAX_VISITS:
        return int(number)
    what = message(
        "`{text}` is no number of visits from 0 to {most}", text=number[:60], most=MAX_VISITS
    )
    raise CaseError(Problem("visits", Span(""), what))


def with_visits(tree: Entry, visits: int) -> Entry:
    """The case with so many visits, of which nothing is said yet."""
    paths = [f"{VISITS.en}[{number}]" for number in range(1, visits + 1)]
    listed = tuple(Entry({}, path, Span("")) for path in paths)
    return _put(tree, VISITS.en, Entry(listed, VISITS.en, Span("")))


def with_answer(
    tree: Entry, question: Question, visit: int, option: Option | None, text: str
) -> Entry:
    """The case with one more answer; `option` is the entry of a table."""
    if visit:
        key = _key(tree, (VISITS.en, VISITS.zh))
        visits = table_of(tree)[key]
        assert isinstance(visits.value, tuple)
        listed = list(visits.value)
        listed[visit - 1] = with_answer(listed[visit - 1], question, 0, option, text)
        return _put(tree, key, replace(visits, value=tuple(listed)))
    key = _key(tree, (question.name, question.label.zh, question.label.en))
    path = below(tree.path, key)
    if option is None:
        return _put(tree, key, Entry(_value(question, text, path), path, Span("")))
    inner = table_of(tree).get(key, Entry({}, path, Span("")))
    name = str(option.value)
    return _put(tree, key, _put(inner, name, Entry(text.strip(), below(path, name), Span(""))))


def _key(tree: Entry, names: tuple[str, ...]) -> str:
    return next((name for name in names if name in table_of(tree)), names[0])


def _put(tree: Entry, key: str, entry: Entry) -> Entry:
    values: Mapping[str, Entry] = {**table_of(tree), key: entry}
    return replace(tree, value=values)


def _value(question: Question, text: str, path: str) -> Value:
    if not isinstance(question, Held):
        return text.strip()
    return tuple(Entry(name, path, Span("")) for name in _several(question, text))


def _several(question: Held, text: str) -> list[str]:
    """Split a list of categories; a label may have a comma in it."""
    lexicon = Lexicon([(str(o.value), o.label, o) for o in question.options])
    found: list[str] = []
    for part in _STRONG.split(text.strip()):
        whole = lexicon.find(part) is not None
        found += [part] if whole else [name for name in _COMMA.split(part) if name]
    return found
