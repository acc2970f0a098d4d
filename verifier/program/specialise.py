"""A Program for cases of which something is known: what cannot be true is left out.

Only what follows from the known inputs without a document's rule is folded away. A rule of a
document never becomes a constant, so that a proof can still name the rules that it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    Constraint,
    Program,
)
from verifier.program.terms import (
    FALSE,
    TRUE,
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
    conjunction,
    disjunction,
    negation,
)


def specialise(
    program: Program, known: Mapping[str, bool], keep: Collection[str] = ()
) -> Program:
    """`program` for the cases in which the Boolean inputs in `known` have these values.

    Atoms that become constants are left out; those in `keep` stay, as constants.
    """
    folder = _Folder({name: Truth(value) for name, value in known.items()})
    definitions: list[AtomDefinition | AmountDefinition] = []
    for definition in program.definitions:
        if isinstance(definition, AmountDefinition):
            definitions.append(folder.amount(definition))
        elif (kept := folder.atom(definition)) is not None:
            definitions.append(kept)
        elif definition.name in keep:
            constant = folder.formula(Atom(definition.name))
            definitions.append(AtomDefinition(definition.name, (AtomAlternative("", constant),)))
    constraints = tuple(
        Constraint(c.rule, body) for c in program.constraints
        if (body := folder.formula(c.body)) != FALSE
    )
    return replace(program, definitions=tuple(definitions), constraints=constraints)


class _Folder:
    def __init__(self, known: dict[str, Truth]) -> None:
        self._known = known

    def atom(self, definition: AtomDefinition) -> AtomDefinition | None:
        """The definition that is left; None if the atom is a constant from now on."""
        alternatives = tuple(
            AtomAlternative(a.rule, body) for a in definition.alternatives
            if (body := self.formula(a.body)) != FALSE
        )
        if not alternatives:
            self._known[definition.name] = FALSE
            return None
        if any(a.body == TRUE and not a.rule for a in alternatives):
            self._known[definition.name] = TRUE
            return None
        return AtomDefinition(definition.name, alternatives)

    def amount(self, definition: AmountDefinition) -> AmountDefinition:
        """The definition that is left; without alternatives, the amount has no value."""
        alternatives = tuple(
            AmountAlternative(a.rule, guard, self.expression(a.value))
            for a in definition.alternatives if (guard := self.formula(a.guard)) != FALSE
        )
        return AmountDefinition(definition.name, definition.sort, alternatives)

    def formula(self, item: Formula) -> Formula:  # noqa: PLR0911  (one for each kind)
        match item:
            case Atom(name):
                return self._known.get(name, item)
            case Not(part):
                return negation(self.formula(part))
            case And(parts):
                return conjunction(*map(self.formula, parts))
            case Or(parts):
                return disjunction(*map(self.formula, parts))
            case AtLeast(bound, weighted):
                return _at_least(bound, [(w, self.formula(p)) for w, p in weighted])
            case Compare(operator, left, right):
                return Compare(operator, self.expression(left), self.expression(right))
            case _:
                return item

    def expression(self, item: Expression) -> Expression:
        match item:
            case Linear(constant, summands):
                return Linear(constant, tuple((f, self.expression(p)) for f, p in summands))
            case Share(rate, of):
                return Share(self.expression(rate), self.expression(of))
            case Quotient(of, divisor):
                return Quotient(self.expression(of), divisor)
            case Aggregate(function, elements):
                kept = (
                    (condition, self.expression(part)) for old, part in elements
                    if (condition := self.formula(old)) != FALSE
                )
                return Aggregate(function, tuple(kept))
            case Literal() | Amount():
                return item


def _at_least(bound: int, items: list[tuple[int, Formula]]) -> Formula:
    bound -= sum(weight for weight, part in items if part == TRUE)
    left = tuple((w, p) for w, p in items if not isinstance(p, Truth))
    if bound <= sum(min(w, 0) for w, _ in left):
        return TRUE
    if bound > sum(max(w, 0) for w, _ in left):
        return FALSE
    return AtLeast(bound, left)
