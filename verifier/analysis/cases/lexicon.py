"""Words that a user may write for a thing: its identifier, or its label in either language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Generic, TypeVar

from verifier.errors import Message, message
from verifier.words import Bilingual

Thing = TypeVar("Thing")


class Lexicon(Generic[Thing]):
    """Finds things by word.

    An identifier outweighs a label, and a label that two things share finds neither.
    """

    def __init__(self, entries: Iterable[tuple[str, Bilingual, Thing]]) -> None:
        self._by_name: dict[str, Thing] = {}
        self._by_label: dict[str, list[Thing]] = {}
        for name, label, thing in entries:
            self._by_name[name] = thing
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
        """Say what could be meant: the closest words, or the identifiers if there are few."""
        if close := tuple(difflib.get_close_matches(word.strip(), self.words(), n=3, cutoff=0.5)):
            return message("did you mean {words}?", words=quoted(close))
        if not self._by_name:
            return message("leave it out")
        return message("possible are {words}", words=quoted(tuple(self._by_name)))


def quoted(words: Iterable[str]) -> tuple[str, ...]:
    """Put words in backticks."""
    return tuple(f"`{word}`" for word in words)
