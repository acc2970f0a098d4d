"""`mingzheng list`: the documents, and what is known of those above them."""

from __future__ import annotations

import click

from cli.base import Translated, output_options, reader, show
from verifier.analysis.documents import all_documents
from verifier.analysis.superiors.evidence import all_superiors
from verifier.report.list_text import Listed, list_json, list_text


@click.command(
    "list",
    cls=Translated,
    help="List the documents: identifier, place, number, dates, superior documents; and the "
    "superiors that are known, with the evidence of their lines.",
)
@click.option("--superiors", is_flag=True, help="Only the superiors; JSON has them only so.")
@output_options
@click.pass_context
def command(ctx: click.Context, form: str, *, superiors: bool) -> None:
    """List the documents and their superiors."""
    who = reader(ctx, form)
    documents = () if superiors else all_documents()
    listed = Listed(documents, all_superiors() if superiors or not who.json else ())
    show(who, listed, list_json, list_text)
