"""Which rules of a document bear on what a case is paid."""

from __future__ import annotations

from verifier.program.model import Program
from verifier.program.names import cone, definition_key


def paying_rules(program: Program) -> frozenset[str]:
    """The identifiers of the rules that some output depends on, however far."""
    outputs = {str(fact.arguments[0]) for fact in program.facts.get("output", ())}
    definitions = {definition_key(d): d for d in program.definitions}
    reached = cone(program, [key for key, d in definitions.items() if d.name in outputs])
    return frozenset(
        alternative.rule for key in reached & definitions.keys()
        for alternative in definitions[key].alternatives if alternative.rule
    )
