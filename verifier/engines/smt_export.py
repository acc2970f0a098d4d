"""A question to the solver as SMT-LIB 2, the language that other solvers read as well."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import z3

from verifier.engines.smt_logic import Claim, native, together


def smtlib(context: Any, claims: Collection[Claim], about: Iterable[str]) -> str:  # noqa: ANN401
    """Write a script that asks whether some case makes all claims true; `about` are comments.

    It needs linear arithmetic over whole numbers and nothing else.
    """
    solver: Any = z3.SimpleSolver(ctx=context)
    solver.add(native(together(claims)))
    script = "\n".join(
        line for line in str(solver.to_smt2()).splitlines()
        if not line.startswith((";", "(set-info"))
    )
    head = [f"; {line}" for line in about]
    return "\n".join([*head, "(set-logic QF_LIA)", script.strip(), "(exit)", ""])
