"""The findings of a run in the form that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import dumped, for_tools
from verifier.guarding.outcome import Outcome
from verifier.report.catalogue import Words
from verifier.report.layout import Page
from verifier.report.tools.places import Places

if TYPE_CHECKING:  # what is said of superiors is loaded where something is
    from verifier.analysis.superiors.results import HeldAgainst


@dataclass(frozen=True, slots=True)
class CheckOutput:
    """A run, with all that its forms need; `brief` leaves the persons out of a text.

    `held` is what was found against superiors; text and JSON tell it. `entries` are the entry files
    of the documents.
    """

    outcome: Outcome
    words: Words
    places: Places
    entries: Mapping[str, Path]
    brief: bool = False
    held: tuple[HeldAgainst, ...] = ()

    def rendered(self, form: str, page: Page) -> str:
        """Write a run in one of the formats of `verifier.guarding.config`."""
        outcome, words = self.outcome, self.words
        match form:
            case "json":
                from verifier.report.checking.as_json import check_json

                return dumped({**check_json(outcome, words), "superiors": self._held_json()})
            case "markdown":
                from verifier.report.checking.markdown import check_markdown

                return check_markdown(outcome, words)
            case "text":
                from verifier.report.checking.as_text import check_text

                text = check_text(outcome, words, page, brief=self.brief)
                return f"{text}\n{self._held_text(page)}" if self.held else text
            case _:
                from verifier.report.checking.messages import check_rules, check_told

                told = check_told(outcome, words, self.entries)
                suites = [one.document.id for one, _ in outcome.documents]
                return for_tools(form, check_rules(outcome, words), told, suites, self.places)

    def _held_json(self) -> object:
        if not self.held:
            return None
        from verifier.report.superiors.as_json import superior_json

        return superior_json(self.held, self.words)

    def _held_text(self, page: Page) -> str:
        from verifier.report.superiors.as_text import superior_text

        return superior_text(self.held, self.words, page)
