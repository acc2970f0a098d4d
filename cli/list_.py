"""`mingzheng list`: the documents."""

from __future__ import annotations

import click

from cli.base import Translated, output_options, reader, show
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
    show(who, documents, list_json, list_text)
