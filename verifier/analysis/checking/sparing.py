"""Cases that are known, under values that are still free: which values spare all of them?

Everything but the values is fixed, so what is asked is linear. Each case is a copy of the Program
whose inputs are constants and which shares the free values with the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.engines.smt import (
    Claim,
    Copy,
    Domain,
    Session,
    Unsatisfiable,
    Variant,
    any_of,
    negate,
)
from verifier.program.model import Program


@dataclass(slots=True)
class Sparing:
    """The cases so far. `freed` are figures that are free beside the values that are open anyway.

    `timeout_ms` limits each question; `claims` say that every case is spared.
    """

    program: Program
    freed: Mapping[str, Domain]
    timeout_ms: int
    session: Session = field(init=False)
    claims: list[Claim] = field(init=False, default_factory=list)
    copies: list[Copy] = field(init=False, default_factory=list)
    _unbound: Program = field(init=False)

    def __post_init__(self) -> None:
        """Start without cases."""
        self.session = Session(timeout_ms=self.timeout_ms)
        self._unbound = replace(self.program, constraints=())

    def copy(self, settings: Mapping[str, bool | int]) -> Copy:
        """A case of these inputs, whether or not the free values leave it possible."""
        copy = self.session.copy(
            self._unbound, f"person {len(self.copies)}", variant=Variant(settings, self.freed)
        )
        self.copies.append(copy)
        return copy

    def spare(self, copies: Sequence[Copy], harmed: Claim) -> None:
        """Spare these copies, who are harmed where the claim is true."""
        # With other values a case may no longer exist, and its person is spared by that.
        gone = any_of(*(
            copy.formula(constraint.body)
            for copy in copies for constraint in self.program.constraints
        ))
        self.claims.append(any_of(gone, negate(harmed)))

    def hopeless(self) -> bool:
        """Whether it is known that no values spare all cases so far."""
        answer = self.session.check(*self.claims, timeout_ms=self.timeout_ms)
        return isinstance(answer, Unsatisfiable)
