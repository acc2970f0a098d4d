"""How two persons may differ: for the solver, and in a case that the exact engine has computed."""

from __future__ import annotations

from verifier.analysis import replay as rerun
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    Claim,
    Copy,
    all_of,
    difference,
    implies,
    less_equal,
    number,
)
from verifier.program.model import BoolInput
from verifier.properties.declared import Variation


def relation(how: Variation, first: Copy, second: Copy) -> Claim:
    """What an input of two persons has to do with each other, as a claim.

    Every relation holds where the inputs are equal.
    """
    is_boolean = any(
        isinstance(i, BoolInput) and i.name == how.input for i in first.program.inputs
    )
    match how.relation:
        case "free":
            return all_of()
        case "more" if is_boolean:
            return implies(first.atom(how.input), second.atom(how.input))
        case "up":
            return less_equal(first.amount(how.input), second.amount(how.input))
        case _:
            rise = difference(second.amount(how.input), first.amount(how.input))
            whole = difference(second.amount(how.of), first.amount(how.of))
            return all_of(less_equal(number(0), rise), less_equal(rise, whole))


def related(how: Variation, first: Evaluation, second: Evaluation) -> bool:
    """Whether two computed persons are related so."""
    match how.relation:
        case "free":
            return True
        case "more" if how.input in first.atoms:
            return second.atoms[how.input] is True or first.atoms[how.input] is False
        case "up":
            return _rise(how.input, first, second) >= 0
        case _:
            return 0 <= _rise(how.input, first, second) <= _rise(how.of, first, second)


def _rise(name: str, first: Evaluation, second: Evaluation) -> int:
    """By how much an amount is larger; less than nothing where one has no value."""
    one, two = rerun.amount(first, name), rerun.amount(second, name)
    return -1 if one is None or two is None else two - one
