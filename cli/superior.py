"""`mingzheng check … --superior`: documents held against a document above them."""

from __future__ import annotations

import click

from cli.base import Reader, show
from cli.language import words_of
from cli.progress import Progress, tell_superiors_remembered
from verifier.analysis.superiors.documents import hold_all
from verifier.analysis.superiors.options import HoldOptions
from verifier.report.superiors.as_json import superior_json
from verifier.report.superiors.as_text import superior_text
from verifier.report.superiors.exits import held_code


def held_against(
    ctx: click.Context, who: Reader, documents: tuple[str, ...], superior: str,
    options: HoldOptions,
) -> int:
    """Hold documents against a superior, and write it."""
    if not documents:
        words = words_of(ctx)
        raise click.UsageError(words.say("name the documents that are below the superior"), ctx)
    with Progress(who.words):
        found = hold_all(documents, superior, options)
    tell_superiors_remembered(who.words, found)
    show(who, found, superior_json, superior_text)
    return held_code(found)
