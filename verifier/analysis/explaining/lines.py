"""The lines of a computation that a user may name: by identifier or label, with or without visit.

`aid`, `医疗救助`, `medical aid` are the sum of the year, `aid(1)` is the first visit; what has no
sum is every visit.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from verifier.analysis.outputs import visit_of
from verifier.analysis.results import Computation
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.labels import Labels, parse_term
from verifier.program.model import Fact, Program
from verifier.source import Span
from verifier.words import Bilingual

_CALL = re.compile(r"(?P<head>[^()]+)\((?P<visit>\d+)\)")
_PLAIN = str.maketrans({"（": "(", "）": ")", "，": ",", "_": " ", "-": " ", "－": " "})
_YEAR = "_total"
_MOST_NAMED = 40


def find_lines(result: Computation, word: str, option: str) -> tuple[str, ...]:
    """Find the amounts or facts that a word stands for; CaseError with the possible ones.

    Args:
        result: The computation.
        word: What the user wrote.
        option: Where it was written, for the message.
    """
    exact = word.strip().replace(" ", "")
    if exact in result.evaluation.amounts or exact in result.evaluation.atoms:
        return (exact,)
    return named_lines(result.program, (*result.amounts, *result.facts), word, option)


def named_lines(
    program: Program, names: Iterable[str], word: str, option: str
) -> tuple[str, ...]:
    """Find which of these lines a word stands for; CaseError with the possible ones."""
    lines = _Lines(program, names)
    found = lines.find(word)
    if found:
        return found
    raise CaseError(
        Problem(
            "unknown-line",
            Span(option),
            message("`{word}` is no line of this result", word=word.strip()[:60]),
            lines.mend(word),
        )
    )


class _Lines:
    """The words for the lines of one result."""

    def __init__(self, program: Program, names: Iterable[str]) -> None:
        self.labels = Labels(program.facts)
        self.schemes = {str(fact.arguments[0]) for fact in program.facts.get("scheme", ())}
        self.by_word: dict[str, list[str]] = {}
        self.shown: dict[str, Bilingual] = {}
        known = list(names)
        for name in known:
            for identifier, label in self._called(name, known):
                self.shown.setdefault(identifier, label)
                for word in (identifier, label.zh, label.en):
                    lines = self.by_word.setdefault(_norm(word), [])
                    if name not in lines:
                        lines.append(name)

    def _called(self, name: str, known: list[str]) -> list[tuple[str, Bilingual]]:
        term = parse_term(name)
        if outcome := self.labels.outcome(name):
            without = term.arguments[:-1] if visit_of(name) else term.arguments
            return [(str(Fact(term.name, without)), outcome)]
        label = self.labels.quantity(term.name) or self.labels.symbol(term.name)
        if term.arguments and str(term.arguments[0]) in self.schemes:
            scheme = str(term.arguments[0])
            return [(scheme, self.labels.symbol(scheme))]
        found = [(term.name, label)]
        bare = term.name.removesuffix(_YEAR)
        if bare != term.name and any(parse_term(other).name == bare for other in known):
            found.append((bare, self.labels.quantity(bare) or self.labels.symbol(bare)))
        return found

    def find(self, word: str) -> tuple[str, ...]:
        """Find the lines of a word."""
        text = _norm(word)
        if text in self.by_word:
            lines = self.by_word[text]
            of_year = tuple(name for name in lines if not visit_of(name))
            return of_year or tuple(lines)
        if match := _CALL.fullmatch(text):
            lines = self.by_word.get(match["head"].strip(), [])
            return tuple(name for name in lines if visit_of(name) == int(match["visit"]))
        return ()

    def mend(self, word: str) -> Message:
        """Say what can be asked for, the closest first."""
        near = difflib.get_close_matches(_norm(word), list(self.by_word), n=3)
        closest = {name for text in near for name in self.by_word[text]}
        order = sorted(self.shown, key=lambda item: not closest & set(self.by_word[_norm(item)]))
        named = tuple(
            message("`{name}` ({label})", name=item, label=self.shown[item])
            for item in order[:_MOST_NAMED]
        )
        example = next(
            (item for item in self.shown if any(map(visit_of, self.by_word[_norm(item)]))), None
        )
        if example is None:
            return message("possible are {words}", words=named)
        return message(
            "possible are {lines}; a visit is named as in `{example}`",
            lines=named,
            example=f"{example}(1)",
        )


def _norm(word: str) -> str:
    return re.sub(r"\s+", " ", word.translate(_PLAIN)).strip().casefold()
