"""Read the declared properties of a Program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from verifier.places import property_files, shown
from verifier.program.labels import parse_term
from verifier.program.model import AtomDefinition, BoolInput, Fact, Program
from verifier.program.terms import TRUE, Atom, Formula
from verifier.words import Bilingual

FEN = 100
"""Fen in a yuan."""


def is_claim(rule: str) -> bool:
    """Whether a rule is one of the general properties, which claim something of a document."""
    return rule.partition(":")[0] in _claims()


@cache
def _claims() -> frozenset[str]:
    return frozenset(shown(str(path)) for path in property_files())


class PropertyKind(StrEnum):
    """What a property speaks of."""

    CASE = "case"
    PAIR = "pair"
    CONFLICT = "conflict"
    GAP = "gap"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its title, why it matters, and what it speaks of.

    `phrase` is what such documents say of it, `example` one that breaks it; both may be empty.
    """

    id: str
    kind: PropertyKind
    title: Bilingual
    why: Bilingual
    speaks_of: Bilingual
    phrase: Bilingual
    example: Bilingual


@dataclass(frozen=True, slots=True)
class Variation:
    """How an input of the second person may differ from the first person's.

    `relation` is one of `RELATIONS` of the vocabulary; `of` has the inputs or the constant that it
    names.
    """

    input: str
    relation: str
    of: tuple[str, ...] = ()

    @property
    def reflexive(self) -> bool:
        """Whether it holds of two persons who are alike in everything."""
        return self.relation not in ("swapped", "sum", "is")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two persons, what is true of each, and how an amount of theirs must compare.

    `relation` says of the second person's `amount` how it stands to the first's (see `GOALS` of the
    vocabulary); `bound`, in fen, is by how much it may miss that.
    """

    instance: str
    first: Formula
    second: Formula
    relation: str
    amount: str
    bound: int = 0


def properties(program: Program) -> tuple[Property, ...]:
    """The declared properties, by identifier."""
    texts = {
        (kind, str(f.arguments[0])): _pair(f)
        for kind in ("why", "speaks_of", "phrase", "example") for f in program.facts.get(kind, ())
    }
    found = []
    for fact in program.facts.get("property", ()):
        name = str(fact.arguments[0])
        why, speaks_of, phrase, example = (
            texts.get((kind, name), Bilingual("", ""))
            for kind in ("why", "speaks_of", "phrase", "example")
        )
        kind = PropertyKind(str(fact.arguments[1]))
        found.append(Property(name, kind, _pair(fact), why, speaks_of, phrase, example))
    return tuple(found)


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
    """How the second person may differ, each input once."""
    found: dict[str, Variation] = {}
    for _, name, relation in _atoms(program, "varies", property_id):
        of = tuple(str(a) for a in relation.arguments) if isinstance(relation, Fact) else ()
        kind = relation.name if isinstance(relation, Fact) else str(relation)
        found.setdefault(str(name), Variation(str(name), kind, of))
    return tuple(found.values())


def comparisons(program: Program, property_id: str) -> tuple[Comparison, ...]:
    """The comparisons of a property on two persons whose premises some case can meet."""
    declared = list(_atoms(program, "pair", property_id))
    if not declared:
        return ()
    defined = {d.name for d in program.definitions if isinstance(d, AtomDefinition)}
    defined |= {i.name for i in program.inputs if isinstance(i, BoolInput)}

    def premise(name: object) -> Formula | None:
        """What a name says of a person; None if it is true of none."""
        if str(name) in defined:
            return Atom(str(name))
        facts = program.facts.get(name.name if isinstance(name, Fact) else str(name), ())
        return TRUE if any(str(fact) == str(name) for fact in facts) else None

    result = []
    for _, instance, one, other, goal in declared:
        first, second = premise(one), premise(other)
        if first is None or second is None or not isinstance(goal, Fact):
            continue
        amount, *bound = goal.arguments
        result.append(Comparison(
            str(instance), first, second, goal.name, str(amount),
            sum(FEN * int(str(yuan)) for yuan in bound),
        ))
    return tuple(result)


def premises(program: Program) -> frozenset[str]:
    """The atoms that premises of comparisons name."""
    return frozenset(
        premise.name for item in properties(program) for pair in comparisons(program, item.id)
        for premise in (pair.first, pair.second) if isinstance(premise, Atom)
    )


def _atoms(program: Program, predicate: str, property_id: str) -> Iterator[tuple[object, ...]]:
    for name in instances(program, predicate, property_id):
        yield parse_term(name).arguments


def _pair(fact: Fact) -> Bilingual:
    return Bilingual(str(fact.arguments[-2]), str(fact.arguments[-1]))
