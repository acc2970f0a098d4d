"""Why a mutant that nothing catches is none that anything should: `explained.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from tests.mutants.hunt import FOLDER


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason, and the mutants of a document that it is the reason of."""

    document: str
    why: str
    mutants: tuple[str, ...]


def explanations() -> tuple[Explanation, ...]:
    """Read every explanation."""
    data = tomllib.loads((FOLDER / "explained.toml").read_text(encoding="utf-8"))
    return tuple(
        Explanation(item["document"], item["why"], tuple(item["mutants"]))
        for item in data["explained"]
    )


def reasons(document: str) -> dict[str, str]:
    """Give the reason of each mutant of a document that has one."""
    return {
        name: item.why for item in explanations() if item.document == document
        for name in item.mutants
    }
