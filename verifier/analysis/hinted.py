"""What an earlier check hints at, as frozen data: what decided it, and what it sought in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from verifier.engines.smt_manner import Lead

Values = Mapping[str, bool | int]
"""Truths and numbers by the name of an input, a reading or an open value."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What carried a proof: rules, by names that their texts give them.

    `minimal` says that none of them could be spared.
    """

    rules: frozenset[str]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found of a violation when all was sought; the first case is who was shown.

    Attributes:
        worst: The place of the case with the largest harm; None if harm is no amount.
        exact: Whether no larger harm was possible.
        holds: Open values with which the property held; None if none were found.
    """

    worst: int | None = None
    exact: bool = False
    holds: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What decided a task, to be tried first when it is decided again; it proves nothing.

    Attributes:
        cases: Of each case, what the first person has otherwise than by default, with readings and
            open values, and in which inputs each other person differs from the first.
        steps: What held of two persons at the stations of a settlement.
        rounded: Whether nothing was proved of them but for what rounding can do.
        ruled: Whether a proof needed rules of the document.
        carried: The rules of a proof, if they were sought.
        sought: What was found of a violation, if all was sought.
        lead: What led to its refutations. But for this, what follows the steps tells of the same
            question only.
    """

    cases: tuple[tuple[Values, ...], ...] = ()
    steps: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    rounded: bool = False
    ruled: bool = False
    carried: Carried | None = None
    sought: Sought | None = None
    lead: Lead = field(default_factory=Lead)

    @property
    def of_any_question(self) -> Hint:
        """What it says of a question that is not quite the same."""
        return Hint(self.cases, self.steps, lead=self.lead)


Hinted = Mapping[tuple[str, str], Hint]
"""Hints by property, and by what is compared; that is empty for a property on one person."""


@dataclass(frozen=True, slots=True)
class Hints:
    """The hints of an encoding, and the fingerprint of the question that they were noted for.

    `superiors` is what is hinted at of the documents above it, as it stands in the file.
    """

    asked: str = ""
    tasks: Hinted = field(default_factory=dict)
    superiors: tuple[Any, ...] = ()
