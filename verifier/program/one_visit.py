"""The step of a settlement: one visit of a year, after any number of others.

What the visits before have left, the amounts that the core declares `carried`, becomes an input of
the step, as far as it is `Supposed`. An amount of the whole year, as a sum of what all visits cost,
becomes one that may be anything. What other visits say otherwise may only be asked as "one of them"
(`A :- something of a visit`), and becomes an input, too. So each visit of each year is a case of
the step, whatever its number, if the rules speak of every visit alike (`EveryVisit`); and what
holds in every case of the step holds for any number of visits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

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
from verifier.program.names import closure, definition_key, names_used, parts, term_keys
from verifier.program.terms import TRUE, Aggregate, Amount, Atom, Expression, Formula, conjunction

_VISIT = 1
_ENOUGH = 10**60
"""More than any number of visits can add up to, in smallest units, whatever it is multiplied by."""

Definition = AtomDefinition | AmountDefinition


class Supposed(Enum):
    """What is supposed of the amounts that visits before have left, and of those of the year."""

    NOTHING = "perhaps they have no value"
    VALUES = "they have some value"
    NOT_NEGATIVE = "they have a value, and what was left is not negative"


@dataclass(frozen=True, slots=True)
class OneVisit:
    """The step as a Program of its own.

    Attributes:
        program: The Program, with what is carried among its inputs.
        supposed: What is supposed of these.
        atoms: Which of the atoms that were asked for are in it.
        keys: Which of the definitions that were asked for are in it, by their keys.
        carried: By what is carried to the visit, what it leaves to the next one.
        summed: What each visit gives to amounts of the year, which have values if it always has.
    """

    program: Program
    supposed: Supposed
    atoms: frozenset[str]
    keys: frozenset[str]
    carried: tuple[tuple[str, str], ...]
    summed: tuple[str, ...]


def one_visit(
    program: Program, supposed: Supposed, atoms: Iterable[str] = (), keys: Iterable[str] = ()
) -> OneVisit:
    """The step of `program`, which has two visits or more, as far as it is needed.

    It is for the atoms, of which one on a visit stands for those that say the same of others; and
    for the definitions with these keys.
    """
    return _Step(program, supposed, atoms, keys).program()


def nested(name: str) -> str:
    """The name, among argument places, of a term that is itself an argument."""
    return f"term {name}"


def visits_of(name: str, every: EveryVisit) -> frozenset[int]:
    """The visits that the name of an atom or amount speaks of."""
    return frozenset(_visits(parse_term(name), every, top=True))


def at_first(key: str, every: EveryVisit) -> str:
    """The key of a definition with the first visit in place of each that its name speaks of."""
    kind, name = key.split(" ", 1)
    return f"{kind} {at_visits(name, every, _VISIT)}"


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


def _always(definition: Definition) -> bool:
    """Whether it is an amount that has a value wherever its parts have."""
    one = definition.alternatives[0]
    return len(definition.alternatives) == 1 and isinstance(one, AmountAlternative) and (
        one.guard == TRUE and not _hollow(one.value)
    )


def _hollow(term: Formula | Expression) -> bool:
    """Whether a term may be the least or greatest of nothing, and so have no value."""
    if isinstance(term, Aggregate) and term.function != "sum" and all(
        condition != TRUE for condition, _ in term.elements
    ):
        return True
    return any(map(_hollow, parts(term)))


def _name(key: str) -> str:
    return key.partition(" ")[2]


def _guards(definition: Definition) -> set[str]:
    """What says whether a definition applies."""
    return {
        key for a in definition.alternatives if isinstance(a, AmountAlternative)
        for key in term_keys(a.guard)
    }


class _Step:
    def __init__(
        self, program: Program, supposed: Supposed, atoms: Iterable[str], keys: Iterable[str]
    ) -> None:
        self._program = program
        self._asked = frozenset(atoms)
        self._keys = frozenset(keys)
        self._supposed = supposed
        self._every = program.every_visit
        self._definitions = {definition_key(d): d for d in program.definitions}
        # What is carried has a value of its own at the first visit; only one from the core is told.
        self._stateful = frozenset(
            key for key, d in self._definitions.items()
            if d.name.partition("(")[0] in self._every.state and self._of(d.name) == {_VISIT}
        )
        self._carried = frozenset(key for key in self._stateful if self._told_by_core(key))
        self._clean: dict[str, bool] = {}
        self._inputs: dict[str, BoolInput | NumberInput] = {}
        # Only what leaves a value that follows from the visit can be carried on and on.
        while lost := {key for key in self._carried if not self._leaves(self._next(key))}:
            self._carried -= lost
            self._clean.clear()
        self._inputs.clear()

    def _next(self, key: str) -> str:
        """What a visit leaves of a carried amount."""
        return f"amount {at_visits(self._definitions[key].name, self._every, _VISIT + 1)}"

    def _of(self, name: str) -> frozenset[int]:
        return visits_of(name, self._every)

    def program(self) -> OneVisit:
        wanted = {name for name in self._asked if self._within(f"atom {name}")}
        also = {key for key in self._keys if key in self._definitions and self._within(key)}
        keys = self._cone((*(f"atom {name}" for name in wanted), *also))
        constraints = tuple(c for c in self._program.constraints if self._stands(c))
        keys |= self._cone(k for c in constraints for k in term_keys(c.body))
        # What is carried rests on what else is carried: each needs what a visit leaves of it.
        while more := (self._left(keys) | self._summed(keys)) - keys:
            keys |= more | self._cone(k for n in more for k in self._used_by(n))
        definitions = tuple(self._kept(d) for key, d in self._definitions.items() if key in keys)
        inputs = (
            *(i for i in self._program.inputs if self._of(i.name) <= {_VISIT}),
            *(self._inputs[name] for name in sorted(self._inputs)),
        )
        program = replace(
            self._program, visits=1, inputs=inputs, definitions=definitions,
            constraints=constraints,
        )
        return OneVisit(program, self._supposed, frozenset(wanted), frozenset(also), tuple(
            (_name(key), _name(self._next(key))) for key in sorted(self._carried & keys)
        ), tuple(map(_name, sorted(self._summed(keys)))))

    def _left(self, keys: set[str]) -> set[str]:
        """What a visit leaves of those of the amounts that are carried."""
        return {self._next(key) for key in self._carried & keys}

    def _summed(self, keys: set[str]) -> set[str]:
        """What a visit gives to those of the amounts that are of the year."""
        return {part for key in keys if self._of_the_year(key) for part in self._parts(key)}

    def _stands(self, constraint: Constraint) -> bool:
        """Whether every visit is under a constraint, not only one that it names."""
        keys = term_keys(constraint.body)
        names = [parse_term(_name(key)) for key in keys]
        return not constraint.rule and all(map(self._within, keys)) and all(
            str(n.arguments[0]) in self._every.constraints for n in names if n.name == "impossible"
        ) and not any(map(self._of_the_year, self._cone(keys)))

    def _leaves(self, after: str) -> bool:
        """Whether what the visit leaves follows from the visit and what was carried to it."""
        return self._told_by_core(after) and all(map(self._within, self._used_by(after)))

    def _told_by_core(self, key: str) -> bool:
        """Whether an amount has one definition, and no rule of the document says it."""
        definition = self._definitions.get(key)
        return definition is not None and [a.rule for a in definition.alternatives] == [""]

    def _cone(self, keys: Iterable[str]) -> set[str]:
        """What definitions in the step rest on in it, themselves included."""
        return set(closure(keys, self._uses))

    def _uses(self, key: str) -> Iterable[str]:
        definition = self._definitions.get(key)
        return () if definition is None else names_used(self._kept(definition))

    def _used_by(self, key: str) -> set[str]:
        """What a definition uses as it is written."""
        return names_used(self._definitions[key]) if key in self._definitions else set()

    def _within(self, key: str) -> bool:
        """Whether a name of the Program means the same in the step."""
        if key not in self._clean:
            self._clean[key] = False  # for what rests on itself, of which nothing is known
            self._clean[key] = self._decide(key)
        return self._clean[key]

    def _decide(self, key: str) -> bool:
        if key in self._stateful and key not in self._carried:
            return False
        if not self._of(_name(key)) <= {_VISIT}:
            return False
        definition = self._definitions.get(key)
        if definition is None or key in self._carried:
            guards = () if definition is None else _guards(definition)
            return all(map(self._within, guards))
        if self._of_the_year(key):
            return _always(definition) and all(
                part in self._definitions and self._within(part) for part in self._parts(key)
            )
        return all(map(self._within, names_used(self._kept(definition))))

    def _of_the_year(self, key: str) -> bool:
        """Whether it is an amount on no visit that rests on more than one visit has."""
        return key in self._definitions and key.startswith("amount ") and (
            not self._of(_name(key)) and not all(map(self._within, self._used_by(key)))
        )

    def _parts(self, key: str) -> Iterator[str]:
        """The amounts that an amount of the year is made of, as this visit has them."""
        for used in self._used_by(key):
            if used.startswith("amount ") and used in self._definitions:
                yield at_first(used, self._every)

    def _kept(self, definition: Definition) -> Definition:
        """The definition in the step.

        What is carried to the visit is an input, where it has a value at all; so is an amount of
        the year. Of an atom on no visit, what speaks of other visits alone is the truth of an
        input; of one that is asked for it is left out, as the other visit has a step of its own.
        """
        if isinstance(definition, AmountDefinition):
            return self._kept_amount(definition)
        if self._of(definition.name):
            return definition
        own = [a for a in definition.alternatives if not self._elsewhere_only(a)]
        if len(own) == len(definition.alternatives):
            return definition
        if definition.name in self._asked:
            return AtomDefinition(definition.name, tuple(own))
        name = f"at_another_visit({definition.name})"
        self._inputs[name] = BoolInput(name)
        return AtomDefinition(definition.name, (*own, AtomAlternative("", Atom(name))))

    def _kept_amount(self, definition: AmountDefinition) -> AmountDefinition:
        key = definition_key(definition)
        if key in self._carried:
            least = 0 if self._supposed is Supposed.NOT_NEGATIVE else -_ENOUGH
            return self._free(definition, f"left_before({definition.name})", least)
        if self._of_the_year(key):
            return self._free(definition, f"of_the_year({definition.name})", -_ENOUGH)
        return definition

    def _free(self, definition: AmountDefinition, name: str, low: int) -> AmountDefinition:
        """The definition with any value from `low` where it has a value."""
        self._inputs[name] = NumberInput(name, definition.sort, low, _ENOUGH)
        known: Formula = TRUE
        if self._supposed is Supposed.NOTHING:
            known = Atom(f"valued({name})")
            self._inputs[known.name] = BoolInput(known.name)
        return replace(definition, alternatives=tuple(
            replace(a, guard=conjunction(a.guard, known), value=Amount(name))
            for a in definition.alternatives
        ))

    def _elsewhere_only(self, alternative: AtomAlternative) -> bool:
        named = [self._of(_name(key)) for key in term_keys(alternative.body)]
        return any(named) and not any(_VISIT in visits for visits in named)
