"""What a result rests on, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from verifier.engines.exact_types import Evaluation, Interval, Kind, Step, Use
from verifier.engines.exact_walk import Walker
from verifier.errors import EngineError, Problem, message
from verifier.program.model import AmountDefinition, AtomDefinition, BoolInput, PolicyValue, Program
from verifier.program.settled import truth_of
from verifier.program.terms import (
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
    negation,
)
from verifier.source import Span


def derive(program: Program, evaluation: Evaluation, name: str) -> tuple[Step, ...]:
    """List what an amount or an atom rests on, each name once, before what uses it.

    A false atom is not taken further, unless it is the one asked for: then its step gives for
    each of its rules the first literal that fails. If an amount and an atom share the name, the
    amount is meant.

    Args:
        program: The Program that was evaluated.
        evaluation: Its evaluation.
        name: A defined amount or atom, an input or a policy value.

    Raises:
        EngineError: There is no such name.
    """
    if name not in evaluation.amounts and name not in evaluation.atoms:
        what = message("`{name}` is not defined in this document", name=name)
        raise EngineError(Problem("unknown-name", Span(), what))
    deriver = _Deriver(program, evaluation)
    root = (name in evaluation.amounts, name)
    steps: dict[_Key, Step] = {}
    seen: set[_Key] = set()
    # Depth first with a stack of our own: chains of definitions are longer than Python's stack.
    pending: list[tuple[_Key, Step | None]] = [(root, None)]
    while pending:
        key, finished = pending.pop()
        if finished is not None:
            steps[key] = finished
        elif key not in seen:
            seen.add(key)
            step, uses = deriver.step(key, expand=key == root)
            pending.append((key, step))
            pending += [(use, None) for use in reversed(uses)]
    return tuple(steps.values())


_Key: TypeAlias = tuple[bool, str]
"""Whether a name is that of a number, and the name: an atom and an amount may share theirs."""


class Principles:
    """Finds the clauses that say how amounts are chosen among several: that the highest is paid."""

    def __init__(self, program: Program, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        said = {str(amount): str(atom) for amount, atom in (
            fact.arguments for fact in program.facts.get("decided_by", ())
        )}
        atoms = {
            item.name: item for item in program.definitions if isinstance(item, AtomDefinition)
        }
        self._by_amount = {
            amount: atoms[atom] for amount, atom in said.items() if atom in atoms
        }

    def rules(self, name: str, expressions: Iterable[Expression]) -> Iterator[str]:
        """Rules that say how an amount is chosen among several, where it is."""
        principle = self._by_amount.get(name)
        if principle is not None and any(map(_chooses, expressions)):
            for item in principle.alternatives:
                # Nothing is computed from it, so its truth may not have been asked for.
                if truth_of(item.body, self._evaluation.atoms) is True:
                    yield item.rule


class _Deriver:
    """Makes single steps."""

    def __init__(self, program: Program, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.walker = Walker.over(program.rounding, evaluation)
        self.definitions: dict[_Key, AtomDefinition | AmountDefinition] = {
            (isinstance(item, AmountDefinition), item.name): item for item in program.definitions
        }
        self.kinds: dict[_Key, Kind] = {
            (not isinstance(item, BoolInput), item.name): (
                Kind.VALUE if isinstance(item, PolicyValue) else Kind.INPUT
            )
            for item in (*program.inputs, *program.values)
        }
        self.principles = Principles(program, evaluation)

    def step(self, key: _Key, *, expand: bool) -> tuple[Step, list[_Key]]:
        """Make the step of a name, and list the names that it uses."""
        numeric, name = key
        definition = self.definitions.get(key)
        value = self.value(key)
        if definition is None or (value is False and not expand):
            return Step(name, self.kinds.get(key, Kind.ATOM), value), []
        support = _Support(self.walker)
        if isinstance(definition, AmountDefinition):
            rules, expressions = self._amount(definition, support)
        else:
            rules, expressions = self._atom(definition, support), []
        rules += self.principles.rules(name, expressions)
        step = Step(
            name,
            Kind.AMOUNT if numeric else Kind.ATOM,
            value,
            tuple(dict.fromkeys(rule for rule in rules if rule)),
            tuple(
                Use(
                    used[1],
                    self.kinds.get(used) or (Kind.AMOUNT if used[0] else Kind.ATOM),
                    self.value(used),
                )
                for used in support.uses
            ),
            tuple(support.conditions),
            tuple(expressions),
        )
        return step, list(support.uses)

    def value(self, key: _Key) -> Interval | bool | None:
        """Truth or interval of a name."""
        return self.evaluation.amounts[key[1]] if key[0] else self.evaluation.atoms[key[1]]

    def _amount(
        self, definition: AmountDefinition, support: _Support
    ) -> tuple[list[str], list[Expression]]:
        firing = self.evaluation.fired[definition.name]
        expressions: list[Expression] = []
        for alternative in (*firing.certain, *firing.possible):
            support.formula(alternative.guard)
            expressions.append(support.expression(alternative.value))
        if not expressions:
            for alternative in definition.alternatives:
                support.formula(alternative.guard)
        return [item.rule for item in (*firing.certain, *firing.possible)], expressions

    def _atom(self, definition: AtomDefinition, support: _Support) -> list[str]:
        truths = [self.walker.formula(item.body) for item in definition.alternatives]
        wanted = True if True in truths else None if None in truths else False
        chosen = [
            item
            for item, truth in zip(definition.alternatives, truths, strict=True)
            if truth is wanted
        ]
        for item in chosen:
            support.formula(item.body)
        return [] if wanted is False else [item.rule for item in chosen]


def _chooses(item: Expression) -> bool:
    return isinstance(item, Aggregate) and item.function != "sum" and (
        sum(part != Literal(0) for _, part in item.elements) > 1
    )


class _Support:
    """Gathers what the truth of formulas and the value of expressions rest on."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.uses: dict[_Key, None] = {}
        self.conditions: dict[Formula, None] = {}

    def formula(self, item: Formula, *, negated: bool = False) -> None:
        """Take the parts that make a formula true, false or undetermined, whichever it is."""
        match item:
            case Atom():
                self.uses[False, item.name] = None
                self._condition(item, negated)
            case Compare():
                self.expression(item.left)
                self.expression(item.right)
                self._condition(item, negated)
            case Not():
                self.formula(item.item, negated=not negated)
            case AtLeast():
                self._condition(item, negated)
                count = _Support(self.walker)
                for part in self._decisive(item, [part for _, part in item.items]):
                    count.formula(part)
                self.uses |= count.uses
            case And() | Or():
                for part in self._decisive(item, item.items):
                    self.formula(part, negated=negated)

    def _condition(self, item: Formula, negated: bool) -> None:
        """Note a literal as it holds, or as the rule has it if that is undetermined."""
        truth = self.walker.formula(item)
        if truth is False or (truth is None and negated):
            item = negation(item)
        self.conditions[item] = None

    def _decisive(self, item: Formula, parts: Sequence[Formula]) -> list[Formula]:
        truth = self.walker.formula(item)
        if isinstance(item, And) and truth is None:
            return list(parts)  # what holds of a body counts, also where the rest is open
        chosen = [part for part in parts if self.walker.formula(part) is truth]
        return chosen[:1] if isinstance(item, And) and truth is False else chosen

    def expression(self, item: Expression) -> Expression:
        """Take what an expression uses; give it without what does not count."""
        match item:
            case Amount():
                self.uses[True, item.name] = None
                return item
            case Linear():
                parts = tuple((factor, self.expression(part)) for factor, part in item.items)
                return Linear(item.constant, parts)
            case Share():
                return Share(self.expression(item.rate), self.expression(item.of))
            case Quotient():
                return Quotient(self.expression(item.of), item.divisor)
            case Aggregate():
                return Aggregate(item.function, tuple(self._elements(item)))
            case Literal():
                return item

    def _elements(self, item: Aggregate) -> Iterator[tuple[Formula, Expression]]:
        for condition, part in item.elements:
            truth = self.walker.formula(condition)
            if truth is not False:
                inner = _Support(self.walker)  # a condition of an element is none of the rule
                inner.formula(condition)
                self.uses |= inner.uses
                yield TRUE if truth else condition, self.expression(part)
