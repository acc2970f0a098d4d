"""`mingzheng watch`: check a document again at every save."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, lang_option, reader
from cli.options import (
    property_options,
    timeout_option,
    verdict_visits_option,
    verdicts_only_option,
)
from cli.progress import Progress
from verifier.analysis.checking.checked import check_document
from verifier.analysis.checking.options import Options, processors
from verifier.analysis.documents import find_document
from verifier.analysis.results import CheckedDocument
from verifier.drafting.saves import saves
from verifier.errors import MingzhengError
from verifier.report.problems import error_text
from verifier.report.watch_text import again_text, first_text


@click.command(
    "watch",
    cls=Translated,
    help="Check DOCUMENT, and again whenever one of its files is saved, telling what changed since "
    "the last time. Ctrl-C ends it.",
)
@click.argument("document")
@verdict_visits_option
@property_options
@verdicts_only_option
@timeout_option(default=10)
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    visits: int,
    only: tuple[str, ...],
    property_files: tuple[str, ...],
    verdicts_only: bool,
    timeout: int,
) -> int:
    """Watch a document."""
    who = reader(ctx, "text")
    found = find_document(document)
    options = Options(
        False, not verdicts_only, timeout * 1000, only, processors(), remember=True
    )
    more = tuple(Path(file) for file in property_files)
    last: CheckedDocument | None = None
    try:
        for _ in saves([Path(found.path), *more]):
            try:
                with Progress(who.words) as progress:
                    now = check_document(found, visits, options, progress, more)
            except MingzhengError as error:  # what is half written is mended with the next save
                click.echo(error_text(error, who.words), err=True, nl=False)
                continue
            if last is None:
                click.echo(first_text(now, who.words, who.page), nl=False)
            else:
                click.echo(again_text(last, now, who.words, who.page), nl=False)
            last = now
    except KeyboardInterrupt:
        click.echo(who.words.say("no longer watching"), err=True)
    return 0
