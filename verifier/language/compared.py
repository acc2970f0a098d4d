"""Values that the grounder would compare or count with by their names, in the order of the letters.

A figure, an open value or a parameter stands in an encoding by its name. The grounder knows no
more of it: `big > small` compares the words. What a body binds to such a name is looked for as
well, such as `L` in `ceiling(_,_,L)`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from clingo.ast import ASTType, ComparisonOperator

from verifier.errors import Problem, message
from verifier.language.constants import named
from verifier.language.loader import Source, Statement, head_signature
from verifier.language.occurrences import RuleParts, is_variable
from verifier.language.tree import Tree
from verifier.language.vocabulary import DECLARATIONS, FIGURES
from verifier.program.model import ArgumentPlace

_HOLDING: frozenset[ArgumentPlace] = frozenset({
    ("ceiling", 3, 2), ("rate", 4, 3), ("threshold", 3, 2),
})
"""Where a scheme has names of values and nothing else."""
_ORDER = frozenset({
    ComparisonOperator.GreaterThan, ComparisonOperator.LessThan,
    ComparisonOperator.GreaterEqual, ComparisonOperator.LessEqual,
})
_AGGREGATES = frozenset({ASTType.BodyAggregate, ASTType.HeadAggregate})
_COUNTED = frozenset({ASTType.BinaryOperation, ASTType.UnaryOperation})


def compared(source: Source) -> Iterator[Problem]:
    """Each rule of a document or property that compares or counts with the name of a value."""
    rules = [s for s in source.statements if s.node.ast_type == ASTType.Rule]
    names = frozenset(name for rule in rules for name in _declared(rule))
    for rule in rules:
        if rule.core:
            continue
        bound = RuleParts(rule).bound_at(_HOLDING)
        term = next((t for t in _ordered(rule.node) if _is_value(t, names, bound)), None)
        if term is not None:
            yield Problem(
                "figure-arithmetic", rule.span,
                message("the grounder would compare the name of a value (`{text}`), not the value",
                        text=str(term)),
                message("compare amounts by `&is {{ … }} > …`, and name the value there"),
            )


def _declared(rule: Statement) -> Iterator[str]:
    head = head_signature(rule.node)
    if head is not None and head[0] in FIGURES and head in DECLARATIONS:
        yield from named(rule.node.head.atom.symbol.arguments[0])


def _is_value(term: Tree, names: Collection[str], bound: Collection[str]) -> bool:
    """Whether a term is the name of a value, or is bound to one."""
    if is_variable(term):
        return term.name in bound
    return term.ast_type == ASTType.SymbolicTerm and str(term) in names


def _ordered(node: Tree) -> Iterator[Tree]:
    """The terms that are put in order, counted with, or weighed in an aggregate."""
    for part in node.walk():
        if part.ast_type == ASTType.Comparison:
            if any(guard.comparison in _ORDER for guard in part.guards):
                yield from (part.term, *(guard.term for guard in part.guards))
        elif part.ast_type in _COUNTED:
            yield from part.children
        elif part.ast_type in _AGGREGATES:
            for element in part.elements:
                yield from getattr(element, "terms", ())[:1]
