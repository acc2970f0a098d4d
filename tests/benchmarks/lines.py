"""What has a limit: a computation from a cold start, and checks of whole documents."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import click

from tests.benchmarks.measure import Place, Run, run
from verifier import programs

FIRST = ("wuhan_2022", "luan_2021")
FIRST_PROPERTIES = (
    "conflict_free", "gap_free", "no_double_subsidy", "highest_identity", "annual_limits",
    "payers_within_cost", "subsidy_within_contribution", "nothing_negative", "poorer_never_less",
    "own_payment_monotone",
)
MOST_COMPUTE = 4
MOST_CHECK = 60
MOST_MEGABYTES = 400
MOST_VERDICTS = 200
MOST_FULL = 900
PART = 3
"""A single document takes at most a third of what all of them may take."""

_FRESH = "--fresh"
"""Decide anew what an earlier run of the same decided."""
_UNAIDED = "--no-hints"
"""Do not try first what decided a document before."""

_SIMPLE = "dates_complete"
"""A property that takes no time."""

HEADS = ("", "s", "busy", "unit", "units", "most", "MB", "most", "exit", "")

_VISIT = "kind=inpatient,cost=50000,in_scope=45000,basic=25000,critical_billed=6500"
_CASES = {
    "luan_2021": (
        "--year", "2023", "--category", "低保对象", "--with", "critical_stated=yes",
        "--visit", _VISIT, "--set", "contribution=350", "--set", "minimum_share=85",
    ),
    "wuhan_2022": (
        "--year", "2023", "--category", "低保对象", "--with", "critical_stated=yes",
        "--visit", f"{_VISIT},level=1,hospital_deductible=800", "--set", "contribution=350",
        "--set", "aid_rate_minimum_living=70", "--set", "aid_limit_minimum_living=50000",
        "--set", "rural_income=20000",
    ),
}


_Z3 = re.compile(r"^import time:.*\| +z3$", re.M)


@dataclass(frozen=True)
class Line:
    """One measurement, the most that it may be, and what else is wrong with it."""

    name: str
    run: Run
    most: int | None = None
    most_megabytes: int | None = None
    fault: str = ""

    def passed(self, unit: float) -> bool:
        """Whether a limit is passed."""
        return bool(self.fault) or (
            self.most is not None and self.run.seconds > self.most * unit
        ) or (self.most_megabytes is not None and self.run.megabytes > self.most_megabytes)

    def cells(self, unit: float) -> tuple[str, ...]:
        """Give the cells of a row."""
        return (
            self.name, f"{self.run.seconds:.2f}", f"{self.run.busy:.2f}",
            f"{unit:.3f}", f"{self.run.seconds / unit:.1f}",
            "" if self.most is None else str(self.most), f"{self.run.megabytes:.0f}",
            "" if self.most_megabytes is None else str(self.most_megabytes), str(self.run.code),
            self.fault or ("too much" if self.passed(unit) else ""),
        )


def compute(here: Place) -> Iterator[Line]:
    """Time a computation from a cold start, with the Program in the cache and without."""
    for document in FIRST:
        command = ["-m", "cli.main", "compute", document, *_CASES[document]]
        warm = run(here, command, times=1)
        if warm.code:
            raise click.ClickException(f"the case of {document} is not computed:\n{warm.said}")
        imported = run(here, ["-X", "importtime", *command], times=1).said
        fault = "imports z3" if _Z3.search(imported) else ""
        yield Line(f"compute {document}, cached", run(here, command), MOST_COMPUTE, fault=fault)

        def forget() -> None:
            shutil.rmtree(here.cache)

        yield Line(f"compute {document}, not cached", run(here, command, before=forget))


def check(here: Place, times: int) -> Iterator[Line]:
    """Time the verdicts on the first two documents, for two visits: decided anew, and again."""
    yield _compiled(here, FIRST)
    more = ("--verdicts-only",)
    found = _check(here, FIRST, (*more, _FRESH), times)
    yield Line("verdicts on Wuhan and Lu'an", found, MOST_CHECK, MOST_MEGABYTES)
    only = tuple(part for name in FIRST_PROPERTIES for part in ("--property", name))
    found = _check(here, FIRST, (*more, _FRESH, *only), times)
    yield Line("the first ten properties", found, MOST_CHECK, MOST_MEGABYTES)
    found = _check(here, FIRST, (*more, _FRESH, _UNAIDED), times)
    yield Line("all properties, without hints", found)
    _check(here, FIRST, more, 1)
    yield Line("the same again", _check(here, FIRST, more, times))


def everything(here: Place, more: tuple[str, ...], most: int) -> Iterator[Line]:
    """Time all properties of all documents together, and of each by itself; once, as it is long.

    What has a limit is decided anew, of encodings that were compiled before.
    """
    names = tuple(document.id for document in programs.documents())
    yield _compiled(here, names)
    what = "verdicts" if more else "verdicts, persons and harm"
    yield Line(f"{what}: {len(names)} documents", _check(here, names, (*more, _FRESH), 1), most)
    found = _check(here, names, (*more, _FRESH, _UNAIDED), 1)
    yield Line(f"{what}, without hints: {len(names)} documents", found)
    for name in names:
        yield Line(f"{what}: {name}", _check(here, (name,), (*more, _FRESH), 1), most // PART)


def _compiled(here: Place, documents: tuple[str, ...]) -> Line:
    """Time what is done once for encodings: they are compiled, and one thing is asked of each."""
    shutil.rmtree(here.cache, ignore_errors=True)
    found = _check(here, documents, ("--verdicts-only", _FRESH, "--property", _SIMPLE), 1)
    return Line(f"compiled: {len(documents)} documents", found)


def _check(here: Place, documents: tuple[str, ...], more: tuple[str, ...], times: int) -> Run:
    return run(
        here, ["-m", "cli.main", "check", *documents, "--visits", "2", "--jobs", "2", *more], times
    )
