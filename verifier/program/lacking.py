"""What a document lacks, or has wrong, where an amount of the core rests on what it states.

The core computes granted(Scheme,Line,Visit) and the like from lines, rates, thresholds, accounts
and ceilings of a document. An error in such an amount belongs to the statement of the document.
"""

from __future__ import annotations

from verifier.errors import Message, message
from verifier.program.model import Fact

_LAST_IS_AMOUNT = frozenset({"rate", "threshold", "ceiling"})
STATED = _LAST_IS_AMOUNT | {"covers", "subsidised"}
"""Predicates of what a document states, on which amounts of the core rest."""


def needs(atom: Fact, lacking: Fact) -> bool:
    """Whether a statement of a document is why an amount without a definition is needed."""
    match lacking.name, lacking.arguments:
        case "granted", (scheme, line, visit):
            return atom == Fact("covers", (scheme, line, visit))
        case "reached" | "passed", (scheme, line, _):
            return atom.name == "threshold" and atom.arguments[:2] == (scheme, line)
        case "grant", (line,):
            return atom == Fact("subsidised", (line,))
        case _:
            return atom.name in _LAST_IS_AMOUNT and atom.arguments[-1] in (lacking, lacking.name)


def gives(atom: Fact, defined: Fact | None) -> bool:
    """Whether a statement of a document gives a definition the amount whose unit may be wrong."""
    match defined:
        case Fact("granted", arguments):
            return atom.name == "rate" and atom.arguments[:3] == arguments
        case Fact("passed" | "reached" | "over", (scheme, line, _)):
            return atom.name == "threshold" and atom.arguments[:2] == (scheme, line)
        case Fact("available", (_, line, _)):
            return atom.name == "ceiling" and atom.arguments[1:2] == (line,)
        case _:
            return False


def lack(lacking: Fact) -> tuple[Message, Message] | None:
    """What the document lacks by which an amount of the core has no definition, and the mend."""
    match lacking.name, lacking.arguments:
        case "granted", (scheme, line, _):
            return (
                message("the line `{line}` of `{scheme}` has no rate", line=line, scheme=scheme),
                message("declare rate({scheme},{line},V,figure) for each visit V that the line "
                        "covers", line=line, scheme=scheme),
            )
        case "reached" | "passed", (scheme, _, _):
            return (
                message("`{scheme}` has a threshold of the year and no account", scheme=scheme),
                message("declare account({scheme},V,all) for each visit V, or "
                        "threshold_by_visit({scheme}) if each visit has a threshold of its own",
                        scheme=scheme),
            )
        case "grant", (line,):
            return (
                message("the line `{line}` of the subsidy has no amount", line=line),
                message("define it: &let {{ grant({line}) }} = … :- subsidised({line})", line=line),
            )
        case _:
            return None
