"""What the user can do wrong, as exceptions with a place, a message and a mend.

MingzhengError
 |- LanguageError    an encoding breaks a rule of the language (raised with all findings of a file)
 |- GroundingError   an encoding cannot be grounded within the limits
 |- CaseError        a case file, flag or setting is wrong, or the case cannot exist
 |- TextError        an official text cannot be read, or is none of the document
 `- EngineError      an engine met something that the checks should have refused

Texts are `Message`s: an English template, which is the key of the message catalogue, and its
parameters. They are put into words only where they are shown.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass, field

from verifier.source import Span


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with `{name}` fields, and the values of the fields."""

    template: str
    params: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**dict(self.params))


def message(template: str, **params: object) -> Message:
    """Build a `Message`; the template is a literal at every call, so that it can be catalogued."""
    return Message(template, tuple(params.items()))


def because(error: OSError) -> Message:
    """Why a file could not be used, as the system says it."""
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return message("no permission")
        case errno.EISDIR:
            return message("it is a folder")
        case errno.ENOENT | errno.ENOTDIR:
            return message("there is no such file or folder")
        case errno.ENOSPC:
            return message("no space is left")
        case _:
            return message("{text}", text=error.strerror or str(error))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and how to mend it. `rule` is a stable identifier."""

    rule: str
    span: Span
    what: Message
    mend: Message = field(default_factory=lambda: Message(""))


class MingzhengError(Exception):
    """Something that the user can mend; `exit_code` is that of a command that ends by it."""

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)  # so it can be sent from one process to another
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(f"{p.span}: {p.what}" for p in self.problems)


def unreachable(error: OSError) -> MingzhengError:
    """A file that cannot be reached, of which nothing else is known."""
    return MingzhengError(Problem(
        "no-file", Span(str(error.filename)),
        message("the file cannot be reached ({reason})", reason=because(error)),
        message("check the path and the permissions"),
    ))


def unwritten(error: OSError) -> MingzhengError:
    """Output that the system does not take."""
    return MingzhengError(Problem(
        "unwritten", Span(),
        message("the output cannot be written ({reason})", reason=because(error)),
        message("make room for it, or write it elsewhere"),
    ))


def nowhere_to_write() -> MingzhengError:
    """A program that was started without an output."""
    return MingzhengError(Problem(
        "unwritten", Span(), message("the standard output is closed"),
        message("leave it open, or direct it to a file"),
    ))


class LanguageError(MingzhengError):
    """An encoding breaks a rule of the language."""


class GroundingError(MingzhengError):
    """An encoding cannot be grounded, or not within the limits of time and size."""


class CaseError(MingzhengError):
    """A case or a setting cannot be read, is out of bounds, or describes what cannot exist."""


class TextError(MingzhengError):
    """An official text cannot be read, or is that of another document."""


class EngineError(MingzhengError):
    """An engine met a program that the checks should have refused."""
