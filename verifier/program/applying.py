"""Declarations under a condition: those that do not apply are left out, and none may be open."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.errors import LanguageError, Problem, message
from verifier.language.vocabulary import COMPARING, DECLARATIONS
from verifier.program.labels import parse_term
from verifier.program.model import AmountDefinition, AtomDefinition, Rule
from verifier.program.settled import settled_atoms
from verifier.program.values import functor
from verifier.source import Span

Definitions = tuple[AtomDefinition | AmountDefinition, ...]


def applying(
    definitions: Definitions, rules: Mapping[str, Rule], places: Mapping[str, Span]
) -> Definitions:
    """Without the comparisons that do not apply; LanguageError if one depends on the case.

    Nor may any other declaration rest on rules: it is read where it is a fact, and would be lost.
    `places` is where declarations are made under a condition.
    """
    truths = settled_atoms(definitions)
    kept = []
    for definition in definitions:
        name = functor(definition.name)
        if definition.name in truths and _is_declared(definition.name):
            raise LanguageError(Problem(
                "declaration", _place(definition, rules, places),
                message("the declaration `{name}` rests on rules or on the case", name=name),
                message("let it rest on other declarations alone, or declare it in any case"),
            ))
        if name in COMPARING and definition.name in truths:
            if truths[definition.name] is None:
                raise LanguageError(Problem(
                    "comparison", places.get(name, Span()),
                    message("`{name}` depends on the case", name=definition.name),
                    message("let comparisons rest on declarations, and say in the premise "
                            "whom they are about"),
                ))
            if not truths[definition.name]:
                continue
        kept.append(definition)
    return tuple(kept)


def _is_declared(name: str) -> bool:
    term = parse_term(name)
    return term.name not in COMPARING and (term.name, len(term.arguments)) in DECLARATIONS


def _place(
    definition: AtomDefinition | AmountDefinition, rules: Mapping[str, Rule],
    places: Mapping[str, Span],
) -> Span:
    tag = next((a.rule for a in definition.alternatives if a.rule), "")
    if tag:
        return rules[tag].span
    return places.get(definition.name.partition(",")[0]) or (
        places.get(functor(definition.name), Span())
    )
