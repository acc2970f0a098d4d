"""Messages as workflow commands of GitHub, which it shows at the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.report.tools.places import Places
from verifier.report.tools.told import Level, Told

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def github(told: Iterable[Told], places: Places) -> str:
    """Give what does not hold, one command a line."""
    return "".join(
        f"{_command(_COMMANDS[one.level], _values(one, places), one.whole)}\n"
        for one in told if one.level is not Level.HOLDS
    )


def _values(told: Told, places: Places) -> dict[str, str]:
    title = {"title": f"{told.suite}: {told.title}"}
    if not told.spans:
        return title
    span = told.spans[0]
    return {
        "file": places.path(span.file), "line": str(max(1, span.line)),
        "col": str(max(1, span.column)), **title,
    }


def _command(name: str, values: dict[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_value(value)}" for key, value in values.items())
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
