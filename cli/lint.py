"""`mingzheng lint`: errors of the language in encodings."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, echo_json, output_options, reader
from verifier.compilation import lint_files
from verifier.report.problems import problem_json, problem_text

FOUND = 2


@click.command(
    "lint",
    cls=Translated,
    help="Check encodings for errors of the language. Each message has file, line, clause and a "
    "mend.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output_options
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], form: str) -> int:
    """Lint encodings."""
    who = reader(ctx, form)
    problems = lint_files([Path(file) for file in files])
    if who.json:
        echo_json({"problems": [problem_json(problem, who.words) for problem in problems]})
    elif problems:
        for problem in problems:
            click.echo(problem_text(problem, who.words))
    else:
        click.echo(who.words.say("no errors; files read: {count}", count=len(files)))
    return FOUND if problems else 0
