"""Exit codes: a violation outranks what is not decided."""

from __future__ import annotations

PROVED = 0
VIOLATED = 1
UNDECIDED = 3
