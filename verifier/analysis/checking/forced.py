"""What a premise fixes: the inputs that must be true or false wherever a formula holds.

Told to the solver as constants instead of as a claim, they make most of a Program fold away.
"""

from __future__ import annotations

from verifier.program.model import AtomDefinition, BoolInput, Program
from verifier.program.terms import And, Atom, Formula, Not, Or


def forced_inputs(program: Program, premise: Formula) -> dict[str, bool]:
    """Inputs with the value that they have in every case in which `premise` is true.

    Not every such input is found: only those that follow without a choice between alternatives.
    """
    inputs = {i.name for i in program.inputs if isinstance(i, BoolInput)}
    definitions = {d.name: d for d in program.definitions if isinstance(d, AtomDefinition)}
    found: dict[str, bool] = {}
    waiting: list[tuple[Formula, bool]] = [(premise, True)]
    seen: set[tuple[str, bool]] = set()
    while waiting:
        formula, truth = waiting.pop()
        match formula, truth:
            case Not(item), _:
                waiting.append((item, not truth))
            case (And(items), True) | (Or(items), False):
                waiting += [(item, truth) for item in items]
            case Atom(name), _ if name in inputs:
                found[name] = truth
            case Atom(name), _ if name in definitions and (name, truth) not in seen:
                seen.add((name, truth))
                bodies = [a.body for a in definitions[name].alternatives]
                if not truth or len(bodies) == 1:
                    waiting += [(body, truth) for body in bodies]
            case _:
                pass
    return found
