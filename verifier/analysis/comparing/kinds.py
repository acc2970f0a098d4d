"""The kinds of difference that a comparison can find, by which a run may fail."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a difference means to the people whom the documents are about."""

    LOSS = "loss"
    """Somebody is paid less, or pays more."""
    GAIN = "gain"
    """Somebody is paid more, or pays less."""
    OTHER = "other"
    """A result differs of which the documents do not say for whom that is good."""
    ONE_SIDED = "one-sided"
    """One document has, or admits, what the other does not."""
    UNDECIDED = "undecided"
