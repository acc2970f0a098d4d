"""Whatever of a document a user can see has a name in both languages, and no bare identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier.analysis.outputs import outcomes, outputs, shown
from verifier.places import document_files, superior_files
from verifier.program.labels import Labels, parse_term
from verifier.program.model import AmountDefinition, NumberInput, Program
from verifier.programs import Document, load_program
from verifier.words import Bilingual

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EVERY_VISIT = "all"
"""The account that holds every visit, which no report names."""


def named(name: str, label: Bilingual | None) -> bool:
    """Whether it has a Chinese name, and an English one that is no identifier."""
    return label is not None and bool(CHINESE.search(label.zh)) and bool(label.en.strip()) and (
        label.en != name or "_" not in name
    )


def seen(program: Program) -> Iterator[tuple[str, str, Bilingual | None]]:
    """What a user can see: the kind of thing, its identifier and its name."""
    labels = Labels(program.facts)
    quantity = labels.quantity
    for value in program.values:
        bare = value.name.partition("(")[0]
        yield "value", bare, quantity(bare) or labels.symbol(bare)
    for item in program.inputs:
        term = parse_term(item.name)
        if isinstance(item, NumberInput):
            yield "number", term.name, quantity(term.name)
        elif term.name == "reads":
            topic, option = (str(a) for a in term.arguments)
            yield "topic", topic, labels.topic(topic)
            yield "option", option, labels.reading(topic, option)
        else:
            yield "question", term.name, labels.field(term.name)
            # A bare number, a year or a size, speaks for itself; a level does not.
            yield from (
                ("answer", str(a), labels.option(term.name, a)) for a in term.arguments
                if not isinstance(a, int) or (term.name == "level" and a == term.arguments[-1])
            )
    for definition in program.definitions:
        if isinstance(definition, AmountDefinition):
            term = parse_term(definition.name)
            yield "amount", term.name, quantity(term.name)
            yield from (
                ("line", str(a), quantity(str(a)) or labels.symbol(a)) for a in term.arguments
                if not isinstance(a, int) and str(a) != EVERY_VISIT
            )
    for name in outcomes(program, program.visits):
        yield "outcome", name, labels.outcome(name)
    for name in (*outputs(program, program.visits), *shown(program, program.visits)):
        yield "result", parse_term(name).name, quantity(parse_term(name).name)
    for kind in ("category", "formality", "scheme"):
        for fact in program.facts.get(kind, ()):
            yield kind, str(fact.arguments[0]), labels.symbol(fact.arguments[0])
    for fact in program.facts.get("listed", ()):
        name = str(fact.arguments[0])
        yield "list", name, quantity(name) or labels.symbol(name)


@pytest.mark.parametrize(
    "path", [*document_files(), *superior_files()], ids=lambda path: path.stem
)
def test_everything_that_a_user_sees_has_both_names(path: Path) -> None:
    program = load_program(Document(path.stem, path), 2)
    found = list(seen(program))
    assert {kind for kind, _, _ in found} >= {"value", "number", "question", "answer", "amount"}
    assert sorted({(kind, name) for kind, name, label in found if not named(name, label)}) == []


def test_an_identifier_is_no_name() -> None:
    assert not named("aid_limit", None)
    assert not named("aid_limit", Bilingual("aid_limit", "aid_limit"))
    assert not named("aid_limit", Bilingual("限额", "aid_limit"))
    assert named("inpatient", Bilingual("住院", "inpatient"))
