"""What changed between the findings of two runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from verifier.guarding.record import Record


class Aspect(StrEnum):
    """In what a finding changed."""

    NEW = "new"
    GONE = "gone"
    VERDICT = "verdict"
    FAILING = "failing"
    HARM = "harm"
    SCOPE = "scope"
    """It looked at more or at less."""
    TOLERANCE = "tolerance"


@dataclass(frozen=True, slots=True)
class Change:
    """A finding before and now; one of them is missing for what is new or gone."""

    before: Record | None
    now: Record | None

    @property
    def record(self) -> Record:
        """The finding as it is, or as it was."""
        record = self.now or self.before
        assert record is not None, "a change has two sides or one"
        return record

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """In what it changed."""
        if self.before is None or self.now is None:
            return (Aspect.NEW if self.before is None else Aspect.GONE,)
        before, now = self.before, self.now
        checks = (
            (Aspect.VERDICT, before.verdict is not now.verdict),
            (Aspect.FAILING, before.failing != now.failing),
            (Aspect.HARM, _other_harm(before, now)),
            (Aspect.SCOPE, before.ranged_over != now.ranged_over),
            (Aspect.TOLERANCE, before.tolerance != now.tolerance),
        )
        return tuple(aspect for aspect, changed in checks if changed)


def changes(before: Sequence[Record], now: Sequence[Record]) -> tuple[Change, ...]:
    """What changed, in the order of now; then what is gone."""
    known = {record.key: record for record in before}
    current = {record.key for record in now}
    pairs = [Change(known.get(record.key), record) for record in now]
    pairs += [Change(record, None) for record in before if record.key not in current]
    return tuple(pair for pair in pairs if pair.aspects)


def _other_harm(before: Record, now: Record) -> bool:
    """Whether the harm is another.

    A search that gives up finds now more, now less: only more than before is then a change.
    """
    if before.harm is None or now.harm is None or before.harm.exact or now.harm.exact:
        return before.harm != now.harm
    return now.harm.amount > before.harm.amount
