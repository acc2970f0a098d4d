"""`mingzheng compare`: what changed between two documents, for whom, and by how much."""

from __future__ import annotations

from pathlib import Path

import click

from cli.base import Translated, echo_json, lang_option, option, reader
from cli.compare_output import CompareOutput
from cli.language import words_of
from cli.options import format_options, jobs_option, timeout_option, verdict_visits_option
from cli.output import emit, targets_of
from cli.progress import Progress
from verifier.analysis.checking.options import processors
from verifier.analysis.comparing.compare import CompareOptions, compare
from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.sides import Asked
from verifier.analysis.joining.sides import Tying
from verifier.guarding.config import kinds
from verifier.report.comparing.exits import compared_code
from verifier.report.comparing.schema import compare_schema
from verifier.report.tools.places import Places, project_root


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
@verdict_visits_option
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
    "--fail-on",
    metavar="KIND,…",
    help="Kinds of difference that fail the run: loss, gain, other, one-sided, undecided, or none; "
    "all of them, if not given.",
)
@timeout_option(default=10)
@jobs_option
@lang_option
@format_options
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
    fail_on: str | None,
    timeout: int,
    jobs: int | None,
    form: str,
    outputs: tuple[str, ...],
    json_schema: bool,
) -> int:
    """Compare two documents, or two versions of one."""
    who = reader(ctx, form)
    if json_schema:
        echo_json(compare_schema())
        return 0
    left, right = _sides(ctx, documents, base, head)
    pairs = _pairs(ctx, same)
    failing = tuple(Kind) if fail_on is None else kinds(fail_on, tuple(Kind))
    targets = targets_of(ctx, outputs)
    options = CompareOptions(
        visits, Tying(all_readings, apart=frozenset(apart), same=pairs), not verdicts_only,
        timeout * 1000, jobs or processors(),
    )
    with Progress(who.words) as progress:
        found = compare(left, right, options, progress)
    places = Places(project_root(Path.cwd()), tuple(rev for rev in (base, head) if rev))
    emit(CompareOutput(found, who.words, places, failing), who, form, targets)
    return compared_code(found, failing)


def _pairs(ctx: click.Context, texts: tuple[str, ...]) -> dict[str, str]:
    """By identifier of B, that of A which means the same."""
    found: dict[str, str] = {}
    for second, first in (_pair(ctx, text) for text in texts):
        if found.setdefault(second, first) != first:
            words = words_of(ctx)
            raise click.UsageError(words.say(
                "`{name}` of B is tied to `{first}` and to `{second}`: choose one",
                name=second, first=found[second], second=first,
            ), ctx)
    return found


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
