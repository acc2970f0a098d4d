"""Whom the encodings name is whom a second reading of the texts names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.second_reading.named import NAMED
from verifier.program.labels import parse_term
from verifier.program.model import AtomDefinition, Program
from verifier.program.readings import default_readings
from verifier.program.settled import settled_atoms
from verifier.programs import find, load_program

LENGTHS = {"listed": 2, "recognised_by": 2, "watched_by": 1, "prevails_over": 2}
"""Statements, and how many of their arguments a second reading gives."""

Reading = tuple[str, str]


def readings(program: Program) -> Iterator[Reading]:
    """The readings of a document that are not its default ones, as topic and option."""
    defaults = default_readings(program)
    for term in (parse_term(i.name) for i in program.inputs if i.name.startswith("reads(")):
        topic, option = map(str, term.arguments)
        if defaults[topic] != option:
            yield topic, option


def statements(program: Program, reading: Reading | None = None) -> set[tuple[str, ...]]:
    """What an encoding states of them in its default readings, but for one that is given."""
    options = {**default_readings(program), **dict([reading] if reading else [])}
    chosen = {f"reads({topic},{option})" for topic, option in options.items()}
    settings = {i.name: i.name in chosen for i in program.inputs if i.name.startswith("reads(")}
    truths = settled_atoms(program.definitions, settings)
    names = [d.name for d in program.definitions
             if isinstance(d, AtomDefinition) and truths[d.name] is True]
    names += [str(fact) for name in LENGTHS for fact in program.facts.get(name, ())]
    terms = [parse_term(name) for name in names if name.partition("(")[0] in LENGTHS]
    return {(t.name, *map(str, t.arguments[:LENGTHS[t.name]])) for t in terms}


@pytest.mark.parametrize("document", sorted(NAMED))
def test_whom_a_document_names(document: str) -> None:
    """Lists, and who recognises or watches whom, in the default readings and in each other one."""
    program, named = load_program(find(document), 1), NAMED[document]
    others = list(readings(program))
    assert set(named.otherwise) <= set(others)
    for reading in (None, *others):
        assert statements(program, reading) == set(named.statements(reading)), reading
