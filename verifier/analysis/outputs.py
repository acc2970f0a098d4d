"""Which results a document has, in the order in which a reader wants them.

First what depends on no visit, then visit by visit in the order in which the schemes pay, then the
sums of the year.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from verifier.program.labels import parse_term
from verifier.program.model import AmountDefinition, NumberInput, Program
from verifier.program.names import amounts_in
from verifier.program.terms import (
    Aggregate,
    Amount,
    Expression,
    Linear,
    Literal,
    Quotient,
    Share,
)


class Section(IntEnum):
    """Part of a report."""

    PERSON = 0
    VISIT = 1
    YEAR = 2


def visit_of(name: str) -> int:
    """The visit that a result is about; 0 for the year."""
    arguments = parse_term(name).arguments
    last = arguments[-1] if arguments else 0
    return last if isinstance(last, int) else 0


def outputs(program: Program, visits: int) -> list[str]:
    """List the results of a case with so many visits."""
    place = {item.name: position for position, item in enumerate(program.definitions)}
    # What a payer counts is what those before it left.
    schemes = sorted(
        (str(fact.arguments[0]) for fact in program.facts.get("scheme", ())),
        key=lambda scheme: (place.get(f"base({scheme},1)", 0), scheme),
    )
    section = sections(program)

    def order(name: str) -> tuple[int, int, int, int, str]:
        term = parse_term(name)
        scheme = str(term.arguments[0]) if term.arguments else ""
        rank = schemes.index(scheme) if scheme in schemes else len(schemes)
        return (section[name].value, visit_of(name), rank, place.get(name, 0), name)

    return sorted(_declared(program, "output", visits), key=order)


def shown(program: Program, visits: int) -> list[str]:
    """List further amounts that are worth showing where they have a value."""
    return sorted(_declared(program, "shows", visits), key=lambda name: (visit_of(name), name))


def outcomes(program: Program, visits: int) -> list[str]:
    """List the eligibility facts."""
    return sorted(_declared(program, "outcome", visits), key=lambda name: (visit_of(name), name))


def never_paid(program: Program) -> frozenset[str]:
    """Name the amounts that are nothing in every case, such as what a document has no payer for."""
    nothing: set[str] = set()
    for item in program.definitions:
        if isinstance(item, AmountDefinition) and all(
            _is_nothing(a.value, nothing) for a in item.alternatives
        ):
            nothing.add(item.name)
    return frozenset(nothing)


def _is_nothing(value: Expression, nothing: Collection[str]) -> bool:
    match value:
        case Literal(number):
            return number == 0
        case Amount(name):
            return name in nothing
        case Linear(constant, items):
            return constant == 0 and all(_is_nothing(item, nothing) for _, item in items)
        case Aggregate(_, elements):
            return all(_is_nothing(item, nothing) for _, item in elements)
        case Share(_, of) | Quotient(of, _):
            return _is_nothing(of, nothing)


def _declared(program: Program, predicate: str, visits: int) -> list[str]:
    names = [str(fact.arguments[0]) for fact in program.facts.get(predicate, ())]
    return [name for name in names if visit_of(name) <= visits]


def sections(program: Program) -> dict[str, Section]:
    """Tell of each result whether it is of the person, of a visit, or of the year's visits."""
    found: dict[str, Section] = {}
    reaches = _Reaches(program)
    for predicate in ("output", "shows"):
        for fact in program.facts.get(predicate, ()):
            name = str(fact.arguments[0])
            if visit_of(name):
                found[name] = Section.VISIT
            elif parse_term(name).arguments or reaches.visits(name):
                found[name] = Section.YEAR
            else:
                found[name] = Section.PERSON
    return found


class _Reaches:
    """Follows definitions down to what a visit costs."""

    def __init__(self, program: Program) -> None:
        self.definitions = {
            item.name: item for item in program.definitions if isinstance(item, AmountDefinition)
        }
        self.inputs = {
            item.name
            for item in program.inputs
            if isinstance(item, NumberInput) and visit_of(item.name)
        }

    def visits(self, name: str) -> bool:
        """Whether an amount rests on an amount of a visit."""
        pending, seen = [name], {name}
        while pending:
            current = pending.pop()
            if current in self.inputs:
                return True
            if current in self.definitions:
                used = {
                    amount
                    for alternative in self.definitions[current].alternatives
                    for amount in amounts_in(alternative.value)
                }
                pending += sorted(used - seen)
                seen |= used
        return False
