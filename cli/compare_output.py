"""A comparison in the form that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from cli.output import dumped, for_tools
from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.results import Comparison
from verifier.report.catalogue import Words
from verifier.report.layout import Page
from verifier.report.tools.places import Places


@dataclass(frozen=True, slots=True)
class CompareOutput:
    """A comparison, with all that its forms need; `fail_on` is what fails the run."""

    comparison: Comparison
    words: Words
    places: Places
    fail_on: tuple[Kind, ...]

    def rendered(self, form: str, page: Page) -> str:
        """Write it in one of the formats of `verifier.guarding.config`."""
        comparison, words = self.comparison, self.words
        match form:
            case "json":
                from verifier.report.comparing.as_json import compare_json

                return dumped(compare_json(comparison, words))
            case "markdown":
                from verifier.report.comparing.markdown import compare_markdown

                return compare_markdown(comparison, words)
            case "text":
                from verifier.report.comparing.as_text import compare_text

                return compare_text(comparison, words, page)
            case _:
                from verifier.report.comparing.messages import (
                    compare_rules,
                    compare_told,
                    suite_of,
                )

                told = compare_told(comparison, words, self.fail_on)
                return for_tools(
                    form, compare_rules(words), told, [suite_of(comparison)], self.places
                )
