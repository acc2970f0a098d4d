"""The solvers for a document and its superior: one for all premises, and one for each line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.solver import Found, NoCase, Open, Pair, Question, Values
from verifier.engines.smt import Claim
from verifier.program.terms import Formula

_BRIEF_MS = 1_000
"""So long is asked where values are told to a solver that leaves them open for other questions."""


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

    def reached(self, premise: Formula) -> Found | NoCase | Open:
        """A case that reaches a premise."""
        if self._of_premises is None:
            self._of_premises = Question(self.joint, (), {}, self.timeout_ms, self._premises)
        return self._of_premises.find(self._of_premises.some((premise,)))

    def line(self, about: Line) -> Question:
        """The solver of a line, whichever of its sides comes first."""
        key = about.premise, frozenset(about.pair), frozenset(about.setting.items())
        if key not in self._of_lines:
            self._of_lines[key] = self.knowing(about, {}, self.timeout_ms)
        return self._of_lines[key]

    def where(
        self, about: Line, known: Values, claim: Callable[[Question], Claim]
    ) -> Found | NoCase | Open:
        """A case that reaches the premise of a line, of which a claim is true and so much known.

        What is not decided soon in the solver of the line is asked in one of its own, in which all
        that is known is a constant.
        """
        question = self.line(about)
        brief = min(_BRIEF_MS, self.timeout_ms) if known else None
        claims = question.some((about.premise,)), claim(question), question.settled(known)
        answer = question.find(*claims, timeout_ms=brief)
        if not known or not isinstance(answer, Open):
            return answer
        own = self.knowing(about, known, self.timeout_ms)
        return own.find(own.some((about.premise,)), claim(own))

    def knowing(self, about: Line, known: Values, timeout_ms: int) -> Question:
        """A solver of which so much more is known."""
        settled = {**about.setting, **known}
        return Question(self.joint, (about.pair,), settled, timeout_ms, (about.premise,))
