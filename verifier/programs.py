"""From the name or file of a document to its Program, by way of the cache.

What is cached is the checked and completed Program under a hash of everything it was made from.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from verifier import cache
from verifier.errors import CaseError, Problem, message
from verifier.language.includes import with_includes
from verifier.places import core_files, document_files, property_files
from verifier.program import model, sorts, terms
from verifier.program.model import Program
from verifier.source import Span

_MAKER = cache.Maker(("compilation.py", "language", "grounding", "program"), ("clingo",))
_PROGRAMS = cache.Shelf(Program, cache.classes_of(model, sorts, terms) | {
    (Span.__module__, Span.__name__)
})


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be named: its identifier and its entry file."""

    id: str
    path: Path


def documents() -> tuple[Document, ...]:
    """The documents of the package, by identifier."""
    return tuple(
        Document(path.stem, path) for path in document_files()
    )


def find(name: str) -> Document:
    """A document by identifier, unique beginning, or path of an entry file; CaseError if none."""
    if name.endswith(".lp") or "/" in name:
        path = Path(name)
        if path.is_file():
            return Document(path.stem, path)
        raise CaseError(Problem(
            "no-document", Span(name),
            message("this is a folder") if path.is_dir() else message("there is no such file"),
            message("check the path, or run `mingzheng list`"),
        ))
    found = [d for d in documents() if d.id == name] or [
        d for d in documents() if d.id.startswith(name)
    ]
    if len(found) == 1:
        return found[0]
    known = [d.id for d in documents()]
    near = [d.id for d in found] or nearest(name, known)
    raise CaseError(Problem(
        "no-document", Span(name), message("no document is called `{name}`", name=name),
        message("choose one of {names}", names=tuple(f"`{n}`" for n in near)),
    ))


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """The names that are most like a name that nothing has; all of them, if none is like it."""
    return difflib.get_close_matches(name, known, n=3, cutoff=0.4) or list(known)


def load_program(
    document: Document, visits: int, *, properties: bool = False, more: Sequence[Path] = ()
) -> Program:
    """The Program of a document for so many visits, with the general properties if asked.

    `more` are property files of a user, beside the general ones.
    LanguageError or GroundingError for an encoding that breaks the rules of the language.
    """
    files = _files(document, more, properties=properties)
    key = _key(files, document.id, visits)
    cached = None if key is None else _PROGRAMS.read(key)
    if cached is not None:
        return cached
    program = _compiled(files, document.id, visits)
    if key is not None:
        _PROGRAMS.write(key, program)
    return program


def known_program(
    document: Document, visits: int, *, properties: bool = False, more: Sequence[Path] = ()
) -> Program | None:
    """The same if it need not be made; None otherwise."""
    key = _key(_files(document, more, properties=properties), document.id, visits)
    return None if key is None else _PROGRAMS.read(key)


def _files(document: Document, more: Sequence[Path], *, properties: bool) -> list[Path]:
    return [document.path, *(property_files() if properties else ()), *more]


def _key(files: Sequence[Path], name: str, visits: int) -> str | None:
    """The name of what these files are compiled to; None if one cannot be read, as is said then."""
    try:
        sources = {str(p): p.read_bytes() for p in with_includes([*core_files(), *files])}
    except OSError:
        return None
    return cache.key(sources, _MAKER, document=name, visits=visits)


def _compiled(files: Sequence[Path], name: str, visits: int) -> Program:
    # The grounder is imported only when it is needed: most runs find the Program in the cache.
    from verifier.compilation import compile_program

    return compile_program(files, name, visits)
