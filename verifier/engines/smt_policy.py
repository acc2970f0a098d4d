"""What may be changed of a Program, and what the copies of one document have in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from verifier.engines.smt_logic import Claim, Quantity
from verifier.engines.smt_store import Node

T = TypeVar("T")
Value: TypeAlias = int | bool


class Domain(NamedTuple):
    """The values that a freed figure may take: `low`, `low + step`, ... up to `high`."""

    low: int
    high: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """How a copy departs from its Program: fixed names, freed figures, rules that are struck."""

    settings: Mapping[str, Value] = field(default_factory=dict)
    freed: Mapping[str, Domain] = field(default_factory=dict)
    struck: Collection[str] = ()

    def changed_by(self, other: Variant) -> Variant:
        """Return this variant with what `other` says in addition."""
        return Variant(
            {**self.settings, **other.settings},
            {**self.freed, **other.freed},
            frozenset(self.struck) | frozenset(other.struck),
        )


AS_WRITTEN = Variant()


class Shared(NamedTuple, Generic[T]):
    """A variable, and the node that bounds it."""

    variable: T
    node: Node


class Policy:
    """What the copies of one document share: readings and values that are not fixed."""

    def __init__(self, name: str) -> None:
        """Start empty; `name` is the prefix of the variables."""
        self.name = name
        self.claims: dict[str, Shared[Claim]] = {}
        self.quantities: dict[str, Shared[Quantity]] = {}
