"""Values of options that tell what is wrong with them in the language of the reader."""

from __future__ import annotations

from typing import Any

import click

from cli.language import words_of

_SHOWN = 60
"""So much of a wrong value is told."""


class Whole(click.IntRange):
    """A whole number within bounds."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None  # noqa: ANN401
    ) -> int:
        """Read it; UsageError if it is none."""
        try:
            found: int = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(words_of(ctx).say(
                "`{value}` is not a whole number from {low} to {high}", value=str(value)[:_SHOWN],
                low=self.min, high=self.max,
            ), param, ctx)
        return found


class OneOf(click.Choice[str]):
    """One of some words."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None  # noqa: ANN401
    ) -> str:
        """Read it; UsageError if it is none."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(words_of(ctx).say(
                "`{value}` is none of {words}", value=str(value)[:_SHOWN],
                words=tuple(self.choices),
            ), param, ctx)
