"""Answers of a case that are yes or no, or quantities."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.analysis.cases.collected import Collected, atom, names, twice
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.lexicon import Lexicon
from verifier.analysis.cases.numerals import read_quantity, read_truth
from verifier.analysis.cases.questions import Flag, Number, Table
from verifier.errors import Message, message
from verifier.program.model import Argument
from verifier.program.sorts import show


def read_flag(into: Collected, question: Flag, entry: Entry | None, visit: int) -> None:
    """Read a circumstance; what is not said is as it usually is."""
    name = atom(question.field, question.name, visit)
    if entry is None:
        into.booleans[name] = question.default
        text = (
            message("{flag}: yes, as nothing else is said", flag=question.label)
            if question.default
            else message("{flag}: no, as nothing else is said", flag=question.label)
        )
        into.assume_flag(question.name, text, visit, question.label, question.default)
        return
    truth = read_truth(entry.value)
    if isinstance(truth, Message):
        into.refused("type", entry, truth, message("write true or false"))
    else:
        into.booleans[name] = truth


def read_number(into: Collected, question: Number, entry: Entry, name: str) -> None:
    """Read a quantity within its bounds, for an input of that name."""
    number = read_quantity(entry.value, question.sort)
    if isinstance(number, Message):
        into.refused("quantity", entry, number, Message(""))
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
        into.problem("out-of-bounds", entry, what, mend)
    else:
        into.numbers[name] = number


def read_table(into: Collected, question: Table, entry: Entry, visit: int) -> None:
    """Read the quantities of a table."""
    if not isinstance(entry.value, Mapping):
        into.problem(
            "type",
            entry,
            message("`{path}` must be a table", path=entry.path),
            message("possible are {words}", words=names(option for option, _ in question.entries)),
        )
        return
    lexicon = Lexicon([(str(o.value), o.label, (o, n)) for o, n in question.entries])
    seen: set[Argument] = set()
    for key, item in entry.value.items():
        found = lexicon.find(key)
        if found is None:
            what = message("`{path}` is not a key of a case of this document", path=item.path)
            into.problem("unknown-key", item, what, lexicon.mend(key))
            continue
        option, number = found
        if option.value in seen:
            into.problems.append(twice(item, option.label))
            continue
        seen.add(option.value)
        read_number(into, number, item, f"{question.name}({option.value},{visit})")
