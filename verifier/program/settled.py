"""What is true of a Program whatever the case: atoms that no input can change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.program.model import AmountDefinition, AtomDefinition
from verifier.program.terms import And, AtLeast, Atom, Formula, Not, Or, Truth


def settled_atoms(
    definitions: Iterable[AtomDefinition | AmountDefinition],
) -> dict[str, bool | None]:
    """The truth of each defined atom in every case; None where it depends on the case."""
    known: dict[str, bool | None] = {}
    for definition in definitions:
        if isinstance(definition, AtomDefinition):
            bodies = [_truth(a.body, known) for a in definition.alternatives]
            known[definition.name] = _any(bodies)
    return known


def _truth(  # noqa: PLR0911  (one for each kind)
    formula: Formula, known: Mapping[str, bool | None]
) -> bool | None:
    """The truth of a formula; inputs and comparisons are not settled."""
    match formula:
        case Truth(value):
            return value
        case Atom(name):
            return known.get(name)
        case Not(item):
            truth = _truth(item, known)
            return None if truth is None else not truth
        case And(items):
            negated = _any([_truth(Not(i), known) for i in items])
            return None if negated is None else not negated
        case Or(items):
            return _any([_truth(i, known) for i in items])
        case AtLeast(bound, weighted):
            truths = [(weight, _truth(item, known)) for weight, item in weighted]
            sure = sum(weight for weight, truth in truths if truth)
            least = sure + sum(min(w, 0) for w, truth in truths if truth is None)
            most = sure + sum(max(w, 0) for w, truth in truths if truth is None)
            return True if least >= bound else False if most < bound else None
        case _:
            return None


def _any(truths: list[bool | None]) -> bool | None:
    if True in truths:
        return True
    return None if None in truths else False
