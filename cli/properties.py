"""`mingzheng properties`: what every document is asked for."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, output_options, reader, show
from cli.options import property_file_option
from verifier.analysis.declared_properties import all_properties, find_property
from verifier.report.properties.as_json import properties_json, property_json
from verifier.report.properties.as_text import properties_text, property_text


@click.command(
    "properties",
    cls=Translated,
    help="List the general properties, or write the page of the one called NAME: why it matters, "
    "what it speaks of, how it is asked.",
)
@click.argument("name", required=False, default="", metavar="[NAME]")
@property_file_option
@output_options
@click.pass_context
def command(
    ctx: click.Context, name: str, property_files: tuple[str, ...], form: str
) -> None:
    """List the properties, or one of them in full."""
    who = reader(ctx, form)
    files = [Path(file) for file in property_files]
    if name:
        show(who, find_property(name, files), property_json, property_text)
    else:
        show(who, all_properties(files), properties_json, properties_text)
