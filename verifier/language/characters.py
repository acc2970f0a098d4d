"""What no parser can read in the text of an encoding.

The parser does not survive a character beyond ASCII outside texts and comments, so these are found
before it sees them, and with them the texts and comments that do not end where they should.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from verifier.errors import Message, Problem, message
from verifier.language.clauses import place_in
from verifier.language.text import asides, code, read

_STRANGE = re.compile(r"[^\W\x00-\x7f]+|[^\x00-\x7f]")
"""Letters beyond ASCII that stand together, or one other character."""

_MEANT = {
    "“": '"', "”": '"', "„": '"', "「": '"', "」": '"', "‘": '"', "’": '"', "。": ".", "、": ",",
    "【": "(", "】": ")", "〔": "(", "〕": ")", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-",
    "≥": ">=", "≤": "<=", "≠": "!=", "…": "..",
}
"""What is meant by characters that Unicode does not count as a form of another."""


def unreadable(path: Path) -> Iterator[Problem]:
    """What the parser cannot read in a file, the first of each line; OSError if it is not there."""
    text = read(path)
    lines: set[int] = set()
    for start, what, mend in sorted([*_open(text), *_strange(text)], key=lambda f: f[0]):
        span = place_in(path, text, start)
        if span.line not in lines:  # what follows in a line is mostly a consequence
            lines.add(span.line)
            yield Problem("unreadable", span, what, mend)


def _open(text: str) -> Iterator[tuple[int, Message, Message]]:
    for aside in asides(text):
        if aside.ends:
            continue
        if not aside.quoted:
            yield (aside.start, message("the comment that begins here does not end"),
                   message("end it with `*%`; a `%` within it hides the rest of its line"))
        elif text[aside.end:aside.end + 1] == "\\":
            yield (aside.end, message("a text has `\\` where it means nothing"),
                   message("write `\\\\` for a backslash, and `\\\"` for a quotation mark"))
        else:
            yield (aside.start, message("the text that begins here does not end on its line"),
                   message("end it with `\"`, and write `\\\"` for a quotation mark within it"))


def _strange(text: str) -> Iterator[tuple[int, Message, Message]]:
    for match in _STRANGE.finditer(code(text)):
        yield match.start(), *_described(match[0])


def _described(found: str) -> tuple[Message, Message]:
    """What is wrong with characters outside texts and comments, and the mend."""
    plain = _MEANT.get(found) or unicodedata.normalize("NFKC", found)
    if plain == " ":
        return (message("a space that no keyboard writes in code (U+{code})", code=_point(found)),
                message("write a plain space"))
    if plain.isascii() and plain != "%":  # which would begin a comment
        return (message("full-width “{character}”", character=found),
                message("write `{plain}`", plain=plain))
    if found.isprintable():
        return (
            message("“{character}” stands outside texts and comments", character=found),
            message("write names in the letters a–z, digits and `_`, and their words in quotation "
                    "marks: label(name, \"…\", \"…\")"),
        )
    return (message("a character that cannot be seen (U+{code})", code=_point(found)),
            message("remove it"))


def _point(character: str) -> str:
    return f"{ord(character):04X}"
