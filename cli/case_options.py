"""Options of commands that speak of one case, or of documents with other values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from cli.base import option

Function = TypeVar("Function", bound=Callable[..., Any])


def case_option(function: Function) -> Function:
    """Declare `--case`."""
    return option(
        "--case", "case_file", metavar="FILE", help="Case in TOML, YAML or JSON; - reads it here."
    )(function)


def settings_option(function: Function) -> Function:
    """Declare `--set`."""
    return option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE",
        help="An open value, figure, parameter, reading, or rounding.",
    )(function)


def values_option(function: Function) -> Function:
    """Declare `--values`."""
    return option(
        "--values", "values_file", metavar="FILE", help="A file of such values."
    )(function)
