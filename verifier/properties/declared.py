"""Read the declared properties of a Program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from verifier.program.labels import parse_term
from verifier.program.model import AtomDefinition, Fact, Program
from verifier.program.terms import TRUE, Atom, Formula
from verifier.words import Bilingual


class PropertyKind(StrEnum):
    """What a property speaks of."""

    CASE = "case"
    PAIR = "pair"
    CONFLICT = "conflict"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its title and why it matters."""

    id: str
    kind: PropertyKind
    title: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Variation:
    """How an input of the second person may differ from the first person's.

    `relation` is `free`, `up` (not less), `more` (true where it was true), or `part_of`: it rises
    by no more than the amount `of` does, and falls by nothing.
    """

    input: str
    relation: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two persons, what is true of each, and how an amount of theirs must compare.

    `relation` says of the second person's `amount` that it is `at_least` or `at_most` the first's.
    """

    instance: str
    first: Formula
    second: Formula
    relation: str
    amount: str


def properties(program: Program) -> tuple[Property, ...]:
    """The declared properties, by identifier."""
    why = {str(f.arguments[0]): _pair(f) for f in program.facts.get("why", ())}
    return tuple(
        Property(
            str(fact.arguments[0]), PropertyKind(str(fact.arguments[1])), _pair(fact),
            why.get(str(fact.arguments[0]), Bilingual("", "")),
        )
        for fact in program.facts.get("property", ())
    )


def instances(program: Program, predicate: str, property_id: str) -> tuple[str, ...]:
    """Names of the atoms `predicate(property_id, …)` that some case can make true."""
    start = f"{predicate}({property_id},"
    names = [d.name for d in program.definitions if d.name.startswith(start)
             and isinstance(d, AtomDefinition)]
    names += [str(f) for f in program.facts.get(predicate, ()) if f.arguments[0] == property_id]
    return tuple(sorted(names))


def witness(name: str) -> str:
    """The second argument of `violation(property, witness)`."""
    return str(parse_term(name).arguments[1])


def variations(program: Program, property_id: str) -> tuple[Variation, ...]:
    """How the second person may differ; an input is named once, by its first declaration."""
    found: dict[str, Variation] = {}
    for _, name, relation in _atoms(program, "varies", property_id):
        of = str(relation.arguments[0]) if isinstance(relation, Fact) and relation.arguments else ""
        kind = relation.name if isinstance(relation, Fact) else str(relation)
        found.setdefault(str(name), Variation(str(name), kind, of))
    return tuple(found.values())


def comparisons(program: Program, property_id: str) -> tuple[Comparison, ...]:
    """The comparisons of a property on two persons whose premises some case can meet."""
    defined = {d.name for d in program.definitions if isinstance(d, AtomDefinition)}
    facts = {str(fact) for found in program.facts.values() for fact in found}
    result = []
    for _, instance, first, second, goal in _atoms(program, "pair", property_id):
        premises = tuple(
            TRUE if str(name) in facts else Atom(str(name)) if str(name) in defined else None
            for name in (first, second)
        )
        if premises[0] is None or premises[1] is None or not isinstance(goal, Fact):
            continue
        result.append(Comparison(
            str(instance), premises[0], premises[1], goal.name, str(goal.arguments[0])
        ))
    return tuple(result)


def _atoms(program: Program, predicate: str, property_id: str) -> Iterator[tuple[object, ...]]:
    for name in instances(program, predicate, property_id):
        yield parse_term(name).arguments


def _pair(fact: Fact) -> Bilingual:
    return Bilingual(str(fact.arguments[-2]), str(fact.arguments[-1]))
