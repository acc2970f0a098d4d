"""The question that each key of a case answers, and the answer by the kind of the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from verifier.analysis.cases.choices import read_choice, read_held
from verifier.analysis.cases.collected import Collected, atom, twice
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.lexicon import Lexicon
from verifier.analysis.cases.quantities import read_flag, read_number, read_table
from verifier.analysis.cases.questions import (
    VISITS,
    Choice,
    Flag,
    Held,
    Number,
    Question,
    Questions,
    Table,
)
from verifier.errors import message
from verifier.words import Bilingual


class Keyed(NamedTuple):
    """A question with its entry, if the case has one, of a visit (0: none), and what is around."""

    question: Question
    entry: Entry | None
    visit: int
    around: Entry


def keyed_answers(
    found: Collected, asked: Questions, tree: Entry, visits: tuple[Entry, ...]
) -> Iterator[Keyed]:
    """Find the entry of each question, of the person and then visit by visit."""
    person = {
        key: entry for key, entry in table_of(tree).items() if key not in (VISITS.zh, VISITS.en)
    }
    given = _match(found, person, asked.person, VISITS)
    yield from (Keyed(item, given.get(item.name), 0, tree) for item in asked.person)
    for number, entry in enumerate(visits, 1):
        if not isinstance(entry.value, Mapping):
            found.problem("type", entry, message("`{path}` must be a table", path=entry.path))
            continue
        given = _match(found, entry.value, asked.visit, None)
        yield from (Keyed(item, given.get(item.name), number, entry) for item in asked.visit)


def table_of(entry: Entry) -> Mapping[str, Entry]:
    """Give the entries of a table; none of what is no table."""
    return entry.value if isinstance(entry.value, Mapping) else {}


def _match(
    found: Collected,
    entries: Mapping[str, Entry],
    asked: Iterable[Question],
    extra: Bilingual | None,
) -> dict[str, Entry]:
    """Find the question of each key."""
    words = [(item.name, item.label, item) for item in asked]
    lexicon: Lexicon[Question | None] = Lexicon(
        [*words, *([(extra.en, extra, None)] if extra else [])]
    )
    given: dict[str, Entry] = {}
    for key, entry in entries.items():
        question = lexicon.find(key)
        if question is None:
            found.problem(
                "unknown-key",
                entry,
                message("`{path}` is not a key of a case of this document", path=entry.path),
                lexicon.mend(key),
            )
        elif question.name in given:
            found.problems.append(twice(entry, question.label))
        else:
            given[question.name] = entry
    return given


def read_answer(
    found: Collected, question: Question, entry: Entry | None, visit: int, around: Entry
) -> None:
    """Read the answer to a question; without an entry, take what is taken if nothing is said."""
    match question:
        case Choice():
            read_choice(found, question, entry, visit, around)
        case Held():
            read_held(found, question, entry)
        case Flag():
            read_flag(found, question, entry, visit)
        case Number() if entry is not None:
            read_number(found, question, entry, atom(question.name, "", visit))
        case Table() if entry is not None:
            read_table(found, question, entry, visit)
