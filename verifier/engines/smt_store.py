"""What copies assert, and which part of it a question needs.

Every definition is asserted once, by a node: a leaf, a name, a compound expression, a product. A
node records what it uses, and under which condition of its Program. A question starts at the names
it speaks of and follows what can play a part where some inputs are known; the rest of what was
asserted is left out. Leaving assertions out can only add cases, so a refutation stays one; a case
is replayed by the exact engine anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from verifier.engines.smt_logic import Claim, Terms
from verifier.program.terms import Formula, conjunction

Node: TypeAlias = int


class Condition(NamedTuple):
    """A formula in the words of one copy; what stands under it plays no part where it is false."""

    copy: str
    formula: Formula


class Use(NamedTuple):
    """A node that another one uses, under a condition if there is one."""

    node: Node
    under: Condition | None


class Asserted(NamedTuple):
    """A claim that is asserted where all of its nodes play a part; always if it has none."""

    claim: Claim
    nodes: frozenset[Node]


class Store:
    """The assertions of a session with their nodes, and the tags of rules."""

    def __init__(self) -> None:
        """Start empty, in a context of its own."""
        self.terms = Terms()
        self.assertions: list[Asserted] = []
        self.tags: dict[str, Claim] = {}
        self.uses: dict[Node, list[Use]] = {}
        self.atoms: dict[Node, tuple[str, str]] = {}
        self.claims: dict[tuple[str, str], Claim] = {}
        self.marks: dict[Node, str] = {}
        self.failed = ""
        """Why the solver failed, if it did; nothing is decided any more."""
        self._places: dict[Node | None, list[int]] = {}
        self._owners: set[Node] = set()
        self._open: list[tuple[Node, Condition | None]] = []

    def node(self) -> Node:
        """Return a new node that uses nothing yet."""
        made = len(self.uses)
        self.uses[made] = []
        return made

    @contextmanager
    def within(self, node: Node) -> Iterator[Node]:
        """Assert and use inside the block on behalf of this node."""
        self._open.append((node, None))
        try:
            yield node
        finally:
            self._open.pop()

    @contextmanager
    def under(self, copy: str, formula: Formula) -> Iterator[None]:
        """Use inside the block what plays a part only where the formula is true."""
        if not self._open:
            yield
            return
        node, before = self._open[-1]
        if before is not None:
            formula = conjunction(before.formula, formula)
        self._open[-1] = (node, Condition(copy, formula))
        try:
            yield
        finally:
            self._open[-1] = (node, before)

    @property
    def current(self) -> Node | None:
        """The node on behalf of which is asserted."""
        return self._open[-1][0] if self._open else None

    def atom(self, node: Node, copy: str, name: str, claim: Claim) -> None:
        """Record that a node is an atom of a copy, with the claim that it is true."""
        self.atoms.setdefault(node, (copy, name))
        self.claims[copy, name] = claim

    def use(self, node: Node) -> None:
        """Record that the current node uses another."""
        if self._open:
            user, under = self._open[-1]
            if user != node:
                self.uses[user].append(Use(node, under))

    def assume(self, claim: Claim, nodes: Iterable[Node] = ()) -> None:
        """Assert a claim on behalf of the given nodes, by default of the current one."""
        owners = frozenset(nodes)
        if not owners and self._open:
            owners = frozenset((self._open[-1][0],))
        self._owners |= owners
        # One of its nodes is enough to find it by.
        self._places.setdefault(min(owners, default=None), []).append(len(self.assertions))
        self.assertions.append(Asserted(claim, owners))

    def asserts(self, node: Node) -> bool:
        """Say whether anything is asserted on behalf of a node."""
        return node in self._owners

    def asserted_by(self, nodes: frozenset[Node]) -> list[Asserted]:
        """Return what is asserted where these nodes play a part, in its order."""
        places = list(self._places.get(None, ()))
        for node in nodes:
            for place in self._places.get(node, ()):
                if self.assertions[place].nodes <= nodes:
                    places.append(place)
        return [self.assertions[place] for place in sorted(places)]

    def tag(self, rule: str) -> Claim:
        """Return the claim that a rule is in force."""
        if rule not in self.tags:
            self.tags[rule] = self.terms.claim(self.terms.fresh(f"rule:{rule}"))
        return self.tags[rule]
