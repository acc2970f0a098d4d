"""What any solver is asked, and what its answers are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from verifier.engines.smt_answers import (
    Answer,
    Assignment,
    Clock,
    Raw,
    Satisfiable,
    Undecided,
    Unsatisfiable,
)
from verifier.engines.smt_copy import Copy
from verifier.engines.smt_logic import (
    NO,
    YES,
    Claim,
    Quantity,
    all_of,
    equal,
    iff,
    number_in,
    truth_in,
)
from verifier.engines.smt_policy import Value
from verifier.engines.smt_products import OpenProducts
from verifier.engines.smt_solver import Solver, Tags
from verifier.program.model import BoolInput, PolicyValue


def decide(solver: Solver, claims: tuple[Claim, ...], tags: Tags, clock: Clock) -> Raw:
    """Look for a case in which all claims are true."""
    question = all_of(*claims)
    if question.constant is False:
        return Raw(core=frozenset())
    return solver.decide(question, tags, clock)


def answer(raw: Raw, satisfiable: Callable[[Any], Satisfiable]) -> Answer:
    """Return what a solver said as an answer."""
    if raw.model is not None:
        return satisfiable(raw.model)
    return Undecided(raw.reason) if raw.core is None else Unsatisfiable(raw.core)


def refuted_without_rules(solver: Solver, claims: tuple[Claim, ...], clock: Clock) -> bool:
    """Say whether no case makes all claims true, whatever the rules of documents say."""
    question = all_of(*claims)
    return question.constant is False or solver.look(question, Tags((), ()), clock).core is not None


def minimise(
    solver: Solver, core: Collection[str], claims: tuple[Claim, ...], clock: Clock,
    needed: Collection[str] = (),
) -> Unsatisfiable:
    """Drop every rule from the core of the refuted claims that the proof can do without.

    Rules that are `needed` for something else are there anyway, and not in what is returned.
    """
    kept, minimal = sorted(set(core).difference(needed)), True
    # Often none is needed but what is there anyway: so all are tried at once, then one by one.
    for tried in dict.fromkeys((tuple(kept), *((rule,) for rule in kept))):
        if not tried or not set(tried) <= set(kept):
            continue
        # Left out is neither true nor false: so the proof holds with or without the rule.
        rest = [*needed, *(rule for rule in kept if rule not in tried)]
        raw = decide(solver, claims, Tags(rest, ()), clock)
        if raw.core is not None:
            kept = sorted(raw.core.difference(needed))
        elif raw.model is None and len(tried) == 1:
            minimal = False
    return Unsatisfiable(frozenset(kept), minimal)


def assignment(copy: Copy, model: Any) -> Assignment:  # noqa: ANN401
    """Return the case of a copy in a model."""
    inputs: dict[str, Value] = {}
    policy: dict[str, Value] = {}
    for leaf, variable in copy.leaves():
        shared = isinstance(leaf, PolicyValue) or (isinstance(leaf, BoolInput) and leaf.policy)
        value = (
            truth_in(model, variable) if isinstance(variable, Claim) else number_in(model, variable)
        )
        (policy if shared else inputs)[leaf.name] = value
    return Assignment(inputs, policy)


def likeness(copies: Iterable[Copy], products: OpenProducts, case: Satisfiable) -> Claim:
    """Return the claim that what is true of the copies, and each open rate, is as in a case.

    The numbers of the copies, and what else is open, are free.
    """
    truths = (
        _is(variable, known[leaf.name])
        for copy in copies for known in (_known(case.cases[copy.name]),)
        for leaf, variable in copy.leaves() if isinstance(variable, Claim)
    )
    return all_of(*truths, *(equal(rate, case.value(rate)) for rate in products.rates))


def is_case(copy: Copy, case: Assignment) -> Claim:
    """Return the claim that a copy is this case, which may leave out what the copy fixes."""
    known = _known(case)
    return all_of(*(
        _is(variable, known[leaf.name]) for leaf, variable in copy.leaves()
        if leaf.name in known or variable.constant is None
    ))


def _known(case: Assignment) -> dict[str, Value]:
    return {**case.inputs, **case.policy}


def _is(variable: Claim | Quantity, value: Value) -> Claim:
    if isinstance(variable, Claim):
        return iff(variable, YES if value else NO)
    return equal(variable, int(value))
