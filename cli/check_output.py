"""The findings of a run in the form that is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from verifier.guarding.files import write_text
from verifier.guarding.outcome import Outcome
from verifier.report.catalogue import Words
from verifier.report.check_places import Places
from verifier.report.layout import Page


@dataclass(frozen=True, slots=True)
class Output:
    """A run, with all that its forms need; `brief` leaves the persons out of a text."""

    outcome: Outcome
    words: Words
    page: Page
    places: Places
    brief: bool = False


def rendered(output: Output, form: str) -> str:
    """Write a run in one of the formats of `verifier.guarding.config`."""
    outcome, words, places = output.outcome, output.words, output.places
    match form:
        case "json":
            from verifier.report.check_json import check_json

            return _dumped(check_json(outcome, words))
        case "sarif":
            from verifier.report.check_sarif import check_sarif

            return _dumped(check_sarif(outcome, words, places, _version()))
        case "junit":
            from verifier.report.check_junit import check_junit

            return check_junit(outcome, words, places)
        case "github":
            from verifier.report.check_github import check_github

            return check_github(outcome, words, places)
        case "markdown":
            from verifier.report.check_markdown import check_markdown

            return check_markdown(outcome, words, places)
        case _:
            from verifier.report.check_text import check_text

            return check_text(outcome, words, output.page, brief=output.brief)


def write(output: Output, form: str, file: str) -> None:
    """Write a run to a file; what is written for a terminal is written without colour."""
    plain = Output(output.outcome, output.words, Page(), output.places, brief=output.brief)
    write_text(Path(file), rendered(plain, form))


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _version() -> str:
    """The version of the program, as it is installed."""
    try:
        return version("mingzheng")
    except PackageNotFoundError:  # run from a checkout
        return "0.0.0"
