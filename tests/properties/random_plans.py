"""Random small plans, put together from what the made-up plans of these tests are made of."""

from __future__ import annotations

import random
from collections.abc import Iterator

SUMS = ("five", "six", "hundred", "some", "more")


def lines(rng: random.Random) -> str:
    """Lines of a plan on top of the parts `plan` and `aid`, with a property `mine`."""
    return "\n".join(_lines(rng))


def _lines(rng: random.Random) -> Iterator[str]:
    yield f"figure(some, {rng.choice((12, 250, 1000))}, yuan, 4)."
    yield f"figure(more, {rng.choice((400, 900, 30000))}, yuan, 5)."
    yield f"figure(share, {rng.choice((10, 50, 100))}, percent, 6)."
    # Limits of the year, for one category or both, and thresholds of a visit or of the year.
    yield "pool(aid,V,aid_year) :- visit(V)."
    limited = rng.choice(("category(C)", "C = poor, category(C)"))
    yield f"ceiling(aid_year,C,{rng.choice(SUMS)}) :- {limited}."
    if rng.random() < 0.5:
        yield f"threshold(aid,old,{rng.choice(SUMS)})."
    if rng.random() < 0.3:
        yield "threshold_by_visit(aid)."
    if rng.random() < 0.4:
        yield from (
            "covers(topup,poor,V) :- member(poor,V).",
            "rate(topup,poor,V,share) :- covers(topup,poor,V).",
            "account(topup,V,all) :- visit(V).",
        )
        if rng.random() < 0.5:
            yield from ("pool(topup,V,aid_year) :- visit(V).",)
    # An amount of each visit with one or two rules, and one of the year.
    for _ in range(rng.choice((1, 2, 2))):
        yield f"&let {{ extra(V) }} = {_amount(rng)} :- {_condition(rng)}."
    if rng.random() < 0.7:
        yield "output(extra(V)) :- visit(V)."
    of_year = rng.choice(("&sum", "&sum", "&max", "&min"))
    where = rng.choice(("visit(V)", "visit(V), place(V,in_district)", "covers(aid,poor,V)"))
    yield f"{of_year} {{ {_amount(rng)},V : {where} }} = bonus."
    yield 'property(mine, case, "试验", "a test").'
    yield 'why(mine, "试验", "a test").'
    yield "scope(mine, V) :- kind(V,inpatient)."
    for _ in range(rng.choice((1, 2))):
        yield f"violation(mine, V) :- {_condition(rng)}, {_comparison(rng)}."


def _amount(rng: random.Random) -> str:
    return rng.choice((
        "cost(V)", "in_scope(V)", "base(aid,V)", "paid(aid,V)", "granted(aid,poor,V)", "own(V)",
        "used(aid_year,V)", "cost(V) - in_scope(V)", "paid(aid,V) + hundred", *SUMS,
    ))


def _comparison(rng: random.Random) -> str:
    left = rng.choice((
        "paid(aid,V)", "own(V)", "used(aid_year,V)", "total(aid)", "bonus", "extra(V)",
        "own_total",
    ))
    right = rng.choice(("cost(V)", "base(aid,V)", *SUMS))
    return f"&is {{ {left} }} {rng.choice(('>', '>', '<', '>='))} {right}"


def _condition(rng: random.Random) -> str:
    parts = ["visit(V)"]
    for _ in range(rng.choice((0, 1, 1, 2))):
        parts.append(rng.choice((
            "says(applied)", "not says(applied)", "covers(aid,poor,V)", "not covers(aid,old,V)",
            "place(V,outside)", "kind(V,inpatient)", "counts(poor)",
            f"&is {{ paid(aid,V) }} > {rng.choice(SUMS)}",
            f"&is {{ used(aid_year,V) }} <= {rng.choice(SUMS)}",
        )))
    return ", ".join(dict.fromkeys(parts))
