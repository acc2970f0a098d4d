"""Why a line is what it is: its amounts from the result down, the clauses, and the facts."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.analysis.explaining.ground import Ground, terms_of
from verifier.analysis.explaining.parts import AmountStep, ClauseUse, Reason, Why
from verifier.analysis.explaining.reasons import Reasons
from verifier.analysis.results import Computation
from verifier.engines.exact_derive import Principles
from verifier.language.clauses import Clause, text_order
from verifier.program.names import amounts_in
from verifier.program.terms import TRUE, Atom


def explain(result: Computation, names: Iterable[str]) -> tuple[Why, ...]:
    """Explain lines of a computation.

    Args:
        result: The computation.
        names: Amounts or atoms of its Program; if both have a name, the amount is meant.
    """
    explainer = _Explainer(Ground(result))
    return tuple(explainer.why(name) for name in names)


class _Explainer:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.steps = ground.steps
        self.principles = Principles(ground.program, ground.evaluation)

    def why(self, name: str) -> Why:
        """Explain one line."""
        value = self.ground.value(name)
        numeric = name in self.ground.amounts
        failing = self.ground.failures.of_fact(name, sure=True) if value is False else ()
        terms = [term for candidate in failing for term in terms_of(candidate.failing)]
        reasons = Reasons(self.ground.program, self.ground.walker)
        if value is not False and not numeric:
            reasons.apply(Atom(name), "")
        compared = [*reasons.amounts, *(n for term in terms for n in amounts_in(term))]
        roots = [name] if numeric else compared
        order = self.steps.below(roots, lambda item: self._conditions(reasons, item))
        steps = tuple(self._step(item) for item in order)
        uses = self._uses(reasons)
        terms += [reason.literal for use in uses for reason in use.reasons]
        operands = [(True, operand) for step in steps for operand in step.operands]
        facts = self.ground.facts(terms, [(numeric, name), *operands])
        return Why(name, numeric, value, steps, uses, failing, facts)

    def _conditions(self, reasons: Reasons, name: str) -> list[str]:
        """Gather why the rules of an amount apply; give the amounts that this compares."""
        known = len(reasons.amounts)
        computed = self.steps.computed(name)
        for item in computed.fired if computed else ():
            reasons.apply(item.guard, item.rule)
        for rule in self.principles.rules(name, computed.expressions if computed else ()):
            reasons.apply(TRUE, rule)
        return list(reasons.amounts)[known:]

    def _step(self, name: str) -> AmountStep:
        computed = self.steps.computed(name)
        assert computed is not None  # only what is computed is below a result
        clauses = self.ground.clauses
        operands = self.steps.operands(name)
        rules = [
            *(item.rule for item in computed.fired),
            *self.principles.rules(name, computed.expressions),
        ]
        found = {clauses[rule] for rule in (*rules, *operands) if rule in clauses}
        return AmountStep(
            self.steps.called(name),
            self.ground.amounts[name],
            tuple(sorted(found, key=lambda c: (text_order(c.number), c.span))),
            computed.expressions,
            tuple(self.steps.called(item) for item in operands),
            computed.nothing,
        )

    def _uses(self, reasons: Reasons) -> tuple[ClauseUse, ...]:
        """The reasons by clause; a clause with several rules stands once, in order of the text."""
        merged: dict[Clause | None, dict[Reason, None]] = {}
        for rule, found in reasons.found.items():
            merged.setdefault(self.ground.clauses.get(rule), {}).update(found)
        said = {reason for clause, found in merged.items() if clause for reason in found}
        if general := dict.fromkeys(r for r in merged.pop(None, {}) if r not in said):
            merged[None] = general
        order = sorted(merged, key=lambda c: (c is None, text_order(c.number) if c else ()))
        return tuple(ClauseUse(clause, tuple(merged[clause])) for clause in order)
