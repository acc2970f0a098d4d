"""The part of a Program on which some of its names rest, as a Program of its own.

What is computed or proved of those names is the same in both: every case of the part is one of the
whole, as all inputs and all constraints are kept, with what they rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from verifier.program.model import AmountDefinition, AtomDefinition, Program
from verifier.program.names import Dependencies, definition_key, term_keys

_OF_VALUES = ("figure", "stated_value")
"""Declarations of a fixed value, by its name: what rests on none of it need not know it."""


def part_of(program: Program, dependencies: Dependencies, keys: Iterable[str]) -> Program:
    """What `program` says of the definitions with these keys, and of which cases can exist.

    `dependencies` are those of the program. Values that it leaves open are all kept.
    """
    constrained = (key for c in program.constraints for key in term_keys(c.body))
    kept = dependencies.cone((*keys, *constrained))
    definitions = tuple(d for d in program.definitions if definition_key(d) in kept)
    rules = {*_rules(definitions), *(c.rule for c in program.constraints)}
    left_out = {
        v.name for v in program.values if v.value is not None and f"amount {v.name}" not in kept
    }
    return replace(
        program,
        definitions=definitions,
        values=tuple(v for v in program.values if v.name not in left_out),
        rules={name: rule for name, rule in program.rules.items() if name in rules},
        facts=dict(program.facts) | {
            kind: tuple(f for f in program.facts[kind] if str(f.arguments[0]) not in left_out)
            for kind in _OF_VALUES if kind in program.facts
        },
    )


def _rules(definitions: Iterable[AtomDefinition | AmountDefinition]) -> Iterator[str]:
    for definition in definitions:
        for alternative in definition.alternatives:
            yield alternative.rule
