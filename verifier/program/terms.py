"""Terms of a Program: formulas over atoms and comparisons, and whole-number expressions.

All values are integers in the smallest unit of their sort (see `sorts`). Rounding happens in two
places only, `Share` and `Quotient`, each once and by the Program's declared rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

Operator: TypeAlias = OneOf["<", "<=", ">", ">=", "=", "!="]
Choice: TypeAlias = OneOf["sum", "min", "max"]


@dataclass(frozen=True, slots=True)
class Truth:
    """A constant."""

    value: bool


@dataclass(frozen=True, slots=True)
class Atom:
    """The truth of a Boolean input or of a defined atom."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    item: Formula


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction; true when empty."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction; false when empty."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The weights of the true items add up to `bound` or more."""

    bound: int
    items: tuple[tuple[int, Formula], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two expressions of one sort; false where a side has no value."""

    operator: Operator
    left: Expression
    right: Expression


Formula: TypeAlias = Truth | Atom | Not | And | Or | AtLeast | Compare


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant in smallest units."""

    value: int


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of a numeric input, a policy value or a defined amount."""

    name: str


@dataclass(frozen=True, slots=True)
class Linear:
    """`constant` plus a whole multiple of each item."""

    constant: int
    items: tuple[tuple[int, Expression], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """`rate` (hundredths of a percent) of `of`, rounded once to whole units of `of`."""

    rate: Expression
    of: Expression


@dataclass(frozen=True, slots=True)
class Quotient:
    """`of` divided by a positive whole number, rounded once."""

    of: Expression
    divisor: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Sum, least or greatest of the elements whose condition holds; an empty sum is 0.

    An empty `min` or `max` has no value.
    """

    function: Choice
    elements: tuple[tuple[Formula, Expression], ...]


Expression: TypeAlias = Literal | Amount | Linear | Share | Quotient | Aggregate

TRUE = Truth(True)
FALSE = Truth(False)


def conjunction(*items: Formula) -> Formula:
    """Conjoin, folding constants and nested conjunctions."""
    flat: list[Formula] = []
    for item in items:
        if item == FALSE:
            return FALSE
        if isinstance(item, And):
            flat.extend(item.items)
        elif item != TRUE:
            flat.append(item)
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else And(unique) if unique else TRUE


def disjunction(*items: Formula) -> Formula:
    """Disjoin, folding constants and nested disjunctions."""
    flat: list[Formula] = []
    for item in items:
        if item == TRUE:
            return TRUE
        if isinstance(item, Or):
            flat.extend(item.items)
        elif item != FALSE:
            flat.append(item)
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else Or(unique) if unique else FALSE


def negation(item: Formula) -> Formula:
    """Negate, folding constants and double negation."""
    if isinstance(item, Truth):
        return Truth(not item.value)
    return item.item if isinstance(item, Not) else Not(item)
