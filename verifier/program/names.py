"""The atoms and amounts that a term refers to, in the order in which it names them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from verifier.program.model import AmountDefinition, AtomAlternative, AtomDefinition, Program
from verifier.program.terms import (
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Quotient,
    Share,
    Truth,
)

Term = Formula | Expression
Name = TypeVar("Name", bound=Hashable)


def closure(names: Iterable[Name], uses: Callable[[Name], Iterable[Name]]) -> frozenset[Name]:
    """Names with all that they use, and so on."""
    seen: set[Name] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += uses(name)
    return frozenset(seen)


def definition_key(definition: AtomDefinition | AmountDefinition) -> str:
    """The name of a definition, with its kind: atoms and amounts are named apart."""
    kind = "atom" if isinstance(definition, AtomDefinition) else "amount"
    return f"{kind} {definition.name}"


def names_used(definition: AtomDefinition | AmountDefinition) -> set[str]:
    """The keys of the inputs, values and definitions that a definition uses."""
    terms: list[Term] = []
    for alternative in definition.alternatives:
        if isinstance(alternative, AtomAlternative):
            terms.append(alternative.body)
        else:
            terms += [alternative.guard, alternative.value]
    return _keys(terms)


class Dependencies:
    """What each definition of a Program uses, by key."""

    def __init__(self, program: Program) -> None:
        """Read the Program once."""
        self.uses = {definition_key(d): names_used(d) for d in program.definitions}

    def cone(self, keys: Iterable[str]) -> frozenset[str]:
        """The keys of everything that definitions with these keys rest on, themselves included."""
        return closure(keys, lambda key: self.uses.get(key, ()))


def cone(program: Program, keys: Iterable[str]) -> frozenset[str]:
    """The keys of everything that definitions with these keys rest on, themselves included."""
    return Dependencies(program).cone(keys)


def term_keys(term: Term) -> set[str]:
    """The keys of what a term refers to."""
    return _keys([term])


def _keys(waiting: list[Term]) -> set[str]:
    keys = set[str]()
    while waiting:
        term = waiting.pop()
        if isinstance(term, Atom):
            keys.add(f"atom {term.name}")
        elif isinstance(term, Amount):
            keys.add(f"amount {term.name}")
        else:
            waiting += parts(term)
    return keys


def named_in(*terms: Term) -> Iterator[Atom | Amount]:
    """Atoms and amounts in the terms and their parts, with repetitions."""
    stack = [*reversed(terms)]
    while stack:
        term = stack.pop()
        if isinstance(term, (Atom, Amount)):
            yield term
        else:
            stack += reversed(parts(term))


def atoms_in(term: Term) -> Iterator[str]:
    """Names of atoms in `term` and its parts."""
    return (item.name for item in named_in(term) if isinstance(item, Atom))


def amounts_in(term: Term) -> Iterator[str]:
    """Names of amounts in `term` and its parts."""
    return (item.name for item in named_in(term) if isinstance(item, Amount))


def parts(term: Term) -> tuple[Term, ...]:
    """The immediate subterms."""
    return _PARTS[type(term)](term)


def _none(_: Term) -> tuple[Term, ...]:
    return ()


_PARTS: Mapping[type[Term], Callable[[Any], tuple[Term, ...]]] = {
    Truth: _none,
    Atom: _none,
    Literal: _none,
    Amount: _none,
    Not: lambda term: (term.item,),
    And: lambda term: term.items,
    Or: lambda term: term.items,
    AtLeast: lambda term: tuple(item for _, item in term.items),
    Compare: lambda term: (term.left, term.right),
    Linear: lambda term: tuple(item for _, item in term.items),
    Share: lambda term: (term.rate, term.of),
    Quotient: lambda term: (term.of,),
    Aggregate: lambda term: tuple(part for element in term.elements for part in element),
}
"""By kind of term; to match the kinds one by one takes much of the time of a check."""
