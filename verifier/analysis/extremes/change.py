"""One person under two policies that differ in a reading, a figure or a struck rule.

Everything that a case says is the same under both, but for what other rules pay: that stands on the
bill where a policy leaves it to them, and only there. So where a change takes that ground away, or
gives it, the bill is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from verifier.analysis import replay as rerun
from verifier.analysis.checking.abstraction import Abstraction
from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.guesses import guesses
from verifier.analysis.outputs import outcomes, outputs, shown
from verifier.engines import exact
from verifier.engines.smt import (
    NO,
    Assignment,
    Claim,
    Focus,
    Quantity,
    Session,
    Variant,
    all_of,
    any_of,
    difference,
    equal,
    iff,
    negate,
)
from verifier.program.model import AmountDefinition, AtomDefinition, Program
from verifier.program.names import Dependencies, definition_key
from verifier.program.terms import Amount

Room = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Posed:
    """Claims about the results of both, what answers them, and what ties the bills of both."""

    asked: Asked
    same_bill: Claim


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
        self.grounds = _moving_grounds(program, _moved(program, change))
        self.moved = _moved(program, change) | {f"amount {n}" for n in self.grounds}
        self.after = self.session.twin(self.before, "after", tuple(self.grounds), change)
        self.rooms: tuple[Room, ...] = Abstraction.of(program).settings()
        self._changed = without(program, change.struck)
        amounts = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
        atoms = {d.name for d in program.definitions if isinstance(d, AtomDefinition)}
        results = (*outputs(program, program.visits), *shown(program, program.visits))
        self.amounts = [n for n in dict.fromkeys(results) if n in amounts]
        self.outcomes = [n for n in outcomes(program, program.visits) if n in atoms]

    @property
    def truths(self) -> dict[str, bool]:
        """The truths that the changed policy has in place of its own."""
        return {n: v for n, v in self.change.settings.items() if isinstance(v, bool)}

    def names(self) -> list[str]:
        """All that a case results in."""
        return [*self.amounts, *self.outcomes]

    def differs(self, name: str) -> Claim:
        """The claim that a result is not the same."""
        return self._apart(name, name in self.amounts)

    def _apart(self, name: str, amount: bool) -> Claim:
        if not amount:
            return negate(iff(self.before.atom(name), self.after.atom(name)))
        unequal = negate(equal(self.before.amount(name), self.after.amount(name)))
        return any_of(self.one_valued(name), all_of(self.valued(name), unequal))

    def valued(self, name: str) -> Claim:
        """The claim that both give an amount; where one does not, it is any number here."""
        return all_of(*self._values(name))

    def one_valued(self, name: str) -> Claim:
        """The claim that only one of both gives an amount."""
        return negate(iff(*self._values(name))) if self.after.differs(name) else NO

    def _values(self, name: str) -> tuple[Claim, Claim]:
        return self.before.valued(Amount(name)), self.after.valued(Amount(name))

    def rise(self, name: str) -> Quantity:
        """By how much a result is more after the change."""
        return difference(self.after.amount(name), self.before.amount(name))

    def ask(self, names: Iterable[str], room: Room) -> Posed:
        """What answers whether these results differ, but for those that cannot."""
        with self.session.subject() as subject:
            same_bill = self._same_bill()
            claims = tuple((name, all_of(same_bill, self.differs(name))) for name in names)
        open_ = tuple((name, c) for name, c in claims if c.constant is not False)
        focus = self.session.focus(subject, {self.before: room, self.after: room})
        return Posed(Asked(focus, open_), same_bill)

    def ask_of(self, amount: bool, name: str, room: Room) -> tuple[Focus, Claim]:
        """What answers whether an amount or an atom differs, and the claim that it does."""
        return self.posed(lambda: self._apart(name, amount), room)

    def posed(self, claim: Callable[[], Claim], room: Room) -> tuple[Focus, Claim]:
        """What answers a claim about both, and the claim with what ties the bills of both."""
        with self.session.subject() as subject:
            wanted = all_of(self._same_bill(), claim())
        return self.session.focus(subject, {self.before: room, self.after: room}), wanted

    def _same_bill(self) -> Claim:
        """What other rules pay is the same wherever both policies leave it to them."""
        return all_of(*(
            any_of(
                negate(self.before.atom(ground)), negate(self.after.atom(ground)),
                equal(self.before.amount(name), self.after.amount(name)),
            )
            for name, ground in self.grounds.items()
        ))

    def narrow(self, room: Room) -> Iterator[Room]:
        """The room for those who hold one category, one room for each; none without categories."""
        for known in guesses(self.program, (), {self.before: room, self.after: room}):
            yield dict(known[self.before])

    def replay(
        self, cases: Mapping[str, Assignment]
    ) -> tuple[exact.Evaluation, exact.Evaluation] | None:
        """Compute a case of the solver before and after the change; None if it cannot exist."""
        before, after = (
            exact.evaluate(program, assignment) for program, assignment in
            zip((self.program, self._changed), self.assignments(cases), strict=True)
        )
        return None if before.broken or after.broken else (before, after)

    def assignments(
        self, cases: Mapping[str, Assignment]
    ) -> tuple[exact.Assignment, exact.Assignment]:
        """A case of the solver as the exact engine takes it, before and after the change."""
        before, after = (
            exact.Assignment(cases[name].booleans, {**cases[name].numbers, **self._numbers(name)})
            for name in ("before", "after")
        )
        return before, after

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


def moved(program: Program, change: Variant) -> frozenset[str]:
    """The keys of what a change bears on directly, and of the bills that it makes other ones."""
    direct = _moved(program, change)
    return direct | {f"amount {n}" for n in _moving_grounds(program, direct)}


def _moved(program: Program, change: Variant) -> frozenset[str]:
    """The keys of what a change bears on directly."""
    named = {
        f"{kind} {name}" for name in {*change.settings, *change.freed}
        for kind in ("amount", "atom")
    }
    struck = {
        definition_key(d) for d in program.definitions
        if any(a.rule in change.struck for a in d.alternatives)
    }
    return frozenset(named | struck)


def _moving_grounds(program: Program, moved: frozenset[str]) -> dict[str, str]:
    """What other rules pay, by what leaves it to them, where the change bears on that.

    The name of an input `billed(Scheme,Visit)`, with the atom `settled_otherwise(Scheme,Visit)`.
    """
    dependencies = Dependencies(program)
    found = {}
    for item in program.inputs:
        ground = item.name.replace("billed(", "settled_otherwise(", 1)
        if item.name.startswith("billed(") and moved & dependencies.cone([f"atom {ground}"]):
            found[item.name] = ground
    return found


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
