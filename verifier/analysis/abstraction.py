"""A computed payment as one value of an open function.

An encoding declares `abstracts(Flag, Paid, Computed, Rest)`: with the case flag set, `Paid` is any
amount on a bill from nothing to `Rest`; without it, `Paid` is `Computed`. A claim that knows the
scheme by `Paid` alone and is proved for every bill is proved for every computed amount too, if
`Computed` always lies from nothing to `Rest` - which is proved first, not assumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verifier.engines.smt import Claim, Copy, any_of, less, number
from verifier.program.model import Program
from verifier.program.names import definition_key, names_used


@dataclass(frozen=True, slots=True)
class Abstraction:
    """The flags that stand for open functions, and what is paid by them."""

    flags: frozenset[str]
    paid: frozenset[str]
    limits: tuple[tuple[str, str], ...]

    @staticmethod
    def of(program: Program) -> Abstraction:
        """What a Program declares."""
        facts = [f.arguments for f in program.facts.get("abstracts", ())]
        return Abstraction(
            frozenset(f"says({a[0]})" for a in facts),
            frozenset(str(a[1]) for a in facts),
            tuple((str(a[2]), str(a[3])) for a in facts),
        )

    def outside(self, person: Copy) -> Claim:
        """Some computed amount lies outside the values of its open function."""
        return any_of(*(
            claim for computed, rest in self.limits for claim in (
                less(person.amount(computed), number(0)),
                less(person.amount(rest), person.amount(computed)),
            )
        ))

    def reaches(self, program: Program, atoms: Iterable[str]) -> frozenset[str]:
        """Those of the atoms that know a scheme by more than what it pays."""
        reached: dict[str, bool] = {f"atom {flag}": True for flag in self.flags}
        for definition in program.definitions:
            key = definition_key(definition)
            if key.removeprefix("amount ") in self.paid:
                reached[key] = False
                continue
            reached[key] = any(reached.get(name, False) for name in names_used(definition))
        return frozenset(a for a in atoms if reached.get(f"atom {a}", False))

    def matters_to(self, program: Program, amount: str) -> bool:
        """Whether an amount depends on a flag at all."""
        reached = {f"atom {flag}" for flag in self.flags}
        for definition in program.definitions:
            if reached & names_used(definition):
                reached.add(definition_key(definition))
        return f"amount {amount}" in reached
