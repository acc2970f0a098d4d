"""Where output goes, and in which of the formats that a project can choose."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import click

from cli.base import Reader
from cli.language import words_of
from verifier.guarding.config import FORMATS
from verifier.guarding.files import expect_writable, write_text
from verifier.report.layout import Page
from verifier.report.tools.places import Places
from verifier.report.tools.told import Rule, Told


class Output(Protocol):
    """Something that can be written in each of the formats."""

    def rendered(self, form: str, page: Page) -> str:
        """Write it in one of the formats, on a page."""


def emit(output: Output, who: Reader, form: str, targets: list[tuple[str, str]]) -> None:
    """Write to the reader, and to the files that were asked for, without colour there."""
    click.echo(output.rendered(form, who.page), nl=False)
    for format_, file in targets:
        write_text(Path(file), output.rendered(format_, Page()))


def targets_of(ctx: click.Context, outputs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Read each `FORMAT=FILE`; UsageError or CaseError if it can be none."""
    return [_target(ctx, text) for text in outputs]


def _target(ctx: click.Context, text: str) -> tuple[str, str]:
    form, _, file = text.partition("=")
    if form not in FORMATS or not file:
        words = words_of(ctx)
        raise click.UsageError(
            words.say("`{text}` is not of the form FORMAT=FILE; the formats are {names}",
                      text=text, names=FORMATS), ctx,
        )
    expect_writable(Path(file))
    return form, file


def dumped(data: object) -> str:
    """Data as a file of JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def for_tools(
    form: str, rules: Iterable[Rule], told: Iterable[Told], suites: Iterable[str], places: Places
) -> str:
    """Messages as SARIF, JUnit, or annotations of GitHub."""
    match form:
        case "sarif":
            from cli.versions import own_version  # it takes long
            from verifier.report.tools.sarif import sarif

            return dumped(sarif(rules, told, places, own_version()))
        case "junit":
            from verifier.report.tools.junit import junit

            return junit(told, suites)
        case _:
            from verifier.report.tools.github import github

            return github(told, places)
