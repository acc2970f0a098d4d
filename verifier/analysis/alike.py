"""How two persons may differ: for the solver, and in a case that the exact engine has computed."""

from __future__ import annotations

from verifier.analysis import replay as rerun
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    NO,
    YES,
    Claim,
    Copy,
    all_of,
    difference,
    equal,
    iff,
    implies,
    less_equal,
    number,
    total,
)
from verifier.program.model import BoolInput
from verifier.properties.declared import Variation

_TRUTHS = {"true": True, "false": False}


def relation(how: Variation, first: Copy, second: Copy) -> Claim:
    """What an input of two persons has to do with each other, as a claim."""
    is_boolean = any(
        isinstance(i, BoolInput) and i.name == how.input for i in first.program.inputs
    )
    return _truths(how, first, second) if is_boolean else _amounts(how, first, second)


def _truths(how: Variation, first: Copy, second: Copy) -> Claim:
    mine = second.atom(how.input)
    match how.relation, how.of:
        case "more", ():
            return implies(first.atom(how.input), mine)
        case "fewer", ():
            return implies(mine, first.atom(how.input))
        case "swapped", (other,):
            return iff(mine, first.atom(other))
        case "is", (constant,):
            return iff(mine, YES if _TRUTHS[constant] else NO)
        case _:
            return YES


def _amounts(how: Variation, first: Copy, second: Copy) -> Claim:
    mine = second.amount(how.input)
    match how.relation, how.of:
        case "up", ():
            return less_equal(first.amount(how.input), mine)
        case "down", ():
            return less_equal(mine, first.amount(how.input))
        case "part_of", (whole,):
            rise = difference(mine, first.amount(how.input))
            limit = difference(second.amount(whole), first.amount(whole))
            return all_of(less_equal(number(0), rise), less_equal(rise, limit))
        case "within", (width,):
            rise = difference(mine, first.amount(how.input))
            return all_of(less_equal(-int(width), rise), less_equal(rise, int(width)))
        case "swapped", (other,):
            return equal(mine, first.amount(other))
        case "sum", (one, two):
            return equal(mine, total(((1, first.amount(one)), (1, first.amount(two)))))
        case "is", (constant,):
            return equal(mine, int(constant))
        case _:
            return YES


def related(how: Variation, first: Evaluation, second: Evaluation) -> bool:
    """Whether two computed persons are related so."""
    if how.input in first.atoms:
        return _truths_related(how, first, second)
    mine = rerun.amount(second, how.input)
    own = rerun.amount(first, how.input)
    if mine is None or own is None:
        return False
    match how.relation, how.of:
        case "up", ():
            return mine >= own
        case "down", ():
            return mine <= own
        case "part_of", (whole,):
            limits = [rerun.amount(e, whole) for e in (first, second)]
            low, high = limits
            return low is not None and high is not None and 0 <= mine - own <= high - low
        case "within", (width,):
            return abs(mine - own) <= int(width)
        case "swapped", (other,):
            return mine == rerun.amount(first, other)
        case "sum", (one, two):
            parts = [rerun.amount(first, name) for name in (one, two)]
            return None not in parts and mine == sum(p for p in parts if p is not None)
        case "is", (constant,):
            return mine == int(constant)
        case _:
            return True


def _truths_related(how: Variation, first: Evaluation, second: Evaluation) -> bool:
    mine, own = second.atoms[how.input] is True, first.atoms[how.input] is True
    match how.relation, how.of:
        case "more", ():
            return mine or not own
        case "fewer", ():
            return own or not mine
        case "swapped", (other,):
            return mine is (first.atoms[other] is True)
        case "is", (constant,):
            return mine is _TRUTHS[constant]
        case _:
            return True
