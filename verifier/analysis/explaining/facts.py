"""The facts of a case that a change can be of: each is one answer to one question.

A category is one fact, whenever it is held. What is not known is no fact yet: it may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.analysis.cases.collected import atom
from verifier.analysis.cases.questions import (
    Choice,
    Flag,
    Held,
    Number,
    Question,
    Table,
    questions,
)
from verifier.engines.exact_types import Assignment
from verifier.program.model import AtomDefinition, PolicyValue, Program
from verifier.program.names import atoms_in, cone
from verifier.program.terms import And, Atom, Formula, Not, Or

BY_NATURE = ("year", "size")
"""Questions whose answer nobody can change: the year, and how many people the household has."""

_COVERED = "covers("


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One fact: the truths or the number that say it now.

    Attributes:
        question: Identifier of the question.
        truths: Inputs with their truth; empty for a quantity.
        number: The input of a quantity, empty for truths.
        value: Of a quantity, in smallest units.
    """

    question: str
    truths: tuple[tuple[str, bool], ...] = ()
    number: str = ""
    value: int = 0

    @property
    def fixed(self) -> bool:
        """Whether it is by its nature as it is."""
        return self.question in BY_NATURE


def case_facts(program: Program, case: Assignment) -> tuple[CaseFact, ...]:
    """List the facts of a case that are known, as its document asks for them."""
    asked = questions(program)
    found = [fact for item in asked.person for fact in _facts(item, 0, case)]
    for visit in range(1, program.visits + 1):
        found += [fact for item in asked.visit for fact in _facts(item, visit, case)]
    return tuple(found)


def unwanted(program: Program, case: Assignment) -> tuple[str, ...]:
    """The circumstances of visits that a change had better leave: by it, care is only excluded.

    Told by where they stand in what is covered: only under a negation, and not so now; or only
    without one, and so now.
    """
    signs = _signs(program)
    return tuple(
        atom(question.field, question.name, visit)
        for visit in range(1, program.visits + 1)
        for question in questions(program).visit
        if isinstance(question, Flag)
        and signs.get(name := atom(question.field, question.name, visit)) == {
            case.booleans.get(name) is True
        }
    )


def _signs(program: Program) -> dict[str, set[bool]]:
    """Of atoms that what is covered rests on: whether truth helps, hurts, or both."""
    definitions = {i.name: i for i in program.definitions if isinstance(i, AtomDefinition)}
    found: dict[str, set[bool]] = {}
    pending = [(name, True) for name in definitions if name.startswith(_COVERED)]
    while pending:
        name, sign = pending.pop()
        signs = found.setdefault(name, set())
        if sign in signs:
            continue
        signs.add(sign)
        for alternative in definitions[name].alternatives if name in definitions else ():
            pending += _signed(alternative.body, sign=sign)
    return found


def _signed(item: Formula, *, sign: bool) -> Iterator[tuple[str, bool]]:
    match item:
        case Atom(name):
            yield name, sign
        case Not(inner):
            yield from _signed(inner, sign=not sign)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _signed(part, sign=sign)
        case _:  # what is counted or compared says nothing for certain
            for name in atoms_in(item):
                yield from ((name, True), (name, False))


def _facts(question: Question, visit: int, case: Assignment) -> Iterator[CaseFact]:
    match question:
        case Choice(name=name):
            names = [atom(name, str(option.value), visit) for option in question.options]
            yield from _truths(name, names, case)
        case Held(name=name):
            for option in question.options:
                names = [f"{name}({option.value},{moment.value})" for moment in question.moments]
                yield from _truths(name, names, case)
        case Flag(name=name):
            yield from _truths(name, [atom(question.field, name, visit)], case)
        case Number(name=name):
            yield from _number(name, atom(name, "", visit), case)
        case Table(name=name):
            for option, _ in question.entries:
                yield from _number(name, f"{name}({option.value},{visit})", case)


def _truths(question: str, names: list[str], case: Assignment) -> Iterator[CaseFact]:
    if all(name in case.booleans for name in names):
        yield CaseFact(question, tuple((name, case.booleans[name]) for name in names))


def _number(question: str, name: str, case: Assignment) -> Iterator[CaseFact]:
    if name in case.numbers:
        yield CaseFact(question, (), name, case.numbers[name])


def open_values(program: Program, key: str) -> tuple[PolicyValue, ...]:
    """List the values that a document leaves open and that a definition rests on."""
    reached = cone(program, [key])
    return tuple(v for v in program.values if v.value is None and f"amount {v.name}" in reached)
