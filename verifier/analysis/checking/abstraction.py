"""A computed payment as one value of an open function.

An encoding declares `abstracts(Flag, Paid, Computed, Rest)`: with the case flag set, `Paid` is an
amount on a bill, from nothing to `Rest`; without it, `Paid` is `Computed`. A claim that knows the
scheme by `Paid` alone and is proved for every bill is proved for every computed amount too, if each
case has a twin whose bills state what it is paid: a case that can exist, with the same payments.
That is proved first, not assumed (`Abstraction.without_bill`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from verifier.engines.smt import (
    Claim,
    Copy,
    Variant,
    all_of,
    any_of,
    equal,
    less,
    negate,
    number,
)
from verifier.program.model import AmountDefinition, NumberInput, Program
from verifier.program.names import Dependencies, term_keys
from verifier.program.terms import Amount


@dataclass(frozen=True, slots=True)
class Abstraction:
    """The flags that stand for open functions, and by payment the inputs that are its bill."""

    flags: tuple[str, ...]
    bills: Mapping[str, tuple[NumberInput, ...]]
    limits: tuple[tuple[str, str], ...]

    @staticmethod
    def of(program: Program) -> Abstraction:
        """What a Program declares."""
        facts = [f.arguments for f in program.facts.get("abstracts", ())]
        paid = {str(a[1]) for a in facts}
        return Abstraction(
            tuple(sorted({f"says({a[0]})" for a in facts})),
            dict.fromkeys(sorted(paid), ()) | {
                d.name: tuple(_bills(program, d)) for d in program.definitions
                if isinstance(d, AmountDefinition) and d.name in paid
            },
            tuple((str(a[2]), str(a[3])) for a in facts),
        )

    def settings(self) -> tuple[dict[str, bool], ...]:
        """Truths of the flags that between them cover every case; all of them true comes first."""
        return tuple(
            dict(zip(self.flags, truths, strict=True))
            for truths in product((True, False), repeat=len(self.flags))
        )

    def without_bill(self, person: Copy) -> Claim:
        """What the person is paid cannot stand on bills: no claim may be asked for bills alone.

        `person` is any case, of which no flag is known.
        """
        if any(len(found) != 1 for found in self.bills.values()):
            return all_of()
        bills = {paid: one for paid, (one,) in self.bills.items()}
        inputs = [bill.name for bill in bills.values()]
        # Not entered in the session: that the twin can exist is what is to be shown.
        stating = Variant(dict.fromkeys(self.flags, True))
        twin = person.twin("billed", (*self.flags, *inputs), stating)
        stated = all_of(*(
            equal(twin.amount(bill.name), person.amount(paid)) for paid, bill in bills.items()
        ))
        wrong = [negate(equal(twin.amount(paid), person.amount(paid))) for paid in bills]
        # The other constraints see payments only, and so the same in both.
        inside = self.inside(Dependencies(person.program))
        wrong += [
            twin.formula(c.body) for c in person.program.constraints
            if any(inside.get(key) for key in term_keys(c.body))
        ]
        beyond = [
            claim for paid, bill in bills.items() for claim in (
                negate(person.valued(Amount(paid))),
                less(person.amount(paid), number(bill.low)),
                less(number(bill.high), person.amount(paid)),
            )
        ]
        return any_of(self.outside(person), *beyond, all_of(stated, any_of(*wrong)))

    def outside(self, person: Copy) -> Claim:
        """Some computed amount lies outside the values of its open function."""
        unsaid = negate(all_of(*(person.atom(flag) for flag in self.flags)))
        return all_of(unsaid, any_of(*(
            claim for computed, rest in self.limits for claim in (
                less(person.amount(computed), number(0)),
                less(person.amount(rest), person.amount(computed)),
            )
        )))

    def inside(self, dependencies: Dependencies) -> dict[str, bool]:
        """By key, whether something depends on a flag or a bill otherwise than by a payment."""
        inside = {f"atom {flag}": True for flag in self.flags}
        inside |= {f"amount {b.name}": True for bills in self.bills.values() for b in bills}
        payments = {f"amount {paid}" for paid in self.bills}
        for key, uses in dependencies.uses.items():
            inside[key] = key not in payments and any(inside.get(name, False) for name in uses)
        return inside


def _bills(program: Program, paid: AmountDefinition) -> Iterator[NumberInput]:
    inputs = {i.name: i for i in program.inputs if isinstance(i, NumberInput)}
    for alternative in paid.alternatives:
        match alternative.value:
            case Amount(name) if name in inputs:
                yield inputs[name]
