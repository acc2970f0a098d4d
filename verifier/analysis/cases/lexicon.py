"""Words that a user may write for a thing: its identifier, or its label in either language."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from verifier.errors import Message, message
from verifier.words import Bilingual

Thing = TypeVar("Thing")
_PLAIN = re.compile("[a-z]+")


class Lexicon(Generic[Thing]):
    """Finds things by word.

    An identifier outweighs a label, and a label that two things share finds neither.
    """

    def __init__(self, entries: Iterable[tuple[str, Bilingual, Thing]]) -> None:
        self._by_name: dict[str, Thing] = {}
        self._by_label: dict[str, list[Thing]] = {}
        self._labels: dict[str, Bilingual] = {}
        for name, label, thing in entries:
            self._by_name[name] = thing
            self._labels[name] = label
            for word in dict.fromkeys((label.zh, label.en)):
                self._by_label.setdefault(word, []).append(thing)

    def find(self, word: str) -> Thing | None:
        """Find the thing that a word stands for."""
        if word in self._by_name:
            return self._by_name[word]
        found = self._by_label.get(word, [])
        return found[0] if len(found) == 1 else None

    def words(self) -> tuple[str, ...]:
        """List all words, identifiers first."""
        labels = [word for word, found in self._by_label.items() if len(found) == 1]
        return tuple(dict.fromkeys([*self._by_name, *labels]))

    def mend(self, word: str) -> Message:
        """Say what could be meant: the closest words, or all things."""
        if close := tuple(difflib.get_close_matches(word.strip(), self.words(), n=3, cutoff=0.5)):
            return message("did you mean {words}?", words=quoted(close))
        if not self._by_name:
            return message("leave it out")
        return message("possible are {words}", words=tuple(map(self._called, self._by_name)))

    def _called(self, name: str) -> Message | str:
        """A thing by the word for it, where that is one, as `categories` for `held`."""
        label = self._labels[name]
        word = label.en if _PLAIN.fullmatch(label.en) and len(self._by_label[label.en]) == 1 else ""
        return called(word or name, label)


def called(name: str, label: Bilingual) -> Message | str:
    """How a thing may be written, and what it is called."""
    if label.en == label.zh:
        return f"`{name}`"
    return message("`{name}` ({label})", name=name, label=label)


def quoted(words: Iterable[str]) -> tuple[str, ...]:
    """Put words in backticks."""
    return tuple(f"`{word}`" for word in words)
