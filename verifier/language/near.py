"""Names that may be meant by one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_ALIKE = 0.75
"""How alike such names are, of 1."""


def near(name: str, known: Iterable[str]) -> list[str]:
    """At most three of the known names, the most alike first."""
    return difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=_ALIKE)
