"""The findings of a run in the form that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.output import dumped, for_tools
from verifier.analysis.superiors.results import HeldAgainst
from verifier.guarding.outcome import Outcome
from verifier.report.catalogue import Words
from verifier.report.layout import Page
from verifier.report.superiors.as_json import superior_json
from verifier.report.superiors.as_text import superior_text
from verifier.report.tools.places import Places


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

                superiors = superior_json(self.held, words) if self.held else None
                return dumped({**check_json(outcome, words), "superiors": superiors})
            case "markdown":
                from verifier.report.checking.markdown import check_markdown

                return check_markdown(outcome, words)
            case "text":
                from verifier.report.checking.as_text import check_text

                text = check_text(outcome, words, page, brief=self.brief)
                below = superior_text(self.held, words, page) if self.held else ""
                return f"{text}\n{below}" if below else text
            case _:
                from verifier.report.checking.messages import check_rules, check_told

                told = check_told(outcome, words, self.entries)
                suites = [one.document.id for one, _ in outcome.documents]
                return for_tools(form, check_rules(outcome, words), told, suites, self.places)
