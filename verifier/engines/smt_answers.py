"""What a question to the solver is answered by."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from verifier.engines.smt_logic import Claim, Quantity, number_in, truth_in
from verifier.engines.smt_policy import Value
from verifier.errors import EngineError, Message, Problem, message
from verifier.source import Span

TIMEOUT = "timeout"
OPEN_RATE = "open rate times input"
_NO_LIMIT = 4294967295
_STEPS_PER_MS = 6_000
_PATIENCE = 6


def why(reason: str) -> Message:
    """Why a question was not decided, in words; what else Z3 says is as it says it."""
    if reason == TIMEOUT:
        return message("the time for the question was over")
    if reason == OPEN_RATE:
        return message("an open rate is multiplied by an amount of the case")
    return message("{reason}", reason=reason)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A case: every input and every policy value of a copy, in smallest units."""

    inputs: Mapping[str, Value]
    policy: Mapping[str, Value]

    @property
    def booleans(self) -> dict[str, bool]:
        """All truth values, as the exact engine takes them."""
        known = {**self.inputs, **self.policy}
        return {name: value for name, value in known.items() if isinstance(value, bool)}

    @property
    def numbers(self) -> dict[str, int]:
        """All numbers, as the exact engine takes them."""
        known = {**self.inputs, **self.policy}
        return {name: value for name, value in known.items() if not isinstance(value, bool)}


@dataclass(frozen=True, slots=True)
class Satisfiable:
    """A case exists: one assignment for each copy, by the name of the copy."""

    cases: Mapping[str, Assignment]
    _model: Callable[[], Any] = field(repr=False, compare=False)

    def value(self, quantity: Quantity) -> int:
        """Return what a quantity is in this case, also one that is asked for only now."""
        return number_in(self._model(), quantity)

    def holds(self, claim: Claim) -> bool:
        """Say whether a claim is true in this case."""
        return truth_in(self._model(), claim)


def found(cases: Mapping[str, Assignment], find: Callable[[], Answer]) -> Satisfiable:
    """Return a case that is known to exist; `find` has the solver complete it, if it is needed."""

    @cache
    def model() -> Any:  # noqa: ANN401
        answer = find()
        if not isinstance(answer, Satisfiable):
            what = message("a case of the exact engine is none of the solver's")
            raise EngineError(Problem("no-case", Span(), what))
        return answer._model()

    return Satisfiable(cases, model)


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """No case exists, by the rules in `core` and the assumptions and claims alone.

    `minimal` says that no rule of the core can be spared, as far as each check of it was decided.
    """

    core: frozenset[str] = frozenset()
    minimal: bool = False


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a proof nor a case was found, for this reason."""

    reason: str


Answer: TypeAlias = Satisfiable | Unsatisfiable | Undecided


@dataclass(frozen=True, slots=True)
class Raw:
    """What one call of the solver said: a model, a core, or a reason."""

    model: Any = None
    core: frozenset[str] | None = None
    reason: str = ""


class Clock:
    """One limit for a question that takes several calls of the solver.

    It is counted in the solver's own steps, about as many as an idle machine takes in the time, so
    that a busy machine answers the same; only after several times as long is the solver stopped.
    """

    def __init__(self, timeout_ms: int | None, within: Clock | None = None) -> None:
        self._timeout_ms = timeout_ms
        self._within = within
        self._end = None if timeout_ms is None else time.monotonic() + _PATIENCE * timeout_ms / 1000
        self._steps = None if timeout_ms is None else timeout_ms * _STEPS_PER_MS
        self.taken = 0

    def again(self) -> Clock:
        """Return the same limit for a second part of the question."""
        return Clock(self._timeout_ms, self._within)

    def left_ms(self) -> int:
        """Return what is left, in the solver's unit."""
        if self._end is None:
            return _NO_LIMIT
        return max(0, int((self._end - time.monotonic()) * 1000))

    def left_steps(self) -> int:
        """Return how many steps are left; the solver takes 0 for no limit, so never that."""
        return _NO_LIMIT if self._steps is None else max(1, min(self._steps, _NO_LIMIT))

    def spend(self, steps: int) -> None:
        """Count steps that were taken."""
        self.taken += steps
        if self._steps is not None:
            self._steps -= steps
        if self._within is not None:
            self._within.spend(steps)

    @property
    def spent(self) -> bool:
        """Whether no step is left."""
        enough = self._steps is not None and self._steps <= 0
        return enough or (self._within is not None and self._within.spent)


class Budget:
    """One limit for many questions: so much for each, and so much for all together."""

    def __init__(self, each_ms: int, all_ms: int) -> None:
        self._each_ms = each_ms
        self._all = Clock(all_ms)

    def clock(self) -> Clock:
        """Return the clock of the next question."""
        return Clock(self._each_ms, self._all)


Limit: TypeAlias = int | Budget | None
"""Milliseconds for a question, or a budget that it shares with others; None is what is usual."""


def clock_of(limit: Limit, usual_ms: int | None) -> Clock:
    """Return the clock that a limit means."""
    if isinstance(limit, Budget):
        return limit.clock()
    return Clock(usual_ms if limit is None else limit)
