"""`mingzheng readings`: every ambiguity of a document, and what hangs on it."""

from __future__ import annotations

import click

from cli.base import Translated, option, output_options, reader, show
from cli.options import answer_visits_option, jobs_option, timeout_option, verdicts_only_option
from cli.progress import Progress
from verifier.analysis.checking.options import processors
from verifier.analysis.documents import find_document
from verifier.analysis.extremes.effect import Effort
from verifier.analysis.extremes.readings import Ask, readings
from verifier.analysis.extremes.results import Answer
from verifier.report.exits import UNDECIDED
from verifier.report.extremes.readings_text import readings_text
from verifier.report.extremes_json import readings_json


@click.command(
    "readings",
    cls=Translated,
    help="List every ambiguity of DOCUMENT: its options, the default, and whether it matters which "
    "is taken (proved, or shown by a person), for whom, and by how many yuan at most. Exit code 3: "
    "of some it is not known.",
)
@click.argument("document")
@option("--topic", "only", multiple=True, metavar="NAME", help="This ambiguity only.")
@answer_visits_option(default=2)
@verdicts_only_option
@timeout_option(default=4)
@jobs_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    only: tuple[str, ...],
    visits: int,
    verdicts_only: bool,
    timeout: int,
    jobs: int | None,
    form: str,
) -> int:
    """Look at the readings."""
    who = reader(ctx, form)
    effort = Effort(timeout * 1000, amounts=not verdicts_only)
    ask = Ask(visits, effort, only, jobs or processors())
    with Progress(who.words) as progress:
        found = readings(find_document(document), ask, progress)
    show(who, found, readings_json, readings_text)
    return UNDECIDED if any(a.answer is Answer.UNKNOWN for a in found.ambiguities) else 0
