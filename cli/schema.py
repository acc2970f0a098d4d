"""`mingzheng schema`: the JSON Schema of a case."""

from __future__ import annotations

import click

from cli.base import Translated, echo_json, lang_option
from cli.language import words_of
from verifier import programs
from verifier.analysis.cases.schema import case_schema
from verifier.analysis.documents import find_document


@click.command(
    "schema", cls=Translated, help="Write the JSON Schema (2020-12) of a case of DOCUMENT."
)
@click.argument("document")
@lang_option
@click.pass_context
def command(ctx: click.Context, document: str) -> None:
    """Write the schema."""
    program = programs.load_program(find_document(document), 1)
    echo_json(case_schema(program, words_of(ctx).language))
