"""Which clauses of a document changed.

A clause is compared by what it says once it is grounded: neither layout nor the order of rules, of
conditions or of alternatives counts, nor does the name of a variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from verifier.analysis.comparing.results import Change, Written
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.terms import Canonical
from verifier.language.loader import Source
from verifier.language.stated import stated
from verifier.program.model import (
    AmountAlternative,
    AtomAlternative,
    Fact,
    PolicyValue,
    Program,
    Rule,
)
from verifier.program.names import definition_key
from verifier.program.terms import Amount, Atom, Expression, Formula
from verifier.source import Span

Piece: TypeAlias = tuple[str, object, object]
"""What a rule gives to a definition: its key, the condition, and the value of an amount."""


_DECLARED: Mapping[str, int] = {
    "bounds": 3, "care_place": 1, "case_flag": 1, "case_year": 1, "category": 1, "default": 2,
    "enrolment_situation": 1, "hospital_level": 1, "household_size": 1, "option": 2, "outcome": 1,
    "output": 1, "plan_tier": 1, "shows": 1, "transition_year": 1, "visit_flag": 1, "visit_kind": 1,
}
"""Declarations that say what a case or a result is, with how many arguments are no wording."""


def changes(programs: Mapping[Side, Program], sources: Mapping[Side, Source]) -> tuple[Change, ...]:
    """The clauses of which one side says something that the other does not, in their order."""
    pieces = {side: _pieces(program) for side, program in programs.items()}
    values = {side: _values(program) for side, program in programs.items()}
    facts = {side: _declared(programs[side], sources[side]) for side in Side}
    clauses: dict[str, None] = {}
    for side in Side:
        clauses |= dict.fromkeys((*pieces[side], *values[side], *facts[side]))
    found: list[Change] = []
    for clause in clauses:
        figures = {side: values[side].get(clause, {}) for side in Side}
        written = {side: {n: _written(v) for n, v in figures[side].items()} for side in Side}
        differing = tuple(
            (name, written[Side.LEFT].get(name), written[Side.RIGHT].get(name))
            for name in dict.fromkeys((*written[Side.LEFT], *written[Side.RIGHT]))
            if written[Side.LEFT].get(name) != written[Side.RIGHT].get(name)
        )
        rules: dict[Side, tuple[str, ...]] = {}
        places: dict[Side, tuple[Span, ...]] = {}
        for side, other in ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)):
            stated = facts[side].get(clause, {})
            alone = sorted(stated.keys() - facts[other].get(clause, {}).keys())
            changed = _rules(programs[side], {
                rule for piece, rule in pieces[side].get(clause, {}).items()
                if piece not in pieces[other].get(clause, {})
            })
            rules[side] = (*alone, *dict.fromkeys(rule.text for rule in changed))
            places[side] = tuple(dict.fromkeys((
                *(figures[side][name].span for name, _, _ in differing if name in figures[side]),
                *(rule.span for rule in changed), *(stated[text] for text in alone),
            )))
        if differing or any(rules.values()):
            found.append(Change(clause, rules, differing, places))
    return tuple(found)


def _declared(program: Program, source: Source) -> dict[str, dict[str, Span]]:
    """By clause, what is declared of cases and results, without its wording, and where."""
    places = stated(source)
    found: dict[str, dict[str, Span]] = {}
    for name, kept in _DECLARED.items():
        for fact in program.facts.get(name, ()):
            if (name, "") in places:
                first = str(fact.arguments[0])
                span = places.get((name, first)) or places[name, ""]
                text = str(Fact(name, fact.arguments[:kept]))
                found.setdefault(span.clause, {})[text] = span
    return found


def _rules(program: Program, rules: set[str]) -> list[Rule]:
    return sorted((program.rules[rule] for rule in rules), key=lambda r: r.span)


def _pieces(program: Program) -> dict[str, dict[Piece, str]]:
    """By clause, what its rules say, each with the rule that says it."""
    terms = _Named(program.rounding)
    found: dict[str, dict[Piece, str]] = {}
    for definition in program.definitions:
        for alternative in definition.alternatives:
            if alternative.rule:
                clause = program.rules[alternative.rule].span.clause
                piece = (definition_key(definition), *terms.alternative(alternative))
                found.setdefault(clause, {})[piece] = alternative.rule
    return found


class _Named(Canonical):
    """Terms in their one form, with every name as it is written."""

    def atom(self, name: str) -> Formula:
        """The name itself."""
        return Atom(name)

    def amount(self, name: str) -> Expression:
        """The name itself."""
        return Amount(name)

    def alternative(
        self, alternative: AtomAlternative | AmountAlternative
    ) -> tuple[object, object]:
        """The condition of an alternative, and its value if it is of an amount."""
        if isinstance(alternative, AtomAlternative):
            return self.formula(alternative.body), None
        return self.formula(alternative.guard), self.expression(alternative.value)


def _values(program: Program) -> dict[str, dict[str, PolicyValue]]:
    """By clause, its figures and open values by name."""
    found: dict[str, dict[str, PolicyValue]] = {}
    for value in program.values:
        found.setdefault(value.span.clause, {})[value.name] = value
    return found


def _written(value: PolicyValue) -> Written:
    ends = (value.low, value.high) if value.value is None else (value.value, value.value)
    return Written(*ends, value.sort, value.unit)
