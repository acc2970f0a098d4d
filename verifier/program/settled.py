"""What is true of a Program whatever the case, or where some of its inputs are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

from verifier.program.model import AmountDefinition, AtomDefinition
from verifier.program.names import atoms_in
from verifier.program.terms import And, AtLeast, Atom, Formula, Not, Or, Truth

_NOTHING: Mapping[str, bool] = {}


def settled_atoms(
    definitions: Iterable[AtomDefinition | AmountDefinition],
    inputs: Mapping[str, bool] = _NOTHING,
    *,
    by_rules: bool = True,
) -> dict[str, bool | None]:
    """The truth of each atom where the inputs are these; None where it depends on the case.

    Without `by_rules`, no rule of a document makes an atom true for sure: what is settled then
    holds with and without each rule.
    """
    known: dict[str, bool | None] = dict(inputs)
    for definition in definitions:
        if isinstance(definition, AtomDefinition):
            known[definition.name] = _truth(definition, known, by_rules=by_rules)
    return known


class Settled:
    """What is true with and without each rule of a document where some inputs are known.

    It is worked out once, and again where more inputs are known: only what they settle is looked at
    then.
    """

    def __init__(
        self, definitions: Iterable[AtomDefinition | AmountDefinition], inputs: Mapping[str, bool]
    ) -> None:
        """Work it out for these inputs; the definitions are in their order."""
        self._atoms = [d for d in definitions if isinstance(d, AtomDefinition)]
        self._inputs = inputs
        self._known = settled_atoms(self._atoms, inputs, by_rules=False)
        self._users: dict[str, list[int]] = {}
        for place, definition in enumerate(self._atoms):
            if self._known[definition.name] is None:
                named = {name for a in definition.alternatives for name in atoms_in(a.body)}
                for name in named:
                    self._users.setdefault(name, []).append(place)

    def where(self, inputs: Mapping[str, bool]) -> Mapping[str, bool | None]:
        """The truth of each atom where these inputs are known, and others as at first."""
        if any(self._inputs.get(name, value) is not value for name, value in inputs.items()):
            return settled_atoms(self._atoms, {**self._inputs, **inputs}, by_rules=False)
        known = {**self._known, **inputs}
        # What is settled stays so where more is known. A definition names only what is before it,
        # so that each is looked at when all that it names is as it will be.
        waiting: list[int] = []
        entered = set[int]()

        def enter(name: str) -> None:
            for place in self._users.get(name, ()):
                if place not in entered:
                    entered.add(place)
                    heappush(waiting, place)

        for name in inputs:
            enter(name)
        while waiting:
            definition = self._atoms[heappop(waiting)]
            truth = _truth(definition, known, by_rules=False)
            if truth is not None:
                known[definition.name] = truth
                enter(definition.name)
        return known


def _truth(
    definition: AtomDefinition, known: Mapping[str, bool | None], *, by_rules: bool
) -> bool | None:
    """The truth of an atom where this is known of what it names."""
    return _any([
        _unless(a.rule and not by_rules, truth_of(a.body, known)) for a in definition.alternatives
    ])


def falsifying(formula: Formula, known: Mapping[str, bool | None], truth: bool) -> Iterator[str]:
    """Atoms whose known truth alone makes the formula the opposite of `truth`.

    `formula` must be known to be that.
    """
    match formula:
        case Atom(name):
            yield name
        case Not(item):
            yield from falsifying(item, known, not truth)
        case And(items) if truth:
            yield from falsifying(_first(items, known, False), known, True)
        case Or(items) if not truth:
            yield from falsifying(_first(items, known, True), known, False)
        case And(items) | Or(items):
            for item in items:
                yield from falsifying(item, known, truth)
        case AtLeast(_, weighted):
            for _, item in weighted:
                found = truth_of(item, known)
                if found is not None:
                    yield from falsifying(item, known, not found)
        case _:
            return


def _first(
    items: Iterable[Formula], known: Mapping[str, bool | None], truth: bool
) -> Formula:
    return next(item for item in items if truth_of(item, known) is truth)


def truth_of(  # noqa: PLR0911  (one for each kind)
    formula: Formula, known: Mapping[str, bool | None]
) -> bool | None:
    """The truth of a formula; unknown atoms and comparisons are not settled."""
    match formula:
        case Truth(value):
            return value
        case Atom(name):
            return known.get(name)
        case Not(item):
            truth = truth_of(item, known)
            return None if truth is None else not truth
        case And(items):
            open_ = False
            for item in items:
                truth = truth_of(item, known)
                if truth is False:
                    return False
                open_ = open_ or truth is None
            return None if open_ else True
        case Or(items):
            return _any([truth_of(i, known) for i in items])
        case AtLeast(bound, weighted):
            truths = [(weight, truth_of(item, known)) for weight, item in weighted]
            sure = sum(weight for weight, truth in truths if truth)
            least = sure + sum(min(w, 0) for w, truth in truths if truth is None)
            most = sure + sum(max(w, 0) for w, truth in truths if truth is None)
            return True if least >= bound else False if most < bound else None
        case _:
            return None


def _unless(doubtful: object, truth: bool | None) -> bool | None:
    return None if doubtful and truth else truth


def _any(truths: list[bool | None]) -> bool | None:
    if True in truths:
        return True
    return None if None in truths else False
