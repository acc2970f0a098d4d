"""`mingzheng check`: properties of documents, for every person."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.base import Translated, echo_json, given, lang_option, option, reader
from cli.check_output import CheckOutput
from cli.language import words_of
from cli.options import (
    format_options,
    fresh_option,
    jobs_option,
    property_options,
    timeout_option,
    verdict_visits_option,
    verdicts_only_option,
)
from cli.output import emit, targets_of
from cli.progress import Progress, tell_remembered, tell_superiors_remembered
from verifier import programs
from verifier.analysis.checking.checked import check_documents
from verifier.analysis.checking.hint_files import (
    hints_of,
    joined,
    place_of,
    read_hints,
    with_sought,
    written,
)
from verifier.analysis.checking.options import Options, Trust, processors
from verifier.analysis.documents import find_document
from verifier.analysis.hinted import Hints
from verifier.analysis.results import CheckedDocument
from verifier.analysis.superiors.options import HoldOptions
from verifier.guarding.baseline import Asked, expect_baseline, kept_of, read_baseline
from verifier.guarding.baseline import write_baseline as keep
from verifier.guarding.config import kinds
from verifier.guarding.files import expect_writable, write_text
from verifier.guarding.outcome import FAILING, Guard, fit, guard
from verifier.guarding.touched import touched_documents
from verifier.guarding.waivers import expect_documents, read_waivers
from verifier.report.checking.as_json import check_schema
from verifier.report.checking.exits import exit_code, gravest
from verifier.report.guarding.review import reviewed
from verifier.report.tools.places import Places, project_root

if TYPE_CHECKING:  # superiors are looked at after the check, and not with every one
    from verifier.analysis.superiors.results import HeldAgainst


@click.command(
    "check",
    cls=Translated,
    help="Check the properties of DOCUMENT… (all, if none is named) for every person and every "
    "value. Exit code 0: all proved; 1: something is violated; 3: something is not decided.",
)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@verdict_visits_option
@option(
    "--superior",
    metavar="DOCUMENT",
    help="Hold the documents against this one above them, line by line, and nothing else.",
)
@property_options
@option("--all-readings", is_flag=True, help="Check every reading, not only the default ones.")
@verdicts_only_option
@option(
    "--touched",
    is_flag=True,
    help="DOCUMENT… are files of a change: check the documents of the project that read them.",
)
@option(
    "--fail-on",
    metavar="KIND,…",
    help="Kinds of finding that fail the run: violated, undetermined, unknown, vacuous, or none; "
    "all of them, if not given.",
)
@option("--waivers", metavar="FILE", help="Findings that somebody accepts, until a day.")
@option(
    "--baseline",
    metavar="FILE",
    help="Findings as they were reviewed: the run fails if they changed, and only then.",
)
@option("--write-baseline", metavar="FILE", help="Write what is found as such a baseline.")
@option(
    "--export",
    metavar="DIR",
    help="Keep what each proof rests on as SMT-LIB 2, in this folder.",
)
@option(
    "--second-opinion", is_flag=True, help="Have each proof confirmed by a second solver, cvc5."
)
@option(
    "--write-hints",
    is_flag=True,
    help="Decide everything anew, and write beside each encoding what decided it, so that later "
    "checks of it, also when it has changed, are decided sooner. Hints are tried, never believed.",
)
@option("--no-hints", is_flag=True, help="Do not try the hints beside an encoding.")
@fresh_option
@timeout_option(default=10)
@jobs_option
@lang_option
@format_options
@click.pass_context
def command(
    ctx: click.Context,
    documents: tuple[str, ...],
    visits: int,
    superior: str | None,
    only: tuple[str, ...],
    property_files: tuple[str, ...],
    all_readings: bool,
    verdicts_only: bool,
    touched: bool,
    fail_on: str | None,
    waivers: str | None,
    baseline: str | None,
    write_baseline: str | None,
    export: str | None,
    second_opinion: bool,
    write_hints: bool,
    no_hints: bool,
    fresh: bool,
    timeout: int,
    jobs: int | None,
    form: str,
    outputs: tuple[str, ...],
    json_schema: bool,
) -> int:
    """Check documents."""
    who = reader(ctx, form)
    if json_schema:
        echo_json(check_schema())
        return 0
    if superior is not None:
        if export is not None or second_opinion:
            text = who.words.say(
                "`--export` and `--second-opinion` are of the properties of a document: "
                "leave them out with `--superior`"
            )
            raise click.UsageError(text, ctx)
        hold = HoldOptions(
            visits, timeout * 1000, not verdicts_only, remember=not fresh, hinted=not no_hints
        )
        return _held(ctx, documents, superior, hold, form)
    if given(ctx, "baseline") and write_baseline is not None:
        text = who.words.say("give `--baseline` or `--write-baseline`, not both")
        raise click.UsageError(text, ctx)
    targets = targets_of(ctx, outputs)
    rules = Guard(
        FAILING if fail_on is None else kinds(fail_on, FAILING),
        read_waivers(Path(waivers)) if waivers else (),
        read_baseline(Path(baseline)) if baseline and write_baseline is None else None,
    )
    if write_baseline is not None:
        expect_baseline(Path(write_baseline))
    more = tuple(Path(file) for file in property_files)
    found = _touched(ctx, documents, more) if touched else _named(documents)
    options = Options(
        all_readings, not verdicts_only, timeout * 1000, only, jobs or processors(),
        _trust(ctx, export, second_opinion), not (fresh or write_hints),
        hinted=not (write_hints or no_hints),
    )
    above = not (verdicts_only or only or touched or write_baseline)
    if write_hints:
        _expect_hints(found)
    elif above and not no_hints:
        _expect_superior_hints(found)
    asked = Asked(visits, all_readings, not verdicts_only, only)
    fit(rules, asked, [document.id for document in found])
    if waivers:
        known = {d.id for d in (*found, *programs.documents(), *_project(ctx))}
        folders = {Path(waivers).parent, *(document.path.parent for document in found)}
        expect_documents(rules.waivers, known, folders)
    with Progress(who.words) as progress:
        checked = check_documents(found, visits, options, progress, more)
    tell_remembered(who.words, checked)
    outcome = guard(checked.documents, rules, asked, datetime.date.today())
    # A search for persons that may take minutes anyway, and of the whole document.
    above = above and not checked.interrupted
    hold = HoldOptions(
        visits, options.timeout_ms, True, options.jobs, options.remember, options.hinted
    )
    with Progress(who.words) as progress:
        held, stopped = _above(found, hold, progress) if above else ((), checked.interrupted)
    tell_superiors_remembered(who.words, held)
    output = CheckOutput(
        outcome, who.words, Places(project_root(Path.cwd())), {d.id: d.path for d in found},
        brief=verdicts_only, held=held,
    )
    emit(output, who, form, targets)
    if write_hints and not stopped:
        _keep_hints(found, checked.documents, options)
        if above:
            _keep_superior_hints(found, held, hold)
    if stopped:  # what is known so far has been told
        raise KeyboardInterrupt
    if write_baseline is not None:
        run = [(one.document.id, reviewed(one, who.words)) for one in checked.documents]
        keep(Path(write_baseline), kept_of(run, asked))
        return 0
    return gravest(exit_code(outcome), *_codes(held))


def _codes(held: tuple[HeldAgainst, ...]) -> Iterator[int]:
    """The exit code of what was held against superiors, if anything was."""
    if held:
        from verifier.report.superiors.exits import held_code

        yield held_code(held)


def _expect_hints(documents: list[programs.Document]) -> None:
    """CaseError if it is plain before the work that hints cannot be written."""
    for document in documents:
        expect_writable(place_of(document.path))
        read_hints(document.path)


def _keep_hints(
    documents: list[programs.Document], checked: tuple[CheckedDocument, ...], options: Options
) -> None:
    """Write the hints of some documents; if not all was checked, what else they have stays.

    So does who suffers more than was found now.
    """
    from verifier.analysis.checking.kept import with_larger
    from verifier.analysis.checking.rehearsal import rehearsed

    before = [read_hints(document.path) for document in documents]
    found = [
        with_sought(was, hints_of(
            one.program, options, with_larger(one.findings, one.program, options, was.tasks)
        ))
        for one, was in zip(checked, before, strict=True)
    ]
    # What was found is kept even if somebody has no patience for the rehearsal.
    _write_hints(documents, before, found, options)
    led = rehearsed([one.program for one in checked], options, [hints.tasks for hints in found])
    found = [replace(hints, tasks=tasks) for hints, tasks in zip(found, led, strict=True)]
    _write_hints(documents, before, found, options)


def _write_hints(
    documents: list[programs.Document], before: list[Hints], found: list[Hints], options: Options
) -> None:
    for document, was, now in zip(documents, before, found, strict=True):
        hints = joined(was, now) if options.only else now
        write_text(place_of(document.path), written(replace(hints, superiors=was.superiors)))


def _expect_superior_hints(documents: list[programs.Document]) -> None:
    """CaseError if what is hinted at of superiors cannot be read, before the work."""
    from verifier.analysis.superiors.hints import lines_of

    for document in documents:
        lines_of(document.path)


def _keep_superior_hints(
    documents: list[programs.Document], held: tuple[HeldAgainst, ...], options: HoldOptions
) -> None:
    """Write what is hinted at of the superiors of some documents."""
    from verifier.analysis.joining.sides import Side
    from verifier.analysis.superiors.hints import section_of

    for document in documents:
        own = (one for one in held if one.sides[Side.LEFT].entry == str(document.path))
        hints = replace(read_hints(document.path), superiors=section_of(own, options))
        write_text(place_of(document.path), written(hints))


def _above(
    documents: list[programs.Document], hold: HoldOptions, progress: Progress
) -> tuple[tuple[HeldAgainst, ...], bool]:
    """The documents held against those above them, and whether that was interrupted.

    The solver is imported only for that.
    """
    from verifier.analysis.joining.sides import Side
    from verifier.analysis.superiors.documents import superiors_of_all

    found: dict[int, HeldAgainst] = {}
    stopped = False
    try:
        for place, held in superiors_of_all(documents, hold):
            found[place] = held
            below, superior = (held.sides[side].program.document for side in Side)
            progress(below, superior)
    except KeyboardInterrupt:
        stopped = True
    return tuple(found[place] for place in sorted(found)), stopped


def _trust(ctx: click.Context, export: str | None, second: bool) -> Trust:
    """What is done with proofs; whether it can be done is found out before the work."""
    if second:
        from verifier.analysis.checking.proof import require_second

        require_second()
    folder = None if export is None else Path(export)
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        text = words_of(ctx).say("`{folder}` cannot be made a folder", folder=export)
        raise click.UsageError(text, ctx) from None
    return Trust(folder, second)


def _named(names: tuple[str, ...]) -> list[programs.Document]:
    """The documents of some names; those of the package, if there are none."""
    found = [find_document(name) for name in names] or list(programs.documents())
    return list(dict.fromkeys(found))


def _project(ctx: click.Context) -> list[programs.Document]:
    """The documents of the project's configuration; those of the package, if it names none."""
    return _named(tuple(ctx.lookup_default("documents") or ()))


def _touched(
    ctx: click.Context, files: tuple[str, ...], properties: tuple[Path, ...]
) -> list[programs.Document]:
    """The documents of the project that read some files; says which files none reads."""
    found = touched_documents(files, _project(ctx), properties)
    if found.unread:
        words = words_of(ctx)
        text = words.say("no document of the project reads {files}", files=found.unread)
        click.echo(text, err=True)
    return list(found.documents)


def _held(
    ctx: click.Context, documents: tuple[str, ...], superior: str, options: HoldOptions, form: str
) -> int:
    """Hold documents against a superior, which is told as text or as JSON only."""
    from cli.superior import held_against

    if form not in ("text", "json") and given(ctx, "form"):
        text = words_of(ctx).say("with `--superior` the formats are text and json")
        raise click.UsageError(text, ctx)
    return held_against(ctx, reader(ctx, form), documents, superior, options)
