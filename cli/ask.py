"""Asking at a terminal for what a case still lacks."""

from __future__ import annotations

from collections.abc import Mapping

import click

from verifier import programs
from verifier.analysis.asking.ask import Asked, Interview, answered, begin, next_question
from verifier.analysis.asking.entries import count_visits, has_visits, with_visits
from verifier.analysis.cases.entries import Entry
from verifier.errors import CaseError
from verifier.report.asking.words import question_text
from verifier.report.catalogue import Words
from verifier.report.problems import error_text


class _Enough(Exception):
    """The user ends the questions; what is known is computed."""


def ask(
    document: programs.Document, tree: Entry, settings: Mapping[str, Entry], words: Words
) -> Entry:
    """Ask for what is missing, until nothing that matters is, or the user has enough.

    Raises:
        CaseError: What was said on the command line is wrong.
        click.Abort: The user interrupts.
    """
    click.echo(
        words.say(
            "What matters for the result is asked for. Enter passes (the year is needed), Ctrl-D "
            "computes with what is known, Ctrl-C ends."
        ),
        err=True,
    )
    try:
        if not has_visits(tree):
            tree = with_visits(tree, _visits(words))
        interview = begin(document, tree, settings)
        while (asked := next_question(interview)) is not None:
            interview = _answer(asked, interview, words)
            tree = interview.tree
    except _Enough:
        click.echo(err=True)
    return tree


def _visits(words: Words) -> int:
    while True:
        try:
            return count_visits(_line(words.say("How many visits were there? (Enter: none):")))
        except CaseError as error:
            click.echo(error_text(error, words), err=True, nl=False)


def _answer(asked: Asked, interview: Interview, words: Words) -> Interview:
    """Ask until the answer can be taken."""
    while True:
        try:
            return answered(interview, asked, _line(question_text(asked, words)))
        except CaseError as error:
            click.echo(error_text(error, words), err=True, nl=False)


def _line(text: str) -> str:
    try:
        return str(click.prompt(text, default="", show_default=False, prompt_suffix=" ", err=True))
    except click.Abort as abort:
        if isinstance(abort.__context__, EOFError):
            raise _Enough from None
        raise
