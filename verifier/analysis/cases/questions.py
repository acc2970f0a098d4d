"""What a case of a document is asked: found in the inputs of its Program and its declarations.

A choice has one answer, a flag is true or false, categories are held at moments, a number has
bounds. The same questions are read by the reader of cases and by the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verifier.program.labels import Labels, parse_term
from verifier.program.model import Argument, BoolInput, Fact, NumberInput, Program
from verifier.program.sorts import Sort
from verifier.words import Bilingual

VISITS = Bilingual("就诊", "visits")


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: the symbol of the encoding, and its label."""

    value: Argument
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with one answer; `default` is taken if it is not given."""

    name: str
    label: Bilingual
    options: tuple[Option, ...]
    default: Argument | None
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A question with any number of answers, at each of several moments."""

    name: str
    label: Bilingual
    options: tuple[Option, ...]
    moments: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A circumstance: `field(name)`, or a bare atom if it has no field."""

    name: str
    label: Bilingual
    field: str
    default: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity of the case with its bounds, in smallest units."""

    name: str
    label: Bilingual
    sort: Sort
    low: int
    high: int
    reason: Bilingual | None


@dataclass(frozen=True, slots=True)
class Table:
    """Quantities of one kind, by scheme: `billed(aid)`."""

    name: str
    label: Bilingual
    entries: tuple[tuple[Option, Number], ...]


Question = Choice | Held | Flag | Number | Table


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions about the person-year, and those about each visit."""

    person: tuple[Question, ...]
    visit: tuple[Question, ...]


_FLAGS = "flags"
_ORDER = {
    name: place
    for place, name in enumerate(
        ("year", "held", "tier", "enrolled", "size", "says", "kind", "place", "level", "flag")
    )
}


def questions(program: Program) -> Questions:
    """Find what a case of the Program's document is asked."""
    return _Finder(program).find()


class _Finder:
    """Groups the inputs of a Program by predicate; of the visits, the first speaks for all."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.labels = Labels(program.facts)
        self.kinds = {
            str(fact.arguments[0]): str(fact.arguments[1])
            for fact in program.facts.get("field", ())
        }
        self.defaults: dict[str, tuple[Argument, ...]] = {}
        for fact in program.facts.get("default", ()):
            name, value = fact.arguments
            self.defaults[str(name)] = (*self.defaults.get(str(name), ()), value)

    def find(self) -> Questions:
        person: dict[str, list[Fact]] = {}
        visit: dict[str, list[Fact]] = {}
        for item in self.program.inputs:
            if not isinstance(item, BoolInput) or item.policy:
                continue
            term = parse_term(item.name)
            if len(term.arguments) > 1 and isinstance(term.arguments[0], int):
                if term.arguments[0] == 1:
                    visit.setdefault(term.name, []).append(Fact(term.name, term.arguments[1:]))
            else:
                person.setdefault(term.name, []).append(term)
        numbers, by_visit = self._numbers()
        return Questions(
            (*self._booleans(person), *numbers),
            (*self._booleans(visit), *by_visit),
        )

    def _booleans(self, groups: dict[str, list[Fact]]) -> Iterable[Question]:
        known = sorted(groups, key=lambda name: (name not in _ORDER, _ORDER.get(name, 0), name))
        for name in known:
            terms = groups[name]
            if any(len(term.arguments) > 1 for term in terms):
                yield self._held(name, terms)
            elif self.kinds.get(name, _FLAGS) == _FLAGS:
                yield from (self._flag(term) for term in terms)
            else:
                yield self._choice(name, terms)

    def _choice(self, name: str, terms: list[Fact]) -> Choice:
        values = [term.arguments[0] for term in terms]
        default = next(iter(self.defaults.get(name, ())), None)
        return Choice(
            name,
            self.labels.field(name),
            tuple(Option(value, self.labels.option(name, value)) for value in _sorted(values)),
            default if default in values else None,
            self.labels.bound(name),
        )

    def _held(self, name: str, terms: list[Fact]) -> Held:
        values = _sorted(term.arguments[0] for term in terms)
        moments = _sorted(term.arguments[1] for term in terms)
        return Held(
            name,
            self.labels.field(name),
            tuple(Option(value, self.labels.option(name, value)) for value in values),
            tuple(Option(moment, self.labels.symbol(moment)) for moment in moments),
        )

    def _flag(self, term: Fact) -> Flag:
        if not term.arguments:
            return Flag(term.name, self.labels.symbol(term.name), "", False)
        value = term.arguments[0]
        default = value in self.defaults.get(term.name, ())
        return Flag(str(value), self.labels.symbol(value), term.name, default)

    def _numbers(self) -> tuple[list[Question], list[Question]]:
        person: list[Question] = []
        visit: list[Question] = []
        tables: dict[str, list[tuple[Option, Number]]] = {}
        for item in self.program.inputs:
            if not isinstance(item, NumberInput):
                continue
            match parse_term(item.name):
                case Fact(name, (key, 1)):
                    option = Option(key, self.labels.symbol(key))
                    tables.setdefault(name, []).append((option, self._number(name, item)))
                case Fact(name, (1,)):
                    visit.append(self._number(name, item))
                case Fact(name, ()):
                    person.append(self._number(name, item))
        visit += [
            Table(name, self.labels.quantity(name) or Bilingual(name, name), tuple(entries))
            for name, entries in tables.items()
        ]
        return person, visit

    def _number(self, name: str, item: NumberInput) -> Number:
        label = self.labels.quantity(name) or Bilingual(name, name)
        return Number(name, label, item.sort, item.low, item.high, self.labels.bound(name))


def _sorted(values: Iterable[Argument]) -> list[Argument]:
    """Numbers by size; symbols in the order of the encoding, as far as the Program keeps it."""
    unique = list(dict.fromkeys(values))
    return sorted(unique, key=lambda value: value if isinstance(value, int) else 0)
