"""The findings of a run in the form that is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from verifier.analysis.superiors.results import HeldAgainst
from verifier.guarding.files import write_text
from verifier.guarding.outcome import Outcome
from verifier.report.catalogue import Words
from verifier.report.checking.places import Places
from verifier.report.layout import Page
from verifier.report.superiors.as_json import superior_json
from verifier.report.superiors.as_text import superior_text


@dataclass(frozen=True, slots=True)
class Output:
    """A run, with all that its forms need; `brief` leaves the persons out of a text.

    `held` is what was found against superiors; text and JSON tell it.
    """

    outcome: Outcome
    words: Words
    page: Page
    places: Places
    brief: bool = False
    held: tuple[HeldAgainst, ...] = ()


def rendered(output: Output, form: str) -> str:
    """Write a run in one of the formats of `verifier.guarding.config`."""
    outcome, words, places = output.outcome, output.words, output.places
    match form:
        case "json":
            from verifier.report.checking.as_json import check_json

            superiors = superior_json(output.held, words) if output.held else None
            return _dumped({**check_json(outcome, words), "superiors": superiors})
        case "sarif":
            from verifier.report.checking.sarif import check_sarif

            return _dumped(check_sarif(outcome, words, places, _version()))
        case "junit":
            from verifier.report.checking.junit import check_junit

            return check_junit(outcome, words, places)
        case "github":
            from verifier.report.checking.github import check_github

            return check_github(outcome, words, places)
        case "markdown":
            from verifier.report.checking.markdown import check_markdown

            return check_markdown(outcome, words, places)
        case _:
            from verifier.report.checking.as_text import check_text

            text = check_text(outcome, words, output.page, brief=output.brief)
            below = superior_text(output.held, words, output.page) if output.held else ""
            return f"{text}\n{below}" if below else text


def write(output: Output, form: str, file: str) -> None:
    """Write a run to a file; what is written for a terminal is written without colour."""
    plain = replace(output, page=Page())
    write_text(Path(file), rendered(plain, form))


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _version() -> str:
    """The version of the program, as it is installed."""
    try:
        return version("mingzheng")
    except PackageNotFoundError:  # run from a checkout
        return "0.0.0"
