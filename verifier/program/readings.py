"""How ambiguous wordings are read where nobody says otherwise."""

from __future__ import annotations

from verifier.program.model import Program


def default_readings(program: Program) -> dict[str, str]:
    """The default option of each topic."""
    topics = {str(f.arguments[0]) for f in program.facts.get("topic", ())}
    return {
        str(f.arguments[0]): str(f.arguments[1]) for f in program.facts.get("default", ())
        if str(f.arguments[0]) in topics
    }
