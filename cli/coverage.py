"""`mingzheng coverage`: what became of each sentence of a document."""

from __future__ import annotations

import click

from cli.base import Translated, output_options, reader, show
from verifier.accounting.coverage import cover
from verifier.analysis.documents import find_document
from verifier.report.coverage.as_json import coverage_json
from verifier.report.coverage.as_text import coverage_text

INCOMPLETE = 1


@click.command(
    "coverage",
    cls=Translated,
    help="List the sentences of DOCUMENT in order: encoded (with the rules), in part (what is left "
    "and why), or without formal content (why). Exit code 0: nothing is missing; 1: something is.",
)
@click.argument("document")
@output_options
@click.pass_context
def command(ctx: click.Context, document: str, form: str) -> int:
    """Cover a document."""
    who = reader(ctx, form)
    coverage = cover(find_document(document))
    show(who, coverage, coverage_json, coverage_text)
    return 0 if coverage.complete else INCOMPLETE
