"""Which assertions play a part in a question, where some inputs of its persons are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


class Walk:
    """What some roots use, from where one can go on to what others use."""

    def __init__(
        self, store: Store, truths: Mapping[str, Truths], cut: frozenset[Node] = frozenset()
    ) -> None:
        """Begin with nothing; `cut` are nodes that are not followed.

        `truths` are those of each copy; they must follow from what the question assumes. What they
        make idle is not followed either.
        """
        self._store = store
        self._cut = cut
        self._truths = truths
        self._known: dict[tuple[str, int], bool] = {}
        self._seen: set[Node] = set()
        self._facts: dict[tuple[str, str], Claim] = {}

    @property
    def part(self) -> Part:
        """The nodes that play a part."""
        return Part(frozenset(self._seen), tuple(self._facts.values()))

    def passes(self, cut: frozenset[Node]) -> bool:
        """Whether the way led through one of these nodes."""
        return not self._seen.isdisjoint(cut)

    def after(self, roots: Iterable[Node], cut: frozenset[Node]) -> Walk:
        """Return this walk with what more roots use; it must not pass what is now `cut`."""
        further = Walk(self._store, self._truths, cut)
        further._known, further._facts = dict(self._known), dict(self._facts)
        further._seen = set(self._seen)
        further._run(roots)
        return further

    def _run(self, roots: Iterable[Node]) -> None:
        waiting = [node for node in roots if not self._is_settled(node)]
        while waiting:
            node = waiting.pop()
            if node in self._seen or node in self._cut:
                continue
            self._seen.add(node)
            waiting += self._used_by(node)

    def _used_by(self, node: Node) -> Iterator[Node]:
        for use in self._store.uses[node]:
            if use.node in self._seen or (use.under is not None and not self._acts(use.under)):
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
            self._facts.setdefault((copy, name), claim if truth else negate(claim))
