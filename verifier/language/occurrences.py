"""What stands in a rule: its terms with their argument places, its names, and what it defines."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from clingo import SymbolType
from clingo.ast import AggregateFunction, ASTType

from verifier.language.loader import Statement
from verifier.language.tree import Tree
from verifier.program.model import ArgumentPlace
from verifier.program.one_visit import nested

Signature = tuple[str, int]
"""Name and arity."""


@dataclass(frozen=True, slots=True)
class Use:
    """A term in a rule: the argument place where it stands, if it stands in one.

    `binds` says that it stands in a positive atom of a body or of a condition; `key` that it only
    tells the elements of an aggregate apart.
    """

    term: Tree
    place: ArgumentPlace | None
    binds: bool = False
    key: bool = False


class RuleParts:
    """A rule with what stands in it; `stated` says that it is a fact, which rests on nothing."""

    def __init__(self, statement: Statement) -> None:
        node = statement.node
        self.core = statement.core
        self.stated = not node.body and node.head.ast_type == ASTType.Literal
        self.head = tuple(_uses(node.head))
        self.body = tuple(use for part in node.body for use in _uses(part, binds=True))
        self.heads = frozenset(_defined(node.head))
        self.reads = frozenset(
            name for part in (node.head, *node.body) for name in _names(part)
        )
        self.declared = tuple(_declared(node.head))
        self.asked = tuple(found for part in node.body for found in _asked(part))
        self.measures = any(_measures(part) for part in (node.head, *node.body))
        self.counted = frozenset(
            name for part in (node.head, *node.body) for name in _counted(part)
        )

    @cached_property
    def binding(self) -> tuple[Use, ...]:
        """The variables that atoms of the body, or of a condition, give values to."""
        return tuple(u for u in (*self.head, *self.body) if u.binds and is_variable(u.term))

    @cached_property
    def bound(self) -> frozenset[str]:
        """The variables that atoms give values to, not an assignment or an aggregate."""
        return frozenset(u.term.name for u in self.binding if u.place is not None)

    def bound_at(self, places: Collection[ArgumentPlace]) -> frozenset[str]:
        """The variables that may take their values from these places."""
        return frozenset(u.term.name for u in self.binding if u.place in places)


def _uses(
    node: Tree, place: ArgumentPlace | None = None, *, binds: bool = False, key: bool = False
) -> Iterator[Use]:
    match node.ast_type:
        case ASTType.Variable | ASTType.SymbolicTerm:
            yield Use(node, place, binds, key)
        case ASTType.Function | ASTType.TheoryFunction:
            name = node.name if place is None else nested(node.name)
            for position, argument in enumerate(node.arguments):
                here = (name, len(node.arguments), position)
                yield from _uses(argument, here, binds=binds)
        case ASTType.Pool:
            for argument in node.arguments:
                yield from _uses(argument, place, binds=binds, key=key)
        case ASTType.BinaryOperation | ASTType.UnaryOperation | ASTType.Interval:
            yield Use(node, place)
            for child in node.children:
                yield from _uses(child)
        case ASTType.Literal:
            # What a comparison or a theory atom says binds nothing that counts as a visit.
            atom = node.atom.ast_type in (ASTType.SymbolicAtom, ASTType.BodyAggregate)
            yield from _uses(node.atom, binds=binds and atom and node.sign == 0)
        case ASTType.ConditionalLiteral | ASTType.TheoryAtomElement | ASTType.BodyAggregateElement:
            yield from _element(node)
        case ASTType.BodyAggregate:
            yield from _aggregate(node)
        case _:
            for child in node.children:
                yield from _uses(child, binds=binds)


def _aggregate(node: Tree) -> Iterator[Use]:
    counts = node.function == AggregateFunction.Count
    for element in node.elements:
        yield from _element(element, counts=counts)
    for guard in (node.left_guard, node.right_guard):
        if guard is not None:
            yield from _uses(guard.term)


def _element(node: Tree, *, counts: bool = False) -> Iterator[Use]:
    if node.ast_type == ASTType.ConditionalLiteral:
        yield from _uses(node.literal)
    else:
        for position, term in enumerate(node.terms):
            yield from _uses(term, key=counts or position > 0)
    for condition in node.condition:
        yield from _uses(condition, binds=True)


def is_variable(term: Tree) -> bool:
    """Whether a term is a variable."""
    return bool(term.ast_type == ASTType.Variable)


def variables(node: Tree) -> frozenset[str]:
    """The variables in a term."""
    if is_variable(node):
        return frozenset({node.name})
    return frozenset(name for child in node.children for name in variables(child))


def _may_cancel(term: Tree) -> bool:
    """Whether something stands twice in a term, or beside a number."""
    named = [str(part) for part in _terms(term) if variables(part)]
    numbers = (p.ast_type == ASTType.SymbolicTerm and p.symbol.type == SymbolType.Number
               for p in _terms(term))
    return len(set(named)) < len(named) or any(numbers)


def _terms(term: Tree) -> Iterator[Tree]:
    """The atomic terms and functions in a sum, a product or the like."""
    if term.ast_type in (ASTType.TheoryUnparsedTerm, ASTType.TheoryUnparsedTermElement):
        for child in term.children:
            yield from _terms(child)
    else:
        yield term


def _measures(node: Tree) -> bool:
    """Whether amounts stand in a part of a rule."""
    return node.ast_type == ASTType.TheoryAtom or any(map(_measures, node.children))


def _counted(node: Tree) -> Iterator[str]:
    """The variables in the aggregates of a body, whose bounds many visits can reach."""
    if node.ast_type == ASTType.BodyAggregate:
        yield from variables(node)
    elif node.ast_type == ASTType.TheoryAtom and node.term.name == "sum":
        # A sum of what is the same for all counts them, also where it only seems to differ.
        for element in node.elements:
            first, *keys = element.terms
            differs = frozenset[str]() if _may_cancel(first) else variables(first)
            for key in keys:
                yield from variables(key) - differs
    else:
        for child in node.children:
            yield from _counted(child)


def _names(node: Tree) -> Iterator[Signature]:
    """Atoms and amounts by name and arity, wherever they stand; also functions that are neither."""
    if node.ast_type in (ASTType.Function, ASTType.TheoryFunction):
        yield str(node.name), len(node.arguments)
    elif node.ast_type == ASTType.SymbolicTerm and node.symbol.type == SymbolType.Function:
        yield node.symbol.name, len(node.symbol.arguments)
    for child in node.children:
        yield from _names(child)


def atoms_of(head: Tree) -> Iterator[Tree]:
    """The atoms in the head of a rule, each alternative of a pool."""
    match head.ast_type:
        case ASTType.SymbolicAtom:
            symbol = head.symbol
            yield from symbol.arguments if symbol.ast_type == ASTType.Pool else [symbol]
        case ASTType.Literal | ASTType.Aggregate | ASTType.ConditionalLiteral | ASTType.Disjunction:
            parts = [head.atom] if head.ast_type == ASTType.Literal else (
                [head.literal] if head.ast_type == ASTType.ConditionalLiteral else head.elements
            )
            for part in parts:
                yield from atoms_of(part)


def _defined(head: Tree) -> Iterator[Signature]:
    """The atoms, or the amount, that a head defines."""
    if head.ast_type != ASTType.TheoryAtom:
        for atom in atoms_of(head):
            yield from _names_of(atom)
        return
    aside = head.guard is not None and head.term.name != "let"
    terms = [head.guard.term] if aside else [t for e in head.elements for t in e.terms]
    for term in terms:
        yield from _names_of(term)


def _names_of(term: Tree) -> Iterator[Signature]:
    """The outermost name of a term."""
    first = next(iter(_names(term)), None)
    if first is not None:
        yield first


def _declared(head: Tree) -> Iterator[tuple[Signature, str]]:
    """The atoms of a head with the name that their first argument is, empty if it is a variable."""
    for atom in atoms_of(head) if head.ast_type != ASTType.TheoryAtom else ():
        yield from _with_first(atom)


def _asked(node: Tree) -> Iterator[tuple[Signature, str]]:
    """The atoms of a body in the same way."""
    if node.ast_type == ASTType.SymbolicAtom:
        for atom in atoms_of(node):
            yield from _with_first(atom)
    else:
        for child in node.children:
            yield from _asked(child)


def _with_first(atom: Tree) -> Iterator[tuple[Signature, str]]:
    for signature in _names_of(atom):
        arguments = atom.arguments[:1] if signature[1] else ()
        yield signature, next((name for a in arguments for name, _ in _names_of(a)), "")
