"""`mingzheng new`: the skeleton of a plan of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, lang_option
from cli.language import words_of
from verifier.drafting.skeleton import write_skeleton


@click.command(
    "new",
    cls=Translated,
    help="Write a commented skeleton of a plan to FILE (name.lp): it lints, computes and checks as "
    "it stands, and is rewritten clause by clause after an official text.",
)
@click.argument("file")
@lang_option
@click.pass_context
def command(ctx: click.Context, file: str) -> int:
    """Write a skeleton."""
    words = words_of(ctx)
    write_skeleton(Path(file), words.language)
    click.echo(words.say("written: {file}; next: `mingzheng watch {file}`", file=file))
    return 0
