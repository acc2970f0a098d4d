"""A run as a project sees it: which findings count, which waivers fail, what changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from verifier.analysis.cases.entries import refuse
from verifier.analysis.results import CheckedDocument, Verdict
from verifier.errors import message
from verifier.guarding import baseline as kept
from verifier.guarding import waivers as waiving
from verifier.guarding.baseline import Asked, Baseline
from verifier.guarding.changes import Change
from verifier.guarding.record import Record, records
from verifier.guarding.waivers import Judged, Standing, Waiver
from verifier.source import Span

HOLDS = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
FAILING = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.UNKNOWN, Verdict.VACUOUS)
"""The kinds of finding that can fail a run; by default all do."""


class Status(StrEnum):
    """What a finding means to a run."""

    HOLDS = "holds"
    COUNTS = "counts"
    """It fails the run."""
    WAIVED = "waived"
    IN_BASELINE = "in_baseline"
    """It is as it was reviewed."""
    TOLERATED = "tolerated"
    """It is of a kind that does not fail this run."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a project accepts: see `Status`. Without a baseline every finding stands by itself."""

    fail_on: tuple[Verdict, ...] = FAILING
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Guarded:
    """One finding of a run with its record and its status."""

    place: int
    record: Record
    status: Status
    waiver: Waiver | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run: for each document its findings; all waivers; all changes, also of what is gone."""

    documents: tuple[tuple[CheckedDocument, tuple[Guarded, ...]], ...]
    waivers: tuple[Judged, ...] = ()
    changes: tuple[Change, ...] | None = None

    def count(self, status: Status) -> int:
        """How many findings have a status."""
        return sum(one.status is status for _, found in self.documents for one in found)

    @property
    def failing_waivers(self) -> tuple[Judged, ...]:
        """Those that are expired, that nothing matches, or whose finding has grown."""
        return tuple(one for one in self.waivers if one.standing.fails)

    @property
    def violated(self) -> bool:
        """Whether a violation counts, a waiver fails or something changed."""
        return bool(self.failing_waivers or self.changes) or any(
            one.status is Status.COUNTS and one.record.verdict is Verdict.VIOLATED
            for _, found in self.documents
            for one in found
        )

    @property
    def undecided(self) -> bool:
        """Whether a finding counts that is no violation."""
        return any(
            one.status is Status.COUNTS and one.record.verdict is not Verdict.VIOLATED
            for _, found in self.documents
            for one in found
        )


def guard(
    checked: Sequence[CheckedDocument], rules: Guard, asked: Asked, today: datetime.date
) -> Outcome:
    """Say what the findings of a run mean; `asked` is what the run asked.

    CaseError as of `fit`.
    """
    run = [(one.document.id, records(one)) for one in checked]
    fit(rules, asked, [name for name, _ in run])
    every = [record for _, found in run for record in found]
    names = [(name, asked.properties) for name, _ in run]
    judged = tuple(waiving.judge(rules.waivers, every, names, today))
    changes = None
    if rules.baseline is not None:
        changes = kept.changed(rules.baseline, kept.kept_of(run, asked))
    documents = tuple(
        (one, tuple(
            _guarded(place, record, rules, judged, changes)
            for place, record in enumerate(found)
        ))
        for one, (_, found) in zip(checked, run, strict=True)
    )
    return Outcome(documents, judged, changes)


def unguarded(checked: CheckedDocument) -> Outcome:
    """One document of which nothing is accepted beforehand."""
    found = tuple(
        _guarded(place, record, Guard(), (), None) for place, record in enumerate(records(checked))
    )
    return Outcome(((checked, found),))


def fit(rules: Guard, asked: Asked, names: Sequence[str]) -> None:
    """Refuse what cannot be held against a run on documents of these names, before it begins.

    CaseError if the baseline was written by a run that asked otherwise, or if it or a waiver could
    mean either of two documents.
    """
    if rules.baseline is not None:
        kept.same_question(rules.baseline, names, asked)
    twice = [name for name in names if names.count(name) > 1]
    if twice and (rules.waivers or rules.baseline is not None):
        raise refuse(
            "same-name",
            Span(),
            message("two documents are called `{name}`", name=twice[0]),
            message("check one after the other, or give one file another name"),
        )


def _guarded(
    place: int,
    record: Record,
    rules: Guard,
    judged: Sequence[Judged],
    changes: Sequence[Change] | None,
) -> Guarded:
    waiver = _covering(record, judged)
    change = next((c for c in changes or () if c.now and c.now.key == record.key), None)
    if change is not None and record.verdict in rules.fail_on:
        status = Status.COUNTS
    elif record.verdict in HOLDS:
        status = Status.HOLDS
    elif waiver is not None:
        status = Status.WAIVED
    elif changes is not None:
        status = Status.IN_BASELINE
    else:
        status = Status.COUNTS if record.verdict in rules.fail_on else Status.TOLERATED
    return Guarded(place, record, status, waiver, change)


def _covering(record: Record, judged: Sequence[Judged]) -> Waiver | None:
    """The waiver that covers all of a finding."""
    for one in judged:
        about = one.standing is Standing.COVERS and one.waiver.about(record)
        if about and waiving.covers(one.waiver, record):
            return one.waiver
    return None
