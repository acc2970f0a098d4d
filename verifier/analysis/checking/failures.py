"""Persons for whom claims fail, what is asked of them, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from verifier.analysis import replay as rerun
from verifier.analysis.checking.compared import wrong_by
from verifier.analysis.checking.encoding import Asked, Claims, Known
from verifier.analysis.checking.judge import Judged
from verifier.analysis.results import LargestHarm
from verifier.engines.exact import Evaluation
from verifier.engines.smt import (
    Assignment,
    Claim,
    Copy,
    Focus,
    Quantity,
    Session,
    any_of,
)
from verifier.properties.declared import Comparison


class Harm(NamedTuple):
    """How the solver measures harm, and where it is an amount: without a value it may be any."""

    quantity: Quantity
    valued: Claim


@dataclass(frozen=True, slots=True)
class Harmed:
    """What is asked of the persons of a failure: claims per instance, and how to measure them."""

    claims: Claims
    harms: Mapping[str, Harm]
    scope: Claim


@dataclass(frozen=True, slots=True)
class Failure:
    """Persons for whom claims fail; `ask` builds the claims of some instances once more.

    `others` ask the same of whom `known` leaves out, though the property speaks of them, too;
    `elsewhere` are those of them who may suffer more, with the instances of which that is so; of
    two who are compared nobody else's harm is sought.
    Persons who are compared differ in the inputs `apart` only, and are `wronged` only by more than
    a bound and what rounding can do.
    """

    known: Known
    judged: Judged
    ask: Callable[[tuple[str, ...]], Harmed]
    compared: Mapping[str, Comparison] = field(default_factory=dict)
    others: tuple[Callable[[], Asked], ...] = ()
    elsewhere: tuple[tuple[Known, tuple[str, ...]], ...] = ()
    apart: tuple[str, ...] = ()
    wronged: Callable[[Sequence[Evaluation]], bool] = lambda _: False

    @property
    def copies(self) -> tuple[Copy, ...]:
        """The persons."""
        return tuple(self.known)

    @property
    def failing(self) -> tuple[str, ...]:
        """The instances that fail."""
        return tuple(self.judged.failing)

    @property
    def everybody(self) -> bool:
        """Whether the harm of all is sought of whom the property speaks."""
        return not self.compared or not self.others

    @property
    def suffered(self) -> tuple[str, ...]:
        """The instances in which somebody may suffer most."""
        others = (name for _, names in self.elsewhere for name in names)
        return tuple(dict.fromkeys((*self.failing, *others)))

    def asked(self, session: Session) -> tuple[Focus, Harmed]:
        """What is asked of the persons, and what answers it."""
        with session.subject() as subject:
            harmed = self.ask(self.failing)
        return session.focus(subject, self.known), harmed

    def everywhere(self, session: Session) -> Iterator[tuple[Focus, Harmed]]:
        """What is asked of the persons, and then of all others who may suffer more."""
        yield self.asked(session)
        for known, names in self.elsewhere:
            with session.subject() as subject:
                harmed = self.ask(names)
            yield session.focus(subject, known), harmed

    def violations(
        self, focus: Focus, harmed: Harmed
    ) -> Callable[[], Iterator[tuple[Focus, Claim]]]:
        """What is claimed of everybody; of whom `known` leaves out, it is built when it is used."""
        others = cache(lambda: tuple(ask() for ask in self.others))

        def everybody() -> Iterator[tuple[Focus, Claim]]:
            yield focus, any_of(*(claim for _, claim in harmed.claims))
            for asked in others():
                yield asked.focus, any_of(*(claim for _, claim in asked.claims))

        return everybody

    def fails(self, instance: str, evaluations: Sequence[Evaluation]) -> bool:
        """Whether persons, computed, are a case of what fails."""
        if any(e.broken for e in evaluations):
            return False
        if instance in self.compared:
            return self.wronged(evaluations)
        return evaluations[0].atoms.get(f"violation({instance})") is True

    def harm(self, instance: str, evaluations: Sequence[Evaluation]) -> int | None:
        """By how much persons, computed, are harmed; None if they are not, or by no amount."""
        if not self.fails(instance, evaluations):
            return None
        pair = self.compared.get(instance)
        if pair is not None:
            return wrong_by(pair, evaluations)
        return rerun.amount(evaluations[0], f"harm({instance})")

    def harms(self, evaluations: Sequence[Evaluation]) -> Iterator[int]:
        """By how much persons, computed, are harmed, for each instance where that is an amount."""
        found = (self.harm(name, evaluations) for name in self.suffered)
        return (harm for harm in found if harm is not None)


class Told(NamedTuple):
    """What is told of a failure: a case, the largest harm, and values with which it is none."""

    cases: tuple[Assignment, ...]
    largest: LargestHarm | None = None
    holds: Mapping[str, int] | None = None
