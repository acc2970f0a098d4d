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
        self, store: Store, truths: Mapping[str, Truths], cut: frozenset[Node] = frozenset(),
        needed: frozenset[str] | None = None,
    ) -> None:
        """Begin with nothing; `cut` are nodes that are not followed.

        Of names and constraints only those that are `needed`, by mark, play a part; what has no
        name plays one if what plays one speaks of it.
        `truths` are those of each copy; they must follow from what the question assumes. What they
        make idle is not followed either.
        """
        self._store = store
        self._cut = cut
        self._needed = needed
        self._truths = truths
        self._known: dict[tuple[str, int], bool] = {}
        self._seen: set[Node] = set()
        self._playing: set[Node] = set()
        self._facts: dict[tuple[str, str], Claim] = {}

    @property
    def part(self) -> Part:
        """The nodes that play a part."""
        return Part(frozenset(self._playing), tuple(self._facts.values()))

    def passes(self, cut: frozenset[Node]) -> bool:
        """Whether the way led through one of these nodes."""
        return not self._seen.isdisjoint(cut)

    def after(self, roots: Iterable[Node], cut: frozenset[Node]) -> Walk:
        """Return this walk with what more roots use; it must not pass what is now `cut`."""
        further = Walk(self._store, self._truths, cut, self._needed)
        further._known, further._facts = dict(self._known), dict(self._facts)
        further._seen, further._playing = set(self._seen), set(self._playing)
        further._run(roots)
        return further

    def _run(self, roots: Iterable[Node]) -> None:
        waiting = [(node, True) for node in roots if not self._is_settled(node)]
        while waiting:
            node, spoken_of = waiting.pop()
            playing = spoken_of if self._needed is None else self._plays(node, spoken_of=spoken_of)
            if node in self._cut or node in (self._playing if playing else self._seen):
                continue
            self._seen.add(node)
            if playing:
                self._playing.add(node)
            waiting += ((used, playing) for used in self._used_by(node, playing=playing))

    def _plays(self, node: Node, *, spoken_of: bool) -> bool:
        """Whether a node plays a part if something that plays one speaks of it, or nothing does.

        What is needed may be found by way of what is not, which is followed without playing a part.
        Who speaks of a name that asserts nothing speaks of what it stands for.
        """
        assert self._needed is not None
        mark = self._store.marks.get(node)
        if mark is None:
            return spoken_of
        return mark in self._needed or (spoken_of and not self._store.asserts(node))

    def _used_by(self, node: Node, *, playing: bool) -> Iterator[Node]:
        known = self._playing if playing else self._seen
        for use in self._store.uses[node]:
            if use.node in known or (use.under is not None and not self._acts(use.under)):
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
