"""The step of a settlement: one visit of a year, after any number of others.

What the visits before have left, the amounts that the core declares `carried`, becomes an input of
the step: any amount that is not negative. What other visits say otherwise may only be asked as "one
of them" (`A :- something of a visit`), and becomes an input, too. So each visit of each year is a
case of the step, whatever its number, if the rules speak of every visit alike (`EveryVisit`); and
what holds in every case of the step holds for any number of visits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from verifier.program.labels import parse_term
from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    Argument,
    AtomAlternative,
    AtomDefinition,
    BoolInput,
    Constraint,
    EveryVisit,
    Fact,
    NumberInput,
    Program,
)
from verifier.program.names import closure, definition_key, names_used, term_keys
from verifier.program.terms import Amount, Atom

_VISIT = 1
_ENOUGH = 10**15
"""More than any year can add up to, in smallest units."""

Definition = AtomDefinition | AmountDefinition


@dataclass(frozen=True, slots=True)
class OneVisit:
    """The step as a Program of its own.

    Attributes:
        program: The Program, with what is carried among its inputs.
        atoms: Which of the atoms that were asked for are in it.
        carried: By what is carried to the visit, what it leaves to the next one.
    """

    program: Program
    atoms: frozenset[str]
    carried: tuple[tuple[str, str], ...]


def one_visit(program: Program, atoms: Iterable[str]) -> OneVisit:
    """The step of `program`, which has two visits or more, as far as it is needed for the atoms.

    An atom on one visit stands for those that say the same of others.
    """
    return _Step(program, atoms).program()


def nested(name: str) -> str:
    """The name, among argument places, of a term that is itself an argument."""
    return f"term {name}"


def visits_of(name: str, every: EveryVisit) -> frozenset[int]:
    """The visits that the name of an atom or amount speaks of."""
    return frozenset(_visits(parse_term(name), every, top=True))


def at_visits(name: str, every: EveryVisit, visit: int) -> str:
    """The name with this visit in place of each that it speaks of."""
    return str(_moved(parse_term(name), every, visit, top=True))


def _visits(term: Fact, every: EveryVisit, *, top: bool) -> Iterator[int]:
    own = term.name if top else nested(term.name)
    for position, argument in enumerate(term.arguments):
        if isinstance(argument, Fact):
            yield from _visits(argument, every, top=False)
        elif isinstance(argument, int) and (own, len(term.arguments), position) in every.places:
            yield argument


def _moved(term: Fact, every: EveryVisit, visit: int, *, top: bool) -> Fact:
    own = term.name if top else nested(term.name)
    found: list[Argument] = []
    for position, argument in enumerate(term.arguments):
        place = (own, len(term.arguments), position)
        if isinstance(argument, Fact):
            found.append(_moved(argument, every, visit, top=False))
        else:
            moved = isinstance(argument, int) and place in every.places
            found.append(visit if moved else argument)
    return Fact(term.name, tuple(found))


def _left(name: str) -> str:
    return f"left_before({name})"


def _guards(definition: Definition) -> set[str]:
    """What says whether a definition applies."""
    return {
        key for a in definition.alternatives if isinstance(a, AmountAlternative)
        for key in term_keys(a.guard)
    }


class _Step:
    def __init__(self, program: Program, atoms: Iterable[str]) -> None:
        self._program = program
        self._asked = frozenset(atoms)
        self._every = program.every_visit
        self._definitions = {definition_key(d): d for d in program.definitions}
        # What is carried has a value of its own at the first visit; only one from the core is told.
        self._stateful = frozenset(
            key for key, d in self._definitions.items()
            if d.name.partition("(")[0] in self._every.state and self._of(d.name) == {_VISIT}
        )
        self._carried = frozenset(
            key for key in self._stateful
            if [a.rule for a in self._definitions[key].alternatives] == [""]
        )
        self._clean: dict[str, bool] = {}
        self._elsewhere: dict[str, BoolInput] = {}
        # Only what leaves a value that follows from the visit can be carried on and on.
        while lost := {key for key in self._carried if not self._leaves(self._next(key))}:
            self._carried -= lost
            self._clean.clear()
        self._elsewhere.clear()

    def _next(self, key: str) -> str:
        """What a visit leaves of a carried amount."""
        return f"amount {at_visits(self._definitions[key].name, self._every, _VISIT + 1)}"

    def _of(self, name: str) -> frozenset[int]:
        return visits_of(name, self._every)

    def program(self) -> OneVisit:
        wanted = {name for name in self._asked if self._within(f"atom {name}")}
        keys = self._cone(f"atom {name}" for name in wanted)
        constraints = tuple(c for c in self._program.constraints if self._stands(c))
        keys |= self._cone(k for c in constraints for k in term_keys(c.body))
        # What is carried rests on what else is carried: each needs what a visit leaves of it.
        while more := {self._next(key) for key in self._carried & keys} - keys:
            keys |= more | self._cone(k for n in more for k in names_used(self._definitions[n]))
        definitions = tuple(self._kept(d) for key, d in self._definitions.items() if key in keys)
        inputs = (
            *(i for i in self._program.inputs if self._of(i.name) <= {_VISIT}),
            *self._elsewhere.values(),
            *(self._before(key) for key in sorted(self._carried & keys)),
        )
        program = replace(
            self._program, visits=1, inputs=inputs, definitions=definitions,
            constraints=constraints,
        )
        return OneVisit(program, frozenset(wanted), tuple(
            (key.partition(" ")[2], self._next(key).partition(" ")[2])
            for key in sorted(self._carried & keys)
        ))

    def _stands(self, constraint: Constraint) -> bool:
        """Whether every visit is under a constraint, not only one that it names."""
        names = [parse_term(key.partition(" ")[2]) for key in term_keys(constraint.body)]
        return not constraint.rule and all(map(self._within, term_keys(constraint.body))) and all(
            str(n.arguments[0]) in self._every.constraints for n in names if n.name == "impossible"
        )

    def _before(self, key: str) -> NumberInput:
        """What the visits before have left of a carried amount."""
        definition = self._definitions[key]
        assert isinstance(definition, AmountDefinition)
        return NumberInput(_left(definition.name), definition.sort, 0, _ENOUGH)

    def _leaves(self, after: str) -> bool:
        """Whether what the visit leaves follows from the visit and what was carried to it."""
        definition = self._definitions.get(after)
        return definition is not None and all(map(self._within, names_used(definition)))

    def _cone(self, keys: Iterable[str]) -> set[str]:
        """What definitions in the step rest on in it, themselves included."""
        return set(closure(keys, self._uses))

    def _uses(self, key: str) -> Iterable[str]:
        definition = self._definitions.get(key)
        return () if definition is None else names_used(self._kept(definition))

    def _within(self, key: str) -> bool:
        """Whether a name of the Program means the same in the step."""
        if key not in self._clean:
            self._clean[key] = self._decide(key)
        return self._clean[key]

    def _decide(self, key: str) -> bool:
        if key in self._stateful and key not in self._carried:
            return False
        if not self._of(key.partition(" ")[2]) <= {_VISIT}:
            return False
        definition = self._definitions.get(key)
        if definition is None or key in self._carried:
            guards = () if definition is None else _guards(definition)
            return all(map(self._within, guards))
        return all(map(self._within, names_used(self._kept(definition))))

    def _kept(self, definition: Definition) -> Definition:
        """The definition in the step.

        What is carried to the visit is an input, where it has a value at all. Of an atom on no
        visit, what speaks of other visits alone is the truth of an input; of one that is asked for
        it is left out, as the other visit has a step of its own.
        """
        if isinstance(definition, AmountDefinition):
            if definition_key(definition) not in self._carried:
                return definition
            left = Amount(_left(definition.name))
            return replace(definition, alternatives=tuple(
                replace(a, value=left) for a in definition.alternatives
            ))
        if self._of(definition.name):
            return definition
        own = [a for a in definition.alternatives if not self._elsewhere_only(a)]
        if len(own) == len(definition.alternatives):
            return definition
        if definition.name in self._asked:
            return AtomDefinition(definition.name, tuple(own))
        name = f"at_another_visit({definition.name})"
        self._elsewhere[name] = BoolInput(name)
        return AtomDefinition(definition.name, (*own, AtomAlternative("", Atom(name))))

    def _elsewhere_only(self, alternative: AtomAlternative) -> bool:
        named = [self._of(key.partition(" ")[2]) for key in term_keys(alternative.body)]
        return any(named) and not any(_VISIT in visits for visits in named)
