"""A case as a user writes it becomes an assignment of a Program.

All that is wrong is collected and told at once, with its key and a mend. What is not said is taken
by rule: a flag as false or as the document has it, a choice as its default, and each of these is
listed; an amount or a choice without a default stays unknown, and the year must be given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from verifier.analysis.entries import Entry
from verifier.analysis.lexicon import Lexicon, quoted
from verifier.analysis.numerals import read_quantity, read_truth
from verifier.analysis.questions import (
    VISITS,
    Choice,
    Flag,
    Held,
    Number,
    Option,
    Question,
    Questions,
    Table,
    questions,
)
from verifier.analysis.results import Assumption, AssumptionKind, Case
from verifier.engines.exact_types import Assignment
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.model import Argument, Program
from verifier.program.sorts import show
from verifier.source import Span
from verifier.words import Bilingual

MAX_VISITS = 100
"""More visits than this in a year are refused: the encoding is grounded for each."""


def visit_entries(tree: Entry) -> tuple[Entry, ...]:
    """List the visits of a case, before there is a Program for them; CaseError if it is no list."""
    found = [entry for key, entry in _table(tree).items() if key in (VISITS.zh, VISITS.en)]
    if not found:
        return ()
    if len(found) > 1:
        raise CaseError(_twice(found[1], VISITS))
    entry = found[0]
    if not isinstance(entry.value, tuple):
        raise CaseError(
            Problem(
                "type",
                entry.span,
                message("`{path}` must be a list of visits", path=entry.path),
                message("write [[visits]] before each visit in TOML, a list in YAML and JSON"),
            )
        )
    if len(entry.value) > MAX_VISITS:
        raise CaseError(
            Problem(
                "too-many-visits",
                entry.span,
                message(
                    "there are {count} visits, more than {limit}",
                    count=len(entry.value),
                    limit=MAX_VISITS,
                ),
                message("join visits that are settled alike"),
            )
        )
    return entry.value


def read_case(program: Program, tree: Entry) -> Case:
    """Read a case for a Program with as many visits (one if the case has none)."""
    visits = visit_entries(tree)
    reader = _CaseReader(questions(program))
    reader.person(tree)
    for number, entry in enumerate(visits, 1):
        reader.visit(number, entry)
    if not visits:
        reader.no_visit()
    if reader.problems:
        raise CaseError(*reader.problems)
    assignment = Assignment(reader.booleans, reader.numbers)
    return Case(len(visits), assignment, tuple(reader.assumptions))


def _table(entry: Entry) -> Mapping[str, Entry]:
    return entry.value if isinstance(entry.value, Mapping) else {}


def _twice(entry: Entry, label: Bilingual) -> Problem:
    return Problem(
        "duplicate-key",
        entry.span,
        message(
            "`{path}` says once more what another key says ({label})",
            path=entry.path,
            label=label,
        ),
        message("keep one of them"),
    )


class _CaseReader:
    """Collects truths, numbers, assumptions and problems."""

    def __init__(self, asked: Questions) -> None:
        self.asked = asked
        self.booleans: dict[str, bool] = {}
        self.numbers: dict[str, int] = {}
        self.assumptions: list[Assumption] = []
        self.problems: list[Problem] = []

    def person(self, tree: Entry) -> None:
        """Read all but the visits."""
        entries = {
            key: entry for key, entry in _table(tree).items() if key not in (VISITS.zh, VISITS.en)
        }
        given = self._match(entries, self.asked.person, VISITS)
        for question in self.asked.person:
            self._read(question, given.get(question.name), 0, tree)

    def visit(self, number: int, entry: Entry) -> None:
        """Read one visit."""
        if not isinstance(entry.value, Mapping):
            self._problem("type", entry, message("`{path}` must be a table", path=entry.path))
            return
        given = self._match(entry.value, self.asked.visit, None)
        for question in self.asked.visit:
            self._read(question, given.get(question.name), number, entry)

    def no_visit(self) -> None:
        """Fill the one visit that every Program has with a visit that costs nothing."""
        for question in self.asked.visit:
            match question:
                case Choice():
                    self._choose(question, question.options[0].value, 1)
                case Flag():
                    self.booleans[_atom(question.field, question.name, 1)] = question.default
                case Number():
                    self.numbers[f"{question.name}(1)"] = 0
                case Table():
                    for option, _ in question.entries:
                        self.numbers[f"{question.name}({option.value},1)"] = 0

    # -- keys --------------------------------------------------------------------------------

    def _match(
        self, entries: Mapping[str, Entry], asked: Iterable[Question], extra: Bilingual | None
    ) -> dict[str, Entry]:
        """Find the question of each key."""
        words = [(item.name, item.label, item) for item in asked]
        lexicon: Lexicon[Question | None] = Lexicon(
            [*words, *([(extra.en, extra, None)] if extra else [])]
        )
        given: dict[str, Entry] = {}
        for key, entry in entries.items():
            question = lexicon.find(key)
            if question is None:
                self._problem(
                    "unknown-key",
                    entry,
                    message("`{path}` is not a key of a case of this document", path=entry.path),
                    lexicon.mend(key),
                )
            elif question.name in given:
                self.problems.append(_twice(entry, question.label))
            else:
                given[question.name] = entry
        return given

    def _read(self, question: Question, entry: Entry | None, visit: int, around: Entry) -> None:
        match question:
            case Choice():
                self._choice(question, entry, visit, around)
            case Held():
                self._held(question, entry)
            case Flag():
                self._flag(question, entry, visit)
            case Number() if entry is not None:
                self._number(question, entry, _atom(question.name, "", visit))
            case Table() if entry is not None:
                self._entries(question, entry, visit)

    # -- answers -----------------------------------------------------------------------------

    def _choice(self, question: Choice, entry: Entry | None, visit: int, around: Entry) -> None:
        if entry is not None:
            if (value := self._option(question, entry)) is not None:
                self._choose(question, value, visit)
            return
        if question.default is not None:
            self._choose(question, question.default, visit)
            label = next(o.label for o in question.options if o.value == question.default)
            text = message(
                "{field}: {value}, as nothing else is said", field=question.label, value=label
            )
            self._assume(AssumptionKind.DEFAULT, question.name, text, visit)
        elif question.name == "year":
            self._problem(
                "missing",
                around,
                message("the year is missing"),
                message("add `year`, one of {years}", years=_names(question.options)),
            )

    def _option(self, question: Choice, entry: Entry) -> Argument | None:
        value = entry.value
        if isinstance(value, Decimal) and _is_short_whole(value):
            word = str(int(value))
        elif isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            word = str(value)
        else:
            self._problem(
                "type",
                entry,
                message("`{path}` must be one word or number", path=entry.path),
                message("possible are {words}", words=_names(question.options)),
            )
            return None
        lexicon = Lexicon([(str(o.value), o.label, o) for o in question.options])
        option = lexicon.find(word)
        if option is not None:
            return option.value
        if question.reason is not None:
            what = message(
                "`{path}` is `{word}`, which this document does not know ({reason})",
                path=entry.path,
                word=word[:60],
                reason=question.reason,
            )
        else:
            what = message(
                "`{path}` is `{word}`, which this document does not know",
                path=entry.path,
                word=word[:60],
            )
        self._problem("unknown-value", entry, what, lexicon.mend(word))
        return None

    def _choose(self, question: Choice, value: Argument, visit: int) -> None:
        for option in question.options:
            name = _atom(question.name, str(option.value), visit)
            self.booleans[name] = option.value == value

    def _held(self, question: Held, entry: Entry | None) -> None:
        moments = Lexicon([(str(m.value), m.label, m) for m in question.moments])
        held: set[tuple[Argument, Argument]] = set()
        if entry is not None and isinstance(entry.value, Mapping):
            for key, item in entry.value.items():
                moment = moments.find(key)
                if moment is None:
                    what = message("`{path}` is not a moment of a case", path=item.path)
                    self._problem("unknown-key", item, what, moments.mend(key))
                else:
                    held |= {(value, moment.value) for value in self._list(question, item)}
        elif entry is not None:
            values = self._list(question, entry)
            held = {(value, moment.value) for value in values for moment in question.moments}
        for option in question.options:
            for moment in question.moments:
                pair = (option.value, moment.value)
                self.booleans[f"{question.name}({pair[0]},{pair[1]})"] = pair in held

    def _list(self, question: Held, entry: Entry) -> list[Argument]:
        items = entry.value if isinstance(entry.value, tuple) else (entry,)
        lexicon = Lexicon([(str(o.value), o.label, o) for o in question.options])
        found: list[Argument] = []
        for item in items:
            if not isinstance(item.value, str):
                self._problem(
                    "type",
                    item,
                    message("`{path}` must be the name of a category", path=item.path),
                    message("possible are {words}", words=_names(question.options)),
                )
                continue
            option = lexicon.find(item.value)
            if option is None:
                what = message(
                    "`{path}` is `{word}`, which is no category of this document",
                    path=item.path,
                    word=item.value[:60],
                )
                self._problem("unknown-value", item, what, lexicon.mend(item.value))
            else:
                found.append(option.value)
        return found

    def _flag(self, question: Flag, entry: Entry | None, visit: int) -> None:
        name = _atom(question.field, question.name, visit)
        if entry is None:
            self.booleans[name] = question.default
            text = (
                message("{flag}: yes, as nothing else is said", flag=question.label)
                if question.default
                else message("{flag}: no, as nothing else is said", flag=question.label)
            )
            self._assume(AssumptionKind.FLAG, question.name, text, visit)
            last = self.assumptions[-1]
            self.assumptions[-1] = replace(last, about=question.label, answer=question.default)
            return
        truth = read_truth(entry.value)
        if isinstance(truth, Message):
            self._refused("type", entry, truth, message("write true or false"))
        else:
            self.booleans[name] = truth

    def _number(self, question: Number, entry: Entry, name: str) -> None:
        number = read_quantity(entry.value, question.sort)
        if isinstance(number, Message):
            self._refused("quantity", entry, number, Message(""))
        elif not question.low <= number <= question.high:
            low, high = show(question.low, question.sort), show(question.high, question.sort)
            what = message(
                "`{path}` is {value}, not between {low} and {high}",
                path=entry.path,
                value=show(number, question.sort),
                low=low,
                high=high,
            )
            mend = message("{reason}", reason=question.reason) if question.reason else Message("")
            self._problem("out-of-bounds", entry, what, mend)
        else:
            self.numbers[name] = number

    def _entries(self, question: Table, entry: Entry, visit: int) -> None:
        if not isinstance(entry.value, Mapping):
            words = quoted(str(option.value) for option, _ in question.entries)
            self._problem(
                "type",
                entry,
                message("`{path}` must be a table", path=entry.path),
                message("possible are {words}", words=words),
            )
            return
        lexicon = Lexicon([(str(o.value), o.label, (o, n)) for o, n in question.entries])
        seen: set[Argument] = set()
        for key, item in entry.value.items():
            found = lexicon.find(key)
            if found is None:
                what = message("`{path}` is not a key of a case of this document", path=item.path)
                self._problem("unknown-key", item, what, lexicon.mend(key))
                continue
            option, number = found
            if option.value in seen:
                self.problems.append(_twice(item, option.label))
                continue
            seen.add(option.value)
            self._number(number, item, f"{question.name}({option.value},{visit})")

    # -- problems ----------------------------------------------------------------------------

    def _assume(self, kind: AssumptionKind, name: str, text: Message, visit: int) -> None:
        if visit:
            text = message("visit {visit}: {text}", visit=visit, text=text)
            name = f"{name}({visit})"
        self.assumptions.append(Assumption(kind, name, text, visit=visit))

    def _refused(self, rule: str, entry: Entry, why: Message, mend: Message) -> None:
        self._problem(rule, entry, message("`{path}`: {why}", path=entry.path, why=why), mend)

    def _problem(self, rule: str, entry: Entry, what: Message, mend: Message | None = None) -> None:
        span = Span(entry.span.file, entry.span.line, entry.span.column)
        self.problems.append(Problem(rule, span, what, mend or Message("")))


def _atom(predicate: str, argument: str, visit: int) -> str:
    """Name of an input: `says(applied)`, `flag(1,referral)`, `cost(1)`, `household_income`."""
    arguments = [*([str(visit)] if visit else []), *([argument] if argument else [])]
    if not predicate:
        return argument
    return f"{predicate}({','.join(arguments)})" if arguments else predicate


def _names(options: Iterable[Option]) -> tuple[str, ...]:
    return quoted(str(option.value) for option in options)


def _is_short_whole(value: Decimal) -> bool:
    """Whether a decimal is a year, a level or the like, written as 2023 or 2023.0."""
    return value.is_finite() and value.adjusted() < 9 and value == value.to_integral_value()  # noqa: PLR2004
