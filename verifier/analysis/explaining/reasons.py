"""For which reasons clauses apply in a case: conditions followed down to what the case says.

What a clause derives for other rules alone has no name that a reader knows. So it is followed down
to the inputs, readings and comparisons that decide it, each under the clause that asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.analysis.explaining.parts import Reason
from verifier.engines.exact_walk import Walker
from verifier.program.model import AtomAlternative, AtomDefinition, Program
from verifier.program.names import amounts_in
from verifier.program.terms import And, AtLeast, Atom, Compare, Formula, Not, Or, Truth


class Reasons:
    """Gathers reasons by rule; rules of the core, which has no clauses, count as their user's."""

    def __init__(self, program: Program, walker: Walker) -> None:
        self.walker = walker
        self.definitions: Mapping[str, AtomDefinition] = {
            item.name: item for item in program.definitions if isinstance(item, AtomDefinition)
        }
        self.found: dict[str, dict[Reason, None]] = {}
        self.amounts: dict[str, None] = {}
        """Amounts that were compared, in the order in which they were met."""
        self._seen: set[tuple[str, str]] = set()

    def apply(self, guard: Formula, rule: str) -> None:
        """Take the conditions of a rule that fires, or may fire."""
        if rule:
            self.found.setdefault(rule, {})
        self._follow(guard, rule)

    def _follow(self, item: Formula, rule: str) -> None:
        """Take what makes a formula true, false or undetermined, whichever it is."""
        match item:
            case Truth():
                pass
            case Not(inner):
                self._follow(inner, rule)
            case Compare():
                self._note(item, rule)
                self.amounts |= dict.fromkeys(amounts_in(item))
            case AtLeast(_, weighted):
                for part in self._decisive(item, [part for _, part in weighted]):
                    self._follow(part, rule)
            case And(parts) | Or(parts):
                for part in self._decisive(item, parts):
                    self._follow(part, rule)
            case Atom(name):
                if name not in self.definitions:
                    self._note(item, rule)
                elif (name, rule) not in self._seen:
                    self._seen.add((name, rule))
                    self._define(self.definitions[name], rule)

    def _define(self, definition: AtomDefinition, rule: str) -> None:
        for alternative in self._chosen(definition):
            if self.walker.atoms[definition.name] is False:
                # It is the absence that counts, for the rule that asks for it.
                self._follow(alternative.body, rule)
            else:
                self.apply(alternative.body, alternative.rule or rule)

    def _chosen(self, definition: AtomDefinition) -> Sequence[AtomAlternative]:
        """Of a true atom one rule is enough; of another, each speaks."""
        truths = [self.walker.formula(item.body) for item in definition.alternatives]
        if True in truths:
            return (definition.alternatives[truths.index(True)],)
        return [
            item
            for item, truth in zip(definition.alternatives, truths, strict=True)
            if truth is None or None not in truths
        ]

    def _decisive(self, item: Formula, parts: Sequence[Formula]) -> Sequence[Formula]:
        truth = self.walker.formula(item)
        if isinstance(item, And) and truth is None:
            return parts  # what holds of a body counts, also where the rest is open
        chosen = [part for part in parts if self.walker.formula(part) is truth]
        one = (isinstance(item, And) and truth is False) or (isinstance(item, Or) and truth is True)
        return chosen[:1] if one else chosen

    def _note(self, literal: Atom | Compare, rule: str) -> None:
        reason = Reason(literal, self.walker.formula(literal))
        self.found.setdefault(rule, {})[reason] = None
