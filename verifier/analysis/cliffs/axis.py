"""What a map goes along: a number that the case or the document has, found by name or label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.analysis.cases.lexicon import Lexicon
from verifier.analysis.cases.numerals import read_quantity
from verifier.analysis.cliffs.results import Axis
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.labels import Labels
from verifier.program.model import NumberInput, PolicyValue, Program
from verifier.program.sorts import Sort
from verifier.source import Span
from verifier.words import Bilingual

Movable = NumberInput | PolicyValue

_WHOLE = 10_000
"""A percentage of 100 in smallest units."""
_TIMES = 10
"""A figure of the document is followed up to so many times its value."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asks for, as it was written: the number, what rises with it, and the ends."""

    along: str
    also: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None


def find_axis(program: Program, known: Mapping[str, int], wanted: Wanted) -> Axis:
    """Find what moves and between which ends; CaseError with what is wrong."""
    lexicon = _lexicon(program)
    main = _find(lexicon, wanted.along, "--along")
    others = [_find(lexicon, word, "--also") for word in wanted.also]
    for word, item in zip(wanted.also, others, strict=True):
        if item.sort is not main.sort or item.name == main.name:
            raise _wrong("--also", message(
                "`{name}` cannot rise with `{main}`", name=word, main=wanted.along,
            ), message("name another amount of the same kind"))
    values = {item.name: _value(item, known) for item in (main, *others)}
    start = values[main.name]
    offsets = {
        name: 0 if value is None or start is None else value - start
        for name, value in values.items()
    }
    ends = [_range(item) for item in (main, *others)]
    shifted = [
        (low - offsets[item.name], high - offsets[item.name])
        for item, (low, high) in zip((main, *others), ends, strict=True)
    ]
    low, high = max(low for low, _ in shifted), min(high for _, high in shifted)
    low = max(low, _end(wanted.low, main.sort, "--from", low))
    high = min(high, _end(wanted.high, main.sort, "--to", high))
    if low > high:
        raise _wrong("--from", message("there is nothing between these ends"),
                     message("leave `--from` and `--to` out, or widen them"))
    return Axis(offsets, main.sort, start, low, high)


def _value(item: Movable, known: Mapping[str, int]) -> int | None:
    fixed = item.value if isinstance(item, PolicyValue) else None
    return known.get(item.name, fixed)


def _range(item: Movable) -> tuple[int, int]:
    if isinstance(item, NumberInput) or item.value is None:
        return item.low, item.high
    if item.sort is Sort.PERCENT:
        return 0, max(_WHOLE, item.value)
    return 0, _TIMES * item.value


def _end(text: str | None, sort: Sort, option: str, otherwise: int) -> int:
    if text is None:
        return otherwise
    number = read_quantity(text, sort)
    if isinstance(number, Message):
        raise _wrong(option, message("`{path}`: {why}", path=option, why=number))
    return number


def _lexicon(program: Program) -> Lexicon[Movable]:
    labels = Labels(program.facts)
    inputs = [item for item in program.inputs if isinstance(item, NumberInput)]
    words: list[tuple[str, Bilingual, Movable]] = []
    movable: list[Movable] = [*inputs, *program.values]
    for item in movable:
        bare = item.name.partition("(")[0]
        label = labels.quantity(bare) or Bilingual(item.name, item.name)
        dotted = item.name.replace("(", ".").removesuffix(")")
        names = [item.name, *([dotted] if dotted != item.name else [])]
        if sum(1 for other in inputs if other.name.partition("(")[0] == bare) == 1:
            names.append(bare)
        words += [(names[0], label, item)]
        words += [(name, Bilingual(name, name), item) for name in dict.fromkeys(names[1:])]
    return Lexicon(words)


def _find(lexicon: Lexicon[Movable], word: str, option: str) -> Movable:
    found = lexicon.find(word.strip().replace(" ", "")) or lexicon.find(word.strip())
    if found is None:
        raise _wrong(option, message("`{name}` is no number of a case", name=word[:60]),
                     lexicon.mend(word))
    return found


def _wrong(option: str, what: Message, mend: Message | None = None) -> CaseError:
    return CaseError(Problem("axis", Span(option), what, mend or Message("")))
