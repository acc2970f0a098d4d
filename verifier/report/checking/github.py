"""Findings as workflow commands of GitHub, which it shows at the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.guarding.outcome import Outcome, Status
from verifier.report.catalogue import Words
from verifier.report.checking.messages import Level, failures, messages
from verifier.report.checking.places import Places

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def check_github(outcome: Outcome, words: Words, places: Places) -> str:
    """Give the findings that do not hold, and what else fails a run, one command a line."""
    return "".join(f"{line}\n" for line in _commands(outcome, words, places))


def _commands(outcome: Outcome, words: Words, places: Places) -> Iterator[str]:
    for said in messages(outcome, words, places):
        if said.guarded.status is Status.HOLDS:
            continue
        values = {"title": f"{said.document}: {said.title}"}
        if said.spans:
            span = said.spans[0]
            values = {
                "file": places.path(span.file), "line": str(max(1, span.line)),
                "col": str(max(1, span.column)), **values,
            }
        text = f"{said.line}\n{said.text}" if said.text else said.line
        yield _command(_COMMANDS[said.level], values, text)
    for title, text in failures(outcome, words):
        yield _command(_COMMANDS[Level.ERROR], {"title": title}, text)


def _command(name: str, values: dict[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_value(value)}" for key, value in values.items())
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
