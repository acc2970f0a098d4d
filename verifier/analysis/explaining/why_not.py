"""Why a line pays nothing: what could have given it and fails, and what change would give it."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.analysis.explaining.ground import Ground, terms_of
from verifier.analysis.explaining.parts import Candidate, WhyNot
from verifier.analysis.results import Computation


def explain_not(result: Computation, names: Iterable[str]) -> tuple[WhyNot, ...]:
    """Explain of lines why they are nothing, and look for the smallest change that helps.

    Args:
        result: The computation.
        names: Amounts or atoms of its Program; if both have a name, the amount is meant.
    """
    ground = Ground(result)
    return tuple(_explain(ground, result, name) for name in names)


def _explain(ground: Ground, result: Computation, name: str) -> WhyNot:
    numeric = name in ground.amounts
    found = WhyNot(name, numeric, ground.value(name))
    if found.pays or found.open:
        return found
    # The solver is imported only when there is something to look for.
    from verifier.analysis.explaining.change import smallest_change

    candidates: tuple[Candidate, ...] = (
        ground.failures.of_amount(name) if numeric else ground.failures.of_fact(name)
    )
    terms = [term for candidate in candidates for term in terms_of(candidate.failing)]
    change = smallest_change(result, name, ground.clauses)
    return WhyNot(name, numeric, found.value, candidates, ground.facts(terms), change)
