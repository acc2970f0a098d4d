"""`mingzheng properties`: what every document is asked for."""

from __future__ import annotations

import click

from cli.base import Translated, echo_json, output_options, reader
from verifier.analysis.declared_properties import all_properties, find_property
from verifier.report.properties.as_json import property_json
from verifier.report.properties.as_text import properties_text, property_text


@click.command(
    "properties",
    cls=Translated,
    help="List the general properties, or write the page of the one called NAME: why it matters, "
    "what it speaks of, how it is asked.",
)
@click.argument("name", required=False, default="", metavar="[NAME]")
@output_options
@click.pass_context
def command(ctx: click.Context, name: str, form: str) -> None:
    """List the properties, or one of them in full."""
    who = reader(ctx, form)
    if name:
        item = find_property(name)
        if who.json:
            echo_json(property_json(item, who.words))
        else:
            click.echo(property_text(item, who.words, who.page), nl=False)
        return
    found = all_properties()
    if who.json:
        echo_json([property_json(item, who.words) for item in found])
    else:
        click.echo(properties_text(found, who.words, who.page), nl=False)
