"""What was found before of the same documents, held against each other by the same code.

The name under which it is kept is a hash of the documents, of what is asked, and of the code. Only
what was decided is kept, as `checking.remembered` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier import cache, errors, words
from verifier.analysis import results as cases
from verifier.analysis.comparing import results as comparisons
from verifier.analysis.joining import sides
from verifier.analysis.results import Verdict
from verifier.analysis.superiors import results
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import Held
from verifier.engines import exact_types
from verifier.program import model, sorts, terms
from verifier.program.model import Program
from verifier.program.written import written
from verifier.source import Span

_MAKER = cache.Maker((".",), ("clingo", "z3_solver"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: the finding on each line, in their order."""

    findings: tuple[Held, ...]


_SHELF = cache.Shelf(Kept, cache.classes_of(
    results, comparisons, cases, sides, exact_types, model, sorts, terms
) | {
    (kind.__module__, kind.__name__) for kind in (Kept, Span, errors.Message, words.Bilingual)
})


def read(programs: Sequence[Program], options: HoldOptions) -> tuple[Held, ...] | None:
    """What was found of these documents; None if that is not known."""
    kept = _SHELF.read(_name(programs, options)) if options.remember else None
    return None if kept is None else kept.findings


def write(
    programs: Sequence[Program], options: HoldOptions, findings: tuple[Held, ...]
) -> None:
    """Keep what was found, if all of it was decided."""
    if options.remember and all(f.decided and f.verdict is not Verdict.UNKNOWN for f in findings):
        _SHELF.write(_name(programs, options), Kept(findings))


def _name(programs: Sequence[Program], options: HoldOptions) -> str:
    texts = {str(place): written(one).encode() for place, one in enumerate(programs)}
    return cache.key(texts, _MAKER, persons=options.persons, timeout=options.timeout_ms)
