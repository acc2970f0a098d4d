"""`mingzheng idle`: rules and figures on which nothing hangs."""

from __future__ import annotations

import click

from cli.base import Translated, output_options, reader, show
from cli.options import answer_visits_option, jobs_option, timeout_option
from cli.progress import Progress
from verifier.analysis.checking.options import processors
from verifier.analysis.documents import find_document
from verifier.analysis.extremes.idle import Search, idle
from verifier.analysis.extremes.results import Idleness
from verifier.report.exits import UNDECIDED
from verifier.report.extremes.idle_text import idle_text
from verifier.report.extremes_json import idle_json


@click.command(
    "idle",
    cls=Translated,
    help="Find the rules of DOCUMENT without which nobody's result changes, those that only repeat "
    "others, and figures that could be anything: proved for every person. Exit code 3: of some it "
    "is not known.",
)
@click.argument("document")
@answer_visits_option(default=2)
@timeout_option(default=4)
@jobs_option
@output_options
@click.pass_context
def command(
    ctx: click.Context, document: str, visits: int, timeout: int, jobs: int | None, form: str
) -> int:
    """Look for what is idle."""
    who = reader(ctx, form)
    search = Search(visits, timeout * 1000, jobs or processors())
    with Progress(who.words) as progress:
        found = idle(find_document(document), search, progress)
    show(who, found, idle_json, idle_text)
    everything = [*(r.idleness for r in found.rules), *(f.idleness for f in found.figures)]
    return UNDECIDED if Idleness.UNKNOWN in everything else 0
