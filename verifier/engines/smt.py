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

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import z3

from verifier.engines.smt_answers import (
    OPEN_RATE,
    TIMEOUT,
    Answer,
    Assignment,
    Clock,
    Raw,
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
    Terms,
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
from verifier.engines.smt_products import Products
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

_TRIES = 102
"""One more than the whole percents from 0 to 100: so often are other open rates tried."""
_INTERRUPTED = "interrupted from keyboard"


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
        self._terms = Terms()
        self._assertions: list[Claim] = []
        self._asserted = 0
        self._products = Products(self._terms, self._assertions.append)
        self._tags: dict[str, Claim] = {}
        self._copies: dict[str, Copy] = {}
        self._indices: dict[int, Index] = {}
        self._policies: dict[str, Policy] = {}
        self._solver: Any = z3.SimpleSolver(ctx=self._terms.context)
        self._solver.set("random_seed", seed)

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
        around = Surroundings(self._terms, self._products, self._assertions.append, self._tag)
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
        if not self.tagged or not rule:
            return YES
        if rule not in self._tags:
            self._tags[rule] = self._terms.claim(self._terms.fresh(f"rule:{rule}"))
        return self._tags[rule]

    @property
    def assertions(self) -> tuple[Claim, ...]:
        """The bounds, constraints and definitions of all that was asked for so far."""
        return tuple(self._assertions)

    # Questions -----------------------------------------------------------------------------------

    @contextmanager
    def scope(self, *claims: Claim) -> Iterator[None]:
        """Assume the claims inside the `with` block."""
        self._flush()  # definitions outlast the block
        self._solver.push()
        before = self._asserted
        try:
            self._solver.add([claim.term for claim in claims])
            yield
        finally:
            self._solver.pop()
            self._asserted = before

    def check(
        self, *claims: Claim, timeout_ms: int | None = None, struck: Collection[str] = ()
    ) -> Answer:
        """Look for a case in which all claims are true, without the rules in `struck`."""
        rules = [rule for rule in self._tags if rule not in struck]
        return self._decide(claims, rules, struck, self._clock(timeout_ms))

    def minimise(
        self, core: Collection[str], *claims: Claim, timeout_ms: int | None = None
    ) -> Unsatisfiable:
        """Drop every rule from the core of the refuted claims that the proof can do without.

        `timeout_ms` limits the whole search; what was not decided stays in the core.
        """
        clock = self._clock(timeout_ms)
        kept, minimal = sorted(core), True
        for rule in sorted(core):
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

    def _flush(self) -> None:
        self._solver.add([claim.term for claim in self._assertions[self._asserted :]])
        self._asserted = len(self._assertions)

    def _decide(
        self, claims: tuple[Claim, ...], rules: list[str], struck: Collection[str], clock: Clock
    ) -> Answer:
        question = all_of(*claims)
        if question.constant is False:
            return Unsatisfiable()
        self._flush()
        self._solver.push()
        try:
            if question.constant is None:
                self._solver.add(question.term)
            return self._with_products(self._run(rules, struck, clock), rules, struck, clock)
        finally:
            self._solver.pop()

    def _run(self, rules: list[str], struck: Collection[str], clock: Clock) -> Raw:
        """Call the solver once."""
        left = clock.left_ms()
        if not left:
            return Raw(reason=TIMEOUT)
        self._solver.set("timeout", left)
        tags = {rule: self._tags[rule].term for rule in rules}
        off = [z3.Not(self._tags[rule].term) for rule in struck if rule in self._tags]
        verdict = self._solver.check(*tags.values(), *off)
        if verdict == z3.sat:
            return Raw(model=self._solver.model())
        if verdict == z3.unsat:
            found = {term.get_id() for term in self._solver.unsat_core()}
            core = frozenset(rule for rule, term in tags.items() if term.get_id() in found)
            return Raw(core=core)
        return Raw(reason=self._reason())

    def _reason(self) -> str:
        reason = str(self._solver.reason_unknown())
        if reason == _INTERRUPTED:  # Z3 takes the signal for itself while it searches
            raise KeyboardInterrupt
        return TIMEOUT if reason in ("timeout", "canceled") else reason

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        return Satisfiable({n: _assignment(c, model) for n, c in self._copies.items()}, model)

    # Open rates ----------------------------------------------------------------------------------

    def _with_products(
        self, first: Raw, rules: list[str], struck: Collection[str], clock: Clock
    ) -> Answer:
        """Accept a case only if its products are exact, and look for one if they are not.

        Each combination of rates is tried exactly and, refuted, excluded. So a proof rests on the
        lemmas for all the rates that were never tried.
        """
        raw, core, ends = first, frozenset[str](), True
        for _ in range(_TRIES):
            if raw.model is None:
                break
            if self._products.exact(raw.model):
                return self._satisfiable(raw.model)
            for rates in self._products.guesses(raw.model, ends=ends):
                tried = self._pinned(self._products.pin(rates), rules, struck, clock)
                if tried.model is not None:
                    return self._satisfiable(tried.model)
                if tried.core is None:
                    return Undecided(tried.reason)
                core |= tried.core
                self._solver.add(self._products.elsewhere(rates).term)
            raw, ends = self._run(rules, struck, clock), False
        if raw.core is not None:
            return Unsatisfiable(core | raw.core)
        if raw.model is None:
            return Undecided(raw.reason)
        last = self._pinned(self._products.pin_others(raw.model), rules, struck, clock)
        return Undecided(OPEN_RATE) if last.model is None else self._satisfiable(last.model)

    def _pinned(self, pin: Claim, rules: list[str], struck: Collection[str], clock: Clock) -> Raw:
        self._solver.push()
        try:
            self._solver.add(pin.term)
            return self._run(rules, struck, clock)
        finally:
            self._solver.pop()


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
