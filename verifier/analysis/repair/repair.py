"""`repair`: the smallest change of figures with which a property is proved for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from verifier import programs
from verifier.analysis.repair.results import Repairs
from verifier.analysis.repair.search import Limits, Progress, Search
from verifier.errors import CaseError, Problem, message
from verifier.properties.declared import PropertyKind, properties
from verifier.source import Span


def repair(
    document: programs.Document, name: str, limits: Limits, progress: Progress | None = None,
    files: Sequence[Path] = (),
) -> Repairs:
    """Search for repairs of a property, which may be declared in one of `files`.

    CaseError if there is none of this name.
    """
    program = programs.load_program(document, limits.visits, properties=True, more=files)
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
    search = Search(document, program, declared[name], limits, progress)
    return search.run()
