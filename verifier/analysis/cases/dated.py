"""A day that a case gives says in which situation it happened: `dated_by(Day, Situation)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from verifier.analysis.cases.answers import Keyed
from verifier.analysis.cases.choices import choose
from verifier.analysis.cases.collected import Collected, atom
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.questions import Choice, Option
from verifier.analysis.results import AssumptionKind
from verifier.errors import message
from verifier.program.model import Program
from verifier.words import Bilingual


class Day(NamedTuple):
    """A day that is given, with the situation that it dates, one answer of a choice."""

    entry: Entry
    label: Bilingual
    choice: Choice
    situation: Option


def days(program: Program, answers: Iterable[Keyed]) -> Iterator[Day]:
    """The days that a case gives."""
    of = {str(f.arguments[0]): f.arguments[1] for f in program.facts.get("dated_by", ())}
    given = list(answers)
    for day in given:
        if day.entry is not None and day.question.name in of:
            for other in given:
                if isinstance(other.question, Choice):
                    for option in other.question.options:
                        if option.value == of[day.question.name]:
                            yield Day(day.entry, day.question.label, other.question, option)


def take(found: Collected, day: Day) -> None:
    """Answer the choice as the day says, where the case says nothing else."""
    choose(found, day.choice, day.situation.value, 0)
    text = message(
        "{field}: {value}, as {day} is given",
        field=day.choice.label, value=day.situation.label, day=day.label,
    )
    found.assume(AssumptionKind.DEFAULT, day.choice.name, text, 0)


def compare(found: Collected, day: Day) -> None:
    """Note a problem if the case says another situation than that of the day."""
    if not found.booleans.get(atom(day.choice.name, str(day.situation.value), 0), True):
        what = message(
            "`{path}` is the day of “{value}”, and the case says another {field}",
            path=day.entry.path, value=day.situation.label, field=day.choice.label,
        )
        found.problem("other-situation", day.entry, what, message("leave one of the two out"))
