"""Whom the encodings name is whom a second reading of the texts names."""

from __future__ import annotations

import pytest

from tests.second_reading.named import NAMED
from verifier.program.labels import parse_term
from verifier.program.model import AtomDefinition, Program
from verifier.program.readings import default_readings
from verifier.program.settled import settled_atoms
from verifier.programs import find, load_program

LENGTHS = {"listed": 2, "recognised_by": 2, "watched_by": 1}
"""Statements, and how many of their arguments a second reading gives."""


def statements(program: Program) -> set[tuple[str, ...]]:
    """What an encoding states of them in its default readings."""
    chosen = {f"reads({topic},{option})" for topic, option in default_readings(program).items()}
    settings = {i.name: i.name in chosen for i in program.inputs if i.name.startswith("reads(")}
    truths = settled_atoms(program.definitions, settings)
    names = [d.name for d in program.definitions
             if isinstance(d, AtomDefinition) and truths[d.name] is True]
    names += [str(fact) for name in LENGTHS for fact in program.facts.get(name, ())]
    terms = [parse_term(name) for name in names if name.partition("(")[0] in LENGTHS]
    return {(t.name, *map(str, t.arguments[:LENGTHS[t.name]])) for t in terms}


@pytest.mark.parametrize("document", sorted(NAMED))
def test_whom_a_document_names(document: str) -> None:
    """Lists, and who recognises or watches whom."""
    assert statements(load_program(find(document), 1)) == set(NAMED[document].statements())
