"""One Program under one case, by the exact engine, Z3 and clingo."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from verifier.engines.boolean import BooleanCheck
from verifier.engines.exact import Assignment, Evaluation, evaluate
from verifier.engines.smt import (
    OPEN_RATE,
    Claim,
    Copy,
    Satisfiable,
    Session,
    Unsatisfiable,
    Variant,
    all_of,
    equal,
    negate,
)
from verifier.errors import EngineError
from verifier.program.model import AmountDefinition, Program
from verifier.program.names import amounts_in, atoms_in, definition_key, names_used


class Engines:
    """The engines over one Program, ready for several cases."""

    def __init__(self, program: Program, clingo: BooleanCheck, *, tagged: bool) -> None:
        """Put one copy of the Program into Z3."""
        self.program = program
        self._clingo = clingo
        self._session = Session(tagged=tagged, timeout_ms=20_000)
        self._copy = self._session.copy(program)
        self.undecided = 0

    def disagreements(self, case: Assignment) -> list[str]:
        """List what the engines say differently about a case in which nothing is open."""
        evaluation = evaluate(self.program, case)
        found: list[str] = []
        if self._values(evaluation) is None:
            return ["the exact engine is not exact"]
        unsure = _without_value(self.program, evaluation)
        found += self._by_clingo(case, evaluation)
        found += self._by_z3(case, evaluation, unsure)
        return found

    def _by_clingo(self, case: Assignment, evaluation: Evaluation) -> Iterator[str]:
        try:
            differing = self._clingo.differences(case)
        except EngineError as error:
            if not evaluation.broken:
                yield f"clingo: {error}"
            return
        if evaluation.broken:
            yield "clingo finds a model of a case that breaks a constraint"
        yield from (f"clingo: {difference}" for difference in differing)

    def _by_z3(
        self, case: Assignment, evaluation: Evaluation, unsure: Collection[str]
    ) -> Iterator[str]:
        answers = list(self._asked(case, evaluation, unsure, self._session, self._copy))
        if any("Z3 is undecided" in answer and OPEN_RATE in answer for answer in answers):
            # Products of two free numbers may be left undecided, even where claims pin both down;
            # where the numbers are settings there is no such product.
            self.undecided += 1
            session = Session(timeout_ms=20_000)
            settings = {**case.booleans, **case.numbers}
            copy = session.copy(self.program, variant=Variant(settings))
            answers = list(self._asked(case, evaluation, unsure, session, copy))
        yield from answers

    def _asked(
        self,
        case: Assignment,
        evaluation: Evaluation,
        unsure: Collection[str],
        session: Session,
        copy: Copy,
    ) -> Iterator[str]:
        known = list(_known(copy, case))
        if evaluation.broken:
            sure = [
                c for c in evaluation.broken
                if not {f"atom {n}" for n in atoms_in(c.body)} & set(unsure)
                and not {f"amount {n}" for n in amounts_in(c.body)} & set(unsure)
            ]
            if sure and not isinstance(session.check(*known), Unsatisfiable):
                yield "Z3 finds a case that breaks a constraint"
            return
        values = self._values(evaluation) or {}
        everything = all_of(*(_is(copy, key, value) for key, value in values.items()))
        answer = session.check(*known, everything)
        if isinstance(answer, Unsatisfiable):
            yield "Z3 has no such case"
        elif not isinstance(answer, Satisfiable):
            yield f"Z3 is undecided: {answer}"
        certain = all_of(*(_is(copy, k, v) for k, v in values.items() if k not in unsure))
        answer = session.check(*known, negate(certain))
        if isinstance(answer, Satisfiable):
            for key, value in values.items():
                if key not in unsure and not answer.holds(_is(copy, key, value)):
                    yield f"Z3: {key} is not {value}"
        elif not isinstance(answer, Unsatisfiable):
            yield f"Z3 is undecided: {answer}"

    @staticmethod
    def _values(evaluation: Evaluation) -> dict[str, int] | None:
        """Truths and amounts by key; None if one of them is not a single one."""
        found: dict[str, int] = {}
        for name, truth in evaluation.atoms.items():
            if truth is None:
                return None
            found[f"atom {name}"] = truth
        for name, amount in evaluation.amounts.items():
            if amount is None:
                continue
            if not amount.exact:
                return None
            found[f"amount {name}"] = amount.low
        return found


def _is(copy: Copy, key: str, value: int) -> Claim:
    kind, name = key.split(" ", 1)
    if kind == "amount":
        return equal(copy.amount(name), value)
    atom = copy.atom(name)
    return atom if value else negate(atom)


def _known(copy: Copy, case: Assignment) -> Iterator[Claim]:
    for name, truth in case.booleans.items():
        yield copy.atom(name) if truth else negate(copy.atom(name))
    for name, number in case.numbers.items():
        yield equal(copy.amount(name), number)


def _without_value(program: Program, evaluation: Evaluation) -> set[str]:
    """Keys of amounts without a value, and of all that may rest on one: free for Z3."""
    unsure: set[str] = set()
    for definition in program.definitions:
        key = definition_key(definition)
        missing = (
            isinstance(definition, AmountDefinition)
            and evaluation.amounts[definition.name] is None
        )
        if missing or unsure & names_used(definition):
            unsure.add(key)
    return unsure
