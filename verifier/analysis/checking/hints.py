"""Hints: the persons and the steps by which an earlier check decided, to be tried first in another.

A hint is never believed. A person counts only as the exact engine computes them under the encoding
as it is now, within the bounds that it now has; a step, only if the solver refutes its opposite
again. What a hint does not decide any more is decided without it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.analysis.hinted import Carried, Hint, Sought, Values
from verifier.engines.smt import Assignment, Value
from verifier.program.model import BoolInput, NumberInput, PolicyValue, Program, Rule

_MOST = 12
"""So many cases are kept of a task: each is computed again before anything else is tried."""


@dataclass
class Notes:
    """What is known of the task in hand from an earlier check, and what is noted for the next.

    `stale` says that what is known of it does not check out, so that the task has to be done
    without that.
    """

    known: Hint = field(default_factory=Hint)
    cases: list[tuple[Assignment, ...]] = field(default_factory=list)
    steps: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    rounded: bool = False
    ruled: bool = False
    carried: Carried | None = None
    sought: Sought | None = None
    stale: bool = False
    _worst: tuple[Assignment, ...] = ()

    def begin(self, known: Hint) -> None:
        """Begin a task of which this is known."""
        self.known = known
        self.cases, self.steps, self.rounded, self.ruled = [], {}, False, False
        self.carried, self.sought, self.stale, self._worst = None, None, False, ()

    def case(self, *persons: Assignment) -> None:
        """Note persons who decide something."""
        if persons not in self.cases:
            self.cases.append(persons)

    def shown(self, *persons: Assignment) -> None:
        """Note persons who are shown: they come before all others."""
        self.cases = [persons, *(case for case in self.cases if case != persons)]

    def found(
        self, worst: tuple[Assignment, ...], *, exact: bool, holds: Mapping[str, int] | None
    ) -> None:
        """Note what was found of a violation: who has the largest harm, if anybody has."""
        self.sought, self._worst = Sought(exact=exact, holds=holds), worst

    def hint(self, program: Program) -> Hint | None:
        """What was noted; None if that is nothing."""
        cases, sought = self.cases, self.sought
        if sought is not None and self._worst:
            first, *others = cases
            after = (self._worst, *(case for case in others if case != self._worst))
            cases = [first, *after] if self._worst != first else cases
            sought = replace(sought, worst=cases.index(self._worst))
        written = tuple(_written(program, persons) for persons in cases[:_MOST])
        found = Hint(
            written, dict(self.steps), self.rounded, self.ruled, self.carried, sought
        )
        return found if found != Hint() else None


def hinted_person(
    hint: Hint, program: Program, settings: Mapping[str, bool]
) -> Iterator[Assignment]:
    """Yield the persons of a hint as cases of a program.

    What is not said of them, or is said of names or values that the program does not have, is as it
    is by default.
    """
    for first, *others in hint.cases:
        if not others:
            yield _completed(program, settings, first)


def hinted_pair(
    hint: Hint, program: Program, settings: Mapping[str, bool], apart: Collection[str]
) -> Iterator[tuple[Assignment, Assignment]]:
    """Yield two persons each, of whom the second differs from the first in `apart` only."""
    for first, *others in hint.cases:
        if len(others) == 1:
            mine = _completed(program, settings, first)
            yield mine, _changed(program, mine, others[0], apart)


def hinted_case(
    hint: Hint, program: Program, settings: Mapping[str, bool], place: int,
    apart: Collection[str],
) -> tuple[Assignment, ...]:
    """The persons of the case at a place of a hint, as cases of a program; none if it has none."""
    if not 0 <= place < len(hint.cases):
        return ()
    first, *others = hint.cases[place]
    mine = _completed(program, settings, first)
    return (mine, *(_changed(program, mine, other, apart) for other in others))


def with_worst(hint: Hint, program: Program, persons: tuple[Assignment, ...]) -> Hint:
    """A hint at a violation, with other persons as those who have the largest harm."""
    assert hint.sought is not None
    first, *others = hint.cases
    worst = _written(program, persons)
    cases = (first, worst, *(case for case in others if case != worst))
    return replace(hint, cases=cases[:_MOST], sought=replace(hint.sought, worst=1, exact=False))


def names_of(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Name rules by their texts, so that the names outlast edits elsewhere."""
    seen = Counter[str]()
    names = {}
    for rule in sorted(rules.values(), key=lambda rule: rule.span):
        text = hashlib.sha256(rule.text.encode()).hexdigest()[:8]
        seen[text] += 1
        names[rule.id] = text if seen[text] == 1 else f"{text}.{seen[text]}"
    return names


def _written(program: Program, persons: Sequence[Assignment]) -> tuple[Values, ...]:
    """What the first person has otherwise than by default, and in what the others differ."""
    first, *others = persons
    usual = {name: _least(leaf) for name, leaf in _leaves(program)}
    mine = {**first.inputs, **first.policy}
    return (
        {n: v for n, v in mine.items() if n in usual and v != usual[n]},
        *({n: v for n, v in other.inputs.items() if v != mine.get(n)} for other in others),
    )


def _completed(
    program: Program, settings: Mapping[str, bool], values: Values
) -> Assignment:
    inputs: dict[str, Value] = {}
    policy: dict[str, Value] = {}
    for name, leaf in _leaves(program):
        shared = isinstance(leaf, PolicyValue) or (isinstance(leaf, BoolInput) and leaf.policy)
        said = settings.get(name, values.get(name, _least(leaf)))
        (policy if shared else inputs)[name] = said if _admits(leaf, said) else _least(leaf)
    return Assignment(inputs, policy)


def _changed(
    program: Program, first: Assignment, values: Values, apart: Collection[str]
) -> Assignment:
    leaves = dict(_leaves(program))
    changed = {
        n: v for n, v in values.items()
        if n in apart and n in first.inputs and _admits(leaves[n], v)
    }
    return Assignment({**first.inputs, **changed}, first.policy)


def _leaves(program: Program) -> Iterator[tuple[str, BoolInput | NumberInput | PolicyValue]]:
    for leaf in (*program.inputs, *program.values):
        yield leaf.name, leaf


def _least(leaf: BoolInput | NumberInput | PolicyValue) -> Value:
    """The value that is not written: no, the least, or what the document fixes."""
    if isinstance(leaf, BoolInput):
        return False
    if isinstance(leaf, PolicyValue) and leaf.value is not None:
        return leaf.value
    return leaf.low


def _admits(leaf: BoolInput | NumberInput | PolicyValue, said: Value) -> bool:
    """Whether a value is one that the program admits."""
    if isinstance(leaf, BoolInput) or isinstance(said, bool):
        return isinstance(leaf, BoolInput) and isinstance(said, bool)
    if isinstance(leaf, NumberInput):
        return leaf.low <= said <= leaf.high
    if leaf.value is not None:
        return said == leaf.value
    return leaf.low <= said <= leaf.high and (said - leaf.low) % max(leaf.step, 1) == 0
