"""What is not known of a case and keeps results from being determined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from verifier.analysis.results import Missing
from verifier.engines.exact_types import Interval, Step
from verifier.language.clauses import Clause, clauses_of
from verifier.program.labels import Labels, parse_term
from verifier.program.model import BoolInput, NumberInput, PolicyValue, Program
from verifier.program.sorts import show
from verifier.words import Bilingual


def find_missing(
    program: Program, lacking: Mapping[str, tuple[Step, ...]], folder: Path
) -> tuple[Missing, ...]:
    """Find the unknown inputs and values in the derivations of results that are not determined.

    Args:
        program: The Program.
        lacking: The derivation of each such result.
        folder: Where the encodings lie, whose clause comments say what an open value is.
    """
    clauses = clauses_of({v.name: v.span for v in program.values if v.value is None}, folder)
    finder = _Finder(program, clauses)
    found: dict[str, Missing] = {}
    for result, steps in lacking.items():
        for step in steps:
            for name, value in [(step.name, step.value), *((u.name, u.value) for u in step.uses)]:
                if not _unknown(value):
                    continue
                item = finder.missing(name)
                if item is None:
                    continue
                known = found.setdefault(item.name, item)
                if result not in known.affects:
                    found[item.name] = replace(known, affects=(*known.affects, result))
    return tuple(found.values())


def _unknown(value: Interval | bool | None) -> bool:
    return value is None or (isinstance(value, Interval) and not value.exact)


class _Finder:
    def __init__(self, program: Program, clauses: Mapping[str, Clause]) -> None:
        self.clauses = clauses
        self.labels = Labels(program.facts)
        self.inputs = {item.name: item for item in program.inputs}
        self.values = {item.name: item for item in program.values}

    def missing(self, name: str) -> Missing | None:
        """Describe an unknown input or value; None for what follows from others."""
        if name in self.values:
            return self._value(self.values[name])
        match self.inputs.get(name):
            case NumberInput() as item:
                return self._number(item)
            case BoolInput() as item:
                return self._answer(item)
            case None:
                return None

    def _value(self, value: PolicyValue) -> Missing:
        bare = value.name.partition("(")[0]
        what = self.labels.reason(value.name) or self.labels.quantity(bare)
        if what is None and value.name in self.clauses:
            what = self.clauses[value.name].words
        return Missing(
            value.name,
            what or Bilingual(value.name, value.name),
            value.span.clause,
            show(value.low, value.sort),
            show(value.high, value.sort),
            (),
            self.labels.value(value.name),
        )

    def _number(self, item: NumberInput) -> Missing:
        term = parse_term(item.name)
        label = self.labels.quantity(term.name) or Bilingual(term.name, term.name)
        low, high = show(item.low, item.sort), show(item.high, item.sort)
        return Missing(item.name, label, "", low, high, ())

    def _answer(self, item: BoolInput) -> Missing:
        term = parse_term(item.name)
        if item.policy:
            topic = str(term.arguments[0])
            return Missing(topic, self.labels.topic(topic), "", "", "", ())
        visit = term.arguments[0] if len(term.arguments) > 1 else 0
        name = f"{term.name}({visit})" if isinstance(visit, int) and visit else term.name
        return Missing(name, self.labels.field(term.name), "", "", "", ())
