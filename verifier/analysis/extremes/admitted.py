"""Cases that only one of two policies admits, of what can be said under both.

Where a change takes the ground of what other rules pay away, or gives it, the bill is another one
(`change`), and no limit of that bill makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.extremes.change import Change, moved, without
from verifier.analysis.extremes.resting import resting
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
    less,
    negate,
    number,
)
from verifier.errors import Message, message
from verifier.program.model import Constraint, Program
from verifier.program.names import Dependencies, definition_key, term_keys

_BILLED = "amount billed("
"""What the keys of payments by other rules begin with; the core limits them."""


def admitted(
    program: Program, settings: Mapping[str, bool], variant: Variant, timeout_ms: int,
    bills: bool = True,
) -> tuple[Admitted, ...]:
    """For each of both policies that alone admits cases, one of these; or why it is not known.

    Nothing is proof that both admit the same. `settings` are the truths that the policy has.
    Without `bills` it is no difference by how much other rules can pay in what the policies leave:
    that follows from what they pay themselves.
    """
    limits = tuple(_bearing(program, variant, bills))
    if not limits:
        return ()
    kept = tuple(c for c in program.constraints if c not in limits)
    change = Change(replace(program, constraints=kept), settings, variant, timeout_ms)
    both = _Both(program, change, limits, timeout_ms)
    return tuple(found for found in (both.only(True), both.only(False)) if found is not None)


def _bearing(program: Program, variant: Variant, bills: bool) -> Iterator[Constraint]:
    """The limits of cases that a change bears on, but for those of a bill that it makes another."""
    keys = moved(program, variant)
    other_bills = {key for key in keys if key.startswith(_BILLED)}
    dependencies = Dependencies(program)
    of_core = {
        definition_key(d) for d in program.definitions if not any(a.rule for a in d.alternatives)
    }
    for limit in program.constraints:
        used = term_keys(limit.body)
        said = {n for key in used & of_core for n in dependencies.uses[key]}
        billed = {key for key in said if key.startswith(_BILLED)}
        if keys.isdisjoint(dependencies.cone(used)):
            continue
        if not billed or (bills and billed.isdisjoint(other_bills)):
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
            seen = self._with_costs(claim)
            start = focus.check(seen)
            if not isinstance(start, Satisfiable):
                seen, start = claim, focus.check(claim)
            match start:
                case Satisfiable() as found:
                    with focus.scope(seen):
                        plain = simplest(focus, (self.change.before,), found, self.timeout_ms)
                    for answer in (plain, found):
                        broken = self._broken(answer, default)
                        if broken:
                            return self._shown(answer, default, broken)
                    reason = DOES_NOT_REPLAY
                case Undecided(why):
                    reason = message("{reason}", reason=why)
                case Unsatisfiable():
                    pass
        return None if reason is None else Admitted(default, Answer.UNKNOWN, reason=reason)

    def _with_costs(self, claim: Claim) -> Claim:
        """The same where each visit costs something: others are not shown to a reader."""
        costs = [i.name for i in self.program.inputs if i.name.startswith("cost(")]
        return all_of(claim, *(less(number(0), self.change.before.amount(n)) for n in costs))

    def _claim(self, default: bool) -> Claim:
        before, after = (
            any_of(*(copy.formula(c.body) for c in self.limits))
            for copy in (self.change.before, self.change.after)
        )
        return all_of(negate(before), after) if default else all_of(before, negate(after))

    def _broken(self, found: Satisfiable, default: bool) -> tuple[Constraint, ...]:
        """What excludes the case under one policy, if the other admits it; else nothing."""
        before, after = self.change.assignments(found.cases)
        changed = without(self.program, self.change.change.struck)
        of_default = exact.evaluate(self.program, before).broken
        of_other = exact.evaluate(changed, after).broken
        admits, excludes = (of_default, of_other) if default else (of_other, of_default)
        return () if admits else excludes

    def _shown(
        self, found: Satisfiable, default: bool, broken: tuple[Constraint, ...]
    ) -> Admitted:
        assignment = found.cases["before"]
        who = rerun.person(assignment)
        values, _ = rerun.policy(self.program, assignment)
        keys = {key for c in broken for key in term_keys(c.body)}
        used: dict[str, int] = {}
        for truths in (self.change.settings, {**self.change.settings, **self.change.truths}):
            used |= resting(self.program, {**who.booleans, **truths}, keys, values)
        return Admitted(
            default, Answer.YES,
            Case(self.program.visits, exact.Assignment(who.booleans, who.numbers), ()), used,
        )
