"""What was found as a message that any tool can show: a line, a text, a level and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.report.computing.as_json import Json
from verifier.source import Span

GUARD = "guard"
"""The rule of what fails a run besides its findings."""


class Level(StrEnum):
    """How loud a message is: what fails a run is an error, what holds makes no noise."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    HOLDS = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of message, with why it matters."""

    id: str
    title: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was found.

    Attributes:
        suite: What it was found of: a document, or two that were compared.
        rule: The `Rule` that it is a case of.
        level: How loud it is.
        title: What it is about, in few words.
        line: What was found, in one line.
        text: Who is concerned and why, over many lines; may be empty.
        spans: Where in the encodings, the main place first.
        fingerprint: A name that no edit of lines changes; empty where there is none.
        kind: What it is, for programs.
        properties: More of it, for programs.
        accepted: Why it does not count, if somebody decided so.
        reviewed: Whether it is as it was reviewed.
    """

    suite: str
    rule: str
    level: Level
    title: str
    line: str
    text: str = ""
    spans: tuple[Span, ...] = ()
    fingerprint: str = ""
    kind: str = ""
    properties: Mapping[str, Json] = field(default_factory=dict)
    accepted: str = ""
    reviewed: bool = False

    @property
    def whole(self) -> str:
        """The line, and the text below it."""
        return f"{self.line}\n{self.text}" if self.text else self.line

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that its places stand under."""
        return tuple(dict.fromkeys(span.clause for span in self.spans if span.clause))
