"""The simplest person for whom a claim holds: one wish after another, kept where it can be met.

Fewest visits and categories first, then circumstances at their defaults, then round amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from verifier.engines.smt import (
    Asking,
    Claim,
    Copy,
    Limit,
    Quantity,
    Satisfiable,
    any_of,
    count,
    equal,
    iff,
    less_equal,
    negate,
    number,
)
from verifier.engines.smt_search import Extreme, minimise_expression
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput, NumberInput, PolicyValue, Program
from verifier.program.sorts import Sort

_YUAN = (0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 100_000, 200_000, 500_000,
         1_000_000, 320, 350, 400, 500, 100, 10, 1)
_ROUND: dict[Sort, tuple[int, ...]] = {
    Sort.MONEY: tuple(100 * yuan for yuan in _YUAN),
    Sort.PERCENT: tuple(100 * p for p in (60, 70, 80, 90, 50, 100, 0)),
}
_MEASURES = ("cost", "in_scope", "basic")


def simplest(
    session: Asking, copies: tuple[Copy, ...], start: Satisfiable, timeout_ms: Limit
) -> Satisfiable:
    """Simplify `start`, a case of what the session assumes in the present scope.

    `timeout_ms` limits each wish; a budget, all of them together.
    """
    best = start
    with ExitStack() as kept:
        for wish in _wishes(copies):
            best = _try(session, kept, wish, best, timeout_ms)
        for quantity, sort in _numbers(copies):
            best = _round(session, kept, (quantity, sort), best, timeout_ms)
    return best


def _try(
    session: Asking, kept: ExitStack, wish: Claim, best: Satisfiable, timeout_ms: Limit
) -> Satisfiable:
    if wish.constant is not None:
        return best
    if not best.holds(wish):
        answer = session.check(wish, timeout_ms=timeout_ms)
        if not isinstance(answer, Satisfiable):
            return best
        best = answer
    kept.enter_context(session.scope(wish))
    return best


def _round(
    session: Asking, kept: ExitStack, of: tuple[Quantity, Sort], best: Satisfiable,
    timeout_ms: Limit,
) -> Satisfiable:
    """Give a quantity the roundest value that it can have; the least one if none is round."""
    quantity, sort = of
    if quantity.constant is not None:
        return best
    for value in _ROUND.get(sort, (0, 1, 2, 3)):
        wish = equal(quantity, number(value))
        if best.holds(wish):
            kept.enter_context(session.scope(wish))
            return best
        answer = session.check(wish, timeout_ms=timeout_ms)
        if isinstance(answer, Satisfiable):
            kept.enter_context(session.scope(wish))
            return answer
    least = minimise_expression(session, quantity, known=best, timeout_ms=timeout_ms)
    if not isinstance(least, Extreme):
        return best
    wish = less_equal(quantity, number(least.value))
    for scale in (1_000_000, 100_000, 10_000, 1_000, 100):
        rounder = equal(quantity, number(-(-least.value // scale) * scale))
        answer = session.check(rounder, timeout_ms=timeout_ms)
        if isinstance(answer, Satisfiable):
            kept.enter_context(session.scope(rounder))
            return answer
    kept.enter_context(session.scope(wish))
    return least.witness


def _wishes(copies: tuple[Copy, ...]) -> Iterator[Claim]:
    program = copies[0].program
    visits = range(1, program.visits + 1)
    for copy in copies:
        for visit in reversed(visits):
            yield equal(copy.amount(f"cost({visit})"), number(0))
    for copy in copies:
        yield from _few_categories(copy)
    for copy in copies:
        for name in _flags(program):
            yield negate(copy.atom(name))
        for name in _defaults(program):
            yield copy.atom(name)


def _few_categories(copy: Copy) -> Iterator[Claim]:
    held: dict[str, list[Claim]] = {}
    for item in copy.program.inputs:
        if item.name.startswith("held("):
            category = str(parse_term(item.name).arguments[0])
            held.setdefault(category, []).append(copy.atom(item.name))
    number_held = count(*(any_of(*moments) for moments in held.values()))
    for most in range(len(held) + 1):
        yield less_equal(number_held, number(most))
    for moments in held.values():
        for other in moments[1:]:
            yield iff(moments[0], other)


def _flags(program: Program) -> Iterator[str]:
    usual = {f"{f.arguments[1]}" for f in program.facts.get("default", ())
             if f.arguments[0] == "flag"}
    for item in program.inputs:
        is_flag = isinstance(item, BoolInput) and item.name.startswith(("flag(", "says("))
        if is_flag and str(parse_term(item.name).arguments[-1]) not in usual:
            yield item.name


def _defaults(program: Program) -> Iterator[str]:
    """Answers that a case has when nothing is said, and the first year and plan."""
    inputs = {item.name for item in program.inputs}
    for fact in program.facts.get("default", ()):
        field, option = (str(a) for a in fact.arguments)
        wanted = [f"{field}({option})"]
        wanted += [f"{field}({v},{option})" for v in range(1, program.visits + 1)]
        yield from (name for name in wanted if name in inputs)
    first = sorted(
        n for n in inputs if n.startswith(("year(", "size(", "kind(", "tier("))
    )
    yield from first


def _numbers(copies: tuple[Copy, ...]) -> Iterator[tuple[Quantity, Sort]]:
    program = copies[0].program
    for value in program.values:
        if isinstance(value, PolicyValue) and value.value is None:
            yield copies[0].amount(value.name), value.sort
    items = [i for i in program.inputs if isinstance(i, NumberInput)]
    for item in sorted(items, key=lambda i: _weight(i.name)):
        for copy in copies:
            yield copy.amount(item.name), item.sort


def _weight(name: str) -> tuple[int, str]:
    """Totals last: what is paid and deducted becomes zero before costs become round."""
    functor = name.partition("(")[0]
    return (_MEASURES[::-1].index(functor) + 1 if functor in _MEASURES else 0, name)


def first_true(claims: Iterable[tuple[str, Claim]], case: Satisfiable) -> tuple[str, ...]:
    """The names of the claims that are true in a case."""
    return tuple(name for name, claim in claims if case.holds(claim))
