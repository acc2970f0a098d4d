"""`mingzheng repair`: the smallest change of figures with which a property holds."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, option, output_options, reader, show
from cli.options import jobs_option, property_file_option, timeout_option
from cli.progress import Progress
from cli.types import Whole
from verifier.analysis.checking.options import processors
from verifier.analysis.documents import find_document
from verifier.analysis.repair.repair import repair
from verifier.analysis.repair.results import Outcome
from verifier.analysis.repair.search import Limits
from verifier.report.exits import UNDECIDED
from verifier.report.extremes.repair_json import repair_json
from verifier.report.extremes.repair_text import repair_text

NOT_REPAIRED = 1


@click.command(
    "repair",
    cls=Translated,
    help="Find the smallest change of one figure of DOCUMENT, or else of two, with which PROPERTY "
    "is proved for everyone, the properties that it breaks, and who gains and loses by it. Exit "
    "code 0: found, or nothing to repair; 1: proved that there is none; 3: not known.",
)
@click.argument("document")
@click.argument("property_name", metavar="PROPERTY")
@property_file_option
@option(
    "--visits", type=Whole(1, 20), default=None,
    help="Visits of a year that the answers speak of; if not given 1, and 2 if nothing is violated "
    "for 1.",
)
@timeout_option(default=4)
@option(
    "--seconds", type=Whole(1, 86_400), default=600, show_default=True,
    help="Seconds after which no further figure is tried.",
)
@jobs_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    property_name: str,
    property_files: tuple[str, ...],
    visits: int | None,
    timeout: int,
    seconds: int,
    jobs: int | None,
    form: str,
) -> int:
    """Look for a repair."""
    who = reader(ctx, form)
    limits = Limits(visits, timeout * 1000, seconds, jobs or processors())
    with Progress(who.words) as progress:
        files = [Path(file) for file in property_files]
        found = repair(find_document(document), property_name, limits, progress, files)
    show(who, found, repair_json, repair_text)
    match found.outcome:
        case Outcome.HOLDS | Outcome.REPAIRED:
            return 0
        case Outcome.NONE:
            return NOT_REPAIRED
        case Outcome.UNKNOWN:
            return UNDECIDED
