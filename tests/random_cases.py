"""Random cases of a Program that can exist: all inputs and open values are given."""

from __future__ import annotations

import random

from verifier.engines.exact import Assignment, evaluate
from verifier.program.model import BoolInput, NumberInput, PolicyValue, Program

ONE_OF = {"year", "tier", "enrolled", "size", "kind", "place", "level", "reads"}
"""Fields of which a case has one answer; for `kind`, `place` and `level` at each visit."""

PARTS = ("cost", "in_scope", "basic", "critical_billed", "hospital_deductible")
"""Amounts of a bill of which each is within what those before it leave."""

ATTEMPTS = 60


def random_case(program: Program, rng: random.Random) -> Assignment:
    """Draw a case; amounts are often small, equal or zero."""
    for _ in range(ATTEMPTS):
        booleans = _booleans(program, rng)
        numbers = _numbers(program, rng, booleans)
        assignment = Assignment(booleans, numbers)
        if not evaluate(program, assignment).broken:
            return assignment
        # Most often an amount is on the bill that no rule leaves to others, or two categories
        # exclude each other.
        numbers |= {name: 0 for name in numbers if name.startswith("billed(")}
        booleans |= {name: False for name in booleans if name.startswith("held(stable_exit")}
        if evaluate(program, Assignment(booleans, numbers)).broken:  # nobody newly recognised
            booleans |= {name: False for name in booleans if ",before_" in name}
        if not evaluate(program, assignment).broken:
            return assignment
    raise AssertionError("no case of the Program was found")


def any_case(program: Program, rng: random.Random) -> Assignment:
    """Draw a case that may break constraints, other than that a field has one answer."""
    booleans = _booleans(program, rng)
    return Assignment(booleans, _numbers(program, rng, booleans))


def _booleans(program: Program, rng: random.Random) -> dict[str, bool]:
    groups: dict[str, list[str]] = {}
    truths: dict[str, bool] = {}
    density = rng.choice((0.1, 0.3, 0.6))
    for item in program.inputs:
        if not isinstance(item, BoolInput):
            continue
        functor, _, rest = item.name.partition("(")
        if functor in ONE_OF:
            first = rest.split(",")[0] if "," in rest else ""
            groups.setdefault(f"{functor} {first}", []).append(item.name)
        else:
            truths[item.name] = rng.random() < density
    for names in groups.values():
        chosen = rng.choice(names)
        truths.update({name: name == chosen for name in names})
    return truths


def _numbers(
    program: Program, rng: random.Random, booleans: dict[str, bool]
) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for value in program.values:
        if value.value is None:
            numbers[value.name] = _open(value, rng)
    for item in program.inputs:
        if isinstance(item, NumberInput):
            numbers[item.name] = rng.choice(
                (item.low, item.high, rng.randint(item.low, item.high),
                 item.low + rng.randrange(1 + (item.high - item.low) // 50))
            )
    most = {item.name: item.high for item in program.inputs if isinstance(item, NumberInput)}
    for visit in range(1, program.visits + 1):
        _bill(numbers, most, visit, rng, stated=booleans.get("says(critical_stated)", False))
    return numbers


def _open(value: PolicyValue, rng: random.Random) -> int:
    return rng.randrange(value.low, value.high + 1, value.step)


def _bill(
    numbers: dict[str, int], most: dict[str, int], visit: int, rng: random.Random, *, stated: bool
) -> None:
    scale = rng.choice((1_000, 1_000_000, 10_000_000, 100_000_000))
    left = 0
    for part in PARTS:
        name = f"{part}({visit})"
        if name not in numbers:
            continue
        if part == "cost":
            left = rng.choice((0, scale, rng.randint(0, scale)))
            numbers[name] = left
            continue
        amount = rng.choice((0, left, rng.randint(0, left), rng.randint(0, left)))
        if part == "critical_billed" and not stated:
            amount = 0
        numbers[name] = min(amount, most[name])
        if part == "in_scope":
            left = amount
        elif part in {"basic", "critical_billed"}:
            left -= amount
    for name in numbers:
        if name.startswith("billed(") and name.endswith(f",{visit})"):
            numbers[name] = rng.choice((0, 0, rng.randint(0, max(1, left))))
