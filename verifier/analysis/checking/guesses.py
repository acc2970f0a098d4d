"""Persons with few categories, tried one after the other where all at once are too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.checking.encoding import Known
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput, Program
from verifier.properties.declared import Variation


def guesses(program: Program, varying: Sequence[Variation], known: Known) -> Iterator[Known]:
    """What to assume of two persons: each holds one category at all times, or the second one more.

    None if what is known says already what they hold.
    """
    held = _held(program)
    inputs = frozenset(name for names in held.values() for name in names)
    if any(not inputs.isdisjoint(known[person]) for person in known):
        return
    more = not inputs.isdisjoint(v.input for v in varying)
    for category, names in held.items():
        for further in [c for c in held if c != category] if more else [category]:
            both = names | held[further]
            yield {
                person: {**known[person], **{name: name in mine for name in inputs}}
                for person, mine in zip(known, (names, both), strict=True)
            }


def _held(program: Program) -> dict[str, frozenset[str]]:
    """By category, the inputs that say when it is held."""
    found: dict[str, frozenset[str]] = {}
    for item in program.inputs:
        if isinstance(item, BoolInput) and item.name.startswith("held("):
            category = str(parse_term(item.name).arguments[0])
            found[category] = found.get(category, frozenset()) | {item.name}
    return found
