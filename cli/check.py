"""`mingzheng check`: properties of documents, for every person."""

from __future__ import annotations

import click

from cli.base import Translated, echo_json, option, output_options, reader
from cli.progress import Progress
from verifier import programs
from verifier.analysis.check import Options, processors
from verifier.analysis.checked import check_document
from verifier.analysis.documents import find_document
from verifier.report.check_json import check_json
from verifier.report.check_text import check_text
from verifier.report.exits import exit_code


@click.command(
    "check",
    cls=Translated,
    help="Check the properties of DOCUMENT… (all, if none is named) for every person and every "
    "value. Exit code 0: all proved; 1: something is violated; 3: something is not decided.",
)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@option(
    "--visits",
    type=click.IntRange(1, 20),
    default=2,
    show_default=True,
    help="Visits of a year that the verdicts speak of.",
)
@option(
    "--superior",
    metavar="DOCUMENT",
    help="Hold the documents against this one above them, line by line, and nothing else.",
)
@option("--property", "only", multiple=True, metavar="NAME", help="Check this property only.")
@option("--all-readings", is_flag=True, help="Check every reading, not only the default ones.")
@option("--verdicts-only", is_flag=True, help="Seek neither the simplest person nor the harm.")
@option(
    "--timeout",
    type=click.IntRange(1, 3600),
    default=10,
    show_default=True,
    help="Seconds for each question to the solver.",
)
@option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that share the work; as many as there are processors, if not given.",
)
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    documents: tuple[str, ...],
    visits: int,
    superior: str | None,
    only: tuple[str, ...],
    all_readings: bool,
    verdicts_only: bool,
    timeout: int,
    jobs: int | None,
    form: str,
) -> int:
    """Check documents."""
    if superior is not None:
        from cli.superior import held_against

        limits = (visits, timeout * 1000, not verdicts_only)
        return held_against(ctx, reader(ctx, form), documents, superior, limits)
    found = [find_document(name) for name in documents] or list(programs.documents())
    who = reader(ctx, form)
    options = Options(all_readings, not verdicts_only, timeout * 1000, only, jobs or processors())
    with Progress(who.words) as progress:
        checked = [check_document(d, visits, options, progress) for d in dict.fromkeys(found)]
    if who.json:
        echo_json(check_json(checked, who.words))
    else:
        click.echo(check_text(checked, who.words, who.page, brief=verdicts_only), nl=False)
    return exit_code(checked)
