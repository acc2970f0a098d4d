"""Cases that only one of two policies admits, of what can be said under both.

What other rules pay is nothing to this: where a change takes the ground of such a payment away, or
gives it, the bill is another one (`change`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.extremes.change import Change, moved, without
from verifier.analysis.extremes.results import Admitted, Answer
from verifier.analysis.results import Case
from verifier.engines import exact
from verifier.engines.smt import (
    Claim,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    Variant,
    all_of,
    any_of,
    negate,
)
from verifier.errors import Message, message
from verifier.program.model import Constraint, Program
from verifier.program.names import Dependencies, term_keys


def admitted(
    program: Program, settings: Mapping[str, bool], variant: Variant, timeout_ms: int
) -> tuple[Admitted, ...]:
    """For each of both policies that alone admits cases, one of these; or why it is not known.

    Nothing is proof that both admit the same. `settings` are the truths that the policy has.
    """
    limits = tuple(_bearing(program, variant))
    if not limits:
        return ()
    kept = tuple(c for c in program.constraints if c not in limits)
    change = Change(replace(program, constraints=kept), settings, variant, timeout_ms)
    both = _Both(program, change, limits, timeout_ms)
    return tuple(found for found in (both.only(True), both.only(False)) if found is not None)


def _bearing(program: Program, variant: Variant) -> Iterator[Constraint]:
    """The limits of cases that a change bears on, but for those of a bill that it makes another."""
    keys = moved(program, variant)
    bills = {key for key in keys if key.startswith("amount billed(")}
    dependencies = Dependencies(program)
    for limit in program.constraints:
        used = term_keys(limit.body)
        if limit.rule in variant.struck or (
            bills.isdisjoint(used) and not keys.isdisjoint(dependencies.cone(used))
        ):
            yield limit


class _Both:
    """A person of whom no limit that the change bears on is assumed."""

    def __init__(
        self, program: Program, change: Change, limits: tuple[Constraint, ...], timeout_ms: int
    ) -> None:
        self.program = program
        self.change = change
        self.limits = limits
        self.timeout_ms = timeout_ms

    def only(self, default: bool) -> Admitted | None:
        """A case that only the policy (`default`), or only the changed one, admits."""
        reason: Message | None = None
        for room in self.change.rooms:
            focus, claim = self.change.posed(lambda: self._claim(default), room)
            match focus.check(claim):
                case Satisfiable() as found:
                    with focus.scope(claim):
                        plain = simplest(focus, (self.change.before,), found, self.timeout_ms)
                    for answer in (plain, found):
                        if self._replays(answer, default):
                            return self._shown(answer, default)
                    reason = DOES_NOT_REPLAY
                case Undecided(why):
                    reason = message("{reason}", reason=why)
                case Unsatisfiable():
                    pass
        return None if reason is None else Admitted(default, Answer.UNKNOWN, reason=reason)

    def _claim(self, default: bool) -> Claim:
        struck = self.change.change.struck
        before = any_of(*(self.change.before.formula(c.body) for c in self.limits))
        after = any_of(*(
            self.change.after.formula(c.body) for c in self.limits if c.rule not in struck
        ))
        return all_of(negate(before), after) if default else all_of(before, negate(after))

    def _replays(self, found: Satisfiable, default: bool) -> bool:
        before, after = self.change.assignments(found.cases)
        changed = without(self.program, self.change.change.struck)
        broken = [
            bool(exact.evaluate(self.program, before).broken),
            bool(exact.evaluate(changed, after).broken),
        ]
        return broken == [not default, default]

    def _shown(self, found: Satisfiable, default: bool) -> Admitted:
        assignment = found.cases["before"]
        who = rerun.person(assignment)
        values, _ = rerun.policy(self.program, assignment)
        keys = {key for c in self.limits for key in term_keys(c.body)}
        below = Dependencies(self.program).cone(keys)
        return Admitted(
            default, Answer.YES,
            Case(self.program.visits, exact.Assignment(who.booleans, who.numbers), ()),
            {name: value for name, value in values.items() if f"amount {name}" in below},
        )
