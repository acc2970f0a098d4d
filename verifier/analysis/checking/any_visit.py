"""From so many visits to any number: what holds of one visit, whatever was before it, holds of all.

An induction over the settlement. The step is one visit to which the visits before have left any
amounts that are not negative (`program.one_visit`); that it leaves such amounts itself is proved
with it. It starts from nothing, and what is asked of the step is asked of the first visit as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from verifier.analysis.checking.encoding import Asked, Encoding
from verifier.analysis.checking.judge import Wanted, ask, judge
from verifier.engines.smt import Claim, Copy, all_of, less
from verifier.program.model import Program
from verifier.program.one_visit import OneVisit, at_visits, one_visit, visits_of
from verifier.program.specialise import specialise
from verifier.program.terms import Amount
from verifier.properties.declared import PropertyKind, instances, properties


@dataclass(frozen=True)
class AnyVisit:
    """One visit of a document, whatever was before it, for all properties that are asked of it."""

    program: Program
    settings: Mapping[str, bool]
    timeout_ms: int

    def refuted(self, property_id: str) -> tuple[Asked, ...]:
        """What was refuted of one visit, so that a property holds for any number of them.

        Nothing, if it may not. The property must already hold for as many visits as the program
        has.
        """
        names = instances(self.program, "violation", property_id)
        even = property_id in self.program.every_visit.properties
        if not names or not even or not self._stands_for(names):
            return ()
        carried = self._carried
        person = self._encoding.person
        asked = ask(self._encoding, {person: {}}, [
            (n, partial(person.atom, n)) for n in names
            if n in self._step.atoms and person.defines(n)
        ])
        found = judge(asked)
        if carried is None or found.failing or found.reason is not None:
            return ()
        return (*carried, asked)

    def _stands_for(self, names: Iterable[str]) -> bool:
        """Whether the step has for each of the names one that says the same of its visit."""
        every = self.program.every_visit
        return self.program.visits > 1 and all(
            len(visits_of(name, every)) < 2 and at_visits(name, every, 1) in self._step.atoms  # noqa: PLR2004
            for name in names
        )

    @cached_property
    def _step(self) -> OneVisit:
        wanted = [
            name for item in properties(self.program) if item.kind is PropertyKind.CASE
            and item.id in self.program.every_visit.properties
            for name in instances(self.program, "violation", item.id)
        ]
        return one_visit(self.program, wanted)

    @cached_property
    def _encoding(self) -> Encoding:
        program = specialise(self._step.program, self.settings)
        return Encoding(program, self.settings, self.timeout_ms)

    @cached_property
    def _carried(self) -> tuple[Asked, ...] | None:
        """What was refuted so that no visit leaves less than nothing; None if one may."""
        person = self._encoding.person
        left: list[Wanted] = [
            (after, partial(_below_nothing, person, after)) for _, after in self._step.carried
        ]
        asked = ask(self._encoding, {person: {}}, left)
        found = judge(asked)
        return None if found.failing or found.reason is not None else (asked,)


def _below_nothing(person: Copy, name: str) -> Claim:
    return all_of(person.valued(Amount(name)), less(person.amount(name), 0))
