"""The solvers for a document and its superior: one for all premises, and one for each line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.solver import Found, NoCase, Open, Pair, Question, Values
from verifier.analysis.superiors.steps import steps
from verifier.engines.smt import Claim
from verifier.program.terms import Formula

_SOON_MS = 100
_BRIEF_MS = 1_000
"""So long is asked before something is tried with which it is often decided at once."""


class Line(Protocol):
    """What is asked of a line: two amounts, of the cases that reach its premise in a setting."""

    @property
    def premise(self) -> Formula:
        """Whom it speaks of."""

    @property
    def pair(self) -> Pair:
        """What stands for its output on both sides."""

    @property
    def setting(self) -> Mapping[str, bool]:
        """What is known of the case."""


class Questions:
    """What is asked of two documents in one; `timeout_ms` limits each question."""

    def __init__(self, joint: Joint, premises: Iterable[Formula], timeout_ms: int) -> None:
        """Prepare; a solver is opened when it is first needed."""
        self.joint = joint
        self.timeout_ms = timeout_ms
        self._premises = tuple(dict.fromkeys(premises))
        self._of_premises: Question | None = None
        self._of_lines: dict[object, Question] = {}
        self._steps: dict[object, tuple[Claim, ...]] = {}

    def reached(self, premise: Formula) -> Found | NoCase | Open:
        """A case that reaches a premise."""
        if self._of_premises is None:
            self._of_premises = Question(self.joint, (), {}, self.timeout_ms, self._premises)
        return self._of_premises.find(self._of_premises.some((premise,)))

    def line(self, about: Line) -> Question:
        """The solver of a line, whichever of its sides comes first."""
        key = _key(about)
        if key not in self._of_lines:
            self._of_lines[key] = self.knowing(about, {}, self.timeout_ms)
        return self._of_lines[key]

    def where(self, about: Line, claim: Callable[[Question], Claim]) -> Found | NoCase | Open:
        """A case that reaches the premise of a line, and of which a claim is true.

        What is not decided soon is tried with steps, and then for as long as it may take.
        """
        question = self.line(about)
        claims = question.some((about.premise,)), claim(question)
        for more, limit in (((), _SOON_MS), (None, _BRIEF_MS)):
            known = self.steps(about) if more is None else more
            brief = min(limit, self.timeout_ms)
            answer = question.find(*claims, *known, timeout_ms=brief)
            if not isinstance(answer, Open):
                return answer
        return question.find(*claims)

    def settled(
        self, about: Line, known: Values, claim: Callable[[Question], Claim]
    ) -> Found | NoCase | Open:
        """The same where so much is known.

        What is not decided soon in the solver of the line is asked in one of its own, in which all
        that is known is a constant.
        """
        question = self.line(about)
        claims = question.some((about.premise,)), claim(question), question.settled(known)
        answer = question.find(*claims, timeout_ms=min(_BRIEF_MS, self.timeout_ms))
        if not isinstance(answer, Open):
            return answer
        own = self.knowing(about, known, self.timeout_ms)
        return own.find(own.some((about.premise,)), claim(own))

    def steps(self, about: Line) -> tuple[Claim, ...]:
        """What is proved of the amounts that a line rests on; each is tried once."""
        key = _key(about)
        if key not in self._steps:
            question = self.line(about)
            premise = question.some((about.premise,))
            self._steps[key] = steps(self.joint, question, about.pair, premise)
        return self._steps[key]

    def knowing(self, about: Line, known: Values, timeout_ms: int) -> Question:
        """A solver of which so much more is known."""
        settled = {**about.setting, **known}
        return Question(self.joint, (about.pair,), settled, timeout_ms, (about.premise,))


def _key(about: Line) -> object:
    return about.premise, frozenset(about.pair), frozenset(about.setting.items())
