from __future__ import annotations

from dataclasses import replace

from tests.cases import VILLAGE
from verifier import programs
from verifier.program.names import Dependencies, definition_key
from verifier.program.part import part_of
from verifier.program.written import Writer, written


def test_parts_are_written_as_they_are_alone() -> None:
    whole = programs.load_program(programs.Document("village", VILLAGE), 2, properties=True)
    uses, writer = Dependencies(whole), Writer()
    seen = set()
    for definition in whole.definitions[::50]:
        part = part_of(whole, uses, [definition_key(definition)])
        assert writer.text(part) == written(part)
        seen.add(written(part))
    assert len(seen) > 1


def test_every_change_is_written() -> None:
    whole = programs.load_program(programs.Document("village", VILLAGE), 1)
    every = whole.every_visit
    changed = [
        replace(whole, visits=2),
        replace(whole, definitions=whole.definitions[1:]),
        replace(whole, constraints=whole.constraints[1:]),
        replace(whole, facts={}),
        replace(whole, every_visit=replace(every, definitions=not every.definitions)),
        replace(whole, every_visit=replace(every, state=every.state | {"more"})),
    ]
    texts = {written(program) for program in (whole, *changed)}
    assert len(texts) == len(changed) + 1
