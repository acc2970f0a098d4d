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

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple

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
from verifier.engines.smt_live import part_of
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
from verifier.engines.smt_products import OpenProducts, Products
from verifier.engines.smt_solver import Solver, Source, Tags, smtlib
from verifier.engines.smt_store import Node, Store
from verifier.engines.smt_terms import Surroundings
from verifier.program.model import BoolInput, PolicyValue, Program
from verifier.program.settled import truth_of

__all__ = [
    "AS_WRITTEN",
    "NO",
    "OPEN_RATE",
    "TIMEOUT",
    "YES",
    "Answer",
    "Asking",
    "Assignment",
    "Claim",
    "Copy",
    "Domain",
    "Focus",
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
    """The copies of Programs, and one incremental solver with all that they assert."""

    def __init__(
        self, *, tagged: bool = False, timeout_ms: int | None = None, seed: int = 0
    ) -> None:
        """Open a solver; with `tagged`, each rule of a document can be struck and named in a core.

        `timeout_ms` is the limit of each check that names none of its own.
        """
        self.tagged = tagged
        self.timeout_ms = timeout_ms
        self._seed = seed
        self._store = Store()
        self._products = Products(self._store)
        self._everything = Everything(self._store, self._products)
        self._solver = Solver(self._store, self._everything, seed)
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
        around = Surroundings(self._store, self._products, self._tag)
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
        return self._store.tag(rule) if self.tagged and rule else YES

    @property
    def assertions(self) -> tuple[Claim, ...]:
        """The bounds, constraints and definitions of all that was asked for so far."""
        return tuple(self._everything.claims(0))

    # Parts ---------------------------------------------------------------------------------------

    @contextmanager
    def subject(self) -> Iterator[Node]:
        """Build claims inside the block: the node knows all that they speak of."""
        with self._store.within(self._store.node()) as node:
            yield node

    def focus(self, subject: Node, known: Mapping[Copy, Mapping[str, bool]]) -> Focus:
        """Return what answers claims of this subject, for persons of whom this is known.

        `known` names each copy that plays a part, with inputs that are told to the solver.
        """
        truths = {copy.name: copy.truths(inputs) for copy, inputs in known.items()}
        roots = [subject]
        for copy in known:
            for use in copy.always():
                active = use.under is None or truth_of(
                    use.under.formula, truths.get(use.under.copy, {})
                )
                if active is not False:
                    roots.append(use.node)
        part = part_of(self._store, roots, truths)
        claims = [
            a.claim for a in self._store.assertions if not a.nodes or a.nodes <= part.nodes
        ]
        source = Chosen((*claims, *part.facts), self._products.within(part.nodes))
        return Focus(self._store, source, tuple(known), self.timeout_ms, self._seed)

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
        rules = [rule for rule in self._store.tags if rule not in struck]
        raw = _decide(self._solver, claims, Tags(rules, struck), self._clock(timeout_ms))
        return _answer(raw, self._satisfiable)

    def refuted_without_rules(self, *claims: Claim, timeout_ms: int | None = None) -> bool:
        """Say whether no case makes all claims true, whatever the rules of documents say."""
        return _refuted_without_rules(self._solver, claims, self._clock(timeout_ms))

    def minimise(
        self, core: Collection[str], *claims: Claim, timeout_ms: int | None = None
    ) -> Unsatisfiable:
        """Drop every rule from the core of the refuted claims that the proof can do without.

        `timeout_ms` limits the whole search; what was not decided stays in the core.
        """
        known = [rule for rule in core if rule in self._store.tags]
        return _minimise(self._solver, known, claims, self._clock(timeout_ms))

    def _clock(self, timeout_ms: int | None) -> Clock:
        return Clock(self.timeout_ms if timeout_ms is None else timeout_ms)

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        """Wrap a model, which is completed when something is asked of it that is defined later."""
        cases = {name: _assignment(copy, model) for name, copy in self._copies.items()}
        known, size = model, len(self._store.assertions)

        def current() -> Any:  # noqa: ANN401
            nonlocal known, size
            if size != len(self._store.assertions):
                known = self._solver.completed(known, list(self._facts(cases)))
                size = len(self._store.assertions)
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


class Focus:
    """What a question needs of a session, in a solver of its own.

    Its cases are those of the copies that play a part, with every input within its bounds; of what
    was left out they say nothing, so claims must be of the subject or of inputs.
    """

    def __init__(
        self, store: Store, source: Source, copies: tuple[Copy, ...], timeout_ms: int | None,
        seed: int,
    ) -> None:
        """Prepare; a solver is opened when it is first needed."""
        self.timeout_ms = timeout_ms
        self._store = store
        self._source = source
        self._copies = copies
        self._seed = seed

    @property
    def linear(self) -> bool:
        """Whether no open rate is multiplied in the question."""
        return not self._source.products.items

    @cached_property
    def _plain(self) -> Solver:
        """The solver in which every rule is in force: much is then settled beforehand."""
        solver = Solver(self._store, self._source, self._seed)
        solver.add(self._store.tags.values())
        return solver

    @cached_property
    def _tagged(self) -> Solver:
        """The solver in which rules can be named."""
        return Solver(self._store, self._source, self._seed)

    @contextmanager
    def scope(self, *claims: Claim) -> Iterator[None]:
        """Assume the claims inside the `with` block, in what is checked there."""
        with self._plain.scope(*claims):
            yield

    def check(
        self, *claims: Claim, timeout_ms: int | None = None,
        replays: Callable[[Mapping[str, Assignment]], bool] | None = None,
    ) -> Answer:
        """Look for a case in which all claims are true; a refutation names no rules.

        A case that `replays`, by copy, is taken even if the solver has an open product in it wrong.
        """
        question, clock = all_of(*claims), self._clock(timeout_ms)
        if question.constant is False:
            return Unsatisfiable()
        if replays is None:
            raw = self._plain.decide(question, Tags((), ()), clock)
        else:
            raw = self._plain.decide(
                question, Tags((), ()), clock, lambda model: replays(self._cases(model))
            )
        return _answer(raw, self._satisfiable)

    def explain(self, *claims: Claim, timeout_ms: int | None = None) -> Answer:
        """Do as `check` does, and name rules that a refutation rests on."""
        tags = Tags(list(self._store.tags), ())
        raw = _decide(self._tagged, claims, tags, self._clock(timeout_ms))
        return _answer(raw, self._satisfiable)

    def script(self, *claims: Claim, about: Iterable[str] = ()) -> str:
        """Write as SMT-LIB what `check` decides, with comments on what it is about."""
        rules = self._store.tags.values()
        asserted = (*self._source.claims(0), *rules, *claims)
        return smtlib(self._store.terms.context, asserted, about)

    def refuted_without_rules(self, *claims: Claim, timeout_ms: int | None = None) -> bool:
        """Say whether no case makes all claims true, whatever the rules of documents say."""
        return _refuted_without_rules(self._tagged, claims, self._clock(timeout_ms))

    def minimise(
        self, core: Collection[str], *claims: Claim, timeout_ms: int | None = None
    ) -> Unsatisfiable:
        """Drop every rule from the core of the refuted claims that the proof can do without."""
        return _minimise(self._tagged, list(core), claims, self._clock(timeout_ms))

    def _clock(self, timeout_ms: int | None) -> Clock:
        return Clock(self.timeout_ms if timeout_ms is None else timeout_ms)

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        return Satisfiable(self._cases(model), lambda: model)

    def _cases(self, model: Any) -> dict[str, Assignment]:  # noqa: ANN401
        return {copy.name: _assignment(copy, model) for copy in self._copies}


class Everything(NamedTuple):
    """All that a session asserts."""

    store: Store
    all_products: Products

    def claims(self, start: int) -> list[Claim]:
        """Return what is asserted, from this place on."""
        return [asserted.claim for asserted in self.store.assertions[start:]]

    @property
    def products(self) -> OpenProducts:
        """Return every open product."""
        return self.all_products.within(None)


class Chosen(NamedTuple):
    """A part of what a session asserts."""

    chosen: tuple[Claim, ...]
    products: OpenProducts

    def claims(self, start: int) -> tuple[Claim, ...]:
        """Return what is asserted, from this place on."""
        return self.chosen[start:]


Asking = Session | Focus
"""What answers questions."""


def _decide(solver: Solver, claims: tuple[Claim, ...], tags: Tags, clock: Clock) -> Raw:
    question = all_of(*claims)
    if question.constant is False:
        return Raw(core=frozenset())
    return solver.decide(question, tags, clock)


def _answer(raw: Raw, satisfiable: Callable[[Any], Satisfiable]) -> Answer:
    if raw.model is not None:
        return satisfiable(raw.model)
    return Undecided(raw.reason) if raw.core is None else Unsatisfiable(raw.core)


def _refuted_without_rules(solver: Solver, claims: tuple[Claim, ...], clock: Clock) -> bool:
    question = all_of(*claims)
    return question.constant is False or solver.refutes(question, Tags((), ()), clock)


def _minimise(
    solver: Solver, core: list[str], claims: tuple[Claim, ...], clock: Clock
) -> Unsatisfiable:
    kept, minimal = sorted(core), True
    for rule in tuple(kept):
        if rule not in kept:
            continue
        # Left out is neither true nor false: so the proof holds with or without the rule.
        raw = _decide(solver, claims, Tags([r for r in kept if r != rule], ()), clock)
        if raw.core is not None:
            kept = sorted(raw.core)
        elif raw.model is None:
            minimal = False
    return Unsatisfiable(frozenset(kept), minimal)


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
