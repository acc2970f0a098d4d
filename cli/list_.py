"""`mingzheng list`: the documents."""

from __future__ import annotations

import click

from cli.base import Translated, echo_json, output_options, reader
from verifier.analysis.documents import all_documents
from verifier.report.list_text import list_json, list_text


@click.command(
    "list",
    cls=Translated,
    help="List the documents: identifier, place, number, dates, superior documents.",
)
@output_options
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """List the documents."""
    who = reader(ctx, form)
    documents = all_documents()
    if who.json:
        echo_json(list_json(documents, who.words))
    else:
        click.echo(list_text(documents, who.words, who.page), nl=False)
