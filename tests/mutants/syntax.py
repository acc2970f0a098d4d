"""Rules as clingo parses them: the names and variables in them, and rules that differ a little."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from clingo import Function, Number, String
from clingo.ast import AST, ASTType, Sign, SymbolicTerm, Transformer


def names_in(node: AST) -> list[str]:
    """List the names without arguments in a rule, in its order."""
    names = _Names()
    names.visit(node)
    return names.found


def renamed(rule: AST, names: Collection[str], place: int, other: str) -> AST:
    """Put another name in the place of the n-th of some names in a rule, counted from 0."""
    changed: AST = _Renaming(names, place, other).visit(rule)
    return changed


def variables_in(node: AST) -> set[str]:
    """List the variables of a literal that have a name."""
    variables = _Variables()
    variables.visit(node)
    return variables.found - {"_"}


def bound_by(literal: AST) -> set[str]:
    """List the variables that a literal gives their values."""
    positive = literal.sign == Sign.NoSign and literal.atom.ast_type == ASTType.SymbolicAtom
    return variables_in(literal) if positive else set()


def constant(node: AST, value: str | int) -> AST:
    """Give a number or a text as a term, in the place of another."""
    symbol = Number(value) if isinstance(value, int) else String(value)
    return SymbolicTerm(node.location, symbol)


def with_item(items: Sequence[AST], place: int, item: AST) -> list[AST]:
    """Give a sequence with another item at a place."""
    return [item if n == place else other for n, other in enumerate(items)]


def with_head(rule: AST, symbol: AST) -> AST:
    """Give a rule with another atom in its head."""
    changed: AST = rule.update(head=rule.head.update(atom=rule.head.atom.update(symbol=symbol)))
    return changed


class _Names(Transformer):
    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_SymbolicTerm(self, node: AST) -> AST:
        self.found.append(str(node.symbol))
        return node

    def visit_Function(self, node: AST) -> AST:
        if not node.arguments:
            self.found.append(node.name)
        self.visit_children(node)
        return node


class _Renaming(Transformer):
    """Meets names in the order of `_Names`."""

    def __init__(self, names: Collection[str], place: int, other: str) -> None:
        self.names = names
        self.left = place
        self.other = other

    def visit_SymbolicTerm(self, node: AST) -> AST:
        other = Function(self.other, [])
        return self._renamed(node, str(node.symbol), lambda: node.update(symbol=other))

    def visit_Function(self, node: AST) -> AST:
        if node.arguments:
            return node.update(**self.visit_children(node))
        return self._renamed(node, node.name, lambda: node.update(name=self.other))

    def _renamed(self, node: AST, name: str, changed: Callable[[], AST]) -> AST:
        if name not in self.names:
            return node
        self.left -= 1
        return changed() if self.left == -1 else node


class _Variables(Transformer):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_Variable(self, node: AST) -> AST:
        self.found.add(node.name)
        return node
