"""Which results a document has, in the order in which a reader wants them.

First what depends on no visit, then visit by visit in the order in which the schemes pay, then the
sums of the year.
"""

from __future__ import annotations

from verifier.program.labels import parse_term
from verifier.program.model import AmountDefinition, NumberInput, Program
from verifier.program.names import amounts_in


def visit_of(name: str) -> int:
    """The visit that a result is about; 0 for the year."""
    arguments = parse_term(name).arguments
    last = arguments[-1] if arguments else 0
    return last if isinstance(last, int) else 0


def outputs(program: Program, visits: int) -> list[str]:
    """List the results of a case with so many visits."""
    place = {item.name: position for position, item in enumerate(program.definitions)}
    schemes = sorted(
        (str(fact.arguments[0]) for fact in program.facts.get("scheme", ())),
        key=lambda scheme: (place.get(f"paid({scheme},1)", 0), scheme),
    )
    yearly = _by_visits(program)

    def order(name: str) -> tuple[int, int, int, int, str]:
        term = parse_term(name)
        visit = visit_of(name)
        scheme = str(term.arguments[0]) if term.arguments else ""
        rank = schemes.index(scheme) if scheme in schemes else len(schemes)
        section = 1 if visit else 2 if name in yearly else 0
        return (section, visit, rank, place.get(name, 0), name)

    return sorted(_declared(program, "output", visits), key=order)


def shown(program: Program, visits: int) -> list[str]:
    """List further amounts that are worth showing where they have a value."""
    return sorted(_declared(program, "shows", visits), key=lambda name: (visit_of(name), name))


def outcomes(program: Program, visits: int) -> list[str]:
    """List the eligibility facts."""
    return sorted(_declared(program, "outcome", visits), key=lambda name: (visit_of(name), name))


def _declared(program: Program, predicate: str, visits: int) -> list[str]:
    names = [str(fact.arguments[0]) for fact in program.facts.get(predicate, ())]
    return [name for name in names if visit_of(name) <= visits]


def _by_visits(program: Program) -> frozenset[str]:
    """Results of the year that rest on what a visit costs."""
    definitions = {d.name: d for d in program.definitions if isinstance(d, AmountDefinition)}
    of_visits = {
        item.name for item in program.inputs if isinstance(item, NumberInput) and visit_of(item.name)
    }
    found: set[str] = set()
    for fact in program.facts.get("output", ()):
        name = str(fact.arguments[0])
        pending, seen = [name], {name}
        while pending and name not in found:
            current = pending.pop()
            if current in of_visits:
                found.add(name)
            elif current in definitions:
                used = {
                    amount
                    for alternative in definitions[current].alternatives
                    for amount in amounts_in(alternative.value)
                }
                pending += sorted(used - seen)
                seen |= used
    return frozenset(found)
