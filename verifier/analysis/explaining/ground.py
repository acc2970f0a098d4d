"""What every explanation of one computation is made with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.analysis.explaining.failures import Failures
from verifier.analysis.explaining.origins import Origins
from verifier.analysis.explaining.parts import Balance, Fact, Failing, OneOf, Reason
from verifier.analysis.explaining.steps import Steps
from verifier.analysis.results import Computation
from verifier.engines.exact_types import Interval
from verifier.engines.exact_walk import Walker
from verifier.language.clauses import clauses_of
from verifier.places import ENCODINGS
from verifier.program.names import amounts_in, atoms_in
from verifier.program.terms import Expression, Formula


class Ground:
    """The parts of an explanation, over one computation."""

    def __init__(self, result: Computation) -> None:
        program = result.program
        self.program = program
        self.evaluation = result.evaluation
        self.amounts = {**result.evaluation.amounts, **result.amounts}
        spans = {name: rule.span for name, rule in program.rules.items()}
        spans |= {value.name: value.span for value in program.values}
        self.clauses = clauses_of(spans, ENCODINGS)
        self.walker = Walker.over(program.rounding, result.evaluation)
        self.steps = Steps(program, result.evaluation, self.walker, result.amounts)
        self.origins = Origins(result)
        self.failures = Failures(program, self.walker, self.steps, self.clauses)

    def value(self, name: str) -> Interval | bool | None:
        """What a line is: of an amount and a fact of the same name, the amount."""
        return self.amounts[name] if name in self.amounts else self.evaluation.atoms[name]

    def facts(
        self, terms: Iterable[Formula | Expression], names: Iterable[tuple[bool, str]] = ()
    ) -> tuple[Fact, ...]:
        """The inputs and values in terms, and among names (and whether each is a number's)."""
        leaves: dict[tuple[bool, str], None] = dict.fromkeys(names)
        for term in terms:
            leaves |= {(False, item): None for item in atoms_in(term)}
            leaves |= {(True, self.steps.source(item)): None for item in amounts_in(term)}
        found = (self.origins.fact(item, numeric=numeric) for numeric, item in leaves)
        return tuple(dict.fromkeys(item for item in found if item is not None))


def terms_of(failing: Iterable[Failing]) -> Iterator[Formula | Expression]:
    """Yield the conditions and amounts that fail, also those that are one of several ways."""
    for item in failing:
        match item.what:
            case Reason(literal):
                yield literal
            case Balance(_, expression):
                yield expression
            case OneOf(ways):
                for way in ways:
                    yield from terms_of(way)
