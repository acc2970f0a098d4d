"""Which rules could have given a line, and which of their conditions fail.

A false fact has a candidate for each of its rules; an amount that is nothing, for each element of
the sums and choices on the way down to where nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.analysis.explaining.parts import Balance, Candidate, Failing, OneOf, Reason
from verifier.analysis.explaining.steps import Steps
from verifier.engines.exact_walk import Walker
from verifier.language.clauses import Clause
from verifier.program.model import AtomAlternative, AtomDefinition, Program
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


class Failures:
    """Finds failing conditions in one evaluated Program."""

    def __init__(
        self, program: Program, walker: Walker, steps: Steps, clauses: Mapping[str, Clause]
    ) -> None:
        self.walker = walker
        self.steps = steps
        self.clauses = clauses
        self.definitions: Mapping[str, AtomDefinition] = {
            item.name: item for item in program.definitions if isinstance(item, AtomDefinition)
        }

    # -- candidates --------------------------------------------------------------------------

    def of_fact(self, name: str, *, sure: bool = False) -> tuple[Candidate, ...]:
        """The rules for a fact that is not true, with what fails of each; what is certain alone."""
        definition = self.definitions.get(name)
        if definition is None:
            return ()
        by_clause: dict[Clause | None, list[AtomAlternative]] = {}
        for item in definition.alternatives:
            by_clause.setdefault(self.clauses.get(item.rule), []).append(item)
        found = [
            Candidate(
                (name,),
                () if clause is None else (clause,),
                tuple(self._one_of(((item.body, clause) for item in rules), clause)),
            )
            for clause, rules in by_clause.items()
        ]
        return _merged([_certain(item) for item in found] if sure else found)

    def of_amount(self, name: str) -> tuple[Candidate, ...]:
        """The rules that could have made an amount more than nothing."""
        return _merged(self._amount(name, None))

    def _amount(self, name: str, clause: Clause | None) -> list[Candidate]:
        """Follow an amount that is nothing down to what makes it so."""
        computed = self.steps.computed(name)
        if computed is None:
            literal = Compare(">", Amount(name), Literal(0))
            clause = self.clauses.get(name, clause)
            return [Candidate((name,), (), (Failing(Reason(literal, False), clause),))]
        found: list[Candidate] = []
        for item in computed.fired:
            found += self._zero(name, item.value, self.clauses.get(item.rule, clause))
        return found

    def _zero(self, name: str, item: Expression, clause: Clause | None) -> list[Candidate]:
        match item:
            case Amount(used):
                return self._amount(used, clause)
            case Literal() if clause is None:
                return []  # where the core begins to count
            case Aggregate():
                return self._aggregate(name, item, clause)
            case Share(rate, of):
                parts = [part for part in (rate, of) if self._nothing(part)]
            case Quotient(of, _):
                parts = [of] if self._nothing(of) else []
            case Linear(constant, summands) if constant <= 0:
                added = [part for factor, part in summands if factor > 0]
                parts = added if all(map(self._nothing, added)) else []
            case _:
                parts = []
        if parts:
            return [found for part in parts for found in self._zero(name, part, clause)]
        return [self._balance(name, item, clause)]

    def _aggregate(self, name: str, item: Aggregate, clause: Clause | None) -> list[Candidate]:
        found: list[Candidate] = []
        for condition, part in item.elements:
            if isinstance(part, Literal):
                continue
            truth = self.walker.formula(condition)
            if truth is not False:
                if self._nothing(part):
                    found += self._zero(name, part, clause)
            elif item.function != "min":
                given = part.name if isinstance(part, Amount) else name
                failing = self._failing(condition, clause)
                clauses = self._granting(part) or _asking(failing)
                found.append(Candidate((given,), clauses, tuple(failing)))
        return found

    def _granting(self, item: Expression) -> tuple[Clause, ...]:
        """The clauses that define an amount."""
        definition = self.steps.definitions.get(item.name) if isinstance(item, Amount) else None
        rules = [alternative.rule for alternative in definition.alternatives] if definition else []
        return tuple(dict.fromkeys(self.clauses[rule] for rule in rules if rule in self.clauses))

    def _balance(self, name: str, item: Expression, clause: Clause | None) -> Candidate:
        clauses = () if clause is None else (clause,)
        return Candidate((name,), clauses, (Failing(Balance(name, item), clause),))

    def _nothing(self, item: Expression) -> bool:
        value = self.walker.expression(item)
        return value is not None and value[1] <= 0

    # -- conditions --------------------------------------------------------------------------

    def _failing(self, item: Formula, clause: Clause | None) -> list[Failing]:  # noqa: PLR0911
        """List what keeps a formula from being true."""
        truth = self.walker.formula(item)
        if truth is True:
            return []
        match item:
            case And(parts):
                return [found for part in parts for found in self._failing(part, clause)]
            case Or(parts):
                return self._one_of(((part, clause) for part in parts), clause)
            case Not(inner):
                return self._holding(inner, clause)
            case Atom(name) if name in self.definitions:
                rules = self.definitions[name].alternatives
                return self._one_of(
                    ((rule.body, self.clauses.get(rule.rule, clause)) for rule in rules), clause
                )
            case Atom() | Compare() | AtLeast():
                return [Failing(Reason(item, truth), clause)]
            case Truth():
                return []

    def _one_of(
        self, ways: Iterable[tuple[Formula, Clause | None]], clause: Clause | None
    ) -> list[Failing]:
        """Several ways, the same ones once; one way alone is no choice."""
        found = dict.fromkeys(tuple(dict.fromkeys(self._failing(*way))) for way in ways)
        return _choice(found, clause)

    def _holding(self, item: Formula, clause: Clause | None) -> list[Failing]:  # noqa: PLR0911
        """List what makes a formula true that must not be."""
        truth = self.walker.formula(item)
        if truth is False:
            return []
        match item:
            case Atom(name) if name in self.definitions:
                chosen = [
                    rule
                    for rule in self.definitions[name].alternatives
                    if self.walker.formula(rule.body) is not False
                ]
                return [f for rule in chosen for f in self._holding(rule.body, clause)]
            case And(parts):
                undone = (tuple(self._holding(part, clause)) for part in parts)
                return _choice([way for way in undone if way], clause)
            case Or(parts):
                return [found for part in parts for found in self._holding(part, clause)]
            case Not(inner):
                return self._failing(inner, clause)
            case Atom() | Compare() | AtLeast():
                return [Failing(Reason(item, truth), clause)]
            case Truth():
                return []


def _choice(ways: Iterable[tuple[Failing, ...]], clause: Clause | None) -> list[Failing]:
    """Join ways of which one would do: what all of them need, and then a choice of the rest.

    A way that needs all that another needs, and more, is left out; so is one that needs another
    reading, if a case can take any other. One way alone is no choice.
    """
    found = list(dict.fromkeys(ways))
    found = [way for way in found if not any(map(_is_reading, way))] or found
    asked = [frozenset(item.what for item in way) for way in found]
    least = [
        way
        for place, way in enumerate(found)
        if asked[place] not in asked[:place] and not any(o < asked[place] for o in asked)
    ]
    if len(least) <= 1:
        return list(least[0]) if least else []
    shared = frozenset.intersection(*(frozenset(item.what for item in way) for way in least))
    common = [item for item in least[0] if item.what in shared]
    rest: list[tuple[Failing, ...]] = []
    for way in least:
        left = tuple(item for item in way if item.what not in shared)
        inner = left[0].what if len(left) == 1 else None
        new = inner.ways if isinstance(inner, OneOf) else (left,)
        rest += [way for way in new if way not in rest]
    asking = {item.clause for way in rest for item in way}
    return [*common, Failing(OneOf(tuple(rest)), asking.pop() if len(asking) == 1 else clause)]


def _is_reading(item: Failing) -> bool:
    match item.what:
        case Reason(Atom(name)):
            return name.startswith("reads(")
        case _:
            return False


def _certain(item: Candidate) -> Candidate:
    """Leave out conditions that are not determined: one that fails is reason enough."""
    failing = [f for f in item.failing if not (isinstance(f.what, Reason) and f.what.holds is None)]
    return Candidate(item.names, item.clauses, tuple(failing or item.failing))


def _asking(failing: Iterable[Failing]) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(item.clause for item in failing if item.clause is not None))


def _merged(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Join candidates of which the same fails."""
    by_failing: dict[tuple[Failing, ...], Candidate] = {}
    for item in found:
        known = by_failing.get(item.failing)
        if known is None:
            by_failing[item.failing] = item
        else:
            names = tuple(dict.fromkeys((*known.names, *item.names)))
            clauses = tuple(dict.fromkeys((*known.clauses, *item.clauses)))
            by_failing[item.failing] = Candidate(names, clauses, item.failing)
    return tuple(by_failing.values())
