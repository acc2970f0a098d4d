"""Waivers: findings that somebody has decided to live with, until a day and up to a size.

A file in TOML, beside the encodings:

    [[waiver]]
    document = "luan_2021"
    property = "own_payment_monotone"
    instances = ["last_visit"]          # what fails; empty where nothing is known to fail
    verdict = "violated"                # the default
    harm = 19999.99                     # yuan; the largest harm that is accepted
    reason = "why it is accepted"
    decided_by = "who decides"
    expires = 2026-12-31                # the last day on which it holds

`harm_at_least` stands in place of `harm` where the search for the largest harm gave up: it is what
the search had found. A finding whose harm is no amount has neither.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from verifier.analysis.cases.entries import refuse
from verifier.analysis.results import Verdict
from verifier.errors import message
from verifier.guarding.record import Harm, Record
from verifier.guarding.tables import Table, read_table
from verifier.source import Span

_KEYS = ("document", "property", "instances", "verdict", "harm", "harm_at_least", "reason",
         "decided_by", "expires")
_WAIVABLE = tuple(
    v.value for v in (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.UNKNOWN, Verdict.VACUOUS)
)
_FINE = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One decision to accept a finding as it was; see the module for its parts."""

    document: str
    property_id: str
    instances: tuple[str, ...]
    verdict: Verdict
    harm: Harm | None
    reason: str
    decided_by: str
    expires: datetime.date
    span: Span

    def about(self, record: Record) -> bool:
        """Whether it speaks of a finding, be it as it was or otherwise."""
        if (self.document, self.property_id) != (record.document, record.property_id):
            return False
        return not set(self.instances).isdisjoint(record.instances) or (
            not self.instances and not record.instances
        )


class Standing(StrEnum):
    """How a waiver stands to the findings of a run; all but the first two fail it."""

    COVERS = "covers"
    NOT_ASKED = "not_asked"
    """The run did not ask for its document or property."""
    EXPIRED = "expired"
    GONE = "gone"
    """Nothing that it names is found any more, or not all of it."""
    GROWN = "grown"
    """The finding is worse than what was waived, or not known to be no worse."""

    @property
    def fails(self) -> bool:
        """Whether a run with such a waiver fails."""
        return self not in (Standing.COVERS, Standing.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Judged:
    """A waiver with its standing.

    Attributes:
        waiver: The waiver.
        standing: How it stands; one that is late and whose finding has grown as well is `GROWN`.
        findings: The findings that it speaks of.
        failing: All findings on its property that do not hold.
        late: Whether its last day is over, whatever its standing.
    """

    waiver: Waiver
    standing: Standing
    findings: tuple[Record, ...] = ()
    failing: tuple[Record, ...] = ()
    late: bool = False


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read a file of waivers; CaseError if it is wrong, or waives a finding twice."""
    table = read_table(path).only(("waiver",))
    found = tuple(_waiver(Table(entry).only(_KEYS)) for entry in table.items("waiver"))
    seen: set[tuple[str, str, str]] = set()
    for waiver in found:
        for instance in waiver.instances or ("",):
            key = (waiver.document, waiver.property_id, instance)
            if key in seen:
                raise refuse(
                    "waived-twice",
                    waiver.span,
                    message("`{document}`, `{name}` is waived twice", document=waiver.document,
                            name=" ".join(part for part in key[1:] if part)),
                    message("keep one of them"),
                )
            seen.add(key)
    return found


def _waiver(table: Table) -> Waiver:
    harm = None
    if table.has("harm") and table.has("harm_at_least"):
        raise refuse(
            "value",
            table.entry.span,
            message("`{key}` has both `harm` and `harm_at_least`", key=table.entry.path),
            message("keep one of them"),
        )
    for key, exact in (("harm", True), ("harm_at_least", False)):
        if table.has(key):
            harm = Harm(table.money(key), exact)
    return Waiver(
        table.text("document"),
        table.text("property"),
        tuple(sorted(set(table.texts("instances")))),
        Verdict(table.choice("verdict", _WAIVABLE) if table.has("verdict") else Verdict.VIOLATED),
        harm,
        table.text("reason"),
        table.text("decided_by"),
        table.day("expires"),
        table.entry.span,
    )


def expect_documents(
    waivers: Sequence[Waiver], names: Collection[str], folders: Iterable[Path]
) -> None:
    """Refuse a waiver of a document that nobody knows; CaseError for the first.

    Known are `names`, and the entry files in `folders` and up to two levels below: what a run did
    not ask for is in the project all the same.
    """
    for waiver in waivers:
        if waiver.document in names:
            continue
        known = sorted(
            {path.stem for folder in folders for depth in ("*", "*/*", "*/*/*")
             for path in folder.glob(f"{depth}.lp")} | set(names)
        )
        if waiver.document not in known:
            raise refuse(
                "no-document",
                waiver.span,
                message("no document is called `{name}`", name=waiver.document),
                message(
                    "choose one of {names}",
                    names=tuple(
                        f"`{name}`" for name in
                        difflib.get_close_matches(waiver.document, known, n=3) or sorted(names)
                    ),
                ),
            )


def judge(
    waivers: Sequence[Waiver],
    found: Sequence[Record],
    asked: Sequence[tuple[str, tuple[str, ...]]],
    today: datetime.date,
) -> Iterator[Judged]:
    """Hold waivers against the findings of a run.

    `asked` are the documents of the run, each with the properties asked of it; none means all.
    """
    for waiver in waivers:
        only = next((names for name, names in asked if name == waiver.document), None)
        late = today > waiver.expires
        if only is None or (only and waiver.property_id not in only):
            yield Judged(waiver, Standing.NOT_ASKED, late=late)
            continue
        about = tuple(record for record in found if waiver.about(record))
        failing = tuple(
            record for record in found
            if (record.document, record.property_id) == (waiver.document, waiver.property_id)
            and record.verdict not in _FINE
        )
        yield Judged(waiver, _standing(waiver, about, late=late), about, failing, late)


def _standing(waiver: Waiver, about: Sequence[Record], *, late: bool) -> Standing:
    still = {instance for record in about for instance in record.instances}
    if not set(waiver.instances) <= still or all(r.verdict in _FINE for r in about):
        return Standing.GONE
    if not all(covers(waiver, record) for record in about):
        return Standing.GROWN
    return Standing.EXPIRED if late else Standing.COVERS


def covers(waiver: Waiver, record: Record) -> bool:
    """Whether a finding is no worse than what was waived, as far as the run knows."""
    if record.verdict is not waiver.verdict:
        return False
    return set(record.instances) <= set(waiver.instances) and not worse(record.harm, waiver.harm)


def worse(now: Harm | None, before: Harm | None) -> bool:
    """Whether a harm is larger than another, or is not known not to be."""
    if now is None or before is None:
        return now is not before
    return now.amount > before.amount or undetermined(now, before)


def undetermined(now: Harm | None, before: Harm | None) -> bool:
    """Whether a harm is not known to be larger than another, nor not to be: a search gave up."""
    if now is None or before is None:
        return False
    return before.exact and not now.exact and now.amount <= before.amount
