"""What every property is asked with: the program, its readings, and how much is to be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from verifier.analysis import replay as rerun
from verifier.analysis.checking.any_visit import AnyVisit
from verifier.analysis.checking.encoding import Base, Encoding, Two
from verifier.analysis.checking.hints import (
    Notes,
    hinted_case,
    hinted_pair,
    hinted_person,
    names_of,
)
from verifier.analysis.checking.options import Options, Trust
from verifier.analysis.checking.rounding import rounding_steps
from verifier.engines.exact import Evaluation
from verifier.engines.smt import Assignment, Manner
from verifier.program.model import Program, Rule
from verifier.program.names import Dependencies
from verifier.program.readings import default_readings
from verifier.program.settled import settled_atoms
from verifier.program.specialise import specialise
from verifier.properties.declared import premises


@dataclass(frozen=True)
class Question:
    """A program with the readings it is asked for.

    `simplest` asks for the simplest person and the largest harm of what fails; `timeout_ms` limits
    each question to the solver. What is made once for all properties is made when first needed;
    the `base` of the encoding may be that of a whole of which the program is a part.
    """

    program: Program
    default_readings: Mapping[str, str]
    settings: Mapping[str, bool]
    simplest: bool
    timeout_ms: int
    trust: Trust = field(default_factory=Trust)
    base: Base | None = field(default=None, repr=False, compare=False)
    notes: Notes = field(default_factory=Notes, repr=False, compare=False)
    manner: Manner = field(default_factory=Manner, repr=False, compare=False)
    _rounding: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _replayed: dict[object, Evaluation] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def of(program: Program, options: Options, base: Base | None = None) -> Question:
        """A question under the default readings, or under every reading."""
        defaults = default_readings(program)
        settings = {} if options.all_readings else {
            i.name: i.name in {f"reads({t},{o})" for t, o in defaults.items()}
            for i in program.inputs if i.name.startswith("reads(")
        }
        return Question(
            program, defaults, settings, options.simplest, options.timeout_ms, options.trust, base,
            manner=Manner() if base is None else base.manner,
        )

    @property
    def completes(self) -> bool:
        """Whether more is asked of a case that is known, so that the solver has to have it, too."""
        return self.simplest and self.notes.known.sought is None

    @cached_property
    def encoding(self) -> Encoding:
        """The persons of the document, in the readings that are asked for."""
        return Encoding(self.base or self.begun(), self.program)

    def begun(self) -> Base:
        """The person that an encoding begins with."""
        program = specialise(self.program, self.settings, keep=premises(self.program))
        return Base.of(program, self.settings, self.timeout_ms, self.manner)

    @cached_property
    def any_visit(self) -> AnyVisit:
        """One visit of the document, whatever was before it."""
        return AnyVisit(self.program, self.settings, self.timeout_ms, self.manner)

    @cached_property
    def dependencies(self) -> Dependencies:
        """What each definition of the program rests on."""
        return Dependencies(self.program)

    @cached_property
    def settled(self) -> Mapping[str, bool | None]:
        """The truth of each atom in these readings; None where it depends on the case."""
        return settled_atoms(self.program.definitions, self.settings)

    @cached_property
    def stated(self) -> frozenset[str]:
        """What the document and the properties declare."""
        return frozenset(str(fact) for found in self.program.facts.values() for fact in found)

    def rounding(self, amount: str) -> int:
        """How many steps an amount is rounded in, which is what rounding can do, in fen."""
        if amount not in self._rounding:
            self._rounding[amount] = rounding_steps(self.program, amount)
        return self._rounding[amount]

    def replay(self, case: Assignment) -> Evaluation:
        """A case of the solver, computed by the exact engine; once, as many are looked at again."""
        key = (tuple(case.inputs.items()), tuple(case.policy.items()))
        found = self._replayed.get(key)
        if found is None:
            found = self._replayed[key] = rerun.replay(self.program, case)
        return found

    def hinted_person(self) -> Iterator[tuple[Assignment, Evaluation]]:
        """Yield the persons who are hinted at and can exist, with what they get."""
        for case in hinted_person(self.notes.known, self.program, self.settings):
            evaluation = self.replay(case)
            if not evaluation.broken:
                yield case, evaluation

    def hinted_pair(self, apart: Collection[str]) -> Iterator[tuple[Two, list[Evaluation]]]:
        """Yield two persons each who are hinted at and can exist, with what they get."""
        for two in hinted_pair(self.notes.known, self.program, self.settings, apart):
            evaluations = [self.replay(case) for case in two]
            if not any(e.broken for e in evaluations):
                yield two, evaluations

    def hinted_case(self, place: int | None, apart: Collection[str]) -> tuple[Assignment, ...]:
        """The persons at a place of what is hinted at; none if there are none."""
        if place is None:
            return ()
        return hinted_case(self.notes.known, self.program, self.settings, place, apart)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What rules are called in hints, by their identifiers."""
        return names_of(self.program.rules)

    def rules(self, ids: Iterable[str]) -> tuple[Rule, ...]:
        """Rules of the document by their identifiers, in the order of the text."""
        found = [self.program.rules[i] for i in ids]
        return tuple(sorted(found, key=lambda r: r.span))
