"""One incremental solver over what a source asserts: it decides questions and completes models.

A question can also be written as SMT-LIB 2, the language that other solvers read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

import z3

from verifier.engines.smt_answers import OPEN_RATE, TIMEOUT, Clock, Raw
from verifier.engines.smt_logic import Claim, native, negate, together
from verifier.engines.smt_products import OpenProducts
from verifier.engines.smt_store import Store
from verifier.errors import EngineError, Problem, message
from verifier.source import Span

# Its steps are neither counted nor stopped at a limit: single calls took minutes that had seconds.
z3.set_param("lp.dio", False)

_TRIES = 102
"""One more than the whole percents from 0 to 100: so often are other open rates tried."""
_OTHERWISE = (1, 4, 16, 64)
"""After so many tries the other factors of the products are pinned once, and the rates are free."""
_STARTS = (500_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 2**32 - 1)
"""Steps before the solver starts anew: most questions take far fewer, a few take any number."""
_BRIEF_MS = 300
"""So long is a case with certain rates sought at first: with others it is often found at once."""
_CALL = 20_000
"""What a call takes beside its own steps, in steps: many short ones take long, too."""
_STOPPED = ("timeout", "canceled", "interrupted from keyboard")
_EARLY_MS = 5


class Tags(NamedTuple):
    """The rules that are assumed and those that are struck; any other is neither."""

    on: Collection[str]
    off: Collection[str]


Accept = Callable[[Any], bool]
"""Says whether a model will do as it is."""


def _never(_: Any) -> bool:  # noqa: ANN401
    return False


class Source(Protocol):
    """What a solver takes for granted."""

    def claims(self, start: int) -> Sequence[Claim]:
        """Return what is asserted, from this place on; the sequence only grows."""

    @property
    def products(self) -> OpenProducts:
        """Return the open products that a case must have right."""


class Solver:
    """Z3 with what a source asserts."""

    def __init__(self, store: Store, source: Source, seed: int = 0) -> None:
        """Open Z3 in the context of the store."""
        self._store = store
        self._source = source
        self._asserted = 0
        self._solver: Any = z3.SimpleSolver(ctx=store.terms.context)
        # These cuts take most of the time where amounts are rounded, and decide next to nothing.
        self._solver.set("arith.enable_hnf", False)
        # Neither do equalities of amounts that follow from their bounds.
        self._solver.set("arith.propagate_eqs", False)
        self._solver.set("random_seed", seed)

    def add(self, claims: Collection[Claim]) -> None:
        """Assume claims in the present scope."""
        self._solver.add(native(together(claims)))

    @contextmanager
    def scope(self, *claims: Claim) -> Iterator[None]:
        """Assume the claims inside the block; definitions that are made there outlast it."""
        self._flush()
        self._solver.push()
        before = self._asserted
        try:
            self.add(claims)
            yield
        finally:
            self._solver.pop()
            self._asserted = before

    def decide(
        self, question: Claim, tags: Tags, clock: Clock, accept: Accept = _never
    ) -> Raw:
        """Return a model whose products are exact, the rules of a proof, or a reason.

        A model whose products are not exact is returned as well if `accept` takes it.
        """
        def found() -> Raw:
            first = self._run(tags, clock)
            if first.model is not None and accept(first.model):
                return first
            return self._with_products(first, tags, clock.again())

        return self._answered(question, found)

    def look(self, question: Claim, tags: Tags, clock: Clock) -> Raw:
        """Return the rules of a proof, a model whose products may be inexact, or a reason."""
        return self._answered(question, lambda: self._run(tags, clock))

    def core(
        self, question: Claim, guards: Mapping[str, Claim], clock: Clock
    ) -> frozenset[str] | None:
        """Return which of the guards a refutation needs to be true; None if there is none."""
        assumed = {name: native(claim) for name, claim in guards.items()}
        return self._answered(question, lambda: self._call(assumed, (), clock)).core

    def completed(self, model: Any, facts: Collection[Claim]) -> Any:  # noqa: ANN401
        """Return the model with values for what was defined after it; it stays as it is."""
        solver: Any = z3.SimpleSolver(ctx=self._store.terms.context)
        solver.add(native(together((*self._source.claims(0), *facts))))
        solver.add([known() == model[known] for known in model.decls()])
        if solver.check() == z3.sat:
            products = self._source.products
            if products.exact(solver.model()):
                return solver.model()
            rates = next(products.guesses(solver.model(), ends=False))
            solver.add(native(products.pin(rates)))
            if solver.check() == z3.sat:
                return solver.model()
        what = message("a case cannot be extended to what was defined after it")
        raise EngineError(Problem("no-extension", Span(), what))

    def _answered(self, question: Claim, find: Callable[[], Raw]) -> Raw:
        """Assume a question and find what becomes of it; undecided if Z3 fails, as without memory.

        What it was asked may still be assumed after that, so nothing that is asked later of
        anything in the store is decided either.
        """
        if not self._store.failed:
            try:
                with self.scope(question):
                    return find()
            except z3.Z3Exception as error:
                said = error.value
                self._store.failed = said.decode() if isinstance(said, bytes) else str(said)
        return Raw(reason=self._store.failed)

    def _flush(self) -> None:
        new = self._source.claims(self._asserted)
        self.add(new)
        self._asserted += len(new)

    def _run(self, tags: Tags, clock: Clock) -> Raw:
        """Call the solver, and if it loses its way in a question, have it start again."""
        known = self._store.tags
        on = {rule: native(known[rule]) for rule in tags.on}
        off = [native(negate(known[rule])) for rule in tags.off if rule in known]
        for steps in _STARTS:
            raw = self._call(on, off, clock, steps)
            if raw.reason != TIMEOUT or not clock.left_ms() or clock.spent:
                break
        return raw

    def _call(
        self, on: Mapping[str, Any], off: Sequence[Any], clock: Clock, most: int = _STARTS[-1]
    ) -> Raw:
        """Call the solver once, for a number of steps, with terms that are assumed."""
        left = clock.left_ms()
        if not left or clock.spent:
            return Raw(reason=TIMEOUT)
        steps = min(most, clock.left_steps())
        self._solver.set("timeout", left)
        self._solver.set("rlimit", steps)
        before = self._steps()
        verdict = self._solver.check(*on.values(), *off)
        taken = self._steps() - before
        clock.spend(taken + _CALL)
        if verdict == z3.sat:
            return Raw(model=self._solver.model())
        if verdict == z3.unsat:
            found = {term.get_id() for term in self._solver.unsat_core()}
            core = frozenset(rule for rule, term in on.items() if term.get_id() in found)
            return Raw(core=core)
        return Raw(reason=self._reason(clock, taken >= steps))

    def _reason(self, clock: Clock, enough: bool) -> str:
        reason = str(self._solver.reason_unknown())
        if reason not in _STOPPED:
            return reason
        # While it searches, Z3 takes the signal of the keyboard for itself, and names it no other
        # way than the end of the time or of the steps.
        if clock.left_ms() > _EARLY_MS and not enough:
            raise KeyboardInterrupt
        return TIMEOUT

    def _steps(self) -> int:
        """Steps that Z3 has taken in this context so far."""
        statistics = self._solver.statistics()
        # It stands near the end, and to read them all takes long.
        for place in reversed(range(len(statistics))):
            name, value = statistics[place]
            if name == "rlimit count":
                return int(value)
        return 0

    # Open rates ----------------------------------------------------------------------------------

    def _with_products(self, first: Raw, tags: Tags, clock: Clock) -> Raw:
        """Accept a case only if its products are exact, and look for one if they are not.

        Each combination of rates is tried exactly and, refuted, excluded. So a proof rests on the
        lemmas for all the rates that were never tried.
        """
        raw, core, ends = first, frozenset[str](), True
        for place in range(_TRIES):
            if raw.model is None or self._source.products.exact(raw.model):
                break
            for tried in self._tries(raw, tags, clock, ends=ends, otherwise=place in _OTHERWISE):
                if tried.core is None:
                    return tried
                core |= tried.core
            raw, ends = self._run(tags, clock), False
        if raw.core is not None:
            return Raw(core=core | raw.core)
        if raw.model is None or self._source.products.exact(raw.model):
            return raw
        last = self._other_factors(raw, tags, clock)
        return Raw(reason=OPEN_RATE) if last.model is None else last

    def _tries(
        self, raw: Raw, tags: Tags, clock: Clock, *, ends: bool, otherwise: bool
    ) -> Iterator[Raw]:
        """Yield what became of cases like a model, each with products that are exact.

        The rates of what is refuted are excluded. What takes long is put off, as a case with other
        rates or, if wanted `otherwise`, with the amounts of the model is often found at once.
        """
        slow: list[tuple[int, ...]] = []
        for rates in self._source.products.guesses(raw.model, ends=ends):
            tried = self._with_rates(rates, tags, Clock(_BRIEF_MS, clock))
            if tried.model is None and tried.core is None:
                slow.append(rates)
            else:
                yield tried
        if slow or otherwise:
            other = self._other_factors(raw, tags, clock)
            if other.model is not None:
                yield other
        yield from (self._with_rates(rates, tags, clock) for rates in slow)

    def _with_rates(self, rates: tuple[int, ...], tags: Tags, clock: Clock) -> Raw:
        """Look for a case with these rates; if there is none, they are excluded."""
        tried = self._pinned(self._source.products.pin(rates), tags, clock)
        if tried.core is not None:
            self._solver.add(native(self._source.products.elsewhere(rates)))
        return tried

    def _other_factors(self, raw: Raw, tags: Tags, clock: Clock) -> Raw:
        """Look for a case with the amounts of a model, and any rates."""
        return self._pinned(self._source.products.pin_others(raw.model), tags, clock)

    def _pinned(self, pin: Claim, tags: Tags, clock: Clock) -> Raw:
        with self.scope(pin):
            return self._run(tags, clock)


def smtlib(context: Any, claims: Collection[Claim], about: Iterable[str]) -> str:  # noqa: ANN401
    """Write a script that asks whether some case makes all claims true; `about` are comments.

    It needs linear arithmetic over whole numbers and nothing else.
    """
    solver: Any = z3.SimpleSolver(ctx=context)
    solver.add(native(together(claims)))
    script = "\n".join(
        line for line in str(solver.to_smt2()).splitlines()
        if not line.startswith((";", "(set-info"))
    )
    head = [f"; {line}" for line in about]
    return "\n".join([*head, "(set-logic QF_LIA)", script.strip(), "(exit)", ""])
