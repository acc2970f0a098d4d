"""Which assertions play a part in a question, where some inputs of its persons are known."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from verifier.engines.smt_logic import Claim, negate
from verifier.engines.smt_store import Condition, Node, Store
from verifier.program.settled import falsifying, truth_of

Truths = Mapping[str, bool | None]
"""By atom of one copy, its truth; None or missing where it is not known."""


class Part(NamedTuple):
    """The nodes that play a part, and the known truths that stand for what was left out."""

    nodes: frozenset[Node]
    facts: tuple[Claim, ...]


def part_of(
    store: Store, roots: Iterable[Node], truths: Mapping[str, Truths],
    cut: Container[Node] = frozenset(),
) -> Part:
    """Follow what the roots use, but for what known truths make idle.

    `truths` are those of each copy; they must follow from what the question assumes.
    """
    walk = _Walk(store, truths, cut)
    walk.run(roots)
    return Part(frozenset(walk.seen), tuple(walk.facts.values()))


class _Walk:
    def __init__(
        self, store: Store, truths: Mapping[str, Truths], cut: Container[Node]
    ) -> None:
        self._store = store
        self._cut = cut
        self._truths = truths
        self._known: dict[tuple[str, int], bool] = {}
        self.seen: set[Node] = set()
        self.facts: dict[tuple[str, str], Claim] = {}

    def run(self, roots: Iterable[Node]) -> None:
        waiting = [node for node in roots if not self._is_settled(node)]
        while waiting:
            node = waiting.pop()
            if node in self.seen or node in self._cut:
                continue
            self.seen.add(node)
            waiting += self._used_by(node)

    def _used_by(self, node: Node) -> Iterator[Node]:
        for use in self._store.uses[node]:
            if use.node in self.seen or (use.under is not None and not self._acts(use.under)):
                continue
            if not self._is_settled(use.node):
                yield use.node

    def _is_settled(self, node: Node) -> bool:
        """Whether it is an atom of known truth, which then stands for its definition."""
        atom = self._store.atoms.get(node)
        if atom is None:
            return False
        copy, name = atom
        truth = self._truths.get(copy, {}).get(name)
        if truth is None:
            return False
        self._state(copy, name, truth)
        return True

    def _acts(self, under: Condition) -> bool:
        """Whether the condition can be true; if it cannot, the reason becomes a fact."""
        key = (under.copy, id(under.formula))
        if key not in self._known:
            known = self._truths.get(under.copy, {})
            self._known[key] = truth_of(under.formula, known) is not False
            if not self._known[key]:
                for name in falsifying(under.formula, known, True):
                    self._state(under.copy, name, bool(known[name]))
        return self._known[key]

    def _state(self, copy: str, name: str, truth: bool) -> None:
        claim = self._store.claims.get((copy, name))
        if claim is not None and claim.constant is None:
            self.facts.setdefault((copy, name), claim if truth else negate(claim))
