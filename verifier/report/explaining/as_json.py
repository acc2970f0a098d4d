"""Explanations as JSON data: the same parts as the text; amounts are decimal strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verifier.analysis.explaining.parts import (
    AmountStep,
    Balance,
    Candidate,
    Change,
    Changed,
    Fact,
    Failing,
    OneOf,
    Reason,
    Why,
    WhyNot,
)
from verifier.analysis.results import Computation
from verifier.engines.exact_types import Interval
from verifier.language.clauses import Clause
from verifier.program.names import amounts_in, atoms_in
from verifier.program.sorts import show
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json, interval
from verifier.report.explaining.words import WhyWords
from verifier.report.layout import plain


def why_json(result: Computation, found: Iterable[Why], words: Words) -> list[Json]:
    """Give explanations as data, one for each line."""
    data = _Data(result, words)
    return [data.why(item) for item in found]


def why_not_json(result: Computation, found: Iterable[WhyNot], words: Words) -> list[Json]:
    """Give explanations of what pays nothing as data, one for each line."""
    data = _Data(result, words)
    return [data.why_not(item) for item in found]


class _Data:
    def __init__(self, result: Computation, words: Words) -> None:
        self.said = WhyWords(result.program, result.evaluation, words)
        self.words = words

    def why(self, item: Why) -> dict[str, Json]:
        """Give the derivation of a line."""
        return {
            **self._line(item.name, item.value, numeric=item.numeric),
            "steps": [self._step(step) for step in item.steps],
            "clauses": [
                {
                    "clause": use.clause.number if use.clause else None,
                    "content": self.words.text(use.clause.words) if use.clause else None,
                    "because": [self._reason(reason) for reason in use.reasons],
                }
                for use in item.clauses
            ],
            "failing": self._candidates(item.failing),
            "facts": [self._fact(fact) for fact in item.facts],
        }

    def why_not(self, item: WhyNot) -> dict[str, Json]:
        """Give what fails of a line, and the change that helps."""
        return {
            **self._line(item.name, item.value, numeric=item.numeric),
            "pays": None if item.open else item.pays,
            "failing": self._candidates(item.candidates),
            "facts": [self._fact(fact) for fact in item.facts],
            "change": None if item.change is None else self._change(item.name, item.change),
        }

    def _line(self, name: str, value: Interval | bool | None, *, numeric: bool) -> dict[str, Json]:
        return {
            "line": name,
            "label": self.said.line(name, numeric=numeric),
            "value": self._value(name, value, numeric=numeric),
        }

    def _value(self, name: str, value: Interval | bool | None, *, numeric: bool) -> Json:
        if isinstance(value, bool):
            return value
        if not numeric:
            return "undetermined"
        return interval(value, self.said.naming.sort(name))

    def _step(self, step: AmountStep) -> Json:
        sort = self.said.naming.sort(step.name)
        return {
            "name": step.name,
            "label": self.said.amount(step.name),
            "value": interval(step.value, sort),
            "formulas": [self.said.formula(item, sort) for item in step.expressions],
            "clauses": _numbers(step.clauses),
            "uses": list(step.operands),
        }

    def _reason(self, item: Reason) -> Json:
        return {
            "names": [*atoms_in(item.literal), *amounts_in(item.literal)],
            "holds": "undetermined" if item.holds is None else item.holds,
            "text": plain(self.said.reason(item)),
        }

    def _fact(self, item: Fact) -> Json:
        return {
            "name": item.name,
            "value": self._value(item.name, item.value, numeric=item.numeric),
            "origin": item.origin.value,
            "text": plain(self.said.fact(item)),
        }

    def _candidates(self, candidates: Sequence[Candidate]) -> Json:
        return [
            {
                "names": list(item.names),
                "clauses": _numbers(item.clauses),
                "conditions": [self._failing(failing) for failing in item.failing],
            }
            for item in candidates
        ]

    def _failing(self, item: Failing) -> dict[str, Json]:
        clause: dict[str, Json] = {"clause": item.clause.number if item.clause else None}
        match item.what:
            case Reason():
                return {**clause, "condition": self._reason(item.what)}
            case Balance(name, expression):
                formula = self.said.formula(expression, self.said.naming.sort(name))
                return {**clause, "not_above_zero": formula, "uses": list(amounts_in(expression))}
            case OneOf(ways):
                return {**clause, "one_of": [[self._failing(f) for f in way] for way in ways]}

    def _change(self, name: str, item: Change) -> Json:
        numeric = self.said.is_amount(name)
        known = item.value is not None
        return {
            "outcome": item.outcome.value,
            "changes": [self._changed(changed) for changed in item.changes],
            "given": {n: self._plain(n, v) for n, v in (item.given or {}).items()},
            "value": self._value(name, item.value, numeric=numeric) if known else None,
            "smallest": item.smallest,
            "reason": None if item.reason is None else self.words.tell(item.reason),
            "clauses": _numbers(item.clauses),
        }

    def _changed(self, item: Changed) -> Json:
        return {
            "name": item.name,
            "before": None if item.before is None else self._plain(item.name, item.before),
            "after": self._plain(item.name, item.after),
            "replaces": item.replaced or None,
        }

    def _plain(self, name: str, value: bool | int) -> Json:
        return value if isinstance(value, bool) else show(value, self.said.naming.sort(name))


def _numbers(clauses: Iterable[Clause]) -> list[Json]:
    return list(dict.fromkeys(clause.number for clause in clauses))
