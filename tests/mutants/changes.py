"""The mistakes that can be made in one rule or declaration of an encoding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from clingo.ast import AST, ASTType

from tests.mutants.syntax import (
    bound_by,
    constant,
    names_in,
    renamed,
    variables_in,
    with_head,
    with_item,
)
from verifier.language.account import arguments_of
from verifier.language.loader import head_signature
from verifier.language.tree import Tree
from verifier.program.model import Fact


class Kind(StrEnum):
    """What is wrong in a mutant."""

    FIGURE = "figure"
    CONDITION = "condition"
    CATEGORY = "category"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Change:
    """A mistake in a rule: what it is, and the rule (or rules) with it."""

    kind: Kind
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a change of one rule must know of the others.

    Attributes:
        categories: The categories of the document, in its order.
        pools: The pool of each rule that takes from one.
    """

    categories: tuple[str, ...]
    pools: tuple[str, ...]

    @classmethod
    def of(cls, rules: Iterable[AST]) -> Surroundings:
        """Gather them from all rules of a document."""
        categories: dict[str, None] = {}
        pools = []
        for rule in rules:
            if head_signature(rule) == ("category", 1):
                categories |= dict.fromkeys(names_in(rule.head))
            if head_signature(rule) == ("pool", 3):
                pools.append(str(rule.head.atom.symbol.arguments[2]))
        return cls(tuple(categories), tuple(pools))


_FIGURES = {("figure", 4): 1, ("parameter", 5): 2}
"""Where the value of a figure and of a yearly parameter stands.

The bounds of open values and of parameters that are not known are assumptions of the encoding: no
text says what they are.
"""
_NAMING = frozenset({("category", 1), ("label", 3), ("also_called", 2), ("default", 2)})
"""Declarations in which a category is only named."""
_DOMAINS = {"V": "visit", "W": "visit", "C": "category", "D": "category"}
"""What the variables of encodings stand for."""
_LIMITS = frozenset({("pool", 3), ("account", 3)})
"""What limits and thresholds are counted by."""


def figures(rule: AST, _around: Surroundings) -> Iterator[Change]:
    """Change the figure of a declaration: by one, or by a day; of a range each end."""
    found = head_signature(rule)
    if found not in _FIGURES or rule.body:
        return
    at = _FIGURES[found]
    symbol = rule.head.atom.symbol
    value = arguments_of(Tree(rule))[at]
    if isinstance(value, Fact) and found[0] == "parameter":
        return
    ends = value.arguments if isinstance(value, Fact) else (value,)
    unit = str(symbol.arguments[at + 1])
    named = " ".join(str(argument) for argument in symbol.arguments[:at])
    for n, end in enumerate(ends):
        if isinstance(end, Fact):
            continue  # an end that another value gives
        other = _beside(end, unit, down=n > 0)
        node = symbol.arguments[at]
        if isinstance(value, Fact):
            inner = with_item(node.arguments, n, constant(node.arguments[n], other))
            node = node.update(arguments=inner)
        else:
            node = constant(node, other)
        changed = symbol.update(arguments=with_item(symbol.arguments, at, node))
        yield Change(Kind.FIGURE, f"{found[0]} {named} is {other}, not {end}",
                     str(with_head(rule, changed)))


def _beside(end: str | int, unit: str, *, down: bool) -> str | int:
    """The value beside a figure: the next one, of the upper end of a range the one before it."""
    step = -1 if down or (unit == "percent" and str(end) == "100") else 1
    if unit == "date":
        return str(date.fromisoformat(str(end)) + timedelta(days=step))
    if unit == "month_day":
        return str(date.fromisoformat(f"2001-{end}") + timedelta(days=step))[5:]
    return end + step if isinstance(end, int) else str(Decimal(end) + step)


def conditions(rule: AST, _around: Surroundings) -> Iterator[Change]:
    """Drop one condition of a rule, or of an element of a sum.

    What it says is dropped: that there is such a visit or category still has to be said.
    """
    for n, literal in enumerate(rule.body):
        kept = [b for m, b in enumerate(rule.body) if m != n]
        loose = variables_in(literal) - {v for b in kept for v in bound_by(b)}
        said = [f"{_DOMAINS[v]}({v})" for v in sorted(loose & _DOMAINS.keys())]
        body = [*(s for s in said if s != str(literal)), *map(str, kept)]
        text = f"{rule.head} :- {'; '.join(body)}." if body else f"{rule.head}."
        yield Change(Kind.CONDITION, f"{_shown(rule)} without `{literal}`", text)
    if rule.head.ast_type != ASTType.TheoryAtom:
        return
    elements = rule.head.elements
    for n, element in enumerate(elements):
        for m, literal in enumerate(element.condition):
            some = element.update(condition=[c for k, c in enumerate(element.condition) if k != m])
            less = rule.update(head=rule.head.update(elements=with_item(elements, n, some)))
            terms = ", ".join(map(str, element.terms))
            what = f"{_shown(rule)} with `{terms}` without `{literal}`"
            yield Change(Kind.CONDITION, what, str(less))


def categories(rule: AST, around: Surroundings) -> Iterator[Change]:
    """Put the next category of the document in the place of one, wherever one is named."""
    if head_signature(rule) in _NAMING:
        return
    names = [name for name in names_in(rule) if name in around.categories]
    for n, name in enumerate(names):
        at = around.categories.index(name)
        others = (*around.categories[at + 1 :], *around.categories[:at])
        if not others:
            return
        # One that the rule names as well would often only repeat it.
        other = next((c for c in others if c not in names), others[0])
        times = f" ({names[: n + 1].count(name)})" if names.count(name) > 1 else ""
        what = f"{_shown(rule)} with {other} for {name}{times}"
        yield Change(Kind.CATEGORY, what, str(renamed(rule, around.categories, n, other)))


def limits(rule: AST, around: Surroundings) -> Iterator[Change]:
    """Count a limit or a threshold apart: by visit, by kind of visit, or for this rule alone.

    A new pool has the ceilings of the old one.
    """
    found = head_signature(rule)
    if found not in _LIMITS:
        return
    name = found[0]
    scheme, visit, pool = map(str, rule.head.atom.symbol.arguments)
    apart = [
        _Apart("each visit", f"{pool}({visit})", "", f"{pool}(V)", ", visit(V)"),
        _Apart("each kind of visit", f"{pool}(K)", f"kind({visit},K)", f"{pool}(K)",
               ", visit_kind(K)"),
    ]
    if around.pools.count(pool) > 1:
        apart.append(_Apart("this rule", f"{pool}_apart", "", f"{pool}_apart", ""))
    for item in apart:
        body = ", ".join([*map(str, rule.body), *([item.condition] if item.condition else [])])
        text = f"{name}({scheme},{visit},{item.pool}) :- {body}."
        if name == "pool":
            text += f" ceiling({item.copy},C,Q) :- ceiling({pool},C,Q){item.copied_for}."
        yield Change(Kind.LIMIT, f"{_shown(rule)} apart for {item.whom}", text)


@dataclass(frozen=True, slots=True)
class _Apart:
    """Whom a limit is counted apart for, its pool there, and the pools that need its ceilings."""

    whom: str
    pool: str
    condition: str
    copy: str
    copied_for: str


CHANGES: tuple[Callable[[AST, Surroundings], Iterator[Change]], ...] = (
    figures, conditions, categories, limits,
)


def _shown(rule: AST) -> str:
    """The head of a rule, by which a reader finds it."""
    return " ".join(str(rule.head).split())
