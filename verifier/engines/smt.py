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

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from verifier.engines.smt_answers import (
    OPEN_RATE,
    TIMEOUT,
    Answer,
    Assignment,
    Budget,
    Limit,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    clock_of,
    found,
    why,
)
from verifier.engines.smt_copy import Copy
from verifier.engines.smt_focus import NOTHING, Focus, Given, Look, Possible
from verifier.engines.smt_index import Index
from verifier.engines.smt_live import Part, Walk
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
    total,
)
from verifier.engines.smt_manner import Lead, Manner, Noted
from verifier.engines.smt_needed import Chosen, Needed
from verifier.engines.smt_policy import AS_WRITTEN, Domain, Policy, Value, Variant
from verifier.engines.smt_products import OpenProducts, Products
from verifier.engines.smt_questions import (
    answer,
    assignment,
    decide,
    is_case,
    minimise,
    refuted_without_rules,
)
from verifier.engines.smt_solver import Solver, Tags
from verifier.engines.smt_store import Node, Store
from verifier.engines.smt_terms import Surroundings
from verifier.program.model import BoolInput, Program
from verifier.program.settled import truth_of

__all__ = [
    "AS_WRITTEN",
    "NO",
    "NOTHING",
    "OPEN_RATE",
    "TIMEOUT",
    "YES",
    "Answer",
    "Asking",
    "Assignment",
    "Budget",
    "Claim",
    "Copy",
    "Domain",
    "Focus",
    "Given",
    "Lead",
    "Limit",
    "Look",
    "Manner",
    "Noted",
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
    "found",
    "iff",
    "implies",
    "is_case",
    "less",
    "less_equal",
    "negate",
    "none_of",
    "number",
    "tie",
    "total",
    "why",
]


class Session:
    """The copies of Programs, and one incremental solver with all that they assert."""

    def __init__(
        self, *, tagged: bool = False, timeout_ms: int | None = None, seed: int = 0,
        manner: Manner | None = None,
    ) -> None:
        """Open a solver; with `tagged`, each rule of a document can be struck and named in a core.

        `timeout_ms` is the limit of each check that names none of its own; `manner` says how it is
        asked what is asked of a focus.
        """
        self.tagged = tagged
        self.timeout_ms = timeout_ms
        self._seed = seed
        self._manner = manner or Manner()
        self._store = Store()
        self._products = Products(self._store)
        self._everything = Everything(self._store, self._products)
        self._solver = Solver(self._store, self._everything, seed)
        self._copies: dict[str, Copy] = {}
        self._indices: dict[int, Index] = {}
        self._policies: dict[str, Policy] = {}
        self._walks: dict[object, Walk] = {}

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

    def focus(
        self, subject: Node, known: Mapping[Copy, Mapping[str, bool]], given: Given = NOTHING
    ) -> Focus:
        """Return what answers claims of this subject, for persons of whom this is known.

        `known` names each copy that plays a part, with inputs that are told to the solver.
        """
        rules = self._manner.rules

        def chosen(needed: Needed) -> Chosen:
            part = self._part(known, subject, given.cut, needed)
            asserted = self._store.asserted_by(part.nodes)
            claims = (*(a.claim for a in asserted), *part.facts, *given.claims)
            products = self._products.within(part.nodes)
            return Chosen(asserted, claims, products, part.nodes, rules)

        possible = Possible(chosen, tuple(known))
        return Focus(self._store, possible, self.timeout_ms, self._seed, self._manner)

    def _part(
        self, known: Mapping[Copy, Mapping[str, bool]], subject: Node, cut: frozenset[Node],
        needed: Needed,
    ) -> Part:
        """What plays a part in a question about these persons, of what is needed."""
        begun = self._begun(known, needed)
        if begun.passes(cut):
            return self._always(known, (subject,), cut, needed).part
        return begun.after((subject,), cut).part

    def _begun(self, known: Mapping[Copy, Mapping[str, bool]], needed: Needed) -> Walk:
        """What always plays a part where so much is known: it is followed once."""
        people = tuple((copy.name, frozenset(inputs.items())) for copy, inputs in known.items())
        key = needed, people
        if key not in self._walks:
            self._walks[key] = self._always(known, (), frozenset(), needed)
        return self._walks[key]

    def _always(
        self, known: Mapping[Copy, Mapping[str, bool]], roots: Iterable[Node],
        cut: frozenset[Node], needed: Needed,
    ) -> Walk:
        """What belongs to every question about these persons, and what more roots use."""
        truths = {copy.name: copy.truths(inputs) for copy, inputs in known.items()}
        nodes = list(roots)
        for copy in known:
            for use in copy.always():
                active = use.under is None or truth_of(
                    use.under.formula, truths.get(use.under.copy, {})
                )
                if active is not False:
                    nodes.append(use.node)
        return Walk(self._store, truths, needed=needed).after(nodes, cut)

    # Questions -----------------------------------------------------------------------------------

    @contextmanager
    def scope(self, *claims: Claim) -> Iterator[None]:
        """Assume the claims inside the `with` block."""
        with self._solver.scope(*claims):
            yield

    def check(
        self, *claims: Claim, timeout_ms: Limit = None, struck: Collection[str] = ()
    ) -> Answer:
        """Look for a case in which all claims are true, without the rules in `struck`."""
        rules = [rule for rule in self._store.tags if rule not in struck]
        clock = clock_of(timeout_ms, self.timeout_ms)
        raw = decide(self._solver, claims, Tags(rules, struck), clock)
        return answer(raw, self._satisfiable)

    def refuted_without_rules(self, *claims: Claim, timeout_ms: Limit = None) -> bool:
        """Say whether no case makes all claims true, whatever the rules of documents say."""
        return refuted_without_rules(self._solver, claims, clock_of(timeout_ms, self.timeout_ms))

    def minimise(
        self, core: Collection[str], *claims: Claim, timeout_ms: Limit = None
    ) -> Unsatisfiable:
        """Drop every rule from the core of the refuted claims that the proof can do without.

        `timeout_ms` limits the whole search; what was not decided stays in the core.
        """
        known = [rule for rule in core if rule in self._store.tags]
        return minimise(self._solver, known, claims, clock_of(timeout_ms, self.timeout_ms))

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        """Wrap a model, which is completed when something is asked of it that is defined later."""
        cases = {name: assignment(copy, model) for name, copy in self._copies.items()}
        known, size = model, len(self._store.assertions)

        def current() -> Any:  # noqa: ANN401
            nonlocal known, size
            if size != len(self._store.assertions):
                facts = [is_case(self._copies[name], case) for name, case in cases.items()]
                known = self._solver.completed(known, facts)
                size = len(self._store.assertions)
            return known

        return Satisfiable(cases, current)


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


Asking = Session | Focus
"""What answers questions."""


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
