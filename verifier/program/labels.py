"""What the names of a Program are called: labels of symbols, quantities, fields and values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property

from verifier.program.model import Argument, Fact
from verifier.words import Bilingual

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|-?\d+|[\w\']+|[(),])')


@cache
def parse_term(text: str) -> Fact:
    """Read the name of an atom or amount, `paid(aid,1)`, as a term; ValueError if it is none."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", "") and '"' not in text:
        raise ValueError(text)
    term, rest = _term(tokens, 0)
    if rest != len(tokens):
        raise ValueError(text)
    return term if isinstance(term, Fact) else Fact(str(term), ())


def _term(tokens: list[str], at: int) -> tuple[Argument, int]:
    if at >= len(tokens) or tokens[at] in {")", ","}:
        raise ValueError(" ".join(tokens))
    head = "" if tokens[at] == "(" else tokens[at]  # a tuple has no name
    at += bool(head)
    if at >= len(tokens) or tokens[at] != "(":
        return _atomic(head), at
    arguments: list[Argument] = []
    while tokens[at] != ")":
        if not head and arguments and tokens[at + 1 : at + 2] == [")"]:
            at += 1  # that of one element ends with a comma
            break
        argument, at = _term(tokens, at + 1)
        arguments.append(argument)
        if at >= len(tokens) or tokens[at] not in {",", ")"}:
            raise ValueError(" ".join(tokens))
    return Fact(head, tuple(arguments)), at + 1


def _atomic(token: str) -> Argument:
    if token.lstrip("-").isdigit():
        return int(token)
    return token.strip('"')


class Labels:
    """Looks up the declarations of a Program by name."""

    def __init__(self, facts: Mapping[str, tuple[Fact, ...]]) -> None:
        self.facts = facts

    @cached_property
    def _labels(self) -> dict[str, Bilingual]:
        return self._pairs("label", 1)

    @cached_property
    def _quantities(self) -> dict[str, Bilingual]:
        return self._pairs("quantity", 2)

    @cached_property
    def _fields(self) -> dict[str, Bilingual]:
        return self._pairs("field", 2)

    @cached_property
    def _topics(self) -> dict[str, Bilingual]:
        return self._pairs("topic", 1)

    @cached_property
    def _options(self) -> dict[tuple[str, str], Bilingual]:
        return {
            (str(topic), str(option)): Bilingual(str(zh), str(en))
            for topic, option, zh, en in self._rows("option", 4)
        }

    @cached_property
    def _outcomes(self) -> dict[str, Bilingual]:
        return self._pairs("outcome", 1)

    @cached_property
    def _reasons(self) -> dict[str, Bilingual]:
        return self._pairs("reason", 1) | self._pairs("source", 1)

    @cached_property
    def _bounds(self) -> dict[str, Bilingual]:
        return self._pairs("bounds", 3)

    @cached_property
    def _explanations(self) -> dict[str, Bilingual]:
        return self._pairs("explain", 1)

    def symbol(self, symbol: Argument) -> Bilingual:
        """Label of a symbol; its identifier if it has none."""
        return self._labels.get(str(symbol)) or _same(symbol)

    def option(self, field: str, value: Argument) -> Bilingual:
        """Label of an answer to a field; numbers speak for themselves unless labelled as levels."""
        if found := self._labels.get(f"{field}({value})"):
            return found
        if isinstance(value, int) and field != "level":
            return _same(value)
        return self.symbol(value)

    def field(self, name: str) -> Bilingual:
        """Label of a question of the case."""
        return self._fields.get(name) or _same(name)

    def topic(self, name: str) -> Bilingual:
        """What a reading is about."""
        return self._topics.get(name) or _same(name)

    def reading(self, topic: str, option: str) -> Bilingual:
        """What an option of a reading says."""
        return self._options.get((topic, option)) or _same(option)

    def reason(self, name: str) -> Bilingual | None:
        """Why a value is open, or where it comes from; by full or by bare name."""
        return self._reasons.get(name) or self._reasons.get(name.partition("(")[0])

    def bound(self, name: str) -> Bilingual | None:
        """Why an input is bounded as it is."""
        return self._bounds.get(name) or self._bounds.get(name.partition("(")[0])

    def explanation(self, constraint: str) -> Bilingual | None:
        """Why a case is impossible."""
        return self._explanations.get(constraint)

    def outcome(self, name: str) -> Bilingual | None:
        """What an outcome means, if the name is that of one."""
        return self._outcomes.get(name)

    def quantity(self, name: str) -> Bilingual | None:
        """Label of a quantity by its bare name."""
        return self._quantities.get(name)

    def value(self, name: str) -> Bilingual:
        """A figure, open value or parameter by its label, and by the name under which it is set."""
        bare, _, year = name.rstrip(")").partition("(")
        label = self.quantity(bare) or self._labels.get(bare)
        key = f"{bare}.{year}" if year else bare
        if label is None:
            return _same(key)
        return Bilingual(f"{label.zh}（{key}）", f"{label.en} ({key})")

    def _rows(self, predicate: str, arity: int) -> list[tuple[Argument, ...]]:
        return [
            fact.arguments for fact in self.facts.get(predicate, ()) if len(fact.arguments) == arity
        ]

    def _pairs(self, predicate: str, before: int) -> dict[str, Bilingual]:
        """By first argument, the last two arguments, which stand after `before` others."""
        return {
            str(row[0]): Bilingual(str(row[-2]), str(row[-1]))
            for row in self._rows(predicate, before + 2)
        }


def _same(value: Argument) -> Bilingual:
    return Bilingual(str(value), str(value))
