"""Values, readings and rounding that a user sets for a computation or a check.

`contribution=350` is the parameter of the case's year, `contribution.2023=350` that of a year;
`exclusion=both` picks a reading; `rounding=down` picks how shares become whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from verifier.analysis.cases.entries import Entry, below
from verifier.analysis.cases.lexicon import Lexicon, quoted
from verifier.analysis.cases.numerals import read_quantity
from verifier.analysis.results import Assumption, AssumptionKind
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.labels import Labels
from verifier.program.model import BoolInput, Origin, PolicyValue, Program, Rounding
from verifier.program.names import definition_key, names_used
from verifier.program.sorts import Sort, show
from verifier.source import Span
from verifier.words import Bilingual

ROUNDING = Bilingual("舍入", "rounding")
_ROUNDINGS = {
    Rounding.HALF_UP: Bilingual("四舍五入", "half up"),
    Rounding.DOWN: Bilingual("舍去", "down"),
    Rounding.UP: Bilingual("进一", "up"),
}
_GRADES = {
    "stated": Bilingual("文件所载", "stated in the document"),
    "seen": Bilingual("见于公开资料", "seen in a published source"),
    "derived": Bilingual("推算", "derived"),
    "remembered": Bilingual("仅凭记忆", "remembered only"),
    "none": Bilingual("未查到", "not found"),
}
"""How a parameter is known; another word is shown as it is."""
_WHOLE = 10_000
"""A percentage of 100 in smallest units."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, in the names of a Program, and the assumptions that this makes."""

    program: Program
    booleans: Mapping[str, bool] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()


def flag_entries(pairs: Iterable[str], option: str) -> dict[str, Entry]:
    """Read `NAME=VALUE` from a command line; CaseError if one is not of this form."""
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        span = Span(option)
        if not equals or not name:
            what = message("`{pair}` is not of the form NAME=VALUE", pair=pair)
            problems.append(Problem("setting", span, what, message("write it as NAME=VALUE")))
        elif name in found:
            what = message("`{name}` is given twice", name=name)
            problems.append(Problem("duplicate-key", span, what, message("keep one of them")))
        else:
            found[name] = Entry(value.strip(), name, span)
    if problems:
        raise CaseError(*problems)
    return found


def flatten(entry: Entry) -> dict[str, Entry]:
    """List the settings of a file; a table under a name stands for `name.key`."""
    found: dict[str, Entry] = {}
    pending = [("", entry)]
    while pending:
        path, item = pending.pop()
        if isinstance(item.value, Mapping):
            pending += [(below(path, key), inner) for key, inner in item.value.items()]
        else:
            found[path] = item
    return found


def apply_settings(program: Program, given: Mapping[str, Entry], year: int | None) -> Settings:
    """Find what each setting is about; CaseError with everything that is wrong."""
    reader = _SettingsReader(program, year)
    for name in sorted(given):
        reader.read(name, given[name])
    if reader.problems:
        raise CaseError(*reader.problems)
    return reader.settings()


_DOTTED = re.compile(r"^(?P<name>[^.()]+)[.(](?P<key>[^.()]+)\)?$")


class _SettingsReader:
    def __init__(self, program: Program, year: int | None) -> None:
        self.program = program
        self.year = year
        self.labels = Labels(program.facts)
        self.values = {value.name: value for value in program.values}
        self.topics = self._topics()
        self.chosen: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.rounding = program.rounding
        self.given: list[Assumption] = []
        self.problems: list[Problem] = []
        self.lexicon = self._lexicon()

    def _topics(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for fact in self.program.facts.get("option", ()):
            topic, option = str(fact.arguments[0]), str(fact.arguments[1])
            found[topic] = (*found.get(topic, ()), option)
        return found

    def _lexicon(self) -> Lexicon[PolicyValue | str]:
        words: list[tuple[str, Bilingual, PolicyValue | str]] = [
            (ROUNDING.en, ROUNDING, ROUNDING.en)
        ]
        words += [(topic, self.labels.topic(topic), topic) for topic in self.topics]
        for value in self.program.values:
            bare = value.name.partition("(")[0]
            label = self.labels.quantity(bare) or Bilingual(value.name, value.name)
            words.append((value.name.replace("(", ".").removesuffix(")"), label, value))
            if self.year is not None and value.name == f"{bare}({self.year})":
                words.append((bare, label, value))
        return Lexicon(words)

    def read(self, name: str, entry: Entry) -> None:
        """Read one setting."""
        match = _DOTTED.match(name.strip())
        thing = self.lexicon.find(f"{match['name']}.{match['key']}" if match else name)
        match thing:
            case None:
                self._unknown(name, entry)
            case PolicyValue():
                self._value(thing, name, entry)
            case ROUNDING.en:
                self._rounding(name, entry)
            case str():
                self._reading(thing, name, entry)

    def settings(self) -> Settings:
        """Put together what was read; readings that were not set are their defaults."""
        booleans: dict[str, bool] = {}
        assumptions = list(self.given)
        names = {
            item.name for item in self.program.inputs if isinstance(item, BoolInput) and item.policy
        }
        for topic, options in self.topics.items():
            option = self.chosen.get(topic) or self._default(topic)
            if option is None:
                continue
            for other in options:
                if (name := f"reads({topic},{other})") in names:
                    booleans[name] = other == option
            text = message(
                "{topic} is read as: {option}",
                topic=self.labels.topic(topic),
                option=self.labels.reading(topic, option),
            )
            assumptions.append(Assumption(AssumptionKind.READING, f"{topic}={option}", text))
        text = message(
            "shares are rounded to the fen, {way}; the document does not say how",
            way=_ROUNDINGS[self.rounding],
        )
        assumptions.append(Assumption(AssumptionKind.ROUNDING, self.rounding.value, text))
        program = replace(self.program, rounding=self.rounding)
        return Settings(program, booleans, self.numbers, tuple(assumptions))

    def _default(self, topic: str) -> str | None:
        return next(
            (
                str(fact.arguments[1])
                for fact in self.program.facts.get("default", ())
                if str(fact.arguments[0]) == topic
            ),
            None,
        )

    def _unknown(self, name: str, entry: Entry) -> None:
        years = [
            value.name for value in self.program.values if value.name.partition("(")[0] == name
        ]
        if years:
            mend = message("possible are {words}", words=quoted(years))
        else:
            mend = self.lexicon.mend(name)
        what = message("`{name}` is no value or reading of this document", name=name)
        self.problems.append(Problem("unknown-setting", entry.span, what, mend))

    def _word(self, entry: Entry) -> str:
        return str(entry.value).strip() if not isinstance(entry.value, tuple) else ""

    def _rounding(self, name: str, entry: Entry) -> None:
        lexicon = Lexicon([(way.value, label, way) for way, label in _ROUNDINGS.items()])
        way = lexicon.find(self._word(entry))
        if way is None:
            what = message("`{name}` is no way to round", name=self._word(entry)[:60])
            self.problems.append(
                Problem("unknown-value", entry.span, what, lexicon.mend(self._word(entry)))
            )
        else:
            self.rounding = way

    def _reading(self, topic: str, name: str, entry: Entry) -> None:
        options = self.topics[topic]
        lexicon = Lexicon([(o, self.labels.reading(topic, o), o) for o in options])
        option = lexicon.find(self._word(entry))
        if option is None:
            what = message(
                "`{word}` is no reading of `{name}`", word=self._word(entry)[:60], name=name
            )
            mend = message("possible are {words}", words=quoted(options))
            self.problems.append(Problem("unknown-value", entry.span, what, mend))
        elif topic in self.chosen:
            self._twice(name, entry)
        else:
            self.chosen[topic] = option

    def _value(self, value: PolicyValue, name: str, entry: Entry) -> None:
        number = read_quantity(entry.value, value.sort)
        if isinstance(number, Message):
            what = message("`{path}`: {why}", path=name, why=number)
            self.problems.append(Problem("quantity", entry.span, what))
            return
        if value.name in self.numbers:
            self._twice(name, entry)
            return
        if outside := self._outside(value, number, name):
            self._refuse_outside(value, outside, entry)
            return
        self.numbers[value.name] = number
        text = message(
            "{name} is set to {value}",
            name=self.labels.value(value.name), value=written(number, value.sort),
        )
        if value.value is not None:
            text = message(
                "{name} is set to {value}; the document says {own}",
                name=self.labels.value(value.name),
                value=written(number, value.sort),
                own=written(value.value, value.sort),
            )
        self.given.append(Assumption(AssumptionKind.VALUE, value.name, text))

    def _range(self, value: PolicyValue) -> tuple[int, int | None]:
        """What may be set: the range of the document, or for a fixed figure what is sensible."""
        if value.value is None:
            return value.low, value.high
        return 0, max(_WHOLE, value.value) if value.sort is Sort.PERCENT else None

    def _outside(self, value: PolicyValue, number: int, name: str) -> Message | None:
        """Say what is wrong with a number that is out of range."""
        low, high = self._range(value)
        shown = written(number, value.sort)
        if number < low and high is None:
            return message("`{name}` is {value}, which is negative", name=name, value=shown)
        if high is None or low <= number <= high:
            return None
        return message(
            "`{name}` is {value}, not between {low} and {high}",
            name=name,
            value=shown,
            low=written(low, value.sort),
            high=written(high, value.sort),
        )

    def _refuse_outside(self, value: PolicyValue, what: Message, entry: Entry) -> None:
        reason = self.labels.reason(value.name)
        mend = Message("")
        if reason is not None:
            mend = message("{reason}", reason=reason)
        elif value.span.clause:
            mend = message("see {clause}", clause=value.span.clause)
        span = Span(entry.span.file, entry.span.line, entry.span.column, value.span.clause)
        self.problems.append(Problem("out-of-bounds", span, what, mend))

    def _twice(self, name: str, entry: Entry) -> None:
        what = message("`{name}` is given twice", name=name)
        self.problems.append(
            Problem("duplicate-key", entry.span, what, message("keep one of them"))
        )


def written(number: int, sort: Sort) -> str:
    """Write a quantity with its unit where it has a sign of its own."""
    return show(number, sort) + ("%" if sort is Sort.PERCENT else "")


def declared(program: Program) -> tuple[Assumption, ...]:
    """List the assumptions that an encoding declares.

    One that is made for certain atoms is none of a document that does not ask for them.
    """
    made_for: dict[str, set[str]] = {}
    for fact in program.facts.get("assumed_for", ()):
        made_for.setdefault(str(fact.arguments[0]), set()).add(f"atom {fact.arguments[1]}")
    theirs = set().union(*made_for.values())
    asked = {
        name for definition in program.definitions if definition_key(definition) not in theirs
        for name in names_used(definition)
    }
    return tuple(
        Assumption(
            AssumptionKind.DECLARED,
            str(fact.arguments[0]),
            message("{text}", text=Bilingual(str(fact.arguments[1]), str(fact.arguments[2]))),
        )
        for fact in program.facts.get("assumption", ())
        if str(fact.arguments[0]) not in made_for
        or not asked.isdisjoint(made_for[str(fact.arguments[0])])
    )


def parameter_notes(program: Program, used: frozenset[str]) -> tuple[Assumption, ...]:
    """Say of each parameter that a result rests on where it comes from and how sure that is."""
    labels = Labels(program.facts)
    notes: list[Assumption] = []
    for value in program.values:
        if value.origin is not Origin.PARAMETER or value.name not in used:
            continue
        reason = labels.reason(value.name)
        text = message(
            "{name}: grade of the source: {grade}; {source}",
            name=labels.value(value.name),
            grade=_GRADES.get(value.grade, value.grade or "-"),
            source=reason or value.source,
        )
        notes.append(Assumption(AssumptionKind.VALUE, value.name, text))
    return tuple(notes)
