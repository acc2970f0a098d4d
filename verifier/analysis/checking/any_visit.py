"""From so many visits to any number: what holds of one visit, whatever was before it, holds of all.

An induction over the settlement. The step is one visit to which the visits before have left any
amounts, or any that are not negative (`program.one_visit`); that it leaves such amounts itself is
proved with it, and that it gives each amount of the year its part. It starts from nothing, and what
is asked of the step is asked of the first visit as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from verifier.analysis.checking.encoding import Asked, Base, Encoding
from verifier.analysis.checking.judge import Wanted, ask, judge
from verifier.engines.smt import Claim, Copy, Manner, all_of, less, negate
from verifier.program.labels import parse_term
from verifier.program.model import Program
from verifier.program.names import term_keys
from verifier.program.one_visit import OneVisit, Supposed, at_first, at_visits, one_visit, visits_of
from verifier.program.specialise import specialise
from verifier.program.terms import Amount
from verifier.properties.declared import (
    Comparison,
    PropertyKind,
    Variation,
    instances,
    properties,
)

_MORE = 2
"""The fewest visits that are more than one."""


@dataclass(frozen=True)
class AnyVisit:
    """One visit of a document, whatever was before it, for all properties that are asked of it."""

    program: Program
    settings: Mapping[str, bool]
    timeout_ms: int
    manner: Manner

    def refuted(self, property_id: str) -> tuple[Asked, ...]:
        """What was refuted of one visit, so that a property holds for any number of them.

        Nothing, if it may not. The property must already hold for as many visits as the program
        has.
        """
        names = instances(self.program, "violation", property_id)
        every = self.program.every_visit
        if not names or property_id not in every.properties or not self._stand(
            (n, at_visits(n, every, 1) in self._claims.step.atoms) for n in names
        ):
            return ()
        person = self._claims.person
        return self._claims.refuted([
            (n, partial(person.atom, n)) for n in names
            if n in self._claims.step.atoms and person.defines(n)
        ])

    def refuted_of_definitions(
        self, keys: Collection[str], supposed: Supposed,
        wanted: Callable[[Copy], Sequence[Wanted]],
    ) -> tuple[Asked, ...]:
        """The same of claims on the definitions with these keys."""
        every = self.program.every_visit
        if not every.definitions or self.program.visits < _MORE:
            return ()
        at_one = {key: at_first(key, every) for key in keys}
        step = one_visit(self.program, supposed, keys=at_one.values())
        if not self._stand((key.split(" ", 1)[1], at_one[key] in step.keys) for key in keys):
            return ()
        asked = _Step(step, self.settings, self.timeout_ms, self.manner)
        return asked.refuted(wanted(asked.person))

    def says_nothing_of_visits(
        self, property_id: str, pair: Comparison, varying: Iterable[Variation]
    ) -> bool:
        """Whether a comparison rests on nothing that a visit has, so that their number is nothing.

        What was refuted of it then holds for any number: nothing of a visit was asserted.
        """
        every = self.program.every_visit
        names = {*term_keys(pair.first), *term_keys(pair.second), f"amount {pair.amount}"}
        names |= {f"amount {name}" for how in varying for name in (how.input, *how.of)}
        return property_id in every.properties and self._constraints_stand and not any(
            map(self._of_visits, names)
        )

    @cached_property
    def _constraints_stand(self) -> bool:
        """Whether no constraint that speaks of no visit hangs on how many there are."""
        every = self.program.every_visit
        if any(constraint.rule for constraint in self.program.constraints):
            return False  # grounding may have folded the number of visits into it
        named = (
            parse_term(key.split(" ", 1)[1])
            for constraint in self.program.constraints for key in term_keys(constraint.body)
        )
        return all(
            str(term.arguments[0]) in every.constraints for term in named
            if term.name == "impossible" and not visits_of(str(term), every)
        )

    def _of_visits(self, key: str) -> bool:
        """Whether a name rests on rules that speak of visits, or is of a visit itself."""
        every = self.program.every_visit
        term = parse_term(key.split(" ", 1)[1])
        return (term.name, len(term.arguments)) in every.of_visits or bool(
            visits_of(str(term), every)
        )

    def _stand(self, names: Iterable[tuple[str, bool]]) -> bool:
        """Whether each name speaks of one visit, and the step says the same of its visit."""
        every = self.program.every_visit
        return self.program.visits >= _MORE and all(
            len(visits_of(name, every)) < _MORE and said for name, said in names
        )

    @cached_property
    def _claims(self) -> _Step:
        """What properties claim of one case."""
        wanted = [
            name for item in properties(self.program) if item.kind is PropertyKind.CASE
            and item.id in self.program.every_visit.properties
            for name in instances(self.program, "violation", item.id)
        ]
        step = one_visit(self.program, Supposed.NOT_NEGATIVE, wanted)
        return _Step(step, self.settings, self.timeout_ms, self.manner)


@dataclass(frozen=True)
class _Step:
    """A step with what is asked of it."""

    step: OneVisit
    settings: Mapping[str, bool]
    timeout_ms: int
    manner: Manner
    _carried: dict[frozenset[str] | None, tuple[Asked, ...] | None] = field(default_factory=dict)

    @property
    def person(self) -> Copy:
        """The person of the visit."""
        return self._encoding.person

    def refuted(self, wanted: Sequence[Wanted]) -> tuple[Asked, ...]:
        """What was refuted, if all was; else nothing."""
        rules = self.manner.rules
        if rules not in self._carried:
            self._carried[rules] = self._carry()
        carried = self._carried[rules]
        asked = ask(self._encoding, {self.person: {}}, wanted)
        found = judge(asked)
        if carried is None or found.failing or found.reason is not None:
            return ()
        return (*carried, asked)

    @cached_property
    def _encoding(self) -> Encoding:
        program = specialise(self.step.program, self.settings)
        return Encoding(Base.of(program, self.settings, self.timeout_ms, self.manner))

    def _carry(self) -> tuple[Asked, ...] | None:
        """What was refuted so that each visit leaves what the next takes up; None if one may not.

        That is what the step supposes of it; amounts of the year have values if their parts have.
        """
        person = self.person
        if self.step.supposed is Supposed.NOTHING:
            return ()
        signed = self.step.carried if self.step.supposed is Supposed.NOT_NEGATIVE else ()
        left: list[Wanted] = [
            *((left, partial(_below_nothing, person, left)) for _, left in signed),
            *((left, partial(_lost, person, had, left)) for had, left in self.step.carried),
            *((part, partial(_without_value, person, part)) for part in self.step.summed),
        ]
        asked = ask(self._encoding, {person: {}}, left)
        found = judge(asked)
        return None if found.failing or found.reason is not None else (asked,)


def _below_nothing(person: Copy, name: str) -> Claim:
    return all_of(person.valued(Amount(name)), less(person.amount(name), 0))


def _lost(person: Copy, had: str, left: str) -> Claim:
    return all_of(person.valued(Amount(had)), _without_value(person, left))


def _without_value(person: Copy, name: str) -> Claim:
    return negate(person.valued(Amount(name)))
