"""`mingzheng compute`: one person-year."""

from __future__ import annotations

import sys

import click

from cli.base import Translated, option, output_options, reader, show, standard_input
from cli.case_options import case_option, settings_option, values_option
from verifier.analysis.cases.flags import CaseFlags, case_tree, setting_entries
from verifier.analysis.compute import compute
from verifier.analysis.documents import find_document
from verifier.report.computing.as_json import compute_json
from verifier.report.computing.as_text import compute_text
from verifier.report.exits import UNDECIDED


@click.command(
    "compute",
    cls=Translated,
    help="Compute one person-year under DOCUMENT: what is paid, by whom, and why. The case comes "
    "from a file, from options, or from both; an option replaces what the file says.",
)
@click.argument("document")
@case_option
@option("--year", metavar="YEAR", help="Year of the case.")
@option(
    "--category", "categories", metavar="NAME", multiple=True, help="A category, held all the year."
)
@option(
    "--at-enrolment", multiple=True, metavar="NAME", help="A category held when enrolling only."
)
@option("--at-treatment", multiple=True, metavar="NAME", help="A category held when treated only.")
@option("--with", "answers", multiple=True, metavar="KEY=VALUE", help="Another key of the case.")
@option(
    "--visit",
    "visits",
    multiple=True,
    metavar="KEY=VALUE,…",
    help="A visit, such as kind=inpatient,cost=50000,in_scope=45000,basic=25000,referral.",
)
@settings_option
@option(
    "--why",
    metavar="LINE",
    help="Explain a line of the result, such as aid or aid(1), down to the facts of the case.",
)
@option(
    "--why-not",
    metavar="LINE",
    help="Explain why a line pays nothing, and find the smallest change of the case that helps.",
)
@option("--no-input", is_flag=True, help="Never ask at a terminal for what the case lacks.")
@values_option
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    document: str,
    case_file: str | None,
    year: str | None,
    categories: tuple[str, ...],
    at_enrolment: tuple[str, ...],
    at_treatment: tuple[str, ...],
    answers: tuple[str, ...],
    visits: tuple[str, ...],
    settings: tuple[str, ...],
    values_file: str | None,
    why: str | None,
    why_not: str | None,
    no_input: bool,
    form: str,
) -> int:
    """Compute a case."""
    flags = CaseFlags(year, categories, at_enrolment, at_treatment, answers, visits)
    who = reader(ctx, form)
    found = find_document(document)
    tree = case_tree(case_file, flags, standard_input())
    values = setting_entries(values_file, settings, standard_input())
    if not (who.json or no_input or case_file or values_file == "-") and at_terminal():
        from cli.ask import ask

        tree = ask(found, tree, values, who.words)
    result = compute(found, tree, values)
    if why is not None or why_not is not None:
        from cli.compute_why import tell_why

        return tell_why(result, why, why_not, who)
    show(who, result, compute_json, compute_text)
    return 0 if result.determined else UNDECIDED


def at_terminal() -> bool:
    """Whether somebody sits at both ends."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
