"""`mingzheng cliffs`: a line of a case along one number, exactly."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, option, output_options, reader, show, standard_input
from cli.case_options import case_option, settings_option, values_option
from cli.progress import Progress
from verifier.analysis.cases.flags import CaseFlags, case_tree, setting_entries
from verifier.analysis.cliffs.axis import Wanted
from verifier.analysis.cliffs.cliffs import cliffs
from verifier.analysis.documents import find_document
from verifier.report.cliffs.as_json import cliffs_json
from verifier.report.cliffs.as_text import cliffs_text
from verifier.report.cliffs.svg import cliffs_svg
from verifier.report.exits import UNDECIDED
from verifier.report.pictures import write_picture


@click.command(
    "cliffs",
    cls=Translated,
    help="Map what a person pays under DOCUMENT against one number of the case: every slope, kink "
    "and jump, solved and not sampled, with its clause, and what rounding adds at most.",
)
@click.argument("document")
@case_option
@option(
    "--along",
    required=True,
    metavar="NAME",
    help="The number that moves, such as cost, in_scope(2), household_income, or a figure.",
)
@option("--also", multiple=True, metavar="NAME", help="Another number that rises by as much.")
@option("--line", metavar="LINE", help="The line that is followed; the own payment of the year.")
@option("--from", "low", metavar="VALUE", help="Where the map begins.")
@option("--to", "high", metavar="VALUE", help="Where the map ends.")
@option("--picture", metavar="FILE", help="Draw the map as well, into a file that ends in .svg.")
@settings_option
@values_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    case_file: str | None,
    along: str,
    also: tuple[str, ...],
    line: str | None,
    low: str | None,
    high: str | None,
    picture: str | None,
    settings: tuple[str, ...],
    values_file: str | None,
    form: str,
) -> int:
    """Map a case."""
    who = reader(ctx, form)
    tree = case_tree(case_file, CaseFlags(), standard_input())
    values = setting_entries(values_file, settings, standard_input())
    with Progress(who.words):
        found = cliffs(find_document(document), tree, values, Wanted(along, also, low, high), line)
    if picture is not None:
        write_picture(Path(picture), cliffs_svg(found, who.words))
    show(who, found, cliffs_json, cliffs_text)
    return 0 if found.determined else UNDECIDED
