"""Figures that spare the persons of known counterexamples, and the smallest change among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import lcm

from verifier.analysis.checking.rounding import rounding_steps
from verifier.analysis.checking.sparing import Sparing
from verifier.analysis.results import Counterexample
from verifier.engines.smt import (
    Claim,
    Copy,
    Domain,
    Quantity,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    all_of,
    difference,
    less_equal,
    negate,
    number,
    total,
)
from verifier.engines.smt_search import Extreme, minimise_expression
from verifier.program.model import PolicyValue, Program
from verifier.program.sorts import PERCENT_SCALE, Sort
from verifier.properties.declared import Comparison

_UNIT = 100
"""Figures that are whole yuan or percent are to stay so: nobody likes a limit of 0.15 yuan."""


@dataclass(frozen=True, slots=True)
class Values:
    """Figures that spare all persons, or that no values do (`None`), or that it is not known."""

    figures: Mapping[str, int] | None
    decided: bool


class Spared:
    """The persons for whom a property fails, under figures that are still free."""

    def __init__(
        self,
        program: Program,
        figures: Sequence[PolicyValue],
        comparisons: Mapping[str, Comparison],
        timeout_ms: int,
        *,
        whole: bool,
    ) -> None:
        """Start without persons; `whole` is as in `domain`."""
        self._program = program
        self._figures = tuple(figures)
        self._comparisons = comparisons
        domains = {f.name: domain(f, whole=whole) for f in figures}
        self._cases = Sparing(program, domains, timeout_ms)

    def add(self, found: Counterexample) -> None:
        """Spare the persons of a counterexample as well."""
        copies = [self._copy(found, place) for place in range(len(found.persons))]
        self._cases.spare(copies, self._harmed(found, copies))

    def _harmed(self, found: Counterexample, copies: Sequence[Copy]) -> Claim:
        """What was violated is violated."""
        pair = self._comparisons.get(found.instance) if found.compared else None
        if pair is None:
            return copies[0].atom(f"violation({found.instance})")
        first, second = copies
        rise = difference(second.amount(pair.amount), first.amount(pair.amount))
        fall = total(((-1, rise),))
        # As a check has it: a bound is a round sum, to which rounding adds nothing.
        allowed = number(pair.bound or rounding_steps(self._program, pair.amount))
        wrong: list[Quantity] = {
            "at_least": [fall], "at_most": [rise],
        }.get(pair.relation, [fall, rise])
        kept = all_of(*(less_equal(harm, allowed) for harm in wrong))
        met = all_of(first.formula(pair.first), second.formula(pair.second))
        return all_of(met, negate(kept))

    def _copy(self, found: Counterexample, place: int) -> Copy:
        who = found.persons[place]
        readings = {
            i.name: i.name in {f"reads({t},{o})" for t, o in found.readings.items()}
            for i in self._program.inputs if i.name.startswith("reads(")
        }
        settings = {**who.booleans, **who.numbers, **found.values, **readings}
        return self._cases.copy(settings)

    def hopeless(self) -> bool:
        """Whether it is known that no values of the figures spare everybody so far."""
        return self._cases.hopeless()

    def nearest(self) -> Values:
        """The smallest change of the figures that spares everybody so far."""
        best: tuple[int, Mapping[str, int]] | None = None
        decided = True
        for signs in product((1, -1), repeat=len(self._figures)):
            found = self._within(signs)
            if found is None:
                decided = False
            elif isinstance(found, Extreme):
                decided = decided and found.exact
                if best is None or found.value < best[0]:
                    best = (found.value, self._read(found.witness))
        return Values(best[1] if best else None, decided)

    def _within(self, signs: Sequence[int]) -> Extreme | Unsatisfiable | None:
        """The smallest change upwards (1) or downwards (-1) of each figure; None: not known."""
        claims: list[Claim] = []
        parts: list[tuple[int, Quantity]] = []
        # Changes are compared as parts of the figures, which have this as a common denominator.
        whole = lcm(*(max(1, f.value or 0) for f in self._figures))
        for sign, figure in zip(signs, self._figures, strict=True):
            now = figure.value
            assert now is not None
            change = total(((sign, self._cases.copies[0].amount(figure.name)),), -sign * now)
            claims.append(less_equal(number(0), change))
            parts.append((whole // max(1, now), change))
        answer = minimise_expression(
            self._cases.session, total(tuple(parts)), *claims, *self._cases.claims,
            timeout_ms=self._cases.timeout_ms,
        )
        return None if isinstance(answer, Undecided) else answer

    def _read(self, case: Satisfiable) -> dict[str, int]:
        policy = next(iter(case.cases.values())).policy
        return {f.name: int(policy[f.name]) for f in self._figures}


def is_whole(figure: PolicyValue) -> bool:
    """Whether a figure is a whole number of yuan or percent, where smaller steps are possible."""
    assert figure.value is not None
    return figure.sort in (Sort.MONEY, Sort.PERCENT) and figure.value % _UNIT == 0


def domain(figure: PolicyValue, *, whole: bool) -> Domain:
    """The values that are tried for a figure: to the whole of a share, to twice another.

    If `whole`, only whole yuan or percent for a figure that is whole; else the smallest units.
    """
    assert figure.value is not None
    step = _UNIT if whole and is_whole(figure) else 1
    if figure.sort is Sort.PERCENT:
        return Domain(0, max(PERCENT_SCALE, figure.value), step)
    return Domain(0, 2 * figure.value, step)


def with_figures(program: Program, values: Mapping[str, int]) -> Program:
    """A Program with other figures."""
    return replace(program, values=tuple(
        replace(v, value=values[v.name], low=values[v.name], high=values[v.name])
        if v.name in values else v
        for v in program.values
    ))
