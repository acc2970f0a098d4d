"""The steps of a derivation that a reader wants: each amount once, with formula and clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verifier.engines.exact_types import Evaluation, Interval, Kind, Step
from verifier.language.clauses import Clause, in_text_order
from verifier.program.model import Program
from verifier.program.terms import Aggregate, Amount, Expression, Linear, Literal
from verifier.report.formulas import Formulas
from verifier.report.naming import Naming


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words: what, how, how much, and by which clauses."""

    name: str
    formulas: tuple[str, ...]
    value: Interval | None
    clauses: tuple[str, ...]
    trivial: bool

    @property
    def zero(self) -> bool:
        """Whether the amount is nothing for certain."""
        return self.value is not None and self.value.low == self.value.high == 0


class Derivations:
    """Finds what a result rests on in the steps of an evaluation."""

    def __init__(
        self,
        program: Program,
        evaluation: Evaluation,
        steps: Iterable[Step],
        clauses: Mapping[str, Clause],
        naming: Naming,
    ) -> None:
        self.steps = {(step.kind is Kind.ATOM, step.name): step for step in steps}
        self.places = {key: place for place, key in enumerate(self.steps)}
        self.clauses = clauses
        self.naming = naming
        self.formulas = Formulas(naming, evaluation)
        self.value_clauses = {v.name: v.span.clause for v in program.values if v.span.clause}

    def amounts(self, name: str) -> list[Step]:
        """Steps of all amounts that a result rests on, and of itself, in order."""
        found = [key for key in self._reach((False, name)) if self.steps[key].kind is Kind.AMOUNT]
        return [self.steps[key] for key in sorted(found, key=self.places.__getitem__)]

    def of_fact(self, name: str) -> tuple[str, ...]:
        """Numbers of the clauses that a fact rests on."""
        step = self.steps.get((True, name))
        return self._clauses(step) if step else ()

    def used(self, name: str) -> list[Clause]:
        """Clauses of everything that a result rests on."""
        return list(
            dict.fromkeys(
                self.clauses[rule]
                for key in self._reach((False, name))
                for rule in self.steps[key].rules
                if rule in self.clauses
            )
        )

    def line(self, step: Step) -> Line:
        """Put a step into words."""
        sort = self.naming.sort(step.name)
        formulas = [self.formulas.write(item, sort) for item in step.expressions]
        value = step.value if isinstance(step.value, Interval) else None
        return Line(
            step.name,
            tuple(formulas),
            value,
            self._clauses(step),
            # What a clause itself fixes is told, also where it is the value of another amount.
            len(step.expressions) == 1 and _copies(step.expressions[0]) and not step.rules,
        )

    def _reach(self, root: tuple[bool, str]) -> list[tuple[bool, str]]:
        seen: dict[tuple[bool, str], None] = {}
        pending = [root]
        while pending:
            key = pending.pop()
            if key in seen or key not in self.steps:
                continue
            seen[key] = None
            pending += [(use.kind is Kind.ATOM, use.name) for use in self.steps[key].uses]
        return list(seen)

    def _clauses(self, step: Step) -> tuple[str, ...]:
        """Clauses of a step, of the facts by which it applies, and of the figures in it."""
        found: dict[str, None] = {}
        pending = [step]
        seen = {step.name}
        while pending:
            current = pending.pop()
            found |= {self.clauses[r].number: None for r in current.rules if r in self.clauses}
            for use in current.uses:
                if use.kind is Kind.VALUE and use.name in self.value_clauses:
                    found[self.value_clauses[use.name]] = None
                deeper = self.steps.get((True, use.name))
                if use.kind is Kind.ATOM and use.name not in seen and deeper is not None:
                    seen.add(use.name)
                    pending.append(deeper)
        return in_text_order(number for number in found if number)


def _copies(item: Expression) -> bool:
    """Whether an expression only hands on a value."""
    match item:
        case Amount() | Literal():
            return True
        case Aggregate():
            parts = [part for _, part in item.elements if part != Literal(0)]
            return not parts or (len(parts) == 1 and _copies(parts[0]))
        case Linear(0, ((1, part),)):
            return _copies(part)
        case _:
            return False
