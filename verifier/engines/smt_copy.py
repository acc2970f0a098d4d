"""One copy of a Program in the solver: one person's case, under a policy that copies share.

Names are encoded when they are first asked for, with what they depend on and nothing else.

Every case of the exact engine is a case here, so that what is proved here holds there. The other
way round it fails only where an amount has no value: it is unconstrained here, and a comparison
with it may be either true or false (as two free truth values, not as two readings of one number).
An amount has no value if no alternative fires, if firing alternatives differ, or if an alternative
that fires has no value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from verifier.engines.smt_index import Index, Leaf, Name
from verifier.engines.smt_leaves import Leaves
from verifier.engines.smt_logic import (
    NO,
    Claim,
    Quantity,
    all_of,
    any_of,
    equal,
    hull,
    implies,
    negate,
)
from verifier.engines.smt_manner import mark
from verifier.engines.smt_policy import Policy, Variant
from verifier.engines.smt_store import Condition, Node, Use
from verifier.engines.smt_terms import Defined, Encoded, Surroundings, Taken, TermEncoder
from verifier.errors import EngineError, Problem, message
from verifier.program.model import (
    AmountDefinition,
    AtomDefinition,
    Program,
)
from verifier.program.names import named_in
from verifier.program.terms import (
    FALSE,
    Aggregate,
    Amount,
    And,
    Atom,
    Expression,
    Formula,
    Linear,
    Not,
    Or,
    Quotient,
    Share,
    conjunction,
    disjunction,
)
from verifier.source import Span


class Copy:
    """One person under a Program; made by `Session.copy` and `Session.twin`."""

    def __init__(
        self, name: str, index: Index, policy: Policy, around: Surroundings, variant: Variant
    ) -> None:
        """Prepare an empty copy; `start` asserts the constraints of the Program."""
        self.name = name
        self.program: Program = index.program
        self.variant = variant
        self._index = index
        self._policy = policy
        self._around = around
        self._like: Copy | None = None
        self._constraints: list[Use] = []
        self._truths: dict[frozenset[tuple[str, bool]], Mapping[str, bool | None]] = {}
        settings = {n: v for n, v in variant.settings.items() if isinstance(v, bool)}
        self._settled = index.settled(settings)
        self._own: frozenset[Name] = frozenset()
        self._known: set[Name] = set()
        self._has: dict[Name, Claim] = {}
        self._encoder = TermEncoder(name, index.program.rounding, around, self._borrow)
        self._leaves = Leaves(name, policy, around, variant, self._encoder)
        for unknown in sorted({*variant.settings, *variant.freed} - index.leaf_names):
            raise _unknown(unknown)

    def start(self) -> None:
        """Assert that the case can exist."""
        store = self._around.store
        # Every leaf from the start, so that each case of a question lies within all bounds.
        self._need(self._index.leaves)
        for name, constraint in self._index.constraints.items():
            if constraint.rule in self.variant.struck or self._from_like(constraint.body):
                continue
            self._need(named_in(constraint.body))
            with store.within(store.node()) as node:
                store.marks[node] = mark("constraint", name)
                forbidden = self._encoder.formula(constraint.body)
                claim = negate(all_of(self._around.tag(constraint.rule), forbidden))
                self._encoder.assume(claim)
            self._constraints.append(Use(node, Condition(self.name, constraint.body)))

    def always(self) -> Iterator[Use]:
        """Yield what belongs to every question about this case: its bounds and constraints."""
        if self._like is not None:
            yield from self._like.always()
        yield from (Use(self._encoder.nodes[name], None) for name in self._index.leaves)
        yield from self._constraints

    def truths(self, known: Mapping[str, bool]) -> Mapping[str, bool | None]:
        """Return the atoms that are settled where these inputs are known."""
        key = frozenset(known.items())
        if key not in self._truths:
            self._truths[key] = self._settled.where(known)
        return self._truths[key]

    def defines(self, atom: str) -> bool:
        """Say whether the Program has an input or definition of this atom."""
        return self._index.has(Atom(atom))

    def differs(self, amount: str) -> bool:
        """Say whether an amount is encoded apart from the copy of which this is a twin."""
        return self._like is not None and Amount(amount) in self._own

    def node(self, amount: str) -> Node:
        """Return the node of an amount."""
        self._need([Amount(amount)])
        return self._encoder.nodes[Amount(amount)]

    def twin(self, name: str, apart: Collection[str], change: Variant) -> Copy:
        """Return a copy that shares whatever neither `apart` nor the change touches."""
        for unknown in sorted(set(apart) - self._index.leaf_names):
            raise _unknown(unknown)
        variant = self.variant.changed_by(change)
        twin = Copy(name, self._index, self._policy, self._around, variant)
        twin._like = self
        twin._leaves.shares = False  # it has a leaf of its own, or no leaf
        touched = {*apart, *change.settings, *change.freed}
        twin._own = self._index.affected(touched, change.struck)
        return twin

    # What callers ask for ------------------------------------------------------------------------

    def atom(self, name: str) -> Claim:
        """Return the truth of a Boolean input or defined atom."""
        return self.formula(Atom(name))

    def formula(self, formula: Formula) -> Claim:
        """Return the truth of a formula."""
        self._need(named_in(formula))
        return self._encoder.formula(formula)

    def amount(self, name: str) -> Quantity:
        """Return an input, policy value or defined amount."""
        return self.expression(Amount(name))

    def expression(self, expression: Expression) -> Quantity:
        """Return the value of an expression; unconstrained where it has none."""
        self._need(named_in(expression))
        return self._encoder.expression(expression)

    def valued(self, expression: Expression) -> Claim:
        """Return where the expression has a value, with everything that it uses."""
        self._need(named_in(expression))
        return self._encoder.valued(expression)

    def defined(self, expression: Expression) -> Claim:
        """Return where the expression would have a value if each of two values were one."""
        names = list(named_in(expression))
        self._need(names)
        for name in self._index.cone(names, self._has):
            if isinstance(name, Amount):
                item = self._known_amount(name.name)
                self._has[name] = all_of(item.guarded, *(
                    implies(o.fires, self._encoder.valued(o.value, self._has))
                    for o in item.alternatives
                ))
        return self._encoder.valued(expression, self._has)

    def guarded(self, name: str) -> Claim:
        """Return where some alternative of an amount fires."""
        return self._known_amount(name).guarded

    def conflict(self, name: str) -> Claim:
        """Return where two alternatives of an amount fire with different values."""
        return self._known_amount(name).conflict

    def encode(self, names: Iterable[str]) -> None:
        """Encode what is defined by these names, with what it depends on."""
        kinds = [kind(name) for name in names for kind in (Atom, Amount)]
        self._need(name for name in kinds if name in self._index.definitions)

    def leaves(self) -> Iterator[tuple[Leaf, Claim | Quantity]]:
        """Yield every input and policy value."""
        for name, leaf in self._index.leaves.items():
            yield leaf, self._leaf_variable(name, leaf)

    # Names ---------------------------------------------------------------------------------------

    def _leaf_variable(self, name: Name, leaf: Leaf) -> Claim | Quantity:
        self._need([name])
        if isinstance(name, Atom):
            return self._encoder.atoms[leaf.name]
        return self._encoder.amounts[leaf.name].quantity

    def _known_amount(self, name: str) -> Defined:
        self._need([Amount(name)])
        self._around.store.use(self._encoder.nodes[Amount(name)])
        return self._encoder.amounts[name]

    def _need(self, names: Iterable[Name]) -> None:
        """Encode the names and what they depend on, in the Program's order: no deep recursion."""
        for name in self._index.cone(names, self._known):
            if self._like is not None and name not in self._own:
                self._take_over(name, self._like)
            else:
                with self._around.store.within(self._around.store.node()) as node:
                    self._encoder.nodes[name] = node
                    self._around.store.marks[node] = self._index.mark(name)
                    self._encode(name)
            if isinstance(name, Atom):
                claim = self._encoder.atoms[name.name]
                self._around.store.atom(self._encoder.nodes[name], self.name, name.name, claim)
            self._known.add(name)

    def _encode(self, name: Name) -> None:
        if name in self._index.leaves:
            self._leaves.enter(self._index.leaves[name])
        elif name in self._index.definitions:
            self._define(self._index.definitions[name])
        else:
            raise _unknown(name.name)

    def _take_over(self, name: Name, like: Copy) -> None:
        like._need([name])
        self._encoder.nodes[name] = like._encoder.nodes[name]
        if isinstance(name, Atom):
            self._encoder.atoms[name.name] = like._encoder.atoms[name.name]
        else:
            self._encoder.amounts[name.name] = like._encoder.amounts[name.name]

    def _borrow(self, expression: Linear | Share | Quotient | Aggregate) -> Encoded | None:
        if self._like is None or not self._from_like(expression):
            return None
        self._like._need(named_in(expression))
        return self._like._encoder.encoded(expression)

    def _from_like(self, *terms: Formula | Expression) -> bool:
        """Say whether the terms are the same in the copy of which this is a twin."""
        return self._like is not None and self._own.isdisjoint(named_in(*terms))

    # Definitions ---------------------------------------------------------------------------------

    def _define(self, definition: AtomDefinition | AmountDefinition) -> None:
        if isinstance(definition, AtomDefinition):
            self._encoder.atoms[definition.name] = self._define_atom(definition)
        else:
            self._encoder.amounts[definition.name] = self._define_amount(definition)

    def _define_atom(self, definition: AtomDefinition) -> Claim:
        bodies = []
        for alternative in definition.alternatives:
            with self._encoder.under(alternative.body):
                bodies.append(self._fires(alternative.rule, alternative.body))
        return self._encoder.named(any_of(*bodies), definition.name)

    def _fires(self, rule: str, body: Formula) -> Claim:
        if rule and rule in self.variant.struck:
            return NO
        return all_of(self._around.tag(rule), self._encoder.formula(body))

    def _define_amount(self, definition: AmountDefinition) -> Defined:
        options = self._options(definition)
        guarded = any_of(*(option.when for option in options))
        clashes = self._clashes(options)
        differ = any_of(*clashes.values())
        fits = self._encoder.named(negate(differ), f"{definition.name}/fits")
        values, valued = [], []
        for option in options:
            with self._encoder.under(option.guard):
                values.append(self._encoder.expression(option.value))
                valued.append(self._encoder.valued(option.value))
        has_value = all_of(guarded, fits, *(
            implies(option.when, has) for option, has in zip(options, valued, strict=True)
        ))
        if len(options) == 1 and guarded.constant:
            return Defined(values[0], valued=has_value, alternatives=options)
        low, high = hull(values) if values else (None, None)
        amount = self._around.terms.quantity(f"{self.name}:{definition.name}", low, high)
        taken = tuple(o._replace(when=all_of(o.when, fits)) for o in options)
        for option, value in zip(taken, values, strict=True):
            self._encoder.assume(implies(option.when, equal(amount, value)))
        conflict = negate(fits)
        if not all(has.constant for has in valued):  # what has no value is no other one
            conflict = any_of(*(
                all_of(clash, *(valued[place] for place in both)) for both, clash in clashes.items()
            ))
        return Defined(amount, guarded, conflict, has_value, taken)

    def _options(self, definition: AmountDefinition) -> tuple[Taken, ...]:
        """Join the alternatives with one value: what fires with equal values is no conflict."""
        firing: dict[Expression, list[tuple[Claim, Formula]]] = {}
        for alternative in definition.alternatives:
            with self._encoder.under(alternative.guard):
                fires = self._fires(alternative.rule, alternative.guard)
            if fires.constant is not False:
                firing.setdefault(alternative.value, []).append((fires, alternative.guard))
        options = []
        for value, found in firing.items():
            some = any_of(*(c for c, _ in found))
            options.append(Taken(some, disjunction(*(g for _, g in found)), value, some))
        return tuple(options)

    def _clashes(self, options: tuple[Taken, ...]) -> dict[tuple[int, int], Claim]:
        """By the places of two values, where both fire and differ, or are none."""
        clashes = {}
        for place, option in enumerate(options):
            for before, other in enumerate(options[:place]):
                if _exclude(_alternatives(option.guard), _alternatives(other.guard)):
                    continue
                with self._encoder.under(conjunction(option.guard, other.guard)):
                    one = self._encoder.expression(option.value)
                    two = self._encoder.expression(other.value)
                differ = all_of(option.when, other.when, negate(equal(one, two)))
                clashes[before, place] = differ
        return clashes


def _alternatives(guard: Formula) -> tuple[Formula, ...]:
    return guard.items if isinstance(guard, Or) else (guard,)


def _exclude(some: tuple[Formula, ...], others: tuple[Formula, ...]) -> bool:
    """Say whether each pair of guards contains a literal and its negation."""
    return all(_contradict(one, two) for one in some for two in others)


def _contradict(one: Formula, two: Formula) -> bool:
    both = conjunction(one, two)
    if both == FALSE:
        return True
    items = set(both.items) if isinstance(both, And) else {both}
    return any(isinstance(item, Not) and item.item in items for item in items)


def _unknown(name: str) -> EngineError:
    what = message("`{name}` is no name of the program", name=name)
    return EngineError(Problem("unknown-name", Span(), what))
