"""Questions about a joint Program, put to Z3: the only module of the comparison that does so.

Each question has a solver of its own, with one person in it, and no more of the two documents than
the amounts that it speaks of rest on. A case of it is one of the exact engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from verifier.analysis.checking.simplest import simplest
from verifier.analysis.joining.comparisons import true_with_values
from verifier.analysis.joining.joint import Joint
from verifier.engines.smt import (
    Claim,
    Copy,
    Quantity,
    Satisfiable,
    Session,
    Undecided,
    Unsatisfiable,
    Variant,
    all_of,
    any_of,
    difference,
    equal,
    less,
    less_equal,
    negate,
    number,
    why,
)
from verifier.engines.smt_search import Extreme, maximise, minimise_expression
from verifier.errors import Message
from verifier.program.model import Constraint, Program
from verifier.program.names import (
    Dependencies,
    Term,
    atoms_in,
    definition_key,
    term_keys,
)
from verifier.program.specialise import specialise
from verifier.program.terms import (
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Quotient,
    Share,
    Truth,
)

Values: TypeAlias = Mapping[str, bool | int]
Pair: TypeAlias = tuple[Formula, Formula] | tuple[Expression, Expression]
"""What stands for one thing on the first side and on the second."""

_AMOUNTS = (Literal, Amount, Linear, Share, Quotient, Aggregate)
_TRUTHS = (Truth, Atom, Not, And, Or, AtLeast, Compare)


@dataclass(frozen=True, slots=True)
class Found:
    """A case: every input and open value of the joint Program."""

    values: Values


@dataclass(frozen=True, slots=True)
class Most:
    """The largest value of a difference. `exact` says that no case has a larger one."""

    value: int
    exact: bool
    case: Found


class NoCase:
    """There is no such case."""


@dataclass(frozen=True, slots=True)
class Open:
    """Neither a case nor a proof that there is none."""

    reason: Message


class Question:
    """A solver with one person under both documents, of whom `known` is settled."""

    def __init__(
        self, joint: Joint, about: Iterable[Pair], known: Values, timeout_ms: int,
        also: Iterable[Formula] = (),
    ) -> None:
        """Prepare the solver for questions about these pairs, and formulas."""
        terms: list[Term] = [term for pair in about for term in pair]
        terms += also
        truths = {n: v for n, v in known.items() if isinstance(v, bool)}
        program = narrowed(joint.program, terms, joint.dependencies)
        program = specialise(program, truths, {n for term in terms for n in atoms_in(term)})
        names = {leaf.name for leaf in (*program.inputs, *program.values)}
        self._session = Session(timeout_ms=timeout_ms)
        self._timeout_ms = timeout_ms
        self._copy: Copy = self._session.copy(
            program, variant=Variant({n: v for n, v in known.items() if n in names})
        )
        self._sure = true_with_values(self._copy, terms)

    # Claims --------------------------------------------------------------------------------------

    def any_pair(self, way: str, pairs: Iterable[Pair]) -> Claim:
        """Some pair is `more`, `less`, `only_first`, `only_second` or `valueless`."""
        claims = {
            "more": self.more, "less": self.less, "valueless": self.valueless,
            "only_first": lambda pair: self.alone(turned(pair)), "only_second": self.alone,
        }
        return any_of(*(claims[way](pair) for pair in pairs))

    def more(self, pair: Pair) -> Claim:
        """The second side has a larger amount, or it alone is true."""
        first, second = self._sides(pair)
        if isinstance(first, Claim) and isinstance(second, Claim):
            return all_of(second, negate(first))
        return all_of(self._valued(pair), less(number(0), self.rise(pair)))

    def less(self, pair: Pair) -> Claim:
        """The second side has a smaller amount, or the first alone is true."""
        return self.more(turned(pair))

    def alone(self, pair: Pair) -> Claim:
        """The amount of the second side has a value, and that of the first has none."""
        first, second = self._values(pair)
        return all_of(second, negate(first))

    def valueless(self, pair: Pair) -> Claim:
        """Neither amount has a value."""
        return negate(any_of(*self._values(pair)))

    def lacking(self, pair: Pair) -> Claim:
        """One of the amounts has no value, or neither has."""
        return negate(self._valued(pair))

    def beyond(self, pair: Pair, least: int) -> Claim:
        """The second side is larger by at least so much."""
        return beyond(self._copy, pair, least)

    def some(self, formulas: Iterable[Formula]) -> Claim:
        """Some formula over the names of the joint Program is true."""
        return any_of(*(self._copy.formula(formula) for formula in formulas))

    def apart(self, name: str, low: int, high: int) -> Claim:
        """A number lies between two others, both included."""
        quantity = self._copy.amount(name)
        return all_of(less_equal(number(low), quantity), less_equal(quantity, number(high)))

    def settled(self, values: Values) -> Claim:
        """Inputs and open values are as given, as far as the question knows them."""
        program = self._copy.program
        names = {leaf.name for leaf in (*program.inputs, *program.values)}
        return all_of(*(self._is(n, v) for n, v in values.items() if n in names))

    def _is(self, name: str, value: bool | int) -> Claim:
        if isinstance(value, bool):
            return self._copy.atom(name) if value else negate(self._copy.atom(name))
        return equal(self._copy.amount(name), number(value))

    def rise(self, pair: Pair) -> Quantity:
        """By how much the amount of the second side is larger."""
        return _rise(self._copy, pair)

    def _sides(self, pair: Pair) -> tuple[Claim | Quantity, Claim | Quantity]:
        first, second = pair
        if isinstance(first, _TRUTHS) and isinstance(second, _TRUTHS):
            return self._copy.formula(first), self._copy.formula(second)
        assert isinstance(first, _AMOUNTS) and isinstance(second, _AMOUNTS)
        return self._copy.expression(first), self._copy.expression(second)

    def _valued(self, pair: Pair) -> Claim:
        return all_of(*self._values(pair))

    def _values(self, pair: Pair) -> tuple[Claim, Claim]:
        """Where each of two amounts has a value."""
        return _values(self._copy, pair)

    # Answers -------------------------------------------------------------------------------------

    def find(self, *claims: Claim, timeout_ms: int | None = None) -> Found | NoCase | Open:
        """A case in which all claims are true."""
        return _answer(self._session.check(*self._sure, *claims, timeout_ms=timeout_ms))

    def most(
        self, pair: Pair, *claims: Claim, timeout_ms: int | None = None
    ) -> Most | NoCase | Open:
        """A case in which the second side is larger by most, of those where the claims are true."""
        valued = self._valued(pair)
        extreme = maximise(
            self._session, self.rise(pair), *self._sure, valued, *claims, timeout_ms=timeout_ms
        )
        if isinstance(extreme, Extreme):
            return Most(extreme.value, extreme.exact, _found(extreme.witness))
        return _unfound(extreme)

    def simple(self, *claims: Claim, timeout_ms: int | None = None) -> Found | NoCase | Open:
        """The simplest case in which all claims are true."""
        limit = self._timeout_ms if timeout_ms is None else timeout_ms
        start = self._session.check(*self._sure, *claims, timeout_ms=limit)
        if isinstance(start, Satisfiable):
            with self._session.scope(*self._sure, *claims):
                start = simplest(self._session, (self._copy,), start, limit)
        return _answer(start)

    def first(self, name: str, *claims: Claim) -> int | NoCase | Open:
        """The least value of a number in a case in which all claims are true."""
        quantity = self._copy.amount(name)
        return _extreme(minimise_expression(self._session, quantity, *self._sure, *claims))

    def last(self, name: str, *claims: Claim) -> int | NoCase | Open:
        """The greatest value of a number in a case in which all claims are true."""
        quantity = self._copy.amount(name)
        return _extreme(maximise(self._session, quantity, *self._sure, *claims))


def beyond(copy: Copy, pair: Pair, least: int) -> Claim:
    """For a person, the second side is larger by at least so much."""
    return all_of(*_values(copy, pair), less_equal(number(least), _rise(copy, pair)))


def _rise(copy: Copy, pair: Pair) -> Quantity:
    first, second = pair
    assert isinstance(first, _AMOUNTS) and isinstance(second, _AMOUNTS)
    return difference(copy.expression(second), copy.expression(first))


def _values(copy: Copy, pair: Pair) -> tuple[Claim, Claim]:
    first, second = pair
    assert isinstance(first, _AMOUNTS) and isinstance(second, _AMOUNTS)
    return copy.valued(first), copy.valued(second)


def _extreme(found: Extreme | Unsatisfiable | Undecided) -> int | NoCase | Open:
    if isinstance(found, Extreme):
        return found.value if found.exact else Open(why(found.reason))
    return _unfound(found)


def _answer(answer: Satisfiable | Unsatisfiable | Undecided) -> Found | NoCase | Open:
    return _found(answer) if isinstance(answer, Satisfiable) else _unfound(answer)


def _found(answer: Satisfiable) -> Found:
    (case,) = answer.cases.values()
    return Found({**case.inputs, **case.policy})


def _unfound(answer: Unsatisfiable | Undecided) -> NoCase | Open:
    if isinstance(answer, Unsatisfiable):
        return NoCase()
    return Open(why(answer.reason))


def narrowed(
    program: Program, terms: Collection[Term], uses: Dependencies | None = None
) -> Program:
    """The Program without what neither the terms nor the limits of cases need."""
    limits: tuple[Constraint, ...] = program.constraints
    wanted = {key for term in terms for key in term_keys(term)}
    wanted |= {key for limit in limits for key in term_keys(limit.body)}
    kept = (uses or Dependencies(program)).cone(wanted)
    return replace(
        program, definitions=tuple(d for d in program.definitions if definition_key(d) in kept)
    )


def turned(pair: Pair) -> Pair:
    """The same with the sides exchanged."""
    first, second = pair
    return second, first  # type: ignore[return-value]  # both are truths, or both amounts


def inputs_of(joint: Joint, *pairs: Pair) -> frozenset[str]:
    """The names of inputs and open values that either side of some pair rests on."""
    keys = joint.dependencies.cone(key for p in pairs for term in p for key in term_keys(term))
    leaves = {i.name for i in (*joint.program.inputs, *joint.program.values)}
    return frozenset(name for key in keys if (name := key.partition(" ")[2]) in leaves)
