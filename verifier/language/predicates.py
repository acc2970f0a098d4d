"""Predicates that nothing derives, or that nothing reads: most are misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from clingo.ast import ASTType

from verifier.errors import Message, Problem, message
from verifier.language.loader import Source, head_signature, signature
from verifier.language.near import near
from verifier.language.occurrences import Signature
from verifier.language.tree import Tree
from verifier.language.vocabulary import DECLARATIONS, READ_BY_TOOL
from verifier.source import Span

_WITHOUT_ATOMS = frozenset({
    ASTType.SymbolicTerm, ASTType.Function, ASTType.Variable, ASTType.Comparison,
    ASTType.TheoryUnparsedTerm, ASTType.TheoryFunction, ASTType.TheorySequence,
})
_NAMING = {("pair", 5): slice(2, 4), ("outcome", 3): slice(1), ("outcome", 1): slice(1)}
"""Declarations that name atoms in some of their arguments: premises, and what is told of a case."""


def misspelt(source: Source) -> Iterator[Problem]:
    """Each such predicate, once, where it first stands."""
    heads: dict[Signature, Span] = {}
    bodies: dict[Signature, Span] = {}
    shown_names: dict[Signature, Span] = {}
    defined: set[Signature] = set()
    for statement in source.statements:
        node = statement.node
        if node.ast_type == ASTType.Defined:
            defined.add((node.name, node.arity))
        elif node.ast_type == ASTType.Rule:
            for found in symbols(node.head):
                heads.setdefault(found, statement.span)
            for part in [*node.body, *conditions(node.head)]:
                for found in symbols(part):
                    bodies.setdefault(found, statement.span)
            for found in _named(node):
                shown_names.setdefault(found, statement.span)
    own = {s.span.file for s in source.statements if not s.core}
    known = heads.keys() | defined | DECLARATIONS
    read = bodies.keys() | shown_names.keys() | defined | DECLARATIONS
    useful = {found for found in known if found in read or found[0] in READ_BY_TOOL}
    for found, span in sorted(bodies.items(), key=lambda item: item[1]):
        if found not in known and found[0] != "rule" and span.file in own:
            yield Problem(
                "undefined", span,
                message("nothing derives `{name}/{arity}`", name=found[0], arity=found[1]),
                _near(found, useful),
            )
    yield from _named_in_vain(source, known, useful)
    for found, span in sorted(heads.items(), key=lambda item: item[1]):
        if found not in read and found[0] not in READ_BY_TOOL and span.file in own:
            yield Problem(
                "unused", span,
                message("nothing reads `{name}/{arity}`", name=found[0], arity=found[1]),
                _near(found, read),
            )


def _named_in_vain(
    source: Source, known: Collection[Signature], useful: Collection[Signature]
) -> Iterator[Problem]:
    """Premises and outcomes that nothing can make true, as no rule is about them."""
    for statement in source.statements:
        node = statement.node
        if statement.core or node.ast_type != ASTType.Rule:
            continue
        places = _NAMING.get(head_signature(node) or ("", 0))
        if places is not None:
            for argument in node.head.atom.symbol.arguments[places]:
                found = signature(argument)
                if found is not None and found not in known:
                    yield Problem(
                        "undefined", statement.span,
                        message("nothing derives `{name}/{arity}`", name=found[0], arity=found[1]),
                        _near(found, useful),
                    )


def _named(node: Tree) -> Iterator[Signature]:
    """Atoms that a declaration names in its arguments, which are read by name."""
    if head_signature(node) in DECLARATIONS:
        for argument in node.head.atom.symbol.arguments:
            found = signature(argument)
            if found is not None:
                yield found


def _near(found: Signature, known: Collection[Signature]) -> Message:
    if names := near(found[0], (name for name, _ in known)):
        meant = (f"`{n}/{arity}`" for one in names for n, arity in sorted(known) if n == one)
        return message("did you mean {names}", names=", ".join(meant))
    return message("check the spelling and the number of arguments, or remove it")


def conditions(head: Tree) -> Iterator[Tree]:
    """The conditions inside theory atoms and choices, which read what they name."""
    for element in getattr(head, "elements", ()):
        yield from getattr(element, "condition", ())


def symbolic_atoms(node: Tree) -> Iterator[Tree]:
    """The symbolic atoms in a statement, head or body part."""
    kind = node.ast_type
    if kind == ASTType.SymbolicAtom:
        yield node
    elif kind not in _WITHOUT_ATOMS:
        for child in node.children:
            yield from symbolic_atoms(child)


def symbols(node: Tree) -> Iterator[Signature]:
    """Signatures of the symbolic atoms in a head or body part."""
    for atom in symbolic_atoms(node):
        symbol = atom.symbol
        if symbol.ast_type == ASTType.UnaryOperation:
            symbol = symbol.argument
        found = signature(symbol)
        if found is not None:
            yield found
