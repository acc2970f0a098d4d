"""The program `mingzheng`: its commands are loaded when they are called."""

from __future__ import annotations

import difflib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from cli.base import Translated, lang_option, option
from cli.configured import configuration
from cli.language import chosen, words_of
from verifier.errors import MingzhengError, nowhere_to_write, unreachable, unwritten
from verifier.report.catalogue import Words
from verifier.report.problems import error_text

COMMANDS = {
    "list": ("cli.list_", "List the documents."),
    "schema": ("cli.schema", "Write the JSON Schema of a case of a document."),
    "compute": ("cli.compute", "Compute one person-year: what is paid, by whom, and why."),
    "check": ("cli.check", "Prove properties for every person, or show one who is wronged."),
    "cliffs": ("cli.cliffs", "Map what a person pays against one number: slopes, kinks, jumps."),
    "worst": ("cli.worst", "Find the largest own payment that a plan allows, and for whom."),
    "readings": ("cli.readings", "List every ambiguity, and what hangs on it for whom."),
    "idle": ("cli.idle", "Find rules and figures on which nothing hangs."),
    "repair": ("cli.repair", "Find the smallest change of figures that repairs a property."),
    "properties": ("cli.properties", "List the general properties."),
    "coverage": ("cli.coverage", "List what became of each sentence of a document."),
    "audit": ("cli.audit", "Hold an encoding against the official text, figure by figure."),
    "compare": ("cli.compare", "Say what two documents change, for whom, and by how much."),
    "new": ("cli.new", "Write a skeleton of a plan of your own."),
    "watch": ("cli.watch", "Check a document again at every save."),
    "lint": ("cli.lint", "Check encodings for errors of the language."),
}
"""Name of a command, its module and its short help (a key of the catalogue)."""

USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 1


class Commands(Translated, click.Group):
    """Loads a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant; UsageError if there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            words = words_of(ctx)
            text = words.say("there is no command `{name}`", name=args[0])
            near = tuple(f"`{n}`" for n in difflib.get_close_matches(args[0], COMMANDS, n=1))
            raise click.UsageError(words.listed(
                (text, words.say("did you mean {words}?", words=near)) if near else (text,)
            ), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and commands, without importing any."""
        super().format_options(ctx, formatter)
        words = words_of(ctx)
        with formatter.section(words.say("Commands")):
            formatter.write_dl([(name, words.say(text)) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=Commands,
    name="mingzheng",
    help="Compute Chinese medical-aid plans, and prove what they promise.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@lang_option
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _, wanted: _tell_versions(ctx) if wanted else None,
    help="Show the versions of the program and of its solvers, and exit.",
)
def mingzheng() -> None:
    """Hold the commands."""


def _tell_versions(ctx: click.Context) -> None:
    from cli.versions import versions  # it takes long

    click.echo(versions())
    ctx.exit()


def run(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; what a user did wrong is told without a traceback."""
    words = Words(chosen(arguments, os.environ))
    try:
        config = configuration()
        words = Words(chosen(arguments, os.environ, config.lang))
        result = mingzheng.main(
            list(arguments), prog_name="mingzheng", standalone_mode=False, obj=words,
            default_map=config.defaults,
        )
    except MingzhengError as error:
        click.echo(error_text(error, words), err=True, nl=False)
        return error.exit_code
    except OSError as error:  # a file that cannot be reached at all
        if error.filename is None:
            raise
        click.echo(error_text(unreachable(error), words), err=True, nl=False)
        return USAGE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        click.echo(_usage_text(error, words), err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(words.say("interrupted"), err=True)
        return INTERRUPTED
    return result if isinstance(result, int) else 0


def _usage_text(error: click.ClickException, words: Words) -> str:
    """Put errors of parsing into words."""
    match error:
        case click.NoSuchOption():
            text = words.say("there is no option `{name}`", name=error.option_name)
            if error.possibilities:
                near = tuple(f"`{name}`" for name in sorted(error.possibilities))
                text = words.listed((text, words.say("did you mean {words}?", words=near)))
        case click.BadOptionUsage():
            text = _misused(error, words)
        case click.MissingParameter() if isinstance(error.param, click.Option):
            text = words.say("`{name}` is missing", name=max(error.param.opts, key=len))
        case click.MissingParameter() if error.param is not None:
            text = words.say("`{name}` is missing", name=error.param.human_readable_name)
        case click.BadParameter() if isinstance(error.param, click.Parameter):
            text = words.say(
                "the value of `{name}` is wrong: {what}",
                name=max(error.param.opts, key=len),
                what=error.message,
            )
        case _ if error.message == "Missing command.":
            text = words.say("`{name}` is missing", name="COMMAND")
        case _:
            text = error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "mingzheng"
    return f"{text}\n  → {words.say('see `{path} --help`', path=path)}"


def _misused(error: click.BadOptionUsage, words: Words) -> str:
    """An option without its value, or with one that it does not have; only the text tells which."""
    if "does not take" in error.message:
        return words.say("`{name}` takes no value", name=error.option_name)
    return words.say("`{name}` needs a value", name=error.option_name)


def main() -> NoReturn:
    """Run the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a locale without Chinese must not end a report
            stream.reconfigure(errors="replace")
    words = Words(chosen(sys.argv[1:], os.environ))
    if sys.stdout is None:  # closed by who started the program
        click.echo(error_text(nowhere_to_write(), words), err=True, nl=False)
        sys.exit(USAGE)
    if sys.argv[1:2] == ["check"]:
        gc.disable()  # it works in other processes, and what it has itself it has until it ends
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # who read the output has enough: nothing more is to be said
        code = PIPE_CLOSED
        _write_no_more()
    except OSError as error:
        code = USAGE
        _write_no_more()
        click.echo(error_text(unwritten(error), words), err=True, nl=False)
    with suppress(OSError):
        if sys.stderr is not None:  # closed by who started the program
            sys.stderr.flush()
    os._exit(code)  # nothing is left to be done, and to free what was encoded takes long


def _write_no_more() -> None:
    """Keep what could not be written from being tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
