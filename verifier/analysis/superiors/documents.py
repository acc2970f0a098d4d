"""Which superiors a document has: by the numbers that it names, and those of the whole country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from verifier import programs
from verifier.analysis.checking.workers import spread
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.documents import find_document
from verifier.analysis.superiors.evidence import bindings
from verifier.analysis.superiors.hints import NOTHING, Known, known_of
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import HeldAgainst, Kind
from verifier.analysis.superiors.superior import hold_against, hold_together
from verifier.errors import CaseError, Problem, message
from verifier.places import superior_files
from verifier.program.model import Program
from verifier.source import Span


def superiors_of(program: Program) -> tuple[str, ...]:
    """The files of the superiors that the package has evidence of, for a document."""
    named = {str(f.arguments[1]) for f in program.facts.get("superior", ())}
    found = []
    for path in superior_files():
        # With as many visits as it is then held with, so that it is compiled once.
        superior = programs.load_program(programs.Document(path.stem, path), program.visits)
        called = {str(f.arguments[1]) for name in ("number", "also_called")
                  for f in superior.facts.get(name, ())}
        if named & called or superior.facts.get("nationwide"):
            found.append(str(path))
    return tuple(found)


def find_superior(name: str) -> str:
    """A superior of the package by identifier or number, or the name of a document or a file.

    CaseError if there is none of any kind.
    """
    for path in superior_files():
        loaded = programs.load_program(programs.Document(path.stem, path), 1)
        if name in (path.stem, *(str(f.arguments[1]) for f in loaded.facts.get("number", ()))):
            return str(path)
    try:
        return str(find_document(name).path)
    except CaseError:
        if name.endswith(".lp") or "/" in name:
            raise
    known = [path.stem for path in superior_files()]
    raise CaseError(Problem(
        "no-document", Span(name), message("no superior is called `{name}`", name=name),
        message("choose one of {names}, or give the path of an entry file",
                names=tuple(f"`{n}`" for n in programs.nearest(name, known))),
    ))


def hold_all(
    documents: Sequence[str], superior: str, options: HoldOptions
) -> tuple[HeldAgainst, ...]:
    """Documents held against one superior, and each two of them under what it makes uniform."""
    above = load_side(Asked(find_superior(superior)), options.visits)
    below = [load_side(Asked(name), options.visits) for name in documents]
    found = [hold_against(one, above, options, _known(one, options)) for one in below]
    if any(line.kind is Kind.UNIFORM for line in bindings(above.program)):
        found += [
            hold_together(one, other, above, options)
            for one, other in combinations(below, 2)
        ]
    return tuple(found)


def _known(below: ComparedSide, options: HoldOptions) -> Known:
    """What the file beside a document hints at, if that is to be tried."""
    return known_of(Path(below.entry), below.program) if options.hinted else NOTHING


def superiors_of_all(
    documents: Sequence[programs.Document], options: HoldOptions
) -> Iterator[tuple[int, HeldAgainst]]:
    """Documents held against all superiors of theirs that the package has evidence of.

    Each comes with its place among all, as soon as one of the processes has it.
    """
    below = [load_side(Asked(str(document.path)), options.visits) for document in documents]
    known = [_known(one, options) for one in below]
    pairs = [
        (one, hints, path)
        for one, hints in zip(below, known, strict=True) for path in superiors_of(one.program)
    ]

    def held(places: Sequence[int]) -> Iterator[HeldAgainst]:
        for place in places:
            one, hints, path = pairs[place]
            above = load_side(Asked(path), options.visits)
            yield hold_against(one, above, options, hints)

    for place, found in spread([[place] for place in range(len(pairs))], held, options.jobs):
        # A process may end before it answers, for want of memory perhaps; then this one answers.
        yield place, next(held([place])) if found is None else found
