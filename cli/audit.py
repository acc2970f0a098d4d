"""`mingzheng audit`: an encoding held against the official text."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, option, output_options, reader, show
from verifier.accounting.audit import audit, text_sentences
from verifier.analysis.documents import find_document
from verifier.report.audit.as_json import audit_json, sentences_json
from verifier.report.audit.as_text import audit_text, sentences_text

DIFFERENT = 1


@click.command(
    "audit",
    cls=Translated,
    help="Hold the encoding of DOCUMENT against its official text in FILE (.txt, .docx or .pdf): "
    "section by section, sentence by sentence, the figures in their order. Exit code 0: no "
    "difference; 1: there are differences, listed with both places; 2: the file cannot be read or "
    "is of another document.",
)
@click.argument("document")
@click.argument("file")
@option(
    "--sentences",
    is_flag=True,
    help="Only list the sentences of FILE with their numbers and figures, as clauses name them.",
)
@output_options
@click.pass_context
def command(ctx: click.Context, document: str, file: str, sentences: bool, form: str) -> int:
    """Audit a document, or list the sentences of its text."""
    who = reader(ctx, form)
    if sentences:
        found = text_sentences(find_document(document), Path(file))
        show(who, found, sentences_json, sentences_text)
        return 0
    held = audit(find_document(document), Path(file))
    show(who, held, audit_json, audit_text)
    return DIFFERENT if held.differences else 0
