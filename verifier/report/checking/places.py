"""Where findings stand, as paths that tools find from the root of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verifier.analysis.results import CheckedDocument, Finding
from verifier.places import ENCODINGS
from verifier.source import Span


@dataclass(frozen=True, slots=True)
class Places:
    """The root of the project, and the entry file of each document that was checked."""

    root: Path
    entries: Mapping[str, Path]

    def path(self, file: str) -> str:
        """A file from the root of the project; one outside of it by its whole path."""
        packaged = ENCODINGS / file
        path = (packaged if packaged.is_file() else Path(file)).resolve()
        if path.is_relative_to(self.root.resolve()):
            return path.relative_to(self.root.resolve()).as_posix()
        return path.as_posix()

    def spans(self, checked: CheckedDocument, finding: Finding) -> tuple[Span, ...]:
        """The rules of a finding, those of clauses first; its document, if it names none."""
        named = (rule.span for rule in finding.rules if rule.span.file)
        spans = dict.fromkeys(sorted(named, key=lambda span: not span.clause))
        entry = self.entries.get(checked.document.id)
        if spans or entry is None:
            return tuple(spans)
        return (Span(str(entry), 1, 1),)


def project_root(folder: Path) -> Path:
    """The repository that a folder lies in; the folder itself, if in none."""
    return next((f for f in (folder, *folder.parents) if (f / ".git").exists()), folder)
