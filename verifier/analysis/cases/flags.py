"""A case and settings from a command line, laid over what files say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from verifier.analysis.cases.entries import Entry, below, refuse
from verifier.analysis.cases.files import read_file
from verifier.analysis.cases.questions import VISITS
from verifier.analysis.cases.settings import flag_entries, flatten
from verifier.errors import message
from verifier.source import Span


@dataclass(frozen=True, slots=True)
class CaseFlags:
    """What a command line says of a case, as it was written."""

    year: str | None = None
    categories: tuple[str, ...] = ()
    at_enrolment: tuple[str, ...] = ()
    at_treatment: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()


_KEYS = {
    "year": ("year", "年度"),
    "held": ("held", "categories", "身份类别"),
    VISITS.en: (VISITS.en, VISITS.zh),
}
"""The keys of a file that a flag replaces."""


def case_tree(source: str | None, flags: CaseFlags, stdin: BinaryIO) -> Entry:
    """Read a case; a flag replaces the key of the file that says the same."""
    base = read_file(source, stdin) if source is not None else Entry({}, "", Span(""))
    assert isinstance(base.value, Mapping)
    given = _flag_entries(flags)
    replaced = {key for name in given for key in _KEYS.get(name, (name,))}
    kept = {key: entry for key, entry in base.value.items() if key not in replaced}
    return Entry({**kept, **given}, "", base.span)


def setting_entries(
    source: str | None, pairs: tuple[str, ...], stdin: BinaryIO
) -> dict[str, Entry]:
    """Read settings; one from the command line replaces the same of the file."""
    base = flatten(read_file(source, stdin)) if source is not None else {}
    return base | flag_entries(pairs, "--set")


def _flag_entries(flags: CaseFlags) -> dict[str, Entry]:
    given = flag_entries(flags.answers, "--with")
    if flags.year is not None:
        given["year"] = Entry(flags.year, "year", Span("--year"))
    if flags.categories or flags.at_enrolment or flags.at_treatment:
        given["held"] = _held(flags)
    if flags.visits:
        entries = tuple(_visit(text, number) for number, text in enumerate(flags.visits, 1))
        given[VISITS.en] = Entry(entries, VISITS.en, Span("--visit"))
    return given


def _held(flags: CaseFlags) -> Entry:
    def names(option: str, texts: tuple[str, ...]) -> tuple[Entry, ...]:
        return tuple(Entry(text, option.removeprefix("--"), Span(option)) for text in texts)

    span = Span("--category")
    both = names("--category", flags.categories)
    enrolment = (*both, *names("--at-enrolment", flags.at_enrolment))
    treatment = (*both, *names("--at-treatment", flags.at_treatment))
    moments = {
        "enrolment": Entry(enrolment, "enrolment", span),
        "treatment": Entry(treatment, "treatment", span),
    }
    return Entry(moments, "held", span)


def _visit(text: str, number: int) -> Entry:
    """Read `kind=inpatient,cost=50000,referral,billed.aid=1200`."""
    span = Span("--visit")
    path = f"{VISITS.en}[{number}]"
    found: dict[str, Entry] = {}
    tables: dict[str, dict[str, Entry]] = {}
    for part in text.replace("，", ",").split(","):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not name:
            raise refuse(
                "setting",
                span,
                message("`{pair}` is not of the form KEY=VALUE", pair=part),
                message("write a visit as kind=inpatient,cost=50000,referral"),
            )
        table, dot, key = name.partition(".")
        place = tables.setdefault(table, {}) if dot else found
        key = key if dot else name
        if key in place:
            raise refuse(
                "duplicate-key",
                span,
                message("`{name}` is given twice", name=name),
                message("keep one of them"),
            )
        place[key] = Entry(value.strip() if equals else True, below(path, name), span)
    for table, entries in tables.items():
        found[table] = Entry(entries, below(path, table), span)
    return Entry(found, path, span)
