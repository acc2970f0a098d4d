"""One person under two policies that differ in a reading, a figure or a struck rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.abstraction import Abstraction
from verifier.analysis.checking.encoding import Asked
from verifier.analysis.outputs import outcomes, outputs
from verifier.engines import exact
from verifier.engines.smt import (
    Assignment,
    Claim,
    Quantity,
    Session,
    Variant,
    difference,
    equal,
    iff,
    negate,
)
from verifier.program.model import AmountDefinition, AtomDefinition, Program

Room = Mapping[str, bool]


class Change:
    """A policy and another, for one person at a time; every other thing is the same in both."""

    def __init__(
        self, program: Program, settings: Mapping[str, bool], change: Variant, timeout_ms: int
    ) -> None:
        """Enter the person under both; `settings` are the truths that the policy has."""
        self.program = program
        self.settings = settings
        self.change = change
        self.session = Session(timeout_ms=timeout_ms)
        self.before = self.session.copy(program, "before", variant=Variant(settings))
        self.after = self.session.twin(self.before, "after", (), change)
        self.rooms: tuple[Room, ...] = Abstraction.of(program).settings()
        self._changed = without(program, change.struck)
        amounts = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
        atoms = {d.name for d in program.definitions if isinstance(d, AtomDefinition)}
        self.amounts = [n for n in outputs(program, program.visits) if n in amounts]
        self.outcomes = [n for n in outcomes(program, program.visits) if n in atoms]

    def names(self) -> list[str]:
        """All that a case results in."""
        return [*self.amounts, *self.outcomes]

    def differs(self, name: str) -> Claim:
        """The claim that a result is not the same."""
        if name in self.amounts:
            return negate(equal(self.before.amount(name), self.after.amount(name)))
        return negate(iff(self.before.atom(name), self.after.atom(name)))

    def rise(self, name: str) -> Quantity:
        """By how much a result is more after the change."""
        return difference(self.after.amount(name), self.before.amount(name))

    def ask(self, names: Iterable[str], room: Room) -> Asked:
        """What answers whether these results differ, but for those that cannot."""
        with self.session.subject() as subject:
            claims = tuple((name, self.differs(name)) for name in names)
        open_ = tuple((name, c) for name, c in claims if c.constant is not False)
        return Asked(self.session.focus(subject, {self.before: room, self.after: room}), open_)

    def replay(
        self, cases: Mapping[str, Assignment]
    ) -> tuple[exact.Evaluation, exact.Evaluation] | None:
        """Compute a case of the solver before and after the change; None if it cannot exist."""
        found = []
        for name, program in (("before", self.program), ("after", self._changed)):
            case = cases[name]
            numbers = {**case.numbers, **self._numbers(name)}
            found.append(exact.evaluate(program, exact.Assignment(case.booleans, numbers)))
        if any(evaluation.broken for evaluation in found):
            return None
        return found[0], found[1]

    def _numbers(self, name: str) -> dict[str, int]:
        """The figures that are set for one side."""
        if name == "before":
            return {}
        return {n: v for n, v in self.change.settings.items() if not isinstance(v, bool)}

    def differing(self, cases: Mapping[str, Assignment]) -> Iterator[str]:
        """The results that are not the same in a case, as the exact engine computes it."""
        found = self.replay(cases)
        if found is None:
            return
        before, after = found
        for name in self.amounts:
            if rerun.amount(before, name) != rerun.amount(after, name):
                yield name
        for name in self.outcomes:
            if before.atoms[name] is not after.atoms[name]:
                yield name


def without(program: Program, struck: Iterable[str]) -> Program:
    """A Program whose definitions lack these rules."""
    gone = frozenset(struck)
    if not gone:
        return program
    return replace(
        program,
        definitions=tuple(_lacking(d, gone) for d in program.definitions),
        constraints=tuple(c for c in program.constraints if c.rule not in gone),
    )


def _lacking(
    definition: AtomDefinition | AmountDefinition, gone: frozenset[str]
) -> AtomDefinition | AmountDefinition:
    if isinstance(definition, AtomDefinition):
        bodies = tuple(a for a in definition.alternatives if a.rule not in gone)
        return replace(definition, alternatives=bodies)
    return replace(
        definition, alternatives=tuple(a for a in definition.alternatives if a.rule not in gone)
    )
