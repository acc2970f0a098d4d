"""What of a session a question is given, and which names and constraints its refutation needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from verifier.engines.smt_answers import Clock
from verifier.engines.smt_logic import Claim, implies
from verifier.engines.smt_manner import Noted
from verifier.engines.smt_products import OpenProducts
from verifier.engines.smt_solver import Solver, Tags
from verifier.engines.smt_store import Asserted, Node, Store

_SOON_MS = 1_000
"""What was refuted before with little is refuted soon, if it still is."""
_ROUNDS = 4
"""So often is looked whether what a refutation needed suffices for one that needs less."""

Needed = frozenset[str] | None
"""Names and constraints by mark; None if all of them are needed."""


class Chosen(NamedTuple):
    """A part of what a session asserts, with more claims that are given after it.

    `rules` are those in force, if not all of them are.
    """

    asserted: Sequence[Asserted]
    chosen: tuple[Claim, ...]
    products: OpenProducts
    nodes: frozenset[Node]
    rules: frozenset[str] | None = None

    def claims(self, start: int) -> tuple[Claim, ...]:
        """Return what is asserted, from this place on."""
        return self.chosen[start:]


def opened(store: Store, source: Chosen, seed: int) -> Solver:
    """Return a solver in which the rules are simply in force: much is then settled beforehand."""
    solver = Solver(store, source, seed)
    rules = source.rules
    solver.add([c for name, c in store.tags.items() if rules is None or name in rules])
    return solver


def soon() -> Clock:
    """Return the clock of a look at what is probably refuted."""
    return Clock(_SOON_MS)


def note(
    noted: Noted, question: Claim, store: Store, choose: Callable[[Needed], Chosen]
) -> None:
    """Note what a question that is refuted needs, if that is more than what was noted before."""
    if _refuted(question, store, choose(frozenset(noted.needed))):
        return
    needed, source = frozenset[str](), choose(None)
    for _ in range(_ROUNDS):
        found = _core(question, store, source)
        if found is None:  # it takes too long if it is guarded
            break
        if needed and len(found) >= len(needed):
            break
        needed, source = found, choose(found)
    noted.needed |= needed


def _refuted(question: Claim, store: Store, source: Chosen) -> bool:
    return opened(store, source, 0).look(question, Tags((), ()), soon()).core is not None


def _core(question: Claim, store: Store, source: Chosen) -> frozenset[str] | None:
    """The marks of what refutes a question; None if it is not refuted soon."""
    guards: dict[str, Claim] = {}
    guarded = []
    for asserted in source.asserted:
        mark = next((store.marks[n] for n in asserted.nodes if n in store.marks), None)
        if mark is None or len(asserted.nodes) > 1:
            guarded.append(asserted.claim)
            continue
        if mark not in guards:
            guards[mark] = store.terms.claim(store.terms.fresh(f"needed:{mark}"))
        guarded.append(implies(guards[mark], asserted.claim))
    given = source.chosen[len(source.asserted):]
    solver = opened(store, source._replace(chosen=(*guarded, *given)), 0)
    return solver.core(question, guards, soon())
