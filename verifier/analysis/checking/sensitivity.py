"""Does a violation hang on what the document leaves open?

If there are open values with which the property holds, what the text says does not decide it: the
verdict is undetermined, with values of both kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from verifier.analysis import replay as rerun
from verifier.engines.smt import (
    Answer,
    Asking,
    Assignment,
    Claim,
    Copy,
    Limit,
    Quantity,
    Satisfiable,
    Unsatisfiable,
    equal,
    number,
)
from verifier.program.model import PolicyValue, Program
from verifier.program.names import cone, term_keys
from verifier.properties.declared import instances, premises, properties

_Pick = Callable[[PolicyValue], int]


class Doubted(NamedTuple):
    """A violation with a case of it, and what must be possible for it to be spoken of.

    The `violations` are those of everybody of whom it is asked, each with what answers it; `fails`
    says whether a case, by copy, is one of them with other open values.
    """

    violations: Callable[[], Iterable[tuple[Asking, Claim]]]
    scope: Claim
    case: Satisfiable
    fails: Callable[[Mapping[str, Assignment], Mapping[str, int]], bool]


def holding_values(
    session: Asking, copy: Copy, doubted: Doubted, timeout_ms: Limit
) -> dict[str, int] | None:
    """A small set of open values with which the violation has no case; None if none was found.

    `timeout_ms` limits each question; a budget, all of them: what is not tried stays in the set.
    """
    program = copy.program
    quantities = {
        v.name: copy.amount(v.name) for v in program.values
        if v.value is None and copy.amount(v.name).constant is None
    }
    if not quantities:
        return None
    seen = [doubted.case.cases]

    def holds(values: Mapping[str, int]) -> bool:
        if any(doubted.fails(cases, values) for cases in seen):
            return False
        pins = _pinned(quantities, values)
        for asking, violation in doubted.violations():
            answer = asking.check(*pins, violation, timeout_ms=timeout_ms)
            if isinstance(answer, Satisfiable):
                seen.append(answer.cases)
            if not isinstance(answer, Unsatisfiable):
                return False
        return True

    for values in _candidates(program, quantities):
        # Values that leave no case to speak of would refute anything.
        if holds(values) and spoken_of(program, session.check(
            *_pinned(quantities, values), doubted.scope, timeout_ms=timeout_ms
        )):
            return needed(values, holds)
    return None


def spoken_of(program: Program, scope: Answer) -> bool:
    """Whether what answers a scope shows somebody of whom the exact engine says the same.

    The solver is free to say anything of what has no value, but of nothing else. So everything has
    one that any scope may rest on.
    """
    if not isinstance(scope, Satisfiable):
        return False
    found = [rerun.replay(program, case) for case in scope.cases.values()]
    if any(evaluation.broken for evaluation in found):
        return False
    faults = {gap.name for e in found for gap in e.gaps}
    faults |= {conflict.name for e in found for conflict in e.conflicts}
    return not faults or _behind_scopes(program).isdisjoint(f"amount {name}" for name in faults)


def _behind_scopes(program: Program) -> frozenset[str]:
    """The keys of all that it rests on who can exist, and whom properties speak of."""
    scopes = (n for item in properties(program) for n in instances(program, "scope", item.id))
    atoms = {f"atom {name}" for name in (*scopes, *premises(program))}
    return cone(program, atoms.union(*(term_keys(c.body) for c in program.constraints)))


def needed(
    values: dict[str, int], holds: Callable[[Mapping[str, int]], bool]
) -> dict[str, int]:
    """Leave out every value that the property holds without: few are needed, so many at once.

    With fewer values there are more cases: what could not be left out before cannot be later.
    """
    kept = dict(values)
    waiting = [tuple(values)]
    while waiting:
        names = waiting.pop()
        fewer = {n: v for n, v in kept.items() if n not in names}
        if holds(fewer):
            kept = fewer
        elif len(names) > 1:
            half = len(names) // 2
            waiting += [names[half:], names[:half]]
    return kept


def _candidates(
    program: Program, quantities: Mapping[str, Quantity]
) -> Iterator[dict[str, int]]:
    """All open values at one end, at the other, and in the middle."""
    values = [v for v in program.values if v.name in quantities]
    picks: tuple[_Pick, ...] = (
        lambda v: v.low, lambda v: v.high, lambda v: (v.low + v.high) // 200 * 100,
    )
    for pick in picks:
        yield {v.name: pick(v) for v in values}


def _pinned(quantities: Mapping[str, Quantity], values: Mapping[str, int]) -> list[Claim]:
    return [equal(quantities[name], number(value)) for name, value in values.items()]
