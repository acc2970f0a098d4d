"""Paths of encodings as tools find them: from the root of a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from verifier.places import ENCODINGS


@dataclass(frozen=True, slots=True)
class Places:
    """The root of the project, and the revisions that places of encodings may begin with."""

    root: Path
    revisions: tuple[str, ...] = ()

    def path(self, file: str) -> str:
        """A file from the root of the project; one outside of it by its whole path."""
        for revision in self.revisions:
            if file.startswith(f"{revision}:"):
                return file.removeprefix(f"{revision}:")
        packaged = ENCODINGS / file
        path = (packaged if packaged.is_file() else Path(file)).resolve()
        if path.is_relative_to(self.root.resolve()):
            return path.relative_to(self.root.resolve()).as_posix()
        return path.as_posix()


def project_root(folder: Path) -> Path:
    """The repository that a folder lies in; the folder itself, if in none."""
    return next((f for f in (folder, *folder.parents) if (f / ".git").exists()), folder)
