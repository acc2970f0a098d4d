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

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice, product
from math import prod
from typing import Any, TypeAlias

import z3  # type: ignore[import-untyped]  # ships neither stubs nor a py.typed marker

from verifier.engines.smt_copy import Copy, Domain, Policy, Surroundings, Value
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
    total,
)
from verifier.engines.smt_products import Product, Products
from verifier.program.model import BoolInput, PolicyValue, Program

__all__ = [
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

TIMEOUT = "timeout"
OPEN_RATE = "open rate times input"

_GRID_LIMIT = 101
"""Whole percents from 0 to 100: so many combinations of open rates are tried one by one."""
_SAMPLES = 12
"""How many combinations are tried where the grid is larger."""
_NO_LIMIT = 4294967295
_INTERRUPTED = "interrupted from keyboard"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A case: every input and every policy value of a copy, in smallest units."""

    inputs: Mapping[str, Value]
    policy: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Satisfiable:
    """A case exists: one assignment for each copy, by the name of the copy."""

    cases: Mapping[str, Assignment]
    _model: Any = field(repr=False, compare=False)

    def value(self, quantity: Quantity) -> int:
        """Return what a quantity is in this case."""
        return _number(self._model, quantity)

    def holds(self, claim: Claim) -> bool:
        """Say whether a claim is true in this case."""
        return _truth(self._model, claim)


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """No case exists, by the rules in `core` and the assumptions and claims alone.

    `minimal` says that no rule of the core can be spared, as far as each check of it was decided.
    """

    core: frozenset[str] = frozenset()
    minimal: bool = False


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a proof nor a case was found, for this reason."""

    reason: str


Answer: TypeAlias = Satisfiable | Unsatisfiable | Undecided


@dataclass(frozen=True, slots=True)
class _Raw:
    """What one call of the solver said: a model, a core, or a reason."""

    model: Any = None
    core: frozenset[str] | None = None
    reason: str = ""


class _Clock:
    """One limit of time for a question that takes several calls of the solver."""

    def __init__(self, timeout_ms: int | None) -> None:
        self._end = None if timeout_ms is None else time.monotonic() + timeout_ms / 1000

    def left_ms(self) -> int:
        if self._end is None:
            return _NO_LIMIT
        return max(0, int((self._end - time.monotonic()) * 1000))


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
        settings: Mapping[str, Value] | None = None,
        freed: Mapping[str, Domain] | None = None,
        policy: str | None = None,
    ) -> Copy:
        """Put a person under `program` into the solver.

        `settings` fixes inputs, readings and values by name; `freed` lets fixed values vary.
        Copies with the same `policy` (by default the document) share readings and open values.
        """
        self._new_name(name)
        index = self._indices.setdefault(id(program), Index(program))
        shared = program.document if policy is None else policy
        around = Surroundings(self._terms, self._products, self._assertions.append, self._tag)
        made = Copy(
            name,
            index,
            self._policies.setdefault(shared, Policy(f"policy {shared}")),
            around,
            settings or {},
            freed or {},
        )
        return self._enter(made)

    def twin(self, of: Copy, name: str, apart: Collection[str]) -> Copy:
        """Put a person into the solver who differs from `of` in the inputs `apart` only.

        Whatever does not depend on these inputs is the same term in both, which makes two-person
        queries smaller than two copies whose inputs are asserted to be equal.
        """
        self._new_name(name)
        return self._enter(of.twin(name, apart))

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
            self._tags[rule] = self._terms.claim(f"rule:{rule}")
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

    def _clock(self, timeout_ms: int | None) -> _Clock:
        return _Clock(self.timeout_ms if timeout_ms is None else timeout_ms)

    def _flush(self) -> None:
        self._solver.add([claim.term for claim in self._assertions[self._asserted :]])
        self._asserted = len(self._assertions)

    def _decide(
        self, claims: tuple[Claim, ...], rules: list[str], struck: Collection[str], clock: _Clock
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

    def _run(self, rules: list[str], struck: Collection[str], clock: _Clock) -> _Raw:
        """Call the solver once."""
        left = clock.left_ms()
        if not left:
            return _Raw(reason=TIMEOUT)
        self._solver.set("timeout", left)
        tags = {rule: self._tags[rule].term for rule in rules}
        off = [z3.Not(self._tags[rule].term) for rule in struck if rule in self._tags]
        verdict = self._solver.check(*tags.values(), *off)
        if verdict == z3.sat:
            return _Raw(model=self._solver.model())
        if verdict == z3.unsat:
            found = {term.get_id() for term in self._solver.unsat_core()}
            core = frozenset(rule for rule, term in tags.items() if term.get_id() in found)
            return _Raw(core=core)
        return _Raw(reason=self._reason())

    def _reason(self) -> str:
        reason = str(self._solver.reason_unknown())
        if reason == _INTERRUPTED:  # Z3 takes the signal for itself while it searches
            raise KeyboardInterrupt
        return TIMEOUT if reason in ("timeout", "canceled") else reason

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        return Satisfiable({n: _assignment(c, model) for n, c in self._copies.items()}, model)

    # Open rates ----------------------------------------------------------------------------------

    def _with_products(
        self, first: _Raw, rules: list[str], struck: Collection[str], clock: _Clock
    ) -> Answer:
        """Accept a case only if its products are exact, and look for one if they are not."""
        if first.core is not None:
            return Unsatisfiable(first.core)
        if first.model is None:
            return Undecided(first.reason)
        if all(_exact(item, first.model) for item in self._products):
            return self._satisfiable(first.model)
        pins, complete = _pins(list(self._products), first.model)
        core: frozenset[str] = frozenset()
        for pin in pins:
            raw = self._pinned(pin, rules, struck, clock)
            if raw.model is not None:
                return self._satisfiable(raw.model)
            if raw.core is None:
                return Undecided(raw.reason)
            core |= raw.core
        # A grid that was tried to its last value is a proof as well.
        return Unsatisfiable(core) if complete else Undecided(OPEN_RATE)

    def _pinned(
        self, pin: Claim, rules: list[str], struck: Collection[str], clock: _Clock
    ) -> _Raw:
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


def _pins(products: list[Product], model: Any) -> tuple[Iterator[Claim], bool]:  # noqa: ANN401
    """Return ways to make all products linear, and whether they are all that there are."""
    rates: dict[object, tuple[Quantity, list[Product]]] = {}
    for item in products:
        rates.setdefault(item.rate.key, (item.rate, []))[1].append(item)
    grids = [rate.grid for rate, _ in rates.values()]
    complete = all(g is not None and len(g) <= _GRID_LIMIT for g in grids) and (
        prod(len(g) for g in grids if g is not None) <= _GRID_LIMIT
    )
    values = [_candidates(rate, model, complete=complete) for rate, _ in rates.values()]
    if complete:
        combinations: Iterator[tuple[int, ...]] = iter(product(*values))
    else:
        longest = max(len(some) for some in values)
        together = (tuple(v[min(i, len(v) - 1)] for v in values) for i in range(longest))
        some = islice(chain(together, product(*values)), _SAMPLES)
        combinations = iter(dict.fromkeys(some))
    pinned = (
        all_of(*(item.pinned(v) for v, (_, group) in zip(chosen, rates.values(), strict=True)
                 for item in group))
        for chosen in combinations
    )
    others = all_of(*(item.pinned_of(_number(model, item.of)) for item in products))
    return (pinned if complete else chain(pinned, [others])), complete


def _candidates(rate: Quantity, model: Any, *, complete: bool) -> list[int]:  # noqa: ANN401
    """List values for a rate: the model's, the ends, a few between, and all if it is complete."""
    found = _number(model, rate)
    if rate.grid is not None:
        quarter = max(1, len(rate.grid) // 4)
        some = [found, rate.grid[0], rate.grid[-1], *rate.grid[::quarter]]
        return list(dict.fromkeys([*some, *(rate.grid if complete else ())]))
    ends = [end for end in (rate.low, rate.high) if end is not None]
    return list(dict.fromkeys([found, *ends]))


def _exact(item: Product, model: Any) -> bool:  # noqa: ANN401
    rate, of = _number(model, item.rate), _number(model, item.of)
    return _number(model, item.product) == rate * of


def _number(model: Any, quantity: Quantity) -> int:  # noqa: ANN401
    if quantity.constant is not None:
        return quantity.constant
    return int(model.eval(quantity.term, model_completion=True).as_long())


def _truth(model: Any, claim: Claim) -> bool:  # noqa: ANN401
    if claim.constant is not None:
        return claim.constant
    return bool(z3.is_true(model.eval(claim.term, model_completion=True)))


def _assignment(copy: Copy, model: Any) -> Assignment:  # noqa: ANN401
    inputs: dict[str, Value] = {}
    policy: dict[str, Value] = {}
    for leaf, variable in copy.leaves():
        shared = isinstance(leaf, PolicyValue) or (isinstance(leaf, BoolInput) and leaf.policy)
        value = (
            _truth(model, variable) if isinstance(variable, Claim) else _number(model, variable)
        )
        (policy if shared else inputs)[leaf.name] = value
    return Assignment(inputs, policy)
