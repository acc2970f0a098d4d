"""Which language a user reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from verifier.report.catalogue import Words
from verifier.words import Language


def chosen(
    arguments: Sequence[str], environment: Mapping[str, str], project: Language | None = None
) -> Language:
    """Take `--lang` before it is parsed, for help and errors of parsing.

    Else the language of the project, else that of the locale.
    """
    for place, argument in enumerate(arguments):
        value = ""
        if argument == "--":
            break
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        elif argument.startswith("--lang="):
            value = argument.removeprefix("--lang=")
        if value == "zh":
            return "zh"
        if value == "en":
            return "en"
    return project or from_locale(environment)


def from_locale(environment: Mapping[str, str]) -> Language:
    """Read the locale for messages; without one, Chinese, as the documents are."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            neutral = value.partition(".")[0] in ("C", "POSIX")
            return "zh" if neutral or value.lower().startswith("zh") else "en"
    return "zh"


def words_of(ctx: click.Context | None) -> Words:
    """Find the language of a command, also while it is still being parsed."""
    found = None if ctx is None else ctx.find_root().obj
    return found if isinstance(found, Words) else Words("en")
