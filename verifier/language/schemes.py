"""Schemes are the core's: a document that has one of its own is told so, once for each.

The core lets the schemes pay in their order, and takes what they pay from what is left to pay. One
that it does not know would be left out of both, whatever the document says of its lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from clingo.ast import ASTType

from verifier.errors import Message, Problem, message
from verifier.language.constants import SCHEME, SCHEME_PLACES, named
from verifier.language.loader import Source, Statement
from verifier.language.near import near
from verifier.language.occurrences import atoms_of
from verifier.language.tree import Tree
from verifier.program.model import ArgumentPlace

_AMOUNTS: frozenset[ArgumentPlace] = frozenset({
    ("base", 2, 0), ("billed", 2, 0), ("computed", 2, 0), ("left_to", 2, 0), ("paid", 2, 0),
    ("total", 1, 0),
})
"""Amounts of a scheme, by the place where it stands."""
_PLACES = SCHEME_PLACES | _AMOUNTS


def own_schemes(source: Source) -> Iterator[Problem]:
    """Each scheme of a document, where it is declared, or else where it is first used."""
    rules = [s for s in source.statements if s.node.ast_type == ASTType.Rule]
    known = {name for s in rules if s.core for name in _declared(s)}
    told: set[str] = set()
    for statement in rules:
        if not statement.core and (declared := list(_declarations(statement))):
            told.update(_declared(statement))
            yield Problem(
                "scheme", statement.span,
                message("`{text}` declares a scheme, and only the core does",
                        text=str(declared[0])),
                _mend(known),
            )
    for statement in rules:
        if statement.core or statement.property_file:
            continue
        for name in dict.fromkeys(_used(statement)):
            # A name that is near to one of the core's is misspelt.
            if name not in known and name not in told and not near(name, known):
                told.add(name)
                yield Problem(
                    "scheme", statement.span,
                    message("`{name}` is no scheme, and a document has none of its own", name=name),
                    _mend(known),
                )


def _mend(known: set[str]) -> Message:
    return message(
        "the schemes are {words}: declare none, and state what is paid as lines of one of these",
        words=tuple(f"`{name}`" for name in sorted(known)),
    )


def _declarations(statement: Statement) -> Iterator[Tree]:
    for atom in atoms_of(statement.node.head):
        if atom.ast_type == ASTType.Function and (atom.name, len(atom.arguments), 0) == SCHEME:
            yield atom


def _declared(statement: Statement) -> Iterator[str]:
    for atom in _declarations(statement):
        yield from named(atom.arguments[0])


def _used(statement: Statement) -> Iterator[str]:
    for term in statement.node.walk():
        if term.ast_type in (ASTType.Function, ASTType.TheoryFunction):
            for position, argument in enumerate(term.arguments):
                if (term.name, len(term.arguments), position) in _PLACES:
                    yield from named(argument)
