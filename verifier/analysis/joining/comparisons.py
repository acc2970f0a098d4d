"""Comparisons of which a side has no value are false, in questions about two documents.

The solver leaves their truth free (`smt_copy`), so that a person might be found of whom nothing is
true: one who meets a premise that nobody meets. What is claimed here takes no case of the exact
engine away, and leaves none that is not one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.engines.smt import Claim, Copy, all_of, implies
from verifier.program.model import AtomDefinition, Program
from verifier.program.names import Term, parts
from verifier.program.terms import Compare


def true_with_values(copy: Copy, terms: Iterable[Term]) -> tuple[Claim, ...]:
    """Claims that each comparison is false without a value: those of the Program, and of terms."""
    return tuple(_claims(copy, (*_terms(copy.program), *terms)))


def _claims(copy: Copy, terms: Iterable[Term]) -> Iterator[Claim]:
    for comparison in dict.fromkeys(_comparisons(terms)):
        valued = all_of(copy.valued(comparison.left), copy.valued(comparison.right))
        if valued.constant is not True:
            yield implies(copy.formula(comparison), valued)


def _comparisons(terms: Iterable[Term]) -> Iterator[Compare]:
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if isinstance(term, Compare):
            yield term
        waiting += parts(term)


def _terms(program: Program) -> Iterator[Term]:
    """All that definitions and constraints consist of."""
    for definition in program.definitions:
        if isinstance(definition, AtomDefinition):
            yield from (alternative.body for alternative in definition.alternatives)
        else:
            for alternative in definition.alternatives:
                yield from (alternative.guard, alternative.value)
    yield from (constraint.body for constraint in program.constraints)
