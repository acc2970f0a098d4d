"""What holds of two persons step by step of a settlement, where it is hard to see all at once.

A core encoding declares `station(Paid, Base)`: what a step pays and what it counts. For each
station in which two persons may differ it is tried whether one of them is always paid more there,
or left more. What is proved is given to all that is asked later, and what a station rests on can
then be left out where that suffices: a proof becomes a chain of small ones, each kept as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from verifier.analysis.checking.encoding import Asked, Encoding, Held, Known
from verifier.analysis.checking.judge import ask
from verifier.engines.smt import (
    NOTHING,
    Answer,
    Claim,
    Copy,
    Focus,
    Given,
    Look,
    Quantity,
    Satisfiable,
    all_of,
    difference,
    implies,
    less_equal,
    negate,
    total,
)
from verifier.engines.smt_store import Node
from verifier.program.model import AmountDefinition, Argument, Program

_STEP, _SUM = 1, 2
"""How an order holds: of a step, or of it together with the steps like it before."""
_ENDS = 2
"""So many numbers follow those of the orders: of the bounds, and of what proofs needed."""
_LOOK_MS = 500
"""What is not seen to hold in so many milliseconds is not worth more of them."""


@dataclass(frozen=True, slots=True)
class Lemmas:
    """What was proved of two persons, and the proofs in their order."""

    given: Given = NOTHING
    proofs: tuple[Asked, ...] = ()
    orders: Mapping[Argument, tuple[int, ...]] = field(default_factory=dict)
    """By scheme, how the orders held at its last station."""
    held: Held = field(default_factory=dict)

    @property
    def uncut(self) -> Given:
        """The same, together with all that the stations rest on."""
        return Given(self.given.claims)


class Pair(NamedTuple):
    """Two persons with what is known of each, and what they have in common."""

    encoding: Encoding
    known: Known
    premise: Callable[[], Claim]


class Station(NamedTuple):
    """A step of a settlement: what it pays and counts, and so do the steps like it before."""

    scheme: Argument
    paid: tuple[str, ...] = ()
    base: tuple[str, ...] = ()


def lemmas_of(pair: Pair, nodes: frozenset[Node], hint: Held | None = None) -> Lemmas:
    """What holds at the stations of two persons; `nodes` are those of what is asked of them.

    Where a `hint` says what held of others like them, only that is tried if it holds of these.
    """
    first, second = pair.known

    @cache
    def case() -> Answer:
        met = ask(pair.encoding, pair.known, [("", pair.premise)])
        return met.focus.check(*(c for _, c in met.claims), timeout_ms=_LOOK_MS)

    found = Lemmas()
    for station in stations(first.program):
        last = station.paid[-1]
        if second.differs(last) and second.node(last) in nodes:
            found = _passed(pair, found, station, case, (hint or {}).get(last))
    return found


def stations(program: Program) -> Iterator[Station]:
    """The stations in the order of the settlement."""
    declared = {str(f.arguments[1]): f.arguments for f in program.facts.get("station", ())}
    passed: dict[Argument, Station] = {}
    for definition in program.definitions:
        if isinstance(definition, AmountDefinition) and definition.name in declared:
            scheme, paid, base = declared[definition.name]
            before = passed.get(scheme, Station(scheme))
            passed[scheme] = Station(
                scheme, (*before.paid, str(paid)), (*before.base, str(base))
            )
            yield passed[scheme]


def _passed(
    pair: Pair, before: Lemmas, station: Station, case: Callable[[], Answer],
    hint: tuple[int, ...] | None,
) -> Lemmas:
    """The lemmas with those of one more station; `case` is one of the pair, if there is any."""
    session, known = pair.encoding.session, pair.known
    first, second = known
    last = station.paid[-1]
    with session.subject() as subject:
        met = pair.premise()
        bounds, orders = _bounds(known, station), tuple(_orders(first, second, station))
    cut = before.given.cut
    # What a step pays may hang on the same steps before it, more than on what is known of them.
    uncut = cut.difference(person.node(paid) for person in known for paid in station.paid)

    @cache
    def focus(cut: frozenset[Node]) -> Focus:
        return session.focus(subject, known, Given(before.given.claims, cut))

    looks: dict[frozenset[Node], list[Look]] = {cut: [], uncut: []}
    claims, proofs = list(before.given.claims), list(before.proofs)

    def seen_in(cuts: frozenset[Node], claim: Claim) -> bool:
        """Look for a proof that leaves out what these nodes rest on, and keep it."""
        right, wrong = implies(met, claim), all_of(met, negate(claim))
        if any(look.contradicts(right) for look in looks[cuts]):
            return False
        look = focus(cuts).look(wrong, timeout_ms=_LOOK_MS)
        if look.refuted:
            claims.append(right)
            proofs.append(Asked(focus(cuts), ((last, wrong),)))
        else:
            looks[cuts].append(look)
        return look.refuted

    def prove(claim: Claim) -> bool:
        one = case()
        if isinstance(one, Satisfiable) and one.holds(all_of(met, negate(claim))):
            return False
        return any(seen_in(cuts, claim) for cuts in looks)

    def hinted() -> bool:
        """Whether all that is hinted at holds, seen where it was seen before."""
        if hint is None or len(hint) != len(orders) + _ENDS:
            return False
        *hows, bounded, everything = hint
        wanted = zip(orders, hows, strict=True)
        steps = [order.sum if how == _SUM else order.step for order, how in wanted if how]
        claim = all_of(*steps, *((bounds,) if bounded else ()))
        return claim.constant is True or seen_in(uncut if everything else cut, claim)

    def holding() -> tuple[int, ...]:
        """How the orders hold; whether the bounds do; and whether a proof needed all steps."""
        if hint is not None and hinted():
            return hint
        bounded, hows = prove(bounds), ordered()
        everything = any(proof.focus is not focus(cut) for proof in proofs[len(before.proofs):])
        return (*hows, int(bounded), int(everything))

    def ordered() -> tuple[int, ...]:
        # Whose steps are all in order are so in sum; what failed in one step fails in the next.
        hopeful = before.orders.get(station.scheme, (_STEP,) * len(orders))
        if all(hopeful) and prove(all_of(*(order.step for order in orders))):
            return (_STEP,) * len(orders)
        return tuple(_one_way(
            hopeful, orders, lambda o: _STEP if prove(o.step) else _SUM if prove(o.sum) else 0
        ))

    held = holding()
    hows = held[:len(orders)]
    passed = {p.node(last) for p in known} if any(hows) else ()
    return Lemmas(
        Given(tuple(claims), cut.union(passed)), tuple(proofs),
        {**before.orders, station.scheme: hows}, {**before.held, last: held},
    )


def _one_way(
    hopeful: tuple[int, ...], orders: tuple[_Order, ...], how: Callable[[_Order], int]
) -> Iterator[int]:
    """How the orders hold, if they do; of one and its opposite, together refuted, at most one."""
    for place in range(0, len(orders), 2):
        forth = how(orders[place]) if hopeful[place] else 0
        yield forth
        yield how(orders[place + 1]) if hopeful[place + 1] and not forth else 0


def _bounds(known: Known, station: Station) -> Claim:
    """Nothing below nothing is paid, and no more than what is counted."""
    paid, base = station.paid[-1], station.base[-1]
    return all_of(*(
        claim for person in known for claim in (
            less_equal(0, person.amount(paid)),
            less_equal(person.amount(paid), person.amount(base)),
        )
    ))


class _Order(NamedTuple):
    """That a step is in order, and that it is so together with the steps like it before."""

    step: Claim
    sum: Claim


def _orders(first: Copy, second: Copy, station: Station) -> Iterator[_Order]:
    """One of the two is paid at least as much as the other, or left at least as much.

    Each order is followed by its opposite.
    """
    gets = [sums(person, station.paid) for person in (first, second)]
    counts = [sums(person, station.base) for person in (first, second)]
    left = [
        tuple(difference(base, paid) for base, paid in zip(*both, strict=True))
        for both in zip(counts, gets, strict=True)
    ]
    for one, other in (gets, left):
        for less, more in ((one, other), (other, one)):
            yield _Order(*(less_equal(*both) for both in zip(less, more, strict=True)))


def sums(person: Copy, names: tuple[str, ...]) -> tuple[Quantity, Quantity]:
    """The last of some amounts, and all of them together."""
    return person.amount(names[-1]), total((1, person.amount(name)) for name in names)
