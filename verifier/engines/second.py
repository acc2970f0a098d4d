"""A second solver, cvc5, asked what the first has answered.

It shares nothing with the first but the script: other authors, other parser, other procedures.
"""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec

from verifier.errors import EngineError, Problem, message
from verifier.source import Span


class Opinion(StrEnum):
    """What the second solver says of a script that the first refuted."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


def require_second() -> None:
    """Make sure that there is a second solver; EngineError if cvc5 is not installed."""
    if find_spec("cvc5") is None:
        raise EngineError(Problem(
            "no-second-solver", Span(), message("the second solver, cvc5, is not installed"),
            message("install it with `pip install cvc5`"),
        ))


def second_opinion(script: str, timeout_ms: int) -> Opinion:
    """Ask cvc5 whether the SMT-LIB script has no case; EngineError if it is not installed."""
    require_second()
    import cvc5

    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setOption("tlimit-per", str(timeout_ms))
    symbols = cvc5.SymbolManager(terms)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "proof")
    answers = []
    while not (command := parser.nextCommand()).isNull():
        answers.append(str(command.invoke(solver, symbols)).strip())
    if "unsat" in answers:
        return Opinion.CONFIRMED
    return Opinion.CONTRADICTED if "sat" in answers else Opinion.UNDECIDED
