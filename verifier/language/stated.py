"""Where encodings state what a message, or a Program, wants to point to."""

from __future__ import annotations

from clingo.ast import ASTType

from verifier.language.loader import Source, head_signature, signature
from verifier.language.vocabulary import DECLARATIONS, FIGURES
from verifier.source import Span


def stated(source: Source) -> dict[tuple[str, str], Span]:
    """Where documents state an atom, by its predicate and first argument, and by predicate."""
    spans: dict[tuple[str, str], Span] = {}
    for statement in source.statements:
        node = statement.node
        if statement.core or node.ast_type != ASTType.Rule or head_signature(node) is None:
            continue
        symbol = node.head.atom.symbol
        for alternative in symbol.arguments if symbol.ast_type == ASTType.Pool else [symbol]:
            found = signature(alternative)
            if found is None:
                continue
            first = str(alternative.arguments[0]) if found[1] else ""
            spans.setdefault((found[0], first), statement.span)
            spans.setdefault((found[0], ""), statement.span)
    return spans


def value_spans(source: Source) -> dict[str, Span]:
    """Where each figure, open value and parameter is declared, by its name.

    And where other declarations are first made under a condition: by predicate, and by `name(first`
    with the first argument.
    """
    spans: dict[str, Span] = {}
    for statement in source.statements:
        if statement.node.ast_type != ASTType.Rule:
            continue
        found = head_signature(statement.node)
        if found is not None and found[0] in FIGURES:
            argument = statement.node.head.atom.symbol.arguments[0]
            spans.setdefault(str(argument), statement.span)
        elif found in DECLARATIONS and statement.node.body:
            spans.setdefault(found[0], statement.span)
            about = next(iter(statement.node.head.atom.symbol.arguments), "")
            spans.setdefault(f"{found[0]}({about}", statement.span)
    return spans
