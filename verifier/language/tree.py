"""Parsed statements as Python's own objects.

The parser's own nodes ask its library anew for every attribute, and statements are looked through
many times: by the lint, the accounting, the grounder's limits and more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clingo.ast import AST, ASTSequence, ASTType, StrSequence

_PLACE = "location"


class Tree:
    """A node with the attributes of the parser's node of its type, but for its place.

    `children` are the nodes right below it, `origin` is what the grounder takes.
    """

    __slots__ = ("__dict__", "ast_type", "children", "origin")

    def __init__(self, origin: AST) -> None:
        """Read the node and all below it."""
        self.origin = origin
        self.ast_type: ASTType = origin.ast_type
        children: list[Tree] = []
        for name in _attributes(origin, self.ast_type):
            value = getattr(origin, name)
            if isinstance(value, AST):
                value = Tree(value)
                children.append(value)
            elif isinstance(value, ASTSequence):
                value = tuple(map(Tree, value))
                children += value
            elif isinstance(value, StrSequence):
                value = tuple(value)
            self.__dict__[name] = value
        self.children = tuple(children)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Only asked for what nodes of this type do not have."""
        raise AttributeError(name)

    def __str__(self) -> str:
        """The text of the node, as the parser would read it."""
        return str(self.origin)

    def walk(self) -> Iterator[Tree]:
        """Yield the node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


_KNOWN: dict[ASTType, tuple[str, ...]] = {}


def _attributes(node: AST, kind: ASTType) -> tuple[str, ...]:
    """The attributes that nodes of a type have; asked of the first of each."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(name for name in node.keys() if name != _PLACE)  # noqa: SIM118
    return _KNOWN[kind]
