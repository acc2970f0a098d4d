"""How many rounding steps an amount rests on: what rounding alone can change, in fen."""

from __future__ import annotations

from verifier.program.model import AmountDefinition, Program
from verifier.program.names import Term, amounts_in, parts
from verifier.program.terms import Quotient, Share


def rounding_steps(program: Program, name: str) -> int:
    """The number of products and quotients in everything that `name` is computed from."""
    definitions = {
        d.name: d for d in program.definitions if isinstance(d, AmountDefinition)
    }
    seen: set[str] = set()
    waiting = [name]
    steps = 0
    while waiting:
        current = waiting.pop()
        if current in seen or current not in definitions:
            continue
        seen.add(current)
        for alternative in definitions[current].alternatives:
            steps += _roundings(alternative.value)
            waiting += list(amounts_in(alternative.value))
    return steps


def _roundings(term: Term) -> int:
    own = 1 if isinstance(term, Share | Quotient) else 0
    return own + sum(_roundings(part) for part in parts(term))
