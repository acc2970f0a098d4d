"""Options that several commands have, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from cli.base import option
from cli.types import OneOf, Whole
from verifier.guarding.config import FORMATS

Function = TypeVar("Function", bound=Callable[..., Any])


def visits_option(*, default: int, help: str) -> Callable[[Function], Function]:
    """Declare `--visits`; `help` says what speaks of so many visits."""
    return option(
        "--visits", type=Whole(1, 20), default=default, show_default=True, help=help
    )


def verdict_visits_option(function: Function) -> Function:
    """Declare `--visits` of a command that gives verdicts."""
    return visits_option(default=2, help="Visits of a year that the verdicts speak of.")(function)


def answer_visits_option(*, default: int) -> Callable[[Function], Function]:
    """Declare `--visits` of a command that gives answers."""
    return visits_option(default=default, help="Visits of a year that the answers speak of.")


def timeout_option(*, default: int) -> Callable[[Function], Function]:
    """Declare `--timeout`."""
    return option(
        "--timeout", type=Whole(1, 3600), default=default, show_default=True,
        help="Seconds for each question to the solver.",
    )


def jobs_option(function: Function) -> Function:
    """Declare `--jobs`."""
    return option(
        "--jobs", type=Whole(1, 64), default=None,
        help="Processes that share the work; as many as there are processors, if not given.",
    )(function)


def verdicts_only_option(function: Function) -> Function:
    """Declare `--verdicts-only` of a command that seeks persons and the harm."""
    return option(
        "--verdicts-only", is_flag=True, help="Seek neither the simplest person nor the harm."
    )(function)


def fresh_option(function: Function) -> Function:
    """Declare `--fresh`."""
    return option(
        "--fresh", is_flag=True,
        help="Decide everything anew, also what an earlier check of the same has decided.",
    )(function)


def property_file_option(function: Function) -> Function:
    """Declare `--property-file`."""
    return option(
        "--property-file", "property_files", multiple=True, metavar="FILE",
        help="A file of properties of your own, which join the general ones.",
    )(function)


def property_options(function: Function) -> Function:
    """Declare `--property` and `--property-file`."""
    return option(
        "--property", "only", multiple=True, metavar="NAME", help="Check this property only."
    )(property_file_option(function))


def format_options(function: Function) -> Function:
    """Declare `--format` with the formats of a project, `--write` and `--json-schema`."""
    function = option(
        "--json-schema", is_flag=True, help="Write the JSON Schema of the JSON output."
    )(function)
    function = option(
        "--write", "outputs", multiple=True, metavar="FORMAT=FILE",
        help="Write the findings to a file as well, in another format.",
    )(function)
    return option(
        "--format", "form", type=OneOf(FORMATS), default="text", show_default=True,
        help="Text to read, JSON for programs, or what tools of development read.",
    )(function)
