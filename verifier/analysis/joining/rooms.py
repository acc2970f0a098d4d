"""The settings of case flags under which a question about two documents is asked.

An encoding may let a flag of the case say that a payment stands on the bill instead of being
computed (`abstraction`). Where both sides compute that payment in the same way, and it is proved
that every computed payment could as well stand on a bill, a line that knows the scheme by what it
pays is asked of bills alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from verifier.analysis.checking.abstraction import Abstraction
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Pair
from verifier.engines.smt import Session, Unsatisfiable
from verifier.program.names import cone, term_keys
from verifier.program.terms import Amount, Formula

Setting = Mapping[str, bool]


class JointRooms:
    """Finds the settings that between them cover every case."""

    def __init__(self, joint: Joint, timeout_ms: int) -> None:
        self._joint = joint
        self._timeout_ms = timeout_ms
        self._abstraction = Abstraction.of(joint.program)

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that both sides know."""
        inputs = {i.name for i in self._joint.program.inputs}
        return tuple(flag for flag in self._abstraction.flags if flag in inputs)

    def settings(
        self, pairs: tuple[Pair, ...], premises: tuple[Formula, ...] = ()
    ) -> tuple[Setting, ...]:
        """Where a line is asked, of cases that premises speak of; all flags set comes first."""
        everything = self._abstraction.settings()
        if self.flags != self._abstraction.flags:
            return ({},)
        if len(everything) > 1 and self._by_payment(pairs, premises) and self._sound:
            return everything[:1]
        return everything

    def _by_payment(self, pairs: tuple[Pair, ...], premises: tuple[Formula, ...]) -> bool:
        """Whether a line rests on a flag or a bill by payments only, the same on both sides."""
        if not self._alike:
            return False
        program = self._joint.program
        bills = self._abstraction.bills
        cut = tuple(d for d in program.definitions if d.name not in bills)
        inside = {f"atom {flag}" for flag in self._abstraction.flags}
        inside |= {f"amount {bill.name}" for found in bills.values() for bill in found}
        terms = [*premises, *(term for pair in pairs for term in pair)]
        keys = {key for term in terms for key in term_keys(term)}
        return inside.isdisjoint(cone(replace(program, definitions=cut), keys))

    @cached_property
    def _alike(self) -> bool:
        """Whether both sides have the same open functions and compute the same in their place."""
        left, right = self._joint.amounts[Side.LEFT], self._joint.amounts[Side.RIGHT]
        declared = {s: p.facts.get("abstracts", ()) for s, p in self._joint.sides.items()}
        return set(declared[Side.LEFT]) == set(declared[Side.RIGHT]) and all(
            left.get(str(name)) == right.get(str(name)) == Amount(str(name))
            for fact in declared[Side.LEFT] for name in fact.arguments[1:]
        )

    @cached_property
    def _sound(self) -> bool:
        """Whether every computed payment is proved to be one that a bill could state."""
        session = Session(timeout_ms=self._timeout_ms)
        person = session.copy(self._joint.program)
        return isinstance(
            session.check(self._abstraction.without_bill(person)), Unsatisfiable
        )
