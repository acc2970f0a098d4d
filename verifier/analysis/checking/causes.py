"""Which violations have one cause: the clauses that make the harm."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.analysis.results import CheckedDocument, Replay
from verifier.language.clauses import in_text_order

Cause = tuple[str, ...]
"""Numbers of clauses, in the order of the text."""


def causes(checked: CheckedDocument) -> tuple[tuple[Cause, tuple[int, ...]], ...]:
    """The causes of the violations on a document, each with the places of its findings.

    Of two persons who are compared, the clauses count that apply to one of them alone; if there
    are none, all that lead to the harm. What no clause leads to is a cause of its own.
    """
    groups: dict[Cause | int, list[int]] = {}
    for place, replays in checked.replays.items():
        found = cause(checked, replays)
        groups.setdefault(found or place, []).append(place)
    return tuple(
        (() if isinstance(key, int) else key, tuple(places)) for key, places in groups.items()
    )


def cause(checked: CheckedDocument, replays: Sequence[Replay]) -> Cause:
    """The clauses that make the harm of a counterexample."""
    applied = [{rule for step in replay.steps for rule in step.rules} for replay in replays]
    everything = set[str]().union(*applied)
    alone = everything.difference(set[str](everything).intersection(*applied))
    return in_text_order(
        checked.clauses[rule].number for rule in alone or everything if rule in checked.clauses
    )
