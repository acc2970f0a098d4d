"""The clauses that a slope or a break rests on, from evaluations at single places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.engines.exact import Evaluation, Kind, derive
from verifier.engines.exact_course import Cause
from verifier.engines.exact_types import Step
from verifier.language.clauses import Clause, clauses_of, sorted_clauses
from verifier.places import ENCODINGS
from verifier.program.model import AmountDefinition, AtomAlternative, AtomDefinition, Program
from verifier.program.names import Term, amounts_in, parts
from verifier.program.terms import Share


class Grounds:
    """Finds clauses of one Program."""

    def __init__(self, program: Program) -> None:
        """Read where rules and figures stand."""
        self._program = program
        spans = {f"rule {rule}": found.span for rule, found in program.rules.items()}
        spans |= {f"value {value.name}": value.span for value in program.values}
        self._clauses = clauses_of(spans, ENCODINGS)
        self._definitions = {
            (isinstance(d, AmountDefinition), d.name): d for d in program.definitions
        }

    def moving(self, line: str, ends: tuple[Evaluation, Evaluation]) -> tuple[Clause, ...]:
        """Clauses of the amounts by which a line is not the same at two places."""
        first, last = ends
        derived = derive(self._program, last, line)
        steps = {step.name: step for step in derived if step.kind is Kind.AMOUNT}
        applied = {step.name: step.rules for step in derived if step.kind is Kind.ATOM}
        keys: list[str] = []
        waiting, seen = [line], {line}
        while waiting:
            step = steps.get(waiting.pop())
            if step is None:
                continue
            keys += [f"rule {rule}" for rule in step.rules]
            keys += [f"value {use.name}" for use in step.uses if use.kind is Kind.VALUE]
            if rates := _rates(step):
                # What is moved by a share moves as the clauses say that give the share.
                keys += [
                    f"rule {rule}" for use in step.uses if use.kind is Kind.ATOM
                    for rule in applied.get(use.name, ())
                ]
                keys += [key for name in rates for key in self._all_below(name, last)]
            below = {
                use.name for use in step.uses
                if first.amounts.get(use.name) != last.amounts.get(use.name)
            }
            waiting += sorted(below - seen)
            seen |= below
        return self._found(keys)

    def behind(
        self, causes: Iterable[Cause], ends: tuple[Evaluation, Evaluation]
    ) -> tuple[Clause, ...]:
        """Clauses of the rules in which a break arises, and of the figures in its limits."""
        keys: list[str] = []
        for cause in causes:
            if cause.rule:
                keys.append(f"rule {cause.rule}")
            for name in self._compared(cause):
                if self._stands(name, ends):
                    keys += self._below(name, ends[1])
        return self._found(keys)

    def between(self, line: str, ends: tuple[Evaluation, Evaluation]) -> tuple[Clause, ...]:
        """Clauses that the line rests on at one of two places and not at the other."""
        before, after = (
            {f"rule {r}" for step in derive(self._program, end, line) for r in step.rules}
            for end in ends
        )
        return self._found(sorted(before ^ after))

    def _compared(self, cause: Cause) -> list[str]:
        names: dict[str, None] = {}
        for numeric in (False, True):
            definition = self._definitions.get((numeric, cause.name))
            for term in _terms(definition, cause.rule) if definition else ():
                names |= dict.fromkeys(amounts_in(term))
        return list(names)

    def _stands(self, name: str, ends: tuple[Evaluation, Evaluation]) -> bool:
        first, last = (end.amounts.get(name) for end in ends)
        return first is not None and first.exact and first == last

    def _all_below(self, name: str, evaluation: Evaluation) -> list[str]:
        """The rules and the figures that an amount rests on."""
        steps = derive(self._program, evaluation, name)
        return [f"rule {rule}" for step in steps for rule in step.rules] + [
            f"value {step.name}" for step in steps if step.kind is Kind.VALUE
        ]

    def _below(self, name: str, evaluation: Evaluation) -> list[str]:
        steps = derive(self._program, evaluation, name)
        return [f"value {step.name}" for step in steps if step.kind is Kind.VALUE]

    def _found(self, keys: Iterable[str]) -> tuple[Clause, ...]:
        clauses: Mapping[str, Clause] = self._clauses
        return sorted_clauses(clauses[key] for key in keys if key in clauses)


def _rates(step: Step) -> list[str]:
    """The amounts by which a step multiplies another."""
    return [
        name for term in step.expressions for share in _shares(term)
        for name in amounts_in(share.rate)
    ]


def _shares(term: Term) -> Iterator[Share]:
    if isinstance(term, Share):
        yield term
    for part in parts(term):
        yield from _shares(part)


def _terms(definition: AtomDefinition | AmountDefinition, rule: str) -> Iterable[Term]:
    for alternative in definition.alternatives:
        if alternative.rule != rule:
            continue
        if isinstance(alternative, AtomAlternative):
            yield alternative.body
        else:
            yield from (alternative.guard, alternative.value)
