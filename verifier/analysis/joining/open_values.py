"""Open values of two documents under which none of the persons who are known is harmed.

The persons are constants here and the values are free: if no values spare all of them, somebody is
harmed whatever the values are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from verifier.analysis.checking.sparing import Sparing
from verifier.analysis.joining.comparisons import true_with_values
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import OTHER
from verifier.analysis.joining.solver import NoCase, Open, Pair, Values, beyond, narrowed
from verifier.engines.smt import (
    Claim,
    Copy,
    Satisfiable,
    Unsatisfiable,
    Variant,
    all_of,
    any_of,
    equal,
    negate,
    number,
    why,
)
from verifier.program.model import PolicyValue
from verifier.program.names import cone, term_keys
from verifier.program.terms import Formula


@dataclass(frozen=True, slots=True)
class Harm:
    """What harms a person whom a formula speaks of.

    That is: of one of the pairs the second amount is larger than the first by `least` or more.
    """

    premise: Formula
    pairs: tuple[Pair, ...]
    least: int


class OpenValues:
    """The open values behind a harm or a limit of cases, and the persons whom they are to spare.

    A person is spared where the case is not possible any more, or no harm to it. But somebody like
    each person must be possible, with the same truths and any amounts: values that leave nobody to
    speak of would spare anybody.
    """

    def __init__(self, joint: Joint, harm: Harm, first: Values, timeout_ms: int) -> None:
        """Start with a person who is harmed; each question has `timeout_ms`."""
        terms = [harm.premise, *(term for pair in harm.pairs for term in pair)]
        self._harm = harm
        # What cases are possible may hang on a value as well.
        self._terms = (*terms, *(limit.body for limit in joint.program.constraints))
        harmful, keys = (
            cone(joint.program, {key for term in some for key in term_keys(term)})
            for some in (terms, self._terms)
        )
        self._sparing = Sparing(narrowed(joint.program, terms), {}, timeout_ms)
        self._opened = [v for v in joint.program.values if f"amount {v.name}" in keys]
        self._limiting = any(f"amount {v.name}" not in harmful for v in self._opened)
        self._claims: list[Claim] = []
        self.add(first)

    @property
    def none(self) -> bool:
        """Whether nothing behind the harm, or behind what cases are possible, is open."""
        return not self._opened

    @property
    def limiting(self) -> bool:
        """Whether some value decides only what cases are possible."""
        return self._limiting

    def add(self, person: Values) -> None:
        """Spare this person too; `person` has every input of the joint Program."""
        settings = {i.name: person[i.name] for i in self._sparing.program.inputs}
        truths = {name: value for name, value in settings.items() if isinstance(value, bool)}
        alike = self._sparing.session.copy(
            self._sparing.program, f"like {len(self._sparing.copies)}", variant=Variant(truths)
        )
        self._claims.append(alike.formula(self._harm.premise))
        copy = self._sparing.copy(settings)
        self._claims += (c for one in (alike, copy) for c in true_with_values(one, self._terms))
        harmed = any_of(*(beyond(copy, pair, self._harm.least) for pair in self._harm.pairs))
        self._sparing.spare((copy,), all_of(copy.formula(self._harm.premise), harmed))

    def exclude(self, values: Mapping[str, int]) -> None:
        """Never find these values again."""
        self._claims.append(negate(all_of(*(self._is(n, v) for n, v in values.items()))))

    def sparing(self, *, at_ends: bool) -> dict[str, int] | NoCase | Open:
        """Values that spare everybody so far; each at an end of its range, if that is asked."""
        ends = [self._at_an_end(v) for v in self._opened] if at_ends else []
        answer = self._sparing.session.check(*ends, *self._claims, *self._sparing.claims)
        if isinstance(answer, Satisfiable):
            policy = answer.cases[self._person.name].policy
            return {v.name: int(policy[v.name]) for v in self._opened}
        if isinstance(answer, Unsatisfiable):
            return NoCase()
        return Open(why(answer.reason))

    def spares(self, values: Mapping[str, int]) -> bool:
        """Whether these may spare everybody so far."""
        chosen = [self._is(name, value) for name, value in values.items()]
        answer = self._sparing.session.check(*chosen, *self._claims, *self._sparing.claims)
        return not isinstance(answer, Unsatisfiable)

    def likely(self) -> Iterator[dict[str, int]]:
        """Values that often spare everybody.

        All at one end, or those of the first document at one and those of the second at the other;
        and each alone, whatever the others are.
        """
        for pick in product((0, -1), repeat=2):
            yield {v.name: _ends(v)[pick[v.name.endswith(OTHER)]] for v in self._opened}
        for value in self._opened:
            for end in _ends(value):
                yield {value.name: end}

    def _at_an_end(self, value: PolicyValue) -> Claim:
        return any_of(*(self._is(value.name, end) for end in _ends(value)))

    def _is(self, name: str, value: int) -> Claim:
        return equal(self._person.amount(name), number(value))

    @property
    def _person(self) -> Copy:
        """One of those who share the values."""
        return self._sparing.copies[0]


def _ends(value: PolicyValue) -> tuple[int, int]:
    grid = range(value.low, value.high + 1, max(value.step, 1))
    return grid[0], grid[-1]
