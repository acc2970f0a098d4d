"""The two documents of a comparison: by name, by file, or one file at two revisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from verifier import programs
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.documents import describe, find_document
from verifier.compilation import compile_program
from verifier.errors import CaseError, MingzhengError, Problem, message
from verifier.language.clauses import clauses_of
from verifier.language.loader import Source, load
from verifier.places import ENCODINGS
from verifier.program.model import Program
from verifier.revisions import Revision, at_revision
from verifier.source import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as a user names it; `revision` is empty for the files as they lie there."""

    name: str
    revision: str = ""


def load_side(asked: Asked, visits: int) -> ComparedSide:
    """Load a document, with the core of this installation, at a revision if one is named."""
    if not asked.revision:
        document = find_document(asked.name)
        label = document.id if document.path.is_relative_to(ENCODINGS) else str(document.path)
        loaded = programs.load_program(document, visits)
        return _side(label, loaded, ENCODINGS, partial(load, [document.path]), str(document.path))
    path = _path(asked.name)
    with at_revision(path, asked.revision) as revision:
        try:
            program = compile_program([revision.path], path.stem, visits)
            source = _told(load([revision.path]), revision)
        except MingzhengError as error:
            raise revision.explained(error) from None
        label = f"{asked.revision}:{revision.path.relative_to(revision.folder).as_posix()}"
        side = _side(label, program, revision.folder, lambda: source, label)
    return replace(
        side, program=_shown(side.program, revision), revision=asked.revision,
        clauses={n: replace(c, span=revision.shown(c.span)) for n, c in side.clauses.items()},
    )


def _path(name: str) -> Path:
    """The entry file of a document that may be of the revision alone."""
    if name.endswith(".lp") or "/" in name:
        return Path(name)
    document = find_document(name)
    if document.path.is_relative_to(ENCODINGS) and ENCODINGS.parent.name == "verifier":
        raise CaseError(Problem(
            "no-repository", Span(name),
            message("the documents of an installed package have no revisions"),
            message("give the path of the file in a repository"),
        ))
    return document.path


def _side(
    label: str, program: Program, folder: Path, source: Callable[[], Source], entry: str
) -> ComparedSide:
    spans = {name: rule.span for name, rule in program.rules.items()}
    return ComparedSide(label, describe(program), program, clauses_of(spans, folder), source, entry)


def _told(source: Source, revision: Revision) -> Source:
    """What was parsed, with its places as a reader can find them."""
    return replace(source, statements=tuple(
        replace(s, span=revision.shown(s.span)) for s in source.statements
    ))


def _shown(program: Program, revision: Revision) -> Program:
    """The Program with its places as a reader can find them."""
    rules = {n: replace(r, span=revision.shown(r.span)) for n, r in program.rules.items()}
    values = tuple(replace(v, span=revision.shown(v.span)) for v in program.values)
    return replace(program, rules=rules, values=values)
