"""The amounts that a result is computed from: each once, and before what it is computed from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from verifier.engines.exact_types import Evaluation, Interval
from verifier.engines.exact_walk import Walker
from verifier.program.model import AmountAlternative, AmountDefinition, Program
from verifier.program.names import amounts_in
from verifier.program.terms import (
    TRUE,
    Aggregate,
    Amount,
    Expression,
    Formula,
    Linear,
    Literal,
    Quotient,
    Share,
)


@dataclass(frozen=True, slots=True)
class Computed:
    """A defined amount, with the rules that fire and their expressions without what is left out."""

    definition: AmountDefinition
    fired: tuple[AmountAlternative, ...]
    expressions: tuple[Expression, ...]
    nothing: bool


class Steps:
    """Follows amounts down to inputs and values; `known` are results, which a reader knows."""

    def __init__(
        self, program: Program, evaluation: Evaluation, walker: Walker, known: Collection[str]
    ) -> None:
        self.known = known
        self.evaluation = evaluation
        self.walker = walker
        self.definitions: Mapping[str, AmountDefinition] = {
            item.name: item for item in program.definitions if isinstance(item, AmountDefinition)
        }
        self._made: dict[str, Computed] = {}
        self._called: dict[str, str] = {}

    def computed(self, name: str) -> Computed | None:
        """How an amount was computed; None for an input or value."""
        if name not in self.definitions:
            return None
        if name not in self._made:
            firing = self.evaluation.fired[name]
            fired = (*firing.certain, *firing.possible)
            expressions = tuple(self._pruned(item.value) for item in fired)
            nothing = any(
                isinstance(item.value, Aggregate)
                and all(isinstance(part, Literal) for part in _parts(pruned))
                and any(not isinstance(part, Literal) for _, part in item.value.elements)
                for item, pruned in zip(fired, expressions, strict=True)
            )
            self._made[name] = Computed(self.definitions[name], fired, expressions, nothing)
        return self._made[name]

    def path(self, name: str) -> tuple[str, ...]:
        """The amounts that only hand on another, from `name` on, and that other at the end."""
        found = [name]
        while (computed := self.computed(found[-1])) is not None:
            handed = _handed(computed)
            if handed is None:
                break
            found.append(handed)
        return tuple(found)

    def source(self, name: str) -> str:
        """The amount that `name` hands on, through any number of others; itself if it computes."""
        path = self.path(name)
        known = [item for item in path if item in self.known]
        if known:
            self._called.setdefault(path[-1], known[-1])
        return path[-1]

    def called(self, name: str) -> str:
        """The result by whose name a reader knows an amount that it hands on."""
        return self._called.get(name, name) if self.computed(name) is not None else name

    def below(self, roots: list[str], also: Callable[[str], list[str]]) -> Iterator[str]:
        """Yield what amounts rest on, from the result down: an amount before what it uses.

        What is nothing is not followed further, unless the result that uses it is nothing too.

        Args:
            roots: The results.
            also: Amounts that the rules for an amount compare; called once for each.
        """
        uses: dict[str, list[str]] = {}
        seen: set[str] = set()
        pending = list(roots)
        for root in roots:
            self.source(root)
        while pending:
            path = [item for item in self.path(pending.pop()) if item not in seen]
            seen |= set(path)
            for item in path:
                if self.computed(item) is not None:
                    uses[item] = [*self._used(item), *also(item)]
                    nothing = self._zero(item)
                    pending += [use for use in uses[item] if nothing or not self._zero(use)]
        ordered = self._ordered(roots, uses)
        yield from (self.source(name) for name in ordered if self.path(name) == (name,))

    def _ordered(self, roots: list[str], uses: Mapping[str, list[str]]) -> Iterator[str]:
        """Order names so that each stands before all that it uses, branch after branch."""
        done: dict[str, None] = {}
        seen: set[str] = set()
        pending = [(name, False) for name in roots]
        while pending:
            name, finished = pending.pop()
            if finished:
                done[name] = None
            elif name in uses and name not in seen:
                seen.add(name)
                pending.append((name, True))
                pending += [(use, False) for use in uses[name]]
        return reversed(done)

    def _used(self, name: str) -> list[str]:
        computed = self.computed(name)
        expressions = computed.expressions if computed else ()
        return [used for item in expressions for used in amounts_in(item)]

    def operands(self, name: str) -> tuple[str, ...]:
        """The amounts in the expressions of an amount, each at its source."""
        return tuple(dict.fromkeys(self.source(used) for used in self._used(name)))

    def _zero(self, name: str) -> bool:
        value: Interval | None = self.evaluation.amounts[name]
        return value is not None and value.low == value.high == 0

    def _pruned(self, item: Expression) -> Expression:
        """Leave out the elements of aggregates whose condition is false."""
        match item:
            case Linear(constant, parts):
                return Linear(constant, tuple((f, self._pruned(part)) for f, part in parts))
            case Share(rate, of):
                return Share(self._pruned(rate), self._pruned(of))
            case Quotient(of, divisor):
                return Quotient(self._pruned(of), divisor)
            case Aggregate(function, elements):
                kept = [(self._open(condition), part) for condition, part in elements]
                return Aggregate(
                    function, tuple((c, self._pruned(part)) for c, part in kept if c is not None)
                )
            case Literal() | Amount():
                return item

    def _open(self, condition: Formula) -> Formula | None:
        truth = self.walker.formula(condition)
        return None if truth is False else TRUE if truth else condition


def _parts(item: Expression) -> list[Expression]:
    return [part for _, part in item.elements] if isinstance(item, Aggregate) else [item]


def _handed(computed: Computed) -> str | None:
    """The one amount that an amount is equal to, if it only hands it on."""
    if len(computed.expressions) != 1:
        return None
    item: Expression | None = computed.expressions[0]
    while item is not None:
        match item:
            case Amount(name):
                return name
            case Linear(0, ((1, part),)):
                item = part
            case Aggregate(_, elements):
                parts = [(c, part) for c, part in elements if part != Literal(0)]
                certain = len(parts) == 1 and parts[0][0] == TRUE
                item = parts[0][1] if certain else None
            case _:
                return None
    return None
