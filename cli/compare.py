"""`mingzheng compare`: what changed between two documents, for whom, and by how much."""

from __future__ import annotations

import click

from cli.base import Translated, echo_json, option, reader, words_of
from cli.progress import Progress
from verifier.analysis.checking.check import processors
from verifier.analysis.comparing.compare import CompareOptions, compare
from verifier.analysis.comparing.sides import Asked
from verifier.analysis.joining.sides import Tying
from verifier.report.comparing.as_json import compare_json, compare_schema
from verifier.report.comparing.as_text import compare_text
from verifier.report.comparing.exits import compared_code
from verifier.report.comparing.markdown import compare_markdown


@click.command(
    "compare",
    cls=Translated,
    help="Compare documents or files A and B, or with --base the file A at two revisions: what is "
    "the same for everyone, who gains, who loses, and by how much at most. Exit code 0: no change "
    "for anyone, proved; 1: something differs; 3: something is not decided.",
)
@click.argument("documents", nargs=-1, metavar="A [B]")
@option("--base", metavar="REV", help="Compare A as it was at this revision, read from git.")
@option("--head", metavar="REV", help="With A at this revision, instead of the file as it lies.")
@option(
    "--visits",
    type=click.IntRange(1, 20),
    default=2,
    show_default=True,
    help="Visits of a year that the verdicts speak of.",
)
@option("--all-readings", is_flag=True, help="Compare in every reading, not only the default ones.")
@option(
    "--apart",
    multiple=True,
    metavar="NAME",
    help="An identifier that means something else in B than in A.",
)
@option(
    "--same",
    multiple=True,
    metavar="A=B",
    help="An identifier of A, and the one of B that means the same.",
)
@option("--verdicts-only", is_flag=True, help="Seek neither persons nor amounts nor causes.")
@option(
    "--timeout",
    type=click.IntRange(1, 3600),
    default=10,
    show_default=True,
    help="Seconds for each question to the solver.",
)
@option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that share the work; as many as there are processors, if not given.",
)
@option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    help="Language of the output; from the locale if not given.",
)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Text to read, JSON for programs, or Markdown for a comment.",
)
@option("--json-schema", is_flag=True, help="Write the JSON Schema of the JSON output.")
@click.pass_context
def command(
    ctx: click.Context,
    documents: tuple[str, ...],
    base: str | None,
    head: str | None,
    visits: int,
    all_readings: bool,
    apart: tuple[str, ...],
    same: tuple[str, ...],
    verdicts_only: bool,
    timeout: int,
    jobs: int | None,
    form: str,
    json_schema: bool,
) -> int:
    """Compare two documents, or two versions of one."""
    who = reader(ctx, form)
    if json_schema:
        echo_json(compare_schema())
        return 0
    left, right = _sides(ctx, documents, base, head)
    pairs = dict(_pair(ctx, text) for text in same)
    options = CompareOptions(
        visits, Tying(all_readings, apart=frozenset(apart), same=pairs), not verdicts_only,
        timeout * 1000, jobs or processors(),
    )
    with Progress(who.words) as progress:
        found = compare(left, right, options, progress)
    if form == "json":
        echo_json(compare_json(found, who.words))
    elif form == "markdown":
        click.echo(compare_markdown(found, who.words), nl=False)
    else:
        click.echo(compare_text(found, who.words, who.page), nl=False)
    return compared_code(found)


def _pair(ctx: click.Context, text: str) -> tuple[str, str]:
    """Turn `A=B` into the identifier of B and that of A."""
    first, equals, second = text.partition("=")
    if not (first and equals and second):
        words = words_of(ctx)
        raise click.UsageError(words.say("`{text}` is not of the form A=B", text=text), ctx)
    return second, first


def _sides(
    ctx: click.Context, documents: tuple[str, ...], base: str | None, head: str | None
) -> tuple[Asked, Asked]:
    words = words_of(ctx)
    wanted = 2 if base is None else 1
    if len(documents) != wanted or (head is not None and base is None):
        raise click.UsageError(
            words.say("give two documents or files, or one with --base and perhaps --head"), ctx
        )
    if base is None:
        return Asked(documents[0]), Asked(documents[1])
    return Asked(documents[0], base), Asked(documents[0], head or "")
