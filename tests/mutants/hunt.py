"""Every mutant of a document, or some of them, and what became of each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from tests.mutants.catch import Fate, Nets
from tests.mutants.mutate import mutants, read_encoding
from verifier.programs import Document, documents

FOLDER = Path(__file__).resolve().parent
PLAN = Document("plan", FOLDER / "plan.lp")
"""The made-up plan that keeps every promise."""

Progress = Callable[[str, int, int], None]
"""Told the document, how many mutants are done, and of how many."""


class Asked(StrEnum):
    """Of which mutants the properties are asked, which takes most of the time."""

    NONE = "none"
    SURVIVORS = "survivors"
    ALL = "all"


def hunted() -> tuple[Document, ...]:
    """List the documents whose mutants are hunted."""
    return (PLAN, *documents())


def hunt(
    document: Document, asked: Asked, every: int = 1, *, first: bool = False,
    progress: Progress | None = None,
) -> tuple[Fate, ...]:
    """Hold each `every`-th mutant of a document against what can catch it; see `Nets.try_on`."""
    encoding = read_encoding(document.path)
    chosen = mutants(encoding)[every // 2 :: every]
    fates: list[Fate] = []
    with tempfile.TemporaryDirectory() as folder:
        nets = Nets(encoding, Path(folder))
        for mutant in chosen:
            fate = nets.prove_equal(nets.try_on(mutant, first=first))
            if asked is Asked.ALL or (asked is Asked.SURVIVORS and fate.survives):
                fate = nets.ask_properties(fate)
            fates.append(fate)
            if progress is not None:
                progress(document.id, len(fates), len(chosen))
    return tuple(fates)
