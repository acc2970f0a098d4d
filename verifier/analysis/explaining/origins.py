"""Where a fact comes from that a result rests on: the case, what is taken as said, the policy."""

from __future__ import annotations

from verifier.analysis.explaining.parts import Fact, Origin
from verifier.analysis.outputs import visit_of
from verifier.analysis.results import AssumptionKind, Computation
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput, NumberInput, PolicyValue
from verifier.program.model import Origin as Source

_SOURCES = {
    Source.FIGURE: Origin.FIGURE,
    Source.PARAMETER: Origin.PARAMETER,
    Source.OPEN: Origin.OPEN,
}

_READING = "reads"


class Origins:
    """Finds out of the inputs and values of one computation where they come from."""

    def __init__(self, result: Computation) -> None:
        self.case = result.case
        self.evaluation = result.evaluation
        self.leaves = {
            (not isinstance(item, BoolInput), item.name): item
            for item in (*result.program.inputs, *result.program.values)
        }
        self.choices = {_READING} | {
            str(fact.arguments[0])
            for fact in result.program.facts.get("field", ())
            if str(fact.arguments[1]) == "one"
        }
        self.flags = self._assumed(result, AssumptionKind.FLAG)
        self.defaults = self._assumed(result, AssumptionKind.DEFAULT)

    @staticmethod
    def _assumed(result: Computation, kind: AssumptionKind) -> set[str]:
        return {item.name for item in result.assumptions if item.kind is kind}

    def fact(self, name: str, *, numeric: bool) -> Fact | None:
        """Describe an input or value; None for what follows from others.

        Of a question with one answer, that answer is the fact, whichever was asked for.
        """
        name = self._answer(name) if not numeric else name
        leaf = self.leaves.get((numeric, name))
        if leaf is None:
            return None
        known = self.evaluation.amounts if numeric else self.evaluation.atoms
        return Fact(name, numeric, known[name], self._origin(leaf))

    def _answer(self, name: str) -> str:
        term = parse_term(name)
        if term.name not in self.choices or self.case.assignment.booleans.get(name) is not False:
            return name
        same = f"{term.name}({''.join(f'{argument},' for argument in term.arguments[:-1])}"
        return next(
            (
                other
                for other, truth in self.case.assignment.booleans.items()
                if truth and other.startswith(same) and parse_term(other).name == term.name
            ),
            name,
        )

    def _origin(self, leaf: BoolInput | NumberInput | PolicyValue) -> Origin:
        if isinstance(leaf, PolicyValue):
            return self._value(leaf)
        if isinstance(leaf, NumberInput):
            known = leaf.name in self.case.assignment.numbers
            return self._said(visit_of(leaf.name), known=known)
        return Origin.READING if leaf.policy else self._answered(leaf)

    def _value(self, leaf: PolicyValue) -> Origin:
        if leaf.name in self.case.assignment.numbers:
            return Origin.SET
        return Origin.OPEN if leaf.value is None else _SOURCES[leaf.origin]

    def _answered(self, leaf: BoolInput) -> Origin:
        truth = self.case.assignment.booleans.get(leaf.name)
        term = parse_term(leaf.name)
        visit = term.arguments[0] if len(term.arguments) > 1 else 0
        at = visit if isinstance(visit, int) else 0
        key = f"({at})" if at else ""
        if term.name == "held" and truth is False:
            return Origin.TAKEN_AS_NO
        if f"{term.name}{key}" in self.defaults:
            return Origin.DEFAULT
        if f"{term.arguments[-1] if term.arguments else term.name}{key}" in self.flags:
            return Origin.TAKEN_AS_YES if truth else Origin.TAKEN_AS_NO
        return self._said(at, known=truth is not None)

    def _said(self, visit: int, *, known: bool) -> Origin:
        if not known:
            return Origin.UNKNOWN
        return Origin.NO_VISIT if visit and not self.case.visits else Origin.GIVEN
