"""`mingzheng check … --superior`: documents held against a document above them."""

from __future__ import annotations

import click

from cli.base import Reader, show
from cli.language import words_of
from verifier.analysis.superiors.documents import hold_all
from verifier.report.superiors.as_json import superior_json
from verifier.report.superiors.as_text import superior_text
from verifier.report.superiors.exits import held_code


def held_against(
    ctx: click.Context, who: Reader, documents: tuple[str, ...], superior: str,
    limits: tuple[int, int, bool],
) -> int:
    """Hold documents against a superior, and write it; `limits` are visits, ms, and persons."""
    if not documents:
        words = words_of(ctx)
        raise click.UsageError(words.say("name the documents that are below the superior"), ctx)
    visits, timeout_ms, persons = limits
    found = hold_all(documents, superior, visits, timeout_ms, persons=persons)
    show(who, found, superior_json, superior_text)
    return held_code(found)
