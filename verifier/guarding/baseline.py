"""A baseline: the findings of documents as they were reviewed, in a file that a run is held to.

The file is JSON, sorted and indented, so that a change of it can be reviewed line by line. `review`
tells each finding in words, for who reviews it: the person, the amounts, the clauses. A run is not
held to that, as another person may show the same finding.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.analysis.cases.entries import Entry, refuse
from verifier.analysis.results import Verdict
from verifier.errors import message
from verifier.guarding.changes import Change, changes
from verifier.guarding.files import expect_writable, write_text
from verifier.guarding.record import Harm, Record
from verifier.guarding.tables import Table, read_table
from verifier.program.sorts import Sort, show
from verifier.source import Span

FORMAT = "mingzheng-baseline"
VERSION = 1

_DOCUMENT_KEYS = ("visits", "all_readings", "harm_sought", "properties", "findings")
_FINDING_KEYS = ("property", "comparison", "verdict", "failing", "harm", "harm_at_least",
                 "ranged_over", "tolerance", "review")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks: for how many visits, in which readings, with or without the harm.

    `properties` are those asked for; none means all.
    """

    visits: int
    all_readings: bool
    harm_sought: bool
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings on one document, and what was asked."""

    asked: Asked
    findings: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is kept of each document, and where."""

    path: Path
    documents: Mapping[str, Kept]


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; CaseError if it is none."""
    table = read_table(path)
    if not table.has("format") or table.entry_of("format").value != FORMAT:
        raise refuse(
            "baseline",
            Span(str(path)),
            message("this is no baseline"),
            message("write one with `mingzheng check --write-baseline FILE`"),
        )
    table.only(("format", "version", "documents"))
    table.whole("version", VERSION, VERSION)
    documents = Table(table.entry_of("documents"))
    return Baseline(
        path, {name: _kept(name, Table(entry)) for name, entry in documents.pairs()}
    )


def _kept(document: str, table: Table) -> Kept:
    table.only(_DOCUMENT_KEYS)
    asked = Asked(
        table.whole("visits", 1, 20),
        table.truth("all_readings"),
        table.truth("harm_sought"),
        table.texts("properties"),
    )
    return Kept(asked, tuple(_record(document, entry) for entry in table.items("findings")))


def _record(document: str, entry: Entry) -> Record:
    table = Table(entry).only(_FINDING_KEYS)
    harm = None
    for key, exact in (("harm", True), ("harm_at_least", False)):
        if table.has(key):
            harm = Harm(table.money(key), exact)
    return Record(
        document,
        table.text("property"),
        table.text("comparison") if table.has("comparison") else "",
        Verdict(table.choice("verdict", [verdict.value for verdict in Verdict])),
        table.texts("failing"),
        harm,
        table.whole("ranged_over", 0, 10**9),
        table.money("tolerance") if table.has("tolerance") else 0,
        table.texts("review"),
    )


def expect_baseline(path: Path) -> None:
    """CaseError if it is plain before the work that a file can be no baseline."""
    expect_writable(path)
    if path.exists():
        read_baseline(path)


def write_baseline(path: Path, kept: Mapping[str, Kept]) -> None:
    """Keep the findings on some documents; what the file has of others stays.

    CaseError if the file is there and is no baseline, or cannot be written.
    """
    before = read_baseline(path).documents if path.exists() else {}
    documents = {name: _data(one) for name, one in sorted({**before, **kept}.items())}
    data = {"format": FORMAT, "version": VERSION, "documents": documents}
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _data(kept: Kept) -> dict[str, object]:
    asked = kept.asked
    return {
        "visits": asked.visits,
        "all_readings": asked.all_readings,
        "harm_sought": asked.harm_sought,
        "properties": list(asked.properties),
        "findings": [_finding(r) for r in sorted(kept.findings, key=lambda r: r.key)],
    }


def _finding(record: Record) -> dict[str, object]:
    found: dict[str, object] = {"property": record.property_id}
    if record.comparison:
        found["comparison"] = record.comparison
    found["verdict"] = record.verdict.value
    if record.failing:
        found["failing"] = list(record.failing)
    if record.harm is not None:
        key = "harm" if record.harm.exact else "harm_at_least"
        found[key] = show(record.harm.amount, Sort.MONEY)
    found["ranged_over"] = record.ranged_over
    if record.tolerance:
        found["tolerance"] = show(record.tolerance, Sort.MONEY)
    if record.review:
        found["review"] = list(record.review)
    return found


def changed(baseline: Baseline, run: Mapping[str, Kept]) -> tuple[Change, ...]:
    """What a run finds otherwise; it must ask the same (`same_question`)."""
    found: list[Change] = []
    for name, now in run.items():
        before = baseline.documents.get(name)
        if before is None:
            found += changes((), now.findings)
            continue
        only = now.asked.properties
        kept = [r for r in before.findings if not only or r.property_id in only]
        found += changes(kept, now.findings)
    return tuple(found)


def same_question(baseline: Baseline, documents: Sequence[str], asked: Asked) -> None:
    """CaseError if a run on documents asks otherwise than the baseline of one of them did."""
    for name in documents:
        if name in baseline.documents:
            _same(baseline.path, name, baseline.documents[name].asked, asked)


def _same(path: Path, document: str, before: Asked, now: Asked) -> None:
    options = (
        ("--visits", str(before.visits), str(now.visits)),
        ("--all-readings", before.all_readings, now.all_readings),
        ("--verdicts-only", not before.harm_sought, not now.harm_sought),
    )
    for option, then, today in options:
        if then == today:
            continue
        detail = f"{option} {then}" if isinstance(then, str) else option
        raise refuse(
            "baseline",
            Span(str(path)),
            message("the baseline of `{document}` was written with `{option}`",
                    document=document, option=detail)
            if then else
            message("the baseline of `{document}` was written without `{option}`",
                    document=document, option=detail),
            message("ask the same, or write the baseline again"),
        )


def kept_of(run: Sequence[tuple[str, Sequence[Record]]], asked: Asked) -> dict[str, Kept]:
    """What a run finds, as a baseline keeps it: without the harm, if the largest was not sought."""
    return {
        name: Kept(
            asked,
            tuple(r if asked.harm_sought else replace(r, harm=None) for r in found),
        )
        for name, found in run
    }
