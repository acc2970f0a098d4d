"""The Z3 engine: every case at once, as a proof or as a case that contradicts it.

    session = Session(tagged=True)
    person = session.copy(program)
    answer = session.check(less(person.amount("cap"), person.amount("aid")))

An answer is one of three and none is ever turned into another. `Unsatisfiable` is a proof, also
where open rates are multiplied (`smt_products`). `Satisfiable` is a case whose products are exact;
a caller replays it by the exact engine, as an amount without a value is unconstrained here
(`smt_copy`). `Undecided` says why. Callers combine claims with the functions that are re-exported
here and never import Z3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from verifier.engines.smt_answers import (
    OPEN_RATE,
    TIMEOUT,
    Answer,
    Assignment,
    Clock,
    Satisfiable,
    Undecided,
    Unsatisfiable,
)
from verifier.engines.smt_copy import Copy
from verifier.engines.smt_index import Index
from verifier.engines.smt_logic import (
    NO,
    YES,
    Claim,
    Number,
    Quantity,
    all_of,
    any_of,
    at_least,
    choose,
    count,
    difference,
    equal,
    iff,
    implies,
    less,
    less_equal,
    negate,
    none_of,
    number,
    number_in,
    total,
    truth_in,
)
from verifier.engines.smt_policy import AS_WRITTEN, Domain, Policy, Value, Variant
from verifier.engines.smt_solver import Solver, Tags
from verifier.engines.smt_terms import Surroundings
from verifier.program.model import BoolInput, PolicyValue, Program

__all__ = [
    "AS_WRITTEN",
    "NO",
    "OPEN_RATE",
    "TIMEOUT",
    "YES",
    "Answer",
    "Assignment",
    "Claim",
    "Copy",
    "Domain",
    "Number",
    "Quantity",
    "Satisfiable",
    "Session",
    "Undecided",
    "Unsatisfiable",
    "Value",
    "Variant",
    "all_of",
    "any_of",
    "at_least",
    "choose",
    "count",
    "difference",
    "equal",
    "iff",
    "implies",
    "less",
    "less_equal",
    "negate",
    "none_of",
    "number",
    "tie",
    "total",
]


class Session:
    """One incremental solver with the copies of Programs that are put into it."""

    def __init__(
        self, *, tagged: bool = False, timeout_ms: int | None = None, seed: int = 0
    ) -> None:
        """Open a solver; with `tagged`, each rule of a document can be struck and named in a core.

        `timeout_ms` is the limit of each check that names none of its own.
        """
        self.tagged = tagged
        self.timeout_ms = timeout_ms
        self._solver = Solver(seed)
        self._copies: dict[str, Copy] = {}
        self._indices: dict[int, Index] = {}
        self._policies: dict[str, Policy] = {}

    # Copies --------------------------------------------------------------------------------------

    def copy(
        self,
        program: Program,
        name: str = "a",
        *,
        variant: Variant = AS_WRITTEN,
        policy: str | None = None,
    ) -> Copy:
        """Put a person under `program` into the solver.

        Copies with the same `policy` (by default the document) share readings and open values;
        a figure that several of them free has the domain that the first one gives it.
        """
        self._new_name(name)
        index = self._indices.setdefault(id(program), Index(program))
        shared = program.document if policy is None else policy
        solver = self._solver
        around = Surroundings(solver.terms, solver.products, solver.assume, self._tag)
        common = self._policies.setdefault(shared, Policy(f"policy {shared}"))
        return self._enter(Copy(name, index, common, around, variant))

    def twin(
        self, of: Copy, name: str, apart: Collection[str], change: Variant = AS_WRITTEN
    ) -> Copy:
        """Put a person into the solver who differs from `of` in the names `apart` only.

        These are inputs; readings and open values are shared unless they are named. `change` makes
        the policy another: figures, or rules that are struck for the twin alone. Whatever depends
        on none of it is the same term in both, which makes two-person queries much smaller than
        two copies that are tied.
        """
        self._new_name(name)
        return self._enter(of.twin(name, apart, change))

    def _new_name(self, name: str) -> None:
        if name in self._copies:
            raise ValueError(name)

    def _enter(self, made: Copy) -> Copy:
        self._copies[made.name] = made
        made.start()
        return made

    def _tag(self, rule: str) -> Claim:
        return self._solver.tag(rule) if self.tagged and rule else YES

    @property
    def assertions(self) -> tuple[Claim, ...]:
        """The bounds, constraints and definitions of all that was asked for so far."""
        return tuple(self._solver.assertions)

    # Questions -----------------------------------------------------------------------------------

    @contextmanager
    def scope(self, *claims: Claim) -> Iterator[None]:
        """Assume the claims inside the `with` block."""
        with self._solver.scope(*claims):
            yield

    def check(
        self, *claims: Claim, timeout_ms: int | None = None, struck: Collection[str] = ()
    ) -> Answer:
        """Look for a case in which all claims are true, without the rules in `struck`."""
        rules = [rule for rule in self._solver.tags if rule not in struck]
        return self._decide(claims, rules, struck, self._clock(timeout_ms))

    def refuted_without_rules(self, *claims: Claim, timeout_ms: int | None = None) -> bool:
        """Say whether no case makes all claims true, whatever the rules of documents say."""
        answer = self._decide(claims, [], (), self._clock(timeout_ms))
        return isinstance(answer, Unsatisfiable)

    def minimise(
        self, core: Collection[str], *claims: Claim, timeout_ms: int | None = None
    ) -> Unsatisfiable:
        """Drop every rule from the core of the refuted claims that the proof can do without.

        `timeout_ms` limits the whole search; what was not decided stays in the core.
        """
        clock = self._clock(timeout_ms)
        kept, minimal = sorted(rule for rule in core if rule in self._solver.tags), True
        for rule in tuple(kept):
            if rule not in kept:
                continue
            # Left out is neither true nor false: so the proof holds with or without the rule.
            answer = self._decide(claims, [r for r in kept if r != rule], (), clock)
            if isinstance(answer, Unsatisfiable):
                kept = sorted(answer.core)
            elif isinstance(answer, Undecided):
                minimal = False
        return Unsatisfiable(frozenset(kept), minimal)

    def _clock(self, timeout_ms: int | None) -> Clock:
        return Clock(self.timeout_ms if timeout_ms is None else timeout_ms)

    def _decide(
        self, claims: tuple[Claim, ...], rules: list[str], struck: Collection[str], clock: Clock
    ) -> Answer:
        question = all_of(*claims)
        if question.constant is False:
            return Unsatisfiable()
        raw = self._solver.decide(question, Tags(rules, struck), clock)
        if raw.model is not None:
            return self._satisfiable(raw.model)
        return Undecided(raw.reason) if raw.core is None else Unsatisfiable(raw.core)

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        """Wrap a model, which is completed when something is asked of it that is defined later."""
        cases = {name: _assignment(copy, model) for name, copy in self._copies.items()}
        known, size = model, len(self._solver.assertions)

        def current() -> Any:  # noqa: ANN401
            nonlocal known, size
            if size != len(self._solver.assertions):
                known = self._solver.completed(known, list(self._facts(cases)))
                size = len(self._solver.assertions)
            return known

        return Satisfiable(cases, current)

    def _facts(self, cases: Mapping[str, Assignment]) -> Iterator[Claim]:
        """Yield what the cases say of the variables that there are by now."""
        for name, case in cases.items():
            values = {**case.inputs, **case.policy}
            for leaf, variable in self._copies[name].leaves():
                if isinstance(variable, Claim):
                    yield iff(variable, YES if values[leaf.name] else NO)
                else:
                    yield equal(variable, int(values[leaf.name]))


def tie(left: Copy, right: Copy, names: Collection[str]) -> Claim:
    """Return the claim that two copies, maybe of different documents, agree on these names."""
    kinds = {leaf.name: isinstance(leaf, BoolInput) for leaf in left.program.inputs}
    return all_of(
        *(
            iff(left.atom(name), right.atom(name))
            if kinds.get(name)
            else equal(left.amount(name), right.amount(name))
            for name in names
        )
    )


def _assignment(copy: Copy, model: Any) -> Assignment:  # noqa: ANN401
    inputs: dict[str, Value] = {}
    policy: dict[str, Value] = {}
    for leaf, variable in copy.leaves():
        shared = isinstance(leaf, PolicyValue) or (isinstance(leaf, BoolInput) and leaf.policy)
        value = (
            truth_in(model, variable) if isinstance(variable, Claim) else number_in(model, variable)
        )
        (policy if shared else inputs)[leaf.name] = value
    return Assignment(inputs, policy)
