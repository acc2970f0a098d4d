"""`repair`: the smallest change of figures with which a property is proved for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from verifier import programs
from verifier.analysis.repair.results import Outcome, Repairs
from verifier.analysis.repair.search import Limits, Progress, Search
from verifier.errors import CaseError, Problem, message
from verifier.program.model import Program
from verifier.properties.declared import Property, PropertyKind, properties
from verifier.source import Span

_VISITS = (1, 2)
"""What is quick, and what a check asks."""


def repair(
    document: programs.Document, name: str, limits: Limits, progress: Progress | None = None,
    files: Sequence[Path] = (),
) -> Repairs:
    """Search for repairs of a property, which may be declared in one of `files`.

    If the limits name no number of visits, for one, and for two if nothing is violated for one.
    CaseError if there is none of this name.
    """
    for visits in _VISITS if limits.visits is None else (limits.visits,):
        program = programs.load_program(document, visits, properties=True, more=files)
        found = Search(document, program, _wanted(program, name), limits, progress).run()
        if found.outcome is not Outcome.HOLDS:
            break
    return found


def _wanted(program: Program, name: str) -> Property:
    """The property of this name, if it hangs on figures."""
    declared = {p.id: p for p in properties(program)}
    if name not in declared:
        raise CaseError(Problem(
            "no-property", Span(), message("no property is called `{name}`", name=name),
            message("choose one of {names}", names=", ".join(f"`{n}`" for n in sorted(declared))),
        ))
    if declared[name].kind not in (PropertyKind.CASE, PropertyKind.PAIR):
        raise CaseError(Problem(
            "no-figures", Span(), message("`{name}` does not hang on figures", name=name),
            message("choose a property of one person or of two"),
        ))
    return declared[name]
