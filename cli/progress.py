"""Progress on a terminal, once a command takes more than a second; never in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

import click

from verifier.report.catalogue import Words

if TYPE_CHECKING:  # commands that need no solver do not load it for this
    from rich.status import Status

    from verifier.analysis.checking.checked import Checked
    from verifier.analysis.superiors.results import HeldAgainst

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
    """Says on standard error what is being done, if that is a terminal.

    In a pipe nothing is said: a log is read when the command has ended, and then the result is
    there. On a terminal something is said after `PATIENCE` even if nothing has been done yet.
    """

    def __init__(
        self,
        words: Words,
        *,
        terminal: bool | None = None,
        clock: Callable[[], float] = time.monotonic,
        patience: float | None = None,
    ) -> None:
        self._words = words
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._clock = clock
        self._patience = PATIENCE if patience is None else patience
        self._start = clock()
        self._status: Status | None = None
        self._text = words.say("working")
        self._timer: Timer | None = None
        self._lock = Lock()

    def __enter__(self) -> Progress:
        if self._terminal:
            # The timer must not be importing it when a process is forked beside it.
            import rich.console  # noqa: F401

            self._timer = Timer(self._patience, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __call__(self, document: str, item: str) -> None:
        """Tell what is being done now."""
        if not self._terminal:
            return
        self._text = self._words.say("checking {document}: {item}", document=document, item=item)
        if self._clock() - self._start >= self._patience:
            self._show()

    def _show(self) -> None:
        """Show what was told last; the timer does so where nothing has been told for long."""
        with self._lock:
            if self._timer is None:  # it is over
                return
            if self._status is None:
                from rich.console import Console

                self._status = Console(stderr=True, force_terminal=True).status(self._text)
                self._status.start()
            else:
                self._status.update(self._text)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is None:
            return
        self._timer.cancel()
        with self._lock:
            self._timer = None
            if self._status is not None:
                self._status.stop()
