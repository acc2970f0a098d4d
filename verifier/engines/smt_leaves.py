"""The leaves of one copy: its inputs, and the policy values that copies share."""

from __future__ import annotations

from verifier.engines.smt_index import Leaf
from verifier.engines.smt_logic import Claim, Quantity, all_of, equal, less_equal, number, total
from verifier.engines.smt_policy import Domain, Policy, Shared, Variant
from verifier.engines.smt_terms import Defined, Surroundings, TermEncoder
from verifier.errors import EngineError, Problem, message
from verifier.program.model import BoolInput, NumberInput, PolicyValue
from verifier.program.terms import Amount, Atom
from verifier.source import Span


class Leaves:
    """Puts the leaves of a copy into the solver, each within its bounds."""

    def __init__(
        self, name: str, policy: Policy, around: Surroundings, variant: Variant,
        encoder: TermEncoder,
    ) -> None:
        """Prepare; a copy that is no twin shares readings and open values with others."""
        self._name = name
        self._policy = policy
        self._around = around
        self._variant = variant
        self._encoder = encoder
        self.shares = True

    def enter(self, leaf: Leaf) -> None:
        """Put a leaf into the solver, on behalf of the current node."""
        setting = self._variant.settings.get(leaf.name)
        if isinstance(leaf, BoolInput):
            claim = self._bool_input(leaf) if setting is None else Claim(bool(setting))
            self._encoder.atoms[leaf.name] = claim
        else:
            quantity = self._number(leaf) if setting is None else number(int(setting))
            self._encoder.amounts[leaf.name] = Defined(quantity)

    def _bool_input(self, leaf: BoolInput) -> Claim:
        if not leaf.policy or not self.shares:  # a twin has a leaf of its own, or no leaf
            return self._around.terms.claim(f"{self._name}:{leaf.name}")
        shared = self._policy.claims.get(leaf.name)
        if shared is None:
            claim = self._around.terms.claim(f"{self._policy.name}:{leaf.name}")
            shared = Shared(claim, self._encoder.nodes[Atom(leaf.name)])
            self._policy.claims[leaf.name] = shared
        self._around.store.use(shared.node)
        return shared.variable

    def _number(self, leaf: NumberInput | PolicyValue) -> Quantity:
        if isinstance(leaf, NumberInput):
            return self._bounded(f"{self._name}:{leaf.name}", Domain(leaf.low, leaf.high))
        if leaf.name in self._variant.freed:
            domain = self._variant.freed[leaf.name]
        elif leaf.value is not None:
            return number(leaf.value)
        else:
            domain = Domain(leaf.low, leaf.high, leaf.step)
        if not self.shares:
            return self._bounded(f"{self._name}:{leaf.name}", domain)
        shared = self._policy.quantities.get(leaf.name)
        if shared is None:
            quantity = self._bounded(f"{self._policy.name}:{leaf.name}", domain)
            shared = Shared(quantity, self._encoder.nodes[Amount(leaf.name)])
            self._policy.quantities[leaf.name] = shared
        self._around.store.use(shared.node)
        return shared.variable

    def _bounded(self, name: str, domain: Domain) -> Quantity:
        grid = range(domain.low, domain.high + 1, max(domain.step, 1))
        if not grid:  # asserting it would make every case impossible, and everything proved
            what = message("`{name}` has an empty range", name=name)
            raise EngineError(Problem("empty-range", Span(), what))
        if grid.start == grid[-1]:  # longer than `len` can tell, perhaps
            return number(domain.low)
        quantity = self._around.terms.quantity(name, grid[0], grid[-1], grid)
        self._encoder.assume(all_of(less_equal(grid[0], quantity), less_equal(quantity, grid[-1])))
        if grid.step > 1:
            steps = self._around.terms.quantity(name + "/step")
            self._encoder.assume(equal(quantity, total(((grid.step, steps),), grid[0])))
        return quantity
