"""A person of a search in lines: who it is, and each visit with its bill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.analysis.results import Case
from verifier.program.model import Program
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming, quantity
from verifier.report.persons import told


def person_lines(program: Program, case: Case, words: Words, page: Page) -> Iterator[str]:
    """Write a person; visits that cost nothing are left out."""
    who, visits = told(program, case, words)
    text = words.named(words.say("person"), who)
    yield from wrap(text, page.columns, "        ", "      ")
    for visit in visits:
        yield from wrap(visit, page.columns, "          ", "        ")


def value_lines(naming: Naming, values: Mapping[str, int], page: Page) -> Iterator[str]:
    """Write the open values that a person's result rests on."""
    for name, value in values.items():
        text = f"{naming.amount(name)}: {quantity(value, naming.sort(name))}"
        yield from wrap(text, page.columns, "          ", "        ")


def person_json(case: Case, naming: Naming, values: Mapping[str, int]) -> Json:
    """Give a person as data, with what is assumed for open values."""
    assignment = case.assignment
    return {
        "true": [name for name, truth in assignment.booleans.items() if truth],
        "numbers": {
            n: show(v, naming.sorts.get(n, Sort.MONEY)) for n, v in assignment.numbers.items()
        },
        "values": {n: show(v, naming.sorts.get(n, Sort.MONEY)) for n, v in values.items()},
    }
