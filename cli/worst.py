"""`mingzheng worst`: the largest own payment that a plan allows."""

from __future__ import annotations

import click

from cli.base import Translated, option, output_options, reader, show, standard_input
from cli.case_options import settings_option
from cli.options import answer_visits_option, jobs_option, timeout_option
from cli.progress import Progress
from verifier.analysis.cases.flags import setting_entries
from verifier.analysis.checking.options import processors
from verifier.analysis.documents import find_document
from verifier.analysis.extremes.bills import bills_of
from verifier.analysis.extremes.worst import Question, worst
from verifier.report.exits import UNDECIDED
from verifier.report.extremes.worst_text import worst_text
from verifier.report.extremes_json import worst_json


@click.command(
    "worst",
    cls=Translated,
    help="Find the largest own payment, or share of the cost, that DOCUMENT allows for each "
    "category, proved, with the simplest such person; unbounded where it rises with the bill for "
    "ever. Exit code 3: of some it is not known.",
)
@click.argument("document")
@option("--category", "only", multiple=True, metavar="NAME", help="This category only, or none.")
@option("--share", is_flag=True, help="The share of the cost, in place of the amount.")
@option("--within-scope", is_flag=True, help="Bills whose whole cost is within the policy scope.")
@option(
    "--basic-share", metavar="PERCENT",
    help="Bills of which basic insurance pays at least this share of what is within scope.",
)
@option("--least-cost", metavar="YUAN", help="Years that cost at least so much.")
@option(
    "--where", multiple=True, metavar="NAME=VALUE",
    help="A circumstance of every visit, or of the person, such as kind=inpatient or referral.",
)
@answer_visits_option(default=1)
@settings_option
@timeout_option(default=4)
@jobs_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    only: tuple[str, ...],
    share: bool,
    within_scope: bool,
    basic_share: str | None,
    least_cost: str | None,
    where: tuple[str, ...],
    visits: int,
    settings: tuple[str, ...],
    timeout: int,
    jobs: int | None,
    form: str,
) -> int:
    """Look for the worst."""
    who = reader(ctx, form)
    bills = bills_of(within_scope, basic_share, least_cost)
    question = Question(visits, timeout * 1000, bills, only, where, share, jobs or processors())
    values = setting_entries(None, settings, standard_input())
    with Progress(who.words) as progress:
        found = worst(find_document(document), question, values, progress)
    show(who, found, worst_json, worst_text)
    return 0 if all(item.known for item in found.found) else UNDECIDED
