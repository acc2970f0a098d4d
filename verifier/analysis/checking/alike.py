"""How two persons may differ: for the solver, and in a case that the exact engine has computed.

Both read the same table: an amount of the second person lies between two sums of amounts, and a
truth of the second person follows from, implies or is another.
"""

from __future__ import annotations

from typing import NamedTuple

from verifier.analysis import replay as rerun
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    NO,
    YES,
    Claim,
    Copy,
    Quantity,
    all_of,
    any_of,
    implies,
    less_equal,
    total,
)
from verifier.program.model import BoolInput
from verifier.properties.declared import Variation

_FIRST, _SECOND = 0, 1
_TRUTHS = {"true": True, "false": False}


class _Sum(NamedTuple):
    """A sum of amounts of the two persons, each with its factor, and a constant."""

    terms: tuple[tuple[int, int, str], ...] = ()
    constant: int = 0


class _Range(NamedTuple):
    """An amount of the second person lies between the least and the greatest of some sums.

    Where there are none, it is not bounded.
    """

    low: tuple[_Sum, ...] = ()
    high: tuple[_Sum, ...] = ()


class _Implied(NamedTuple):
    """What a truth of the second person follows from, and what it implies: by name of the first."""

    by: str | bool = False
    what: str | bool = True


def relation(how: Variation, first: Copy, second: Copy) -> Claim:
    """What an input of two persons has to do with each other, as a claim."""
    inputs = first.program.inputs
    if any(isinstance(i, BoolInput) and i.name == how.input for i in inputs):
        by, what = (
            (YES if name else NO) if isinstance(name, bool) else first.atom(name)
            for name in _implied(how)
        )
        mine = second.atom(how.input)
        return all_of(implies(by, mine), implies(mine, what))
    low, high = (
        [_quantity(item, first, second) for item in bound] for bound in _range(how)
    )
    amount = second.amount(how.input)
    return all_of(
        any_of(*(less_equal(least, amount) for least in low)) if low else YES,
        any_of(*(less_equal(amount, most) for most in high)) if high else YES,
    )


def related(how: Variation, first: Evaluation, second: Evaluation) -> bool:
    """Whether two computed persons are related so; not if an amount of theirs has no value."""
    if how.input in first.atoms:
        by, what = (
            name if isinstance(name, bool) else first.atoms[name] is True
            for name in _implied(how)
        )
        mine = second.atoms[how.input] is True
        return (mine or not by) and (what or not mine)
    value = _value(_Sum(((1, _SECOND, how.input),)), first, second)
    low, high = (
        [_value(item, first, second) for item in bound] for bound in _range(how)
    )
    if value is None or None in low or None in high:
        return False
    least = min((v for v in low if v is not None), default=value)
    return least <= value <= max((v for v in high if v is not None), default=value)


def _range(how: Variation) -> _Range:
    """Between what an amount lies; anything, if the relation says nothing of amounts."""
    same = (1, _FIRST, how.input)
    match how.relation, how.of:
        case "up", ():
            found = _Range(low=(_Sum((same,)),))
        case "down", ():
            found = _Range(high=(_Sum((same,)),))
        case "part_of", (whole,):
            # Where the whole falls, so may the part: only then does every change of it stay one.
            both = (_Sum((same,)), _Sum((same, (1, _SECOND, whole), (-1, _FIRST, whole))))
            found = _Range(both, both)
        case "within", (width,):
            found = _Range((_Sum((same,), -int(width)),), (_Sum((same,), int(width)),))
        case ("swapped", names) | ("sum", names):
            exactly = _Sum(tuple((1, _FIRST, name) for name in names))
            found = _Range((exactly,), (exactly,))
        case "is", (constant,):
            fixed = (_Sum((), int(constant)),)
            found = _Range(fixed, fixed)
        case _:
            found = _Range()
    return found


def _implied(how: Variation) -> _Implied:
    """Between what a truth lies; nothing and everything, if the relation says nothing of truths."""
    match how.relation, how.of:
        case "more", ():
            return _Implied(by=how.input)
        case "fewer", ():
            return _Implied(what=how.input)
        case "swapped", (other,):
            return _Implied(other, other)
        case "is", (constant,):
            return _Implied(_TRUTHS[constant], _TRUTHS[constant])
        case _:
            return _Implied()


def _quantity(item: _Sum, *persons: Copy) -> Quantity:
    return total(((f, persons[who].amount(n)) for f, who, n in item.terms), item.constant)


def _value(item: _Sum, *persons: Evaluation) -> int | None:
    found = item.constant
    for factor, who, name in item.terms:
        value = rerun.amount(persons[who], name)
        if value is None:
            return None
        found += factor * value
    return found
