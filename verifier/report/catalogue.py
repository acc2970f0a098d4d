"""Messages in the language of the reader.

The English template of a message is its key; the Chinese one stands in a gettext catalogue, one
file for each part of the program. The files are read as the text that is committed (`.po`): for a
few hundred messages this takes about a millisecond, as long as a compiled one would, and there is
nothing to build or to go stale.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

from verifier.errors import Message
from verifier.words import Bilingual, Language

LOCALE = Path(__file__).resolve().parent.parent / "locale"

_STRINGS = r'"(?:[^"\\\n]|\\.)*"(?:\s*\n"(?:[^"\\\n]|\\.)*")*'
_ENTRY = re.compile(rf"^msgid\s+({_STRINGS})\s*\nmsgstr\s+({_STRINGS})", re.M)
_PIECE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}


def read_catalogue(text: str) -> dict[str, str]:
    """Read the entries of a `.po` file; entries without a translation are left out."""
    found = {_unquote(key): _unquote(value) for key, value in _ENTRY.findall(text)}
    return {key: value for key, value in found.items() if key and value}


def _unquote(quoted: str) -> str:
    joined = "".join(_PIECE.findall(quoted))
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), joined)


def catalogue_files(language: Language) -> tuple[Path, ...]:
    """Name the files of a language, in a fixed order."""
    return tuple(sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")))


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    if language == "en":
        return {}
    entries: dict[str, str] = {}
    for path in catalogue_files(language):
        entries |= read_catalogue(path.read_text(encoding="utf-8"))
    return entries


class Words:
    """Puts messages and texts of an encoding into one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._entries = _catalogue(language)

    def say(self, template: str, /, **params: object) -> str:
        """Translate a template and fill its fields; the template is a literal at every call."""
        text = self._entries.get(template, template)
        return text.format(**{name: self._shown(value) for name, value in params.items()})

    def tell(self, message: Message) -> str:
        """Put a message into words."""
        return self.say(message.template, **dict(message.params))

    def text(self, text: Bilingual) -> str:
        """Pick the text of this language."""
        return text.text(self.language)

    def join(self, parts: list[str] | tuple[str, ...]) -> str:
        """Write a list inline."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def either(self, parts: Iterable[str]) -> str:
        """Write formulas of which it is open which one applies."""
        return self.say(" or ").join(parts)

    def named(self, name: str, text: str) -> str:
        """Write what something is."""
        return self.say("{name}: {text}", name=name, text=text)

    def listed(self, statements: Iterable[str]) -> str:
        """Write several statements in one line."""
        return self.say("; ").join(statements)

    def noted(self, text: str, notes: Collection[str]) -> str:
        """Write a text with notes behind it."""
        return self.say("{text} ({notes})", text=text, notes=self.listed(notes)) if notes else text

    def _shown(self, value: object) -> object:
        match value:
            case Message():
                return self.tell(value)
            case Bilingual():
                return self.text(value)
            case tuple():
                return self.join([str(self._shown(item)) for item in value])
            case _:
                return value
