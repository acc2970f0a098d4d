"""One question to the Z3 engine, with what it needs of a session and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple

from verifier.engines.smt_answers import (
    Answer,
    Assignment,
    Clock,
    Limit,
    Satisfiable,
    Unsatisfiable,
    clock_of,
)
from verifier.engines.smt_copy import Copy
from verifier.engines.smt_logic import Claim, all_of, truth_in
from verifier.engines.smt_manner import Manner
from verifier.engines.smt_needed import Chosen, Needed, note, opened, soon
from verifier.engines.smt_questions import (
    answer,
    assignment,
    decide,
    likeness,
    minimise,
    refuted_without_rules,
)
from verifier.engines.smt_solver import Solver, Tags, smtlib
from verifier.engines.smt_store import Node, Store


class Given(NamedTuple):
    """What is known of a question already, and the nodes of which nothing else need be known.

    Who gives claims has proved them, for every case that the question is about.
    """

    claims: tuple[Claim, ...] = ()
    cut: frozenset[Node] = frozenset()


NOTHING = Given()

_HOPES = 2
"""So many questions may be asked in vain of what sufficed before; then no more are."""


class Look(NamedTuple):
    """Whether claims were refuted; if not, maybe something that is like a case.

    What is multiplied may be wrong in it, so it shows only what the solver will not refute.
    """

    refuted: bool
    model: Any = None

    def contradicts(self, claim: Claim) -> bool:
        """Say whether the negation of a claim is seen to hold, so that it will not be refuted."""
        return self.model is not None and not truth_in(self.model, claim)


class Possible(NamedTuple):
    """What can be chosen for a question about copies, by what is needed."""

    chosen: Callable[[Needed], Chosen]
    copies: tuple[Copy, ...]


class Focus:
    """What a question needs of a session, in a solver of its own.

    Its cases are those of the copies that play a part, with every input within its bounds; of what
    was left out they say nothing, so claims must be of the subject or of inputs.
    """

    def __init__(
        self, store: Store, possible: Possible, timeout_ms: int | None, seed: int, manner: Manner
    ) -> None:
        """Prepare; a solver is opened when it is first needed."""
        self.timeout_ms = timeout_ms
        self._store = store
        self._possible = possible
        self._copies = possible.copies
        self._seed = seed + manner.lead.seed
        self._manner = manner
        needed = manner.lead.needed
        self._begin = self._source if needed is None else possible.chosen(needed)
        self._hopes = 0 if needed is None else _HOPES

    @cached_property
    def _source(self) -> Chosen:
        """What cases are looked for in: they meet every constraint."""
        return self._possible.chosen(None)

    @property
    def nodes(self) -> frozenset[Node]:
        """What plays a part in the question, as far as it is led."""
        return self._begin.nodes

    def sums(self) -> tuple[Claim, ...]:
        """Return what is true of the open products of sums; too much for most questions."""
        return tuple(self._begin.products.sums())

    @cached_property
    def _plain(self) -> Solver:
        """The solver in which the rules are simply in force: much is then settled beforehand."""
        return self._opened(self._source)

    @cached_property
    def _less(self) -> Solver:
        """The solver that knows few of the constraints, and looks for refutations only."""
        return self._opened(self._begin)

    def _opened(self, source: Chosen) -> Solver:
        return opened(self._store, source, self._seed)

    def _refuted_with_less(self, question: Claim) -> bool:
        """Whether the question is refuted as it was before; if few are, that is tried no more."""
        if not self._hopes:
            return False
        noted, clock = self._manner.noted, soon()
        refuted = self._less.look(question, Tags((), ()), clock).core is not None
        self._hopes -= not refuted
        if noted is not None:
            noted.steps += clock.taken
        return refuted

    def _note(self, question: Claim, clock: Clock) -> None:
        """Note what the refutation of a question needed, if somebody wants to know."""
        noted = self._manner.noted
        if noted is not None:
            noted.steps += clock.taken
            note(noted, question, self._store, self._possible.chosen)

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
        self, *claims: Claim, timeout_ms: Limit = None,
        replays: Callable[[Mapping[str, Assignment]], bool] | None = None,
    ) -> Answer:
        """Look for a case in which all claims are true; a refutation names no rules.

        A case that `replays`, by copy, is taken even if the solver has an open product in it wrong.
        """
        question, clock = all_of(*claims), clock_of(timeout_ms, self.timeout_ms)
        if question.constant is False or self._refuted_with_less(question):
            return Unsatisfiable()
        if replays is None:
            raw = self._plain.decide(question, Tags((), ()), clock)
        else:
            raw = self._plain.decide(
                question, Tags((), ()), clock, lambda model: replays(self._cases(model))
            )
        if raw.core is not None:
            self._note(question, clock)
        return answer(raw, self._satisfiable)

    def likeness(self, case: Satisfiable) -> Claim:
        """Return the claim that what is true, and each open rate, is as in a case."""
        return likeness(self._copies, self._source.products, case)

    def look(self, *claims: Claim, timeout_ms: Limit = None) -> Look:
        """Look whether no case makes all claims true; where that is not seen at once, it is not."""
        question, clock = all_of(*claims), clock_of(timeout_ms, self.timeout_ms)
        if question.constant is False or self._refuted_with_less(question):
            return Look(True)
        raw = self._plain.look(question, Tags((), ()), clock)
        if raw.core is not None:
            self._note(question, clock)
        return Look(raw.core is not None, raw.model)

    def explain(self, *claims: Claim, timeout_ms: Limit = None) -> Answer:
        """Do as `check` does, and name rules that a refutation rests on."""
        tags = Tags(list(self._store.tags), ())
        raw = decide(self._tagged, claims, tags, clock_of(timeout_ms, self.timeout_ms))
        return answer(raw, self._satisfiable)

    def script(self, *claims: Claim, about: Iterable[str] = ()) -> str:
        """Write as SMT-LIB what `check` decides, with comments on what it is about."""
        rules = self._store.tags.values()
        asserted = (*self._source.claims(0), *rules, *claims)
        return smtlib(self._store.terms.context, asserted, about)

    def refuted_without_rules(self, *claims: Claim, timeout_ms: Limit = None) -> bool:
        """Say whether no case makes all claims true, whatever the rules of documents say."""
        return refuted_without_rules(self._tagged, claims, clock_of(timeout_ms, self.timeout_ms))

    def minimise(
        self, core: Collection[str], *claims: Claim, timeout_ms: Limit = None,
        needed: Collection[str] = (),
    ) -> Unsatisfiable:
        """Drop every rule from the core of the refuted claims that the proof can do without.

        Rules that are `needed` for something else are there anyway, and not in what is returned.
        """
        clock = clock_of(timeout_ms, self.timeout_ms)
        return minimise(self._tagged, core, claims, clock, needed)

    def _satisfiable(self, model: Any) -> Satisfiable:  # noqa: ANN401
        return Satisfiable(self._cases(model), lambda: model)

    def _cases(self, model: Any) -> dict[str, Assignment]:  # noqa: ANN401
        return {copy.name: assignment(copy, model) for copy in self._copies}
