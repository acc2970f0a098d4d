"""What is asked of documents for every person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.analysis.results import CheckedDocument
from verifier.api.entries import Name, Settings, find, settings_of

if TYPE_CHECKING:
    from verifier.analysis.comparing.results import Comparison
    from verifier.analysis.extremes.results import Idle, Readings, Worsts
    from verifier.analysis.repair.results import Repairs
    from verifier.analysis.superiors.results import HeldAgainst


def check(
    document: Name,
    *,
    visits: int = 2,
    properties: Sequence[str] = (),
    property_files: Sequence[Name] = (),
    all_readings: bool = False,
    verdicts_only: bool = False,
    timeout: int = 10,
    jobs: int = 1,
    remember: bool = False,
) -> CheckedDocument:
    """Check properties of a document for every person; all of them, if none is named.

    `property_files` are checked with the general properties; `timeout` is in seconds for each
    question to the solver. With several `jobs` the process forks.
    """
    from verifier.analysis.checking.checked import check_document
    from verifier.analysis.checking.options import Options

    options = Options(
        all_readings, not verdicts_only, timeout * 1000, tuple(properties), jobs,
        remember=remember,
    )
    files = [Path(file) for file in property_files]
    return check_document(find(document), visits, options, files=files)


def compare(
    first: Name,
    second: Name,
    *,
    revisions: tuple[str, str] = ("", ""),
    visits: int = 2,
    all_readings: bool = False,
    verdicts_only: bool = False,
    timeout: int = 10,
    jobs: int = 1,
) -> Comparison:
    """Say what changes from one document to another, for whom and by how much at most.

    A revision is one of git, at which the file is read; empty for the file as it lies.
    """
    from verifier.analysis.comparing import compare as comparing
    from verifier.analysis.comparing.sides import Asked
    from verifier.analysis.joining.sides import Tying

    options = comparing.CompareOptions(
        visits, Tying(all_readings), not verdicts_only, timeout * 1000, jobs
    )
    left, right = (Asked(str(n), r) for n, r in zip((first, second), revisions, strict=True))
    return comparing.compare(left, right, options)


def hold(
    documents: Sequence[Name], superior: Name, *, visits: int = 2, timeout: int = 10,
    verdicts_only: bool = False,
) -> tuple[HeldAgainst, ...]:
    """Hold documents against one above them, line by line."""
    from verifier.analysis.superiors.documents import hold_all
    from verifier.analysis.superiors.options import HoldOptions

    names = [str(find(name).path) for name in documents]
    options = HoldOptions(visits, timeout * 1000, persons=not verdicts_only)
    return hold_all(names, str(superior), options)


def worst(
    document: Name,
    *,
    visits: int = 1,
    categories: Sequence[str] = (),
    where: Sequence[str] = (),
    share: bool = False,
    within_scope: bool = False,
    basic_share: str | None = None,
    least_cost: str | None = None,
    settings: Settings | None = None,
    timeout: int = 4,
    jobs: int = 1,
) -> Worsts:
    """Find the largest own payment, or share of the cost, that a document allows each category."""
    from verifier.analysis.extremes import worst as searching
    from verifier.analysis.extremes.bills import bills_of

    question = searching.Question(
        visits, timeout * 1000, bills_of(within_scope, basic_share, least_cost),
        tuple(categories), tuple(where), share, jobs,
    )
    return searching.worst(find(document), question, settings_of(settings))


def readings(
    document: Name, *, visits: int = 2, topics: Sequence[str] = (), verdicts_only: bool = False,
    timeout: int = 4, jobs: int = 1,
) -> Readings:
    """Say of every ambiguity of a document whether it matters, for whom, and by how much."""
    from verifier.analysis.extremes import readings as looking
    from verifier.analysis.extremes.effect import Effort

    effort = Effort(timeout * 1000, amounts=not verdicts_only)
    return looking.readings(find(document), looking.Ask(visits, effort, tuple(topics), jobs))


def idle(document: Name, *, visits: int = 2, timeout: int = 4, jobs: int = 1) -> Idle:
    """Find the rules and figures of a document on which nothing hangs."""
    from verifier.analysis.extremes import idle as looking

    return looking.idle(find(document), looking.Search(visits, timeout * 1000, jobs))


def repair(
    document: Name, property_id: str, *, property_files: Sequence[Name] = (),
    visits: int | None = None, timeout: int = 4, seconds: int = 600, jobs: int = 1,
) -> Repairs:
    """Find the smallest change of figures with which a property holds for everyone.

    For so many visits; without a number for one, and for two if nothing is violated for one.
    """
    from verifier.analysis.repair import repair as mending
    from verifier.analysis.repair.search import Limits

    limits = Limits(visits, timeout * 1000, seconds, jobs)
    files = [Path(file) for file in property_files]
    return mending.repair(find(document), property_id, limits, files=files)
