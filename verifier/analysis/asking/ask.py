"""What is still missing of a case, question by question: first as a bill is read, then the rest.

The exact engine evaluates what is known so far. A question is never asked if no result that is not
determined rests on it; of what a bill does not begin with, that comes first on which most do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from verifier import programs
from verifier.analysis.asking.entries import with_answer
from verifier.analysis.cases.answers import keyed_answers, read_answer
from verifier.analysis.cases.case import MAX_VISITS, no_visit, visit_entries
from verifier.analysis.cases.collected import Collected, atom
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.questions import (
    Choice,
    Flag,
    Held,
    Number,
    Option,
    Question,
    Table,
    questions,
)
from verifier.analysis.cases.settings import apply_settings
from verifier.analysis.impossible import refusal
from verifier.analysis.outputs import outcomes, outputs
from verifier.engines.exact import Evaluation, derive, evaluate
from verifier.engines.exact_types import Assignment
from verifier.errors import CaseError, Problem, message
from verifier.program.labels import parse_term
from verifier.program.model import Program
from verifier.source import Span

_YEAR = "year"
_READ = ("year", "held", "critical_stated", "kind", "place", "level", "cost", "in_scope", "basic")
"""What is asked first, the person and then visit by visit.

Whether bills settle critical-illness insurance decides if more than their total matters.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the person-year, or of a visit; `option` is the entry of a table."""

    question: Question
    visit: int = 0
    option: Option | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """A case that is being asked for; its visits are already counted.

    Attributes:
        program: The document for as many visits.
        settings: Values and readings of this run.
        tree: What is said so far.
        passed: Questions that were asked and left empty.
    """

    program: Program
    settings: Mapping[str, Entry]
    tree: Entry
    passed: frozenset[Asked] = frozenset()

    @property
    def visits(self) -> int:
        """How many visits the case has."""
        return len(visit_entries(self.tree))


def begin(document: programs.Document, tree: Entry, settings: Mapping[str, Entry]) -> Interview:
    """Begin with what is already said; CaseError if that is wrong or cannot be."""
    program = programs.load_program(document, max(1, len(visit_entries(tree))))
    return _checked(Interview(program, settings, tree))


def answered(interview: Interview, asked: Asked, text: str) -> Interview:
    """Take an answer; an empty one leaves what is taken if nothing is said.

    Raises:
        CaseError: The answer cannot be read, or no such case can exist.
    """
    if not text.strip():
        if asked.question.name == _YEAR:
            what = message("the year is needed: which figures apply hangs on it")
            raise CaseError(Problem("missing", Span(""), what))
        return _checked(replace(interview, passed=interview.passed | {asked}))
    tree = with_answer(interview.tree, asked.question, asked.visit, asked.option, text)
    return _checked(replace(interview, tree=tree))


def next_question(interview: Interview) -> Asked | None:
    """Pick the question that comes next; None if no other matters."""
    program, known = _known(interview)
    owners = dict(_inputs(program, interview.visits))
    weights = {asked: 0 for asked in owners.values() if asked not in interview.passed}
    year = next((asked for asked in weights if asked.question.name == _YEAR), None)
    if year is not None and _year(known) is None:
        return year  # which figures apply hangs on it, and no case is without it
    wanted = outputs(program, interview.visits)
    evaluation = evaluate(program, known, wanted)
    for name in (*wanted, *outcomes(program, interview.visits)):
        for asked in _behind(program, evaluation, name, owners):
            if asked in weights:
                weights[asked] += 1
    open_ones = [asked for asked, weight in weights.items() if weight]
    return min(open_ones, key=lambda asked: _turn(asked, weights[asked]), default=None)


def _turn(asked: Asked, weight: int) -> tuple[int, int, int]:
    """When a question is asked, as a key to order by."""
    if asked.question.name in _READ:
        return asked.visit, _READ.index(asked.question.name), 0
    return MAX_VISITS + 1, 0, -weight


def _checked(interview: Interview) -> Interview:
    """The interview, if its case can be read and can exist."""
    program, known = _known(interview)
    evaluation = evaluate(program, known)
    if evaluation.broken:
        raise CaseError(*refusal(program, evaluation, amounts=True))
    return interview


def _known(interview: Interview) -> tuple[Program, Assignment]:
    """What is said, and what is taken where a question was left empty; the rest is unknown."""
    asked = questions(interview.program)
    found = Collected()
    for answer in keyed_answers(found, asked, interview.tree, visit_entries(interview.tree)):
        passed = Asked(answer.question, answer.visit) in interview.passed
        if answer.entry is not None or passed:
            read_answer(found, *answer)
    if not interview.visits:
        no_visit(found, asked.visit)
    if found.problems:
        raise CaseError(*found.problems)
    case = Assignment(found.booleans, found.numbers)
    chosen = apply_settings(interview.program, interview.settings, _year(case))
    return chosen.program, Assignment(
        {**case.booleans, **chosen.booleans}, {**case.numbers, **chosen.numbers}
    )


def _year(case: Assignment) -> int | None:
    """The year of a case, as far as it is known."""
    for name, truth in case.booleans.items():
        if truth and name.startswith(f"{_YEAR}("):
            return int(str(parse_term(name).arguments[0]))
    return None


def _behind(
    program: Program, evaluation: Evaluation, name: str, owners: Mapping[str, Asked]
) -> set[Asked]:
    """The questions that a result which is not determined rests on, and that are open."""
    if not _open(evaluation, name):
        return set()
    steps = derive(program, evaluation, name)
    used = {step.name for step in steps} | {use.name for step in steps for use in step.uses}
    return {owners[item] for item in used if item in owners and _open(evaluation, item)}


def _open(evaluation: Evaluation, name: str) -> bool:
    """Whether something is not known: an amount without a value is a fault, and is known."""
    if name in evaluation.amounts:
        value = evaluation.amounts[name]
        return value is not None and not value.exact
    return name in evaluation.atoms and evaluation.atoms[name] is None


def _inputs(program: Program, visits: int) -> Iterator[tuple[str, Asked]]:
    """Each input with its question, in the order of the questions."""
    asked = questions(program)
    for question in asked.person:
        yield from _owned(question, 0)
    for visit in range(1, visits + 1):
        for question in asked.visit:
            yield from _owned(question, visit)


def _owned(question: Question, visit: int) -> Iterator[tuple[str, Asked]]:
    asked = Asked(question, visit)
    match question:
        case Choice(name=name, options=options):
            yield from ((atom(name, str(option.value), visit), asked) for option in options)
        case Held(name=name, options=options, moments=moments):
            yield from ((f"{name}({o.value},{m.value})", asked) for o in options for m in moments)
        case Flag(name=name, field=field):
            yield atom(field, name, visit), asked
        case Number(name=name):
            yield atom(name, "", visit), asked
        case Table(name=name, entries=entries):
            for option, _ in entries:
                yield f"{name}({option.value},{visit})", Asked(question, visit, option)
