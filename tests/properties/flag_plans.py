"""Random plans of which three flags of a case decide everything, so that every person is known.

They have amounts that lack a value, amounts with two, and comparisons of both.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

FLAGS = ("says(applied)", "says(other)", "says(third)")
KINDS = ("free", "more", "fewer")
RELATIONS = ("at_least", "at_most", "equals")
FIGURES = (1, 2, 3, 50, 200)


class FlagPlan(NamedTuple):
    """The lines of a plan; of its property `two`, how flags vary, what is compared, and how."""

    lines: str
    varying: dict[str, str]
    amount: str
    relation: str


def flag_plan(rng: random.Random) -> FlagPlan:
    """A plan on top of the made-up plan of these tests."""
    amounts = [f"x{place}" for place in range(rng.choice((3, 4)))]
    varying = {flag: rng.choice(KINDS) for flag in rng.sample(FLAGS, rng.choice((1, 2)))}
    relation = rng.choice(RELATIONS)
    atoms: list[str] = []
    lines = [*_head(), *_body(rng, amounts, atoms), f"output({amounts[-1]})."]
    lines += _case_property(rng, amounts, atoms)
    lines += [
        'property(two, pair, "试验", "a test").', 'why(two, "试验", "a test").',
        *(f"varies(two, {flag}, {how})." for flag, how in varying.items()),
        f"pa :- {_literal(rng, FLAGS)}.", f"pb :- {_literal(rng, FLAGS)}.",
        f"pair(two, all, pa, pb, {relation}({amounts[-1]})).",
    ]
    return FlagPlan("\n".join(lines), varying, amounts[-1], relation)


def _head() -> Iterator[str]:
    for flag in ("other", "third"):
        yield f"case_flag({flag})."
        yield f'label({flag}, "其他", "another").'
    for place, value in enumerate(FIGURES):
        yield f"figure(f{place}, {value}, yuan, {10 + place})."


def _body(rng: random.Random, amounts: list[str], atoms: list[str]) -> Iterator[str]:
    """Amounts, each of those before it, and `atoms` that compare them."""
    for place, name in enumerate(amounts):
        before = amounts[:place]
        yield f'quantity({name}, money, "量{place}", "amount {place}").'
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            body = [_literal(rng, (*FLAGS, *atoms)) for _ in range(rng.choice((0, 1, 1, 2)))]
            if before and rng.random() < 0.3:
                body.append(_comparison(rng, before, (*before, "f1")))
            where = f" :- {', '.join(body)}" if body else ""
            if before and rng.random() < 0.2:
                some = f"{_value(rng, before)}; {_value(rng, before)}"
                yield f"&{rng.choice(('min', 'max'))} {{ {some} }} = {name}{where}."
            else:
                yield f"&let {{ {name} }} = {_value(rng, before)}{where}."
        if rng.random() < 0.6:
            body = [_literal(rng, (*FLAGS, *atoms)) for _ in range(rng.choice((0, 1, 1, 2)))]
            compared = _comparison(rng, [name], (*before, "f1", "f3"))
            yield f"t{place} :- {', '.join((*body, compared))}."
            atoms.append(f"t{place}")


def _case_property(
    rng: random.Random, amounts: list[str], atoms: list[str]
) -> Iterator[str]:
    """A property of which one instance reads all atoms: what nothing reads is refused."""
    yield 'property(mine, case, "试验", "a test").'
    yield 'why(mine, "试验", "a test").'
    yield f"scope(mine, x) :- {_literal(rng, FLAGS)}."
    yield f"scope(mine, y) :- {', '.join((_literal(rng, FLAGS), *atoms))}."
    yield f"violation(mine, x) :- {_literal(rng, FLAGS)}, {_literal(rng, FLAGS)}."
    yield f"&let {{ harm(mine, x) }} = {rng.choice(amounts)} :- violation(mine, x)."


def _literal(rng: random.Random, atoms: tuple[str, ...]) -> str:
    return rng.choice(("", "not ")) + rng.choice(atoms)


def _value(rng: random.Random, before: list[str]) -> str:
    terms = [f"f{rng.randrange(len(FIGURES))}"]
    terms += [rng.choice(before)] if before else []
    terms += [rng.choice(before)] if before and rng.random() < 0.4 else []
    rng.shuffle(terms)
    return rng.choice((" + ", " - ")).join(terms[:rng.choice((1, 2, 2, 3))])


def _comparison(rng: random.Random, left: list[str], right: tuple[str, ...]) -> str:
    operator = rng.choice((">", "<=", "=", "<", "!="))
    return f"&is {{ {rng.choice(left)} }} {operator} {rng.choice(right)}"
