"""A person of a search in lines: who it is, and each visit with its bill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.analysis.results import Case
from verifier.program.model import Program
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming
from verifier.report.persons import bill_words, person_words, visit_words


def person_lines(program: Program, case: Case, words: Words, page: Page) -> Iterator[str]:
    """Write a person; visits that cost nothing are left out."""
    text = " · ".join(person_words(program, case, words))
    yield from wrap(f"{words.say('person')}: {text}", page.columns, "        ", "      ")
    for visit in range(1, program.visits + 1):
        bill = bill_words(program, case, visit, words)
        if bill:
            facts = visit_words(program, case, visit, words)
            head = words.say("visit {visit}", visit=visit)
            text = f"{head}: {' · '.join([*facts, *bill])}"
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
