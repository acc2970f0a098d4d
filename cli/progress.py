"""Progress on a terminal, once a command takes more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

import click

from verifier.analysis.checking.checked import Checked
from verifier.analysis.superiors.results import HeldAgainst
from verifier.report.catalogue import Words

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""Seconds before anything is shown."""


def tell_remembered(words: Words, checked: Checked) -> None:
    """Say on standard error how much an earlier check of the same has decided, if any."""
    if checked.remembered:
        click.echo(words.say(
            "{count} of {total} questions are as an earlier check of the same decided them "
            "(`--fresh` decides them anew)", count=checked.remembered, total=checked.tasks,
        ), err=True)


def tell_superiors_remembered(words: Words, held: Sequence[HeldAgainst]) -> None:
    """The same of documents held against their superiors."""
    if count := sum(one.remembered for one in held):
        click.echo(words.say(
            "{count} of {total} comparisons with superiors are as an earlier check of the same "
            "decided them (`--fresh` decides them anew)", count=count, total=len(held),
        ), err=True)


class Progress:
    """Says on standard error which property is being checked, if that is a terminal."""

    def __init__(
        self,
        words: Words,
        *,
        terminal: bool | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._words = words
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._clock = clock
        self._start = clock()
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, document: str, item: str) -> None:
        """Tell what is being done now."""
        if not self._terminal or self._clock() - self._start < PATIENCE:
            return
        text = self._words.say("checking {document}: {item}", document=document, item=item)
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True, force_terminal=True).status(text)
            self._status.start()
        else:
            self._status.update(text)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
