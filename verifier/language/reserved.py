"""Names that the general properties define for themselves: a document that defines one joins them.

What a property asks would then hang on what the document happens to call something.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clingo.ast import ASTType

from verifier.errors import Problem, message
from verifier.language.loader import Source, Statement, packaged
from verifier.language.occurrences import RuleParts, Signature
from verifier.language.vocabulary import DECLARATIONS, READ_BY_TOOL


def reserved(source: Source) -> Iterator[Problem]:
    """Each rule for such a name; nothing, if the general properties are not part of the source."""
    theirs: dict[Signature, str] = {}
    others: list[tuple[Statement, frozenset[Signature]]] = []
    for statement in source.statements:
        if statement.node.ast_type != ASTType.Rule or statement.core:
            continue
        heads = RuleParts(statement).heads
        if statement.property_file and packaged(statement.node.origin.location.begin.filename):
            theirs.update(dict.fromkeys(heads, Path(statement.span.file).stem))
        else:
            others.append((statement, heads))
    for statement, heads in others:
        for name, arity in sorted((heads & theirs.keys()) - DECLARATIONS):
            if name not in READ_BY_TOOL:
                yield Problem(
                    "reserved", statement.span,
                    message("`{name}/{arity}` is a name of the general property {property}",
                            name=name, arity=arity, property=theirs[name, arity]),
                    message("call it something else"),
                )
