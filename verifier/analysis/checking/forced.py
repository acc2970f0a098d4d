"""What a premise fixes: the inputs that must be true or false wherever a formula holds.

Told to the solver as constants instead of as a claim, they make most of a Program fold away.
"""

from __future__ import annotations

from verifier.program.model import AtomDefinition, BoolInput, Program
from verifier.program.terms import And, Atom, Formula, Not, Or
from verifier.properties.declared import is_claim


def forced_inputs(program: Program, premise: Formula) -> dict[str, bool]:
    """Inputs with the value that they have in every case in which `premise` is true.

    Not every such input is found: only those that follow without a choice between alternatives, and
    with and without each rule of the document. An atom is true for some reason, but one that is not
    true rules out a reason only where the rule is in force, and such rules a proof has to name. The
    rules of a property say what is asked, so they are always in force.
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
                alternatives = definitions[name].alternatives
                if not truth:
                    waiting += [
                        (a.body, False) for a in alternatives if not a.rule or is_claim(a.rule)
                    ]
                elif len(alternatives) == 1:
                    waiting.append((alternatives[0].body, True))
            case _:
                pass
    return found
