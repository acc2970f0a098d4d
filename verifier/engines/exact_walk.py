"""The meaning of definitions: truth of atoms, and value of amounts from alternatives that fire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from verifier.engines.exact_forms import Value
from verifier.engines.exact_terms import OPPOSITE, TermWalker
from verifier.engines.exact_types import Evaluation
from verifier.program.model import AmountAlternative, AmountDefinition, AtomDefinition, Rounding
from verifier.program.terms import And, Compare, Formula, negation

Fired: TypeAlias = tuple[AmountAlternative, bool | None, Value | None]
"""An alternative whose guard is true or undetermined, that truth, and its value."""


def surely_equal(left: Value, right: Value) -> bool:
    """Whether two values are the same single number, if they exist."""
    return left[0] == left[1] == right[0] == right[1]


class Walker(TermWalker):
    """Evaluates definitions, each after what it uses."""

    @classmethod
    def over(cls, rounding: Rounding, evaluation: Evaluation) -> Walker:
        """Take up a finished evaluation, for terms over its names."""
        amounts: dict[str, Value | None] = {
            name: None if item is None else (item.low, item.high, item.certain, None)
            for name, item in evaluation.amounts.items()
        }
        return cls(rounding, dict(evaluation.atoms), amounts)

    def atom(self, definition: AtomDefinition) -> bool | None:
        """Truth of a defined atom; every rule is looked at, as `missed` speaks of each."""
        result: bool | None = False
        for alternative in definition.alternatives:
            truth = self.formula(alternative.body)
            if truth:
                result = True
            elif truth is None and result is False:
                result = None
        return result

    def fired(self, definition: AmountDefinition) -> list[Fired]:
        """List the alternatives whose guard is not false, with their values."""
        found: list[Fired] = []
        for alternative in definition.alternatives:
            truth = self.formula(alternative.guard)
            if truth is not False:
                found.append((alternative, truth, self.expression(alternative.value)))
        return found

    def settle(self, fired: Sequence[Fired]) -> Value | None:
        """Value of an amount whose alternatives fire so."""
        if len(fired) == 1 and fired[0][1]:
            return fired[0][2]
        sure = [value for _, truth, value in fired if truth]
        if not sure:
            values = [value for _, _, value in fired if value is not None]
            if not values:
                return None
            low, high, _, form = self.join(values)
            return (low, high, self._covered(fired), form)
        present = [value for value in sure if value is not None]
        if len(present) < len(sure):
            return None
        # All that certainly fire must agree, so that the value lies in every range.
        low, high = max(v[0] for v in present), min(v[1] for v in present)
        if low > high:
            return None
        certain = all(v is not None and v[2] for _, _, v in fired) and not self.disputes(fired)
        return (low, high, certain, present[0][3])

    def disputes(self, fired: Sequence[Fired]) -> list[tuple[Fired, Fired]]:
        """Pairs of alternatives that may fire together with different values."""
        return [
            (first, second)
            for position, first in enumerate(fired)
            for second in fired[position + 1 :]
            if first[2] is not None
            and second[2] is not None
            and not surely_equal(first[2], second[2])
            and first[0].value != second[0].value
            and not self._exclusive(first[0].guard, second[0].guard)
        ]

    def _covered(self, fired: Sequence[Fired]) -> bool:
        """Whether one of two alternatives applies in any case: their guards are opposites."""
        if len(fired) != 2 or not all(v is not None and v[2] for _, _, v in fired):  # noqa: PLR2004
            return False
        first, second = (self._undecided(alternative.guard) for alternative, _, _ in fired)
        return len(first) == len(second) == 1 and self._opposed(first[0], second[0], both=True)

    def _exclusive(self, first: Formula, second: Formula) -> bool:
        others = self._undecided(second)
        return any(self._opposed(a, b) for a in self._undecided(first) for b in others)

    def _undecided(self, guard: Formula) -> list[Formula]:
        items = guard.items if isinstance(guard, And) else (guard,)
        return [item for item in items if self.formula(item) is None]

    def _opposed(self, first: Formula, second: Formula, *, both: bool = False) -> bool:
        """Whether two literals exclude each other; with `both`, also whether one always holds."""
        if negation(first) == second:
            return True
        if not isinstance(first, Compare) or not isinstance(second, Compare):
            return False
        if (first.left, first.right) != (second.left, second.right):
            return False
        if second.operator != OPPOSITE[first.operator]:
            return False
        sides = (self.expression(first.left), self.expression(first.right))
        return not both or all(side is not None and side[2] for side in sides)
