"""The search for a person for whom a line of a superior is broken, and for what would heal it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifier.analysis.comparing.replays import on_side, replayed
from verifier.analysis.comparing.results import Witness
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.open_values import Harm, OpenValues
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import (
    Found,
    Most,
    NoCase,
    Open,
    Pair,
    Question,
    Values,
)
from verifier.analysis.replay import amount
from verifier.analysis.results import Replay, Verdict
from verifier.analysis.superiors.healing import Healer, Healing
from verifier.analysis.superiors.results import Binding, Held
from verifier.engines.exact_types import Assignment
from verifier.errors import Message, message
from verifier.language.clauses import in_text_order
from verifier.program.model import Program
from verifier.program.terms import Formula

_STEP_MS = 1_000
_NOTHING: Values = {}
_STILL_UNVALUED = message("with values that would keep it, somebody has no amount, or two")


@dataclass(frozen=True, slots=True)
class Breach:
    """A line broken in one direction: the second amount of `pair` is larger than the first.

    It is so by more than `tolerance`, in fen; `less` says whether the lower document gives less.
    """

    line: Binding
    pair: Pair
    premise: Formula
    setting: Mapping[str, bool]
    tolerance: int
    less: bool


@dataclass(frozen=True, slots=True)
class Unvalued:
    """The amounts of a line, of which one has no value or two, in some cases."""

    line: Binding
    pair: Pair
    premise: Formula
    setting: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Search:
    """Questions about breaches. `inner` is the first side, if it is two documents in one."""

    joint: Joint
    inner: Joint | None
    timeout_ms: int
    persons: bool

    def reached(self, premise: Formula) -> Found | NoCase | Open:
        """A case that reaches a premise."""
        question = Question(self.joint, (), {}, self.timeout_ms, (premise,))
        return question.find(question.some((premise,)))

    def beyond(self, breach: Breach, more: int, known: Values = _NOTHING) -> Found | NoCase | Open:
        """A case in which an amount is larger by more than so many fen, where so much is known."""
        question = self._question(breach, known, self.timeout_ms)
        return question.find(
            question.some((breach.premise,)), question.beyond(breach.pair, more + 1)
        )

    def valueless(self, about: Unvalued, known: Values = _NOTHING) -> Found | NoCase | Open:
        """A case in which one of the amounts has no value, or two."""
        question = self._question(about, known, self.timeout_ms)
        return question.find(
            question.some((about.premise,)), question.lacking(about.pair)
        )

    def _question(self, about: Breach | Unvalued, known: Values, timeout_ms: int) -> Question:
        settled = {**about.setting, **known}
        return Question(self.joint, (about.pair,), settled, timeout_ms, (about.premise,))

    # What would heal it --------------------------------------------------------------------------

    def healing(
        self, breach: Breach, case: Found, breaches: Sequence[Breach],
        unvalued: Sequence[Unvalued],
    ) -> Healing:
        """Open values with which nobody breaks a line, though it is reached.

        `case` is one of `breach`; `breaches` are all of the line, and `unvalued` is where its
        amounts may be without a value.
        """
        pairs = tuple(dict.fromkeys(one.pair for one in breaches))
        harm = Harm(breach.premise, pairs, breach.tolerance + 1)
        first = self._worst(breach, case, {}).values
        opened = OpenValues(self.joint, harm, first, self.timeout_ms)

        def harmed(values: Mapping[str, int]) -> Found | NoCase | Open:
            for one in breaches:
                answer = self.beyond(one, one.tolerance, values)
                if isinstance(answer, Found):
                    return Found({**answer.values, **one.setting})
                if isinstance(answer, Open):
                    return answer
            for about in unvalued:
                answer = self.valueless(about, values)
                if not isinstance(answer, NoCase):
                    return answer if isinstance(answer, Open) else Open(_STILL_UNVALUED)
            return NoCase()

        def worst(person: Found, values: Mapping[str, int]) -> Found:
            return self._worst(breach, person, values)

        return Healer(opened, harmed, worst).run(thoroughly=breach.line.grade.convicts)

    def _worst(self, breach: Breach, case: Found, known: Values) -> Found:
        """A case that breaks a line by much, if that is found soon."""
        question = self._question(breach, known, min(_STEP_MS, self.timeout_ms))
        most = question.most(
            breach.pair, question.some((breach.premise,)),
            question.beyond(breach.pair, breach.tolerance + 1),
        )
        if isinstance(most, Most):
            return Found({**most.case.values, **breach.setting})
        return Found({**breach.setting, **case.values})

    # The person ----------------------------------------------------------------------------------

    def shown(self, breach: Breach) -> Held | None:
        """The breach with its person; None if no case replays."""
        tolerance = breach.tolerance
        question = self._question(breach, {}, min(_STEP_MS, self.timeout_ms))
        premise = question.some((breach.premise,))
        largest, exactly = None, True
        least = tolerance + 1
        cases: list[Found] = []
        if self.persons:
            most = question.most(breach.pair, premise, question.beyond(breach.pair, least))
            if isinstance(most, Most):
                largest, exactly, cases = most.value, most.exact, [most.case]
                least = max(least, most.value - tolerance)
            simple = question.simple(premise, question.beyond(breach.pair, least))
            cases = [simple, *cases] if isinstance(simple, Found) else cases
        plain = question.find(premise, question.beyond(breach.pair, tolerance + 1))
        cases += [plain] if isinstance(plain, Found) else []
        for case in cases:
            witness = self._replayed({**case.values, **breach.setting}, breach.line.output)
            if witness is None or len(witness.amounts) < len(Side):
                continue
            gap = witness.amounts[Side.RIGHT] - witness.amounts[Side.LEFT]
            if (gap if breach.less else -gap) > tolerance:
                return Held(
                    breach.line, Verdict.VIOLATED, tolerance=tolerance, less=breach.less,
                    largest=largest, exact=exactly, witness=witness,
                    clauses=self._all_clauses(witness),
                )
        return None

    def lacking(self, about: Unvalued) -> Held | None:
        """The line with a person for whom an amount has no value or two; None if none replays."""
        question = self._question(about, {}, min(_STEP_MS, self.timeout_ms))
        claims = question.some((about.premise,)), question.lacking(about.pair)
        for search in (question.simple, question.find) if self.persons else (question.find,):
            case = search(*claims)
            if not isinstance(case, Found):
                continue
            witness = self._replayed({**case.values, **about.setting}, about.line.output)
            if witness is not None and len(witness.amounts) < len(Side):
                return Held(
                    about.line, Verdict.UNDETERMINED, self._lack(witness), witness=witness,
                    clauses=self._all_clauses(witness),
                )
        return None

    def _lack(self, witness: Witness) -> Message:
        """Which document gives the person no amount, or two."""
        side = next(side for side in Side if side not in witness.amounts)
        shown, name = witness.replays[side], self._program(side).document
        steps = {step.name for step in shown.steps}
        if any(conflict.name in steps for conflict in shown.evaluation.conflicts):
            return message("`{document}` gives this person two amounts", document=name)
        return message("`{document}` gives this person no amount", document=name)

    def _replayed(self, values: Values, name: str) -> Witness | None:
        """A case on both sides, with the amounts that have one value; None if it cannot exist."""
        cases = {side: self._on(side, values) for side in Side}
        return replayed(cases, name, lambda evaluation: amount(evaluation, name))

    def _on(self, side: Side, values: Values) -> tuple[Program, Assignment]:
        """A document with a case as it sees it."""
        assignment = on_side(self.joint, side, values)
        if side is Side.LEFT and self.inner is not None:
            both = {**assignment.booleans, **assignment.numbers}
            assignment = on_side(self.inner, side, both)
        return self._program(side), assignment

    def _program(self, side: Side) -> Program:
        inner = self.inner if side is Side.LEFT else None
        return (inner or self.joint).sides[side]

    def _all_clauses(self, witness: Witness) -> dict[Side, tuple[str, ...]]:
        return {side: self._clauses(side, shown) for side, shown in witness.replays.items()}

    def _clauses(self, side: Side, shown: Replay) -> tuple[str, ...]:
        program = self._program(side)
        rules = [rule for step in shown.steps for rule in step.rules if rule in program.rules]
        # An amount that no rule gives is a figure, with a clause of its own.
        spans = [program.rules[rule].span for rule in rules] or [
            v.span for v in program.values if v.name in {step.name for step in shown.steps}
        ]
        numbers = (span.clause for span in spans)
        return in_text_order(number for number in numbers if number)
