"""A case as a user writes it becomes an assignment of a Program.

All that is wrong is collected and told at once, with its key and a mend. What is not said is taken
by rule: a flag as false or as the document has it, a choice as its default, and each of these is
listed; an amount or a choice without a default stays unknown, and the year must be given.
"""

from __future__ import annotations

from collections.abc import Iterable

from verifier.analysis.cases.answers import keyed_answers, read_answer, table_of
from verifier.analysis.cases.choices import choose
from verifier.analysis.cases.collected import Collected, atom, twice
from verifier.analysis.cases.dated import compare, days, take
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.questions import (
    VISITS,
    Choice,
    Flag,
    Number,
    Question,
    Table,
    questions,
)
from verifier.analysis.results import Case
from verifier.engines.exact_types import Assignment
from verifier.errors import CaseError, Problem, message
from verifier.program.model import Program

MAX_VISITS = 100
"""More visits than this in a year are refused: the encoding is grounded for each."""


def visit_entries(tree: Entry) -> tuple[Entry, ...]:
    """List the visits of a case, before there is a Program for them; CaseError if it is no list."""
    found = [entry for key, entry in table_of(tree).items() if key in (VISITS.zh, VISITS.en)]
    if not found:
        return ()
    if len(found) > 1:
        raise CaseError(twice(found[1], VISITS))
    entry = found[0]
    if not isinstance(entry.value, tuple):
        raise CaseError(
            Problem(
                "type",
                entry.span,
                message("`{path}` must be a list of visits", path=entry.path),
                message("write [[visits]] before each visit in TOML, a list in YAML and JSON"),
            )
        )
    if len(entry.value) > MAX_VISITS:
        raise CaseError(
            Problem(
                "too-many-visits",
                entry.span,
                message(
                    "there are {count} visits, more than {limit}",
                    count=len(entry.value),
                    limit=MAX_VISITS,
                ),
                message("join visits that are settled alike"),
            )
        )
    return entry.value


def read_case(program: Program, tree: Entry) -> Case:
    """Read a case for a Program with as many visits (one if the case has none)."""
    visits = visit_entries(tree)
    asked = questions(program)
    found = Collected()
    answers = list(keyed_answers(found, asked, tree, visits))
    dated = {day.choice: day for day in days(program, answers)}
    for answer in answers:
        if answer.entry is None and isinstance(answer.question, Choice) and (
            day := dated.get(answer.question)
        ):
            take(found, day)
        else:
            read_answer(found, *answer)
    for day in dated.values():
        compare(found, day)
    if not visits:
        no_visit(found, asked.visit)
    if found.problems:
        raise CaseError(*found.problems)
    return Case(len(visits), Assignment(found.booleans, found.numbers), tuple(found.assumptions))


def no_visit(found: Collected, asked: Iterable[Question]) -> None:
    """Fill the one visit that every Program has with a visit that costs nothing."""
    for question in asked:
        match question:
            case Choice():
                choose(found, question, question.options[0].value, 1)
            case Flag():
                found.booleans[atom(question.field, question.name, 1)] = question.default
            case Number():
                found.numbers[f"{question.name}(1)"] = 0
            case Table():
                for option, _ in question.entries:
                    found.numbers[f"{question.name}({option.value},1)"] = 0
