"""Which documents a change of files touches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from verifier.language.includes import with_includes
from verifier.language.text import read
from verifier.places import core_files, property_files
from verifier.programs import Document

_DECLARED = re.compile(r"^\s*document\(", re.M)


@dataclass(frozen=True, slots=True)
class Touched:
    """The documents that read files of a change, and the files that none reads."""

    documents: tuple[Document, ...]
    unread: tuple[str, ...]


def touched_documents(
    files: Sequence[str], documents: Iterable[Document], properties: Sequence[Path] = ()
) -> Touched:
    """Find the documents that read one of `files`, themselves or by what they include.

    A file that no document reads and that declares a document is one; `properties` are the
    property files of the project, which all documents read.
    """
    wanted = {Path(file).resolve(): file for file in files}
    shared = _read_by([*core_files(), *property_files(), *properties])
    found = []
    read: set[Path] = set()
    for document in documents:
        its = (shared | _read_by([document.path])) & wanted.keys()
        if its:
            found.append(document)
            read |= its
    unread = []
    for path, file in wanted.items():
        if path in read:
            continue
        if _declares(path):
            found.append(Document(path.stem, Path(file)))
        else:
            unread.append(file)
    return Touched(tuple(found), tuple(unread))


def _read_by(paths: Sequence[Path]) -> set[Path]:
    return {path.resolve() for path in with_includes(paths)}


def _declares(path: Path) -> bool:
    try:
        return _DECLARED.search(read(path)) is not None
    except OSError:
        return False
