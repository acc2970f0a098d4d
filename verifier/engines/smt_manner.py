"""How the questions of a session are asked: under which rules, and what is tried first.

What refuted a question before is tried before everything else: with few of the definitions and
constraints of a program a proof is found sooner. It changes no answer. Leaving assertions out can
only add cases, so what is refuted without them is refuted; what is not is asked again with all.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MARK = 5
"""Digits of a mark: so few that a set of them is no burden, and enough to tell most names apart."""
SEEDS = 8
"""So many random seeds are tried to find one that leads sooner."""



def mark(kind: str, name: str) -> str:
    """Return a short mark of a name or constraint, which may be that of another one as well."""
    return f"{zlib.crc32(f'{kind} {name}'.encode()):08x}"[:MARK]


@dataclass(frozen=True, slots=True)
class Lead:
    """What led to refutations before: the names and constraints that they needed, by mark.

    It is None if it is not known which are needed.
    """

    needed: frozenset[str] | None = None
    seed: int = 0


@dataclass
class Noted:
    """What refutations needed, if somebody wants to know: marks, and the solver's steps."""

    needed: set[str]
    steps: int = 0


@dataclass
class Manner:
    """How is asked what is asked now.

    Attributes:
        rules: The rules of documents that are in force; None if all are. One that is not in force
            may apply or not, so what is refuted holds by the others alone.
        lead: What is tried first.
        noted: Where it is noted what refutations need; None if nobody wants to know.
    """

    rules: frozenset[str] | None = None
    lead: Lead = Lead()
    noted: Noted | None = None

    @contextmanager
    def only(self, rules: frozenset[str] | None) -> Iterator[None]:
        """Have these rules in force inside the block."""
        before, self.rules = self.rules, rules
        try:
            yield
        finally:
            self.rules = before

    @contextmanager
    def openly(self) -> Iterator[None]:
        """Have all rules in force inside the block, and look for cases as much as for proofs."""
        before, self.lead = self.lead, Lead()
        try:
            with self.only(None):
                yield
        finally:
            self.lead = before
