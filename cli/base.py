"""Commands and options whose help speaks the language of the reader, and what they share."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

import click
from click.core import ParameterSource

from cli.language import words_of
from cli.types import OneOf
from verifier.report.catalogue import Words
from verifier.report.layout import Page, wrap

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the output: language, form, width."""

    words: Words
    json: bool
    page: Page


class TranslatedOption(click.Option):
    """An option whose help is a key of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give the help in the language of the reader."""
        record = super().get_help_record(ctx)
        if record is None or self.help is None:
            return record
        translated = words_of(ctx).say(self.help)
        return record[0], record[1].replace(self.help, translated, 1)


class Translated(click.Command):
    """A command whose help is a key of the catalogue."""

    allow_extra_args = True  # which are told of here

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; UsageError for one that is too many or an option given twice."""
        if isinstance(self, click.Group):  # its arguments are those of a command
            return super().parse_args(ctx, args)
        words = words_of(ctx)
        for name in _given_twice(self.get_params(ctx), args):
            raise click.UsageError(words.say("`{name}` is given twice", name=name), ctx)
        found = super().parse_args(ctx, args)
        if ctx.args:
            text = words.say("`{name}` is one argument too many", name=ctx.args[0])
            raise click.UsageError(text, ctx)
        return found

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        pieces = self.collect_usage_pieces(ctx)
        prefix = words_of(ctx).say("Usage: ")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        if self.help:
            formatter.write_paragraph()
            lines = wrap(words_of(ctx).say(self.help), formatter.width, "  ", "  ")
            formatter.write("\n".join(lines) + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write its options."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [record for p in options if (record := p.get_help_record(ctx))]
        if records:
            with formatter.section(words_of(ctx).say("Options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the option that shows this help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = words_of(ctx).say("Show this message and exit.")
        return option


def _given_twice(params: Sequence[click.Parameter], args: Sequence[str]) -> Iterator[str]:
    """The options with one value that stand more than once."""
    single = {
        name: param for param in params
        if isinstance(param, click.Option) and not (param.multiple or param.is_flag)
        for name in param.opts
    }
    seen: set[click.Option] = set()
    waiting = iter(args)
    for word in waiting:
        if word == "--":
            return
        name, equals, _ = word.partition("=")
        if name not in single:
            continue
        if single[name] in seen:
            yield name
        seen.add(single[name])
        if not equals:
            next(waiting, None)


def option(*names: str, **settings: Any) -> Callable[[Function], Function]:  # noqa: ANN401  click's
    """Declare an option whose help is translated."""
    return click.option(*names, cls=TranslatedOption, **settings)


def lang_option(function: Function) -> Function:
    """Declare `--lang`, which is read before all others (`cli.language`)."""
    return option(
        "--lang",
        type=OneOf(["zh", "en"]),
        expose_value=False,
        help="Language of the output; from the locale if not given.",
    )(function)


def output_options(function: Function) -> Function:
    """Declare `--format` and `--lang`."""
    function = lang_option(function)
    return option(
        "--format",
        "form",
        type=OneOf(["text", "json"]),
        default="text",
        show_default=True,
        help="Text to read, or JSON for programs.",
    )(function)


def reader(ctx: click.Context, form: str) -> Reader:
    """Find out who reads."""
    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    columns = max(40, min(shutil.get_terminal_size((80, 24)).columns, 110))
    return Reader(words_of(ctx), form == "json", Page(columns, colour))


def standard_input() -> BinaryIO:
    """What is piped in; nothing, if whoever started the program has closed it."""
    return io.BytesIO() if sys.stdin is None else sys.stdin.buffer


def given(ctx: click.Context, name: str) -> bool:
    """Whether an option stands on the command line."""
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


Result = TypeVar("Result")


def show(
    who: Reader,
    found: Result,
    data: Callable[[Result, Words], Mapping[str, object] | Sequence[object]],
    text: Callable[[Result, Words, Page], str],
) -> None:
    """Write a result as who reads it wants it: as data, or as text."""
    if who.json:
        echo_json(data(found, who.words))
    else:
        click.echo(text(found, who.words, who.page), nl=False)


def echo_json(data: Mapping[str, object] | Sequence[object]) -> None:
    """Write data as JSON."""
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
