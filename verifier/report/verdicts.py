"""Verdicts in words and colours."""

from __future__ import annotations

from verifier.analysis.results import Verdict
from verifier.report.catalogue import Words
from verifier.report.layout import Page


def verdict_words(verdict: Verdict, words: Words) -> str:
    """Name a verdict."""
    match verdict:
        case Verdict.PROVED:
            return words.say("proved")
        case Verdict.BY_CONSTRUCTION:
            return words.say("by construction")
        case Verdict.VIOLATED:
            return words.say("violated")
        case Verdict.VACUOUS:
            return words.say("vacuous")
        case Verdict.UNKNOWN:
            return words.say("unknown")
        case Verdict.UNDETERMINED:
            return words.say("undetermined")


def toned(verdict: Verdict, text: str, page: Page) -> str:
    """Colour a text by a verdict."""
    match verdict:
        case Verdict.PROVED | Verdict.BY_CONSTRUCTION:
            return page.green(text)
        case Verdict.VIOLATED:
            return page.red(text)
        case _:
            return page.yellow(text)
