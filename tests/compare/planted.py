"""Copies of the real documents with a change planted in them, and how they compare."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from verifier.analysis.comparing.lines import lines
from verifier.analysis.comparing.persons import largest
from verifier.analysis.comparing.results import ComparedSide, Group, Judgement, Largest, Line
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.comparing.verdicts import judge
from verifier.analysis.joining.joint import Joint, join
from verifier.analysis.joining.rooms import JointRooms
from verifier.analysis.joining.sides import Side
from verifier.places import ENCODINGS

TIMEOUT_MS = 20_000


def copied(document: str, folder: Path) -> Path:
    """Copy the files of a document of the package; gives its entry file."""
    shutil.copytree(ENCODINGS / "documents" / document, folder / document)
    return Path(shutil.copy(ENCODINGS / "documents" / f"{document}.lp", folder))


def replaced(entry: Path, file: str, *edits: tuple[str, str]) -> None:
    """Put other text into a file of a copied document; each must stand there once."""
    path = entry.with_suffix("") / file
    text = path.read_text(encoding="utf-8")
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Planted:
    """A document and a changed copy of it."""

    left: ComparedSide
    right: ComparedSide

    @staticmethod
    def of(
        document: str, folder: Path, file: str, *edits: tuple[str, str], visits: int = 1
    ) -> Planted:
        """Plant edits in one file of a document of the package."""
        entry = copied(document, folder)
        replaced(entry, file, *edits)
        return Planted(load_side(Asked(document), visits), load_side(Asked(str(entry)), visits))

    @property
    def sides(self) -> dict[Side, ComparedSide]:
        """Both, as a comparison takes them."""
        return {Side.LEFT: self.left, Side.RIGHT: self.right}

    @cached_property
    def joint(self) -> Joint:
        """Both as one Program."""
        return join(self.left.program, self.right.program)

    def line(self, name: str) -> Line:
        """A result that both have."""
        return next(line for line in lines(self.joint) if line.name == name)

    def judged(self, name: str) -> Judgement:
        """The verdict on a result."""
        rooms = JointRooms(self.joint, TIMEOUT_MS)
        return judge(self.joint, self.line(name), rooms, TIMEOUT_MS)

    def verdicts(self) -> dict[str, str]:
        """The verdicts on all results."""
        rooms = JointRooms(self.joint, TIMEOUT_MS)
        found = (judge(self.joint, line, rooms, TIMEOUT_MS) for line in lines(self.joint))
        return {j.line.name: j.verdict.value for j in found}

    def most(self, name: str, category: str | None) -> list[Largest]:
        """The largest differences of a result for who holds one category alone."""
        return list(largest(self.joint, self.judged(name), Group(category), TIMEOUT_MS))
