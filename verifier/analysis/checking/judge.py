"""Claims put to the solver: which of them some case makes true, and which none does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from verifier.analysis.checking.encoding import Asked, Claims, Encoding, Known
from verifier.engines.smt import (
    NOTHING,
    Assignment,
    Claim,
    Given,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    all_of,
    any_of,
    why,
)
from verifier.errors import Message, message

_TOGETHER = 6
"""Claims that are asked at once: small questions are much faster than one large one."""

Wanted = tuple[str, Callable[[], Claim]]
"""A claim by its instance; it is built on behalf of the question that asks it."""

DOES_NOT_REPLAY = message("the case that the solver found does not replay")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of claims: a case for each that some case makes true, and what was asked."""

    failing: Mapping[str, Satisfiable]
    reason: Message | None
    asked: tuple[Asked, ...] = ()

    def joined(self, other: Judged) -> Judged:
        """Both together."""
        return Judged(
            {**self.failing, **other.failing}, self.reason or other.reason,
            (*self.asked, *other.asked),
        )


def ask(
    encoding: Encoding, known: Known, wanted: Sequence[Wanted], given: Given = NOTHING
) -> Asked:
    """The claims of a question, but for those that are false in every case."""
    with encoding.session.subject() as subject:
        claims = tuple((name, claim()) for name, claim in wanted)
    open_ = tuple((name, c) for name, c in claims if c.constant is not False)
    return Asked(encoding.session.focus(subject, known, given), open_)


def judge(
    asked: Asked, timeout_ms: int | None = None,
    replays: Callable[[Mapping[str, Assignment]], bool] | None = None,
    known: Mapping[str, Satisfiable] = MappingProxyType({}),
) -> Judged:
    """Look for cases until each claim has one, or none is left that can have one.

    `timeout_ms` limits each check, by default to what the question allows. Of a single claim, only
    a case that `replays` is one. Of claims that are `known` to have one, none is sought.
    """
    if len(asked.claims) != 1:
        replays = None
    failing = dict(known)
    reason: Message | None = None
    starts = range(0, len(asked.claims), _TOGETHER)
    waiting: list[Claims] = [asked.claims[s:s + _TOGETHER] for s in reversed(starts)]
    while waiting:
        group = tuple((n, c) for n, c in waiting.pop() if n not in failing)
        if not group:
            continue
        answer = asked.focus.check(
            any_of(*(c for _, c in group)), timeout_ms=timeout_ms, replays=replays
        )
        match answer:
            case Unsatisfiable():
                continue
            case Satisfiable() as case if replays is not None:
                if replays(case.cases):
                    failing[group[0][0]] = case
                else:
                    reason = DOES_NOT_REPLAY
            case Satisfiable() as case if any(case.holds(c) for _, c in group):
                # A case of some claim is often one of others, also in groups not yet asked.
                failing.update((n, case) for n, c in asked.claims
                               if n not in failing and case.holds(c))
                waiting.append(group)
            case Undecided(given_up) if len(group) == 1:
                reason = why(given_up)
            case Undecided():
                waiting += [((n, c),) for n, c in group]
            case _:
                reason = DOES_NOT_REPLAY
    return Judged({n: failing[n] for n, _ in asked.claims if n in failing}, reason, (asked,))


@dataclass(frozen=True, slots=True)
class Reached:
    """Which atoms some case makes true, the cases, and why of others it is not known."""

    met: frozenset[str]
    cases: tuple[Assignment, ...]
    reason: Message | None


def reached(encoding: Encoding, room: Mapping[str, bool], names: Sequence[str]) -> Reached:
    """Find which of the atoms of the first person some case makes true.

    All at once if that can be, else half by half. Only what the exact engine computes of a case
    counts, and it is remembered for whatever is asked later.
    """
    met = {n for n in names if any(atoms.get(n) is True for atoms in encoding.seen)}
    person = encoding.person
    cases: list[Assignment] = []
    asked = ask(encoding, {person: room}, [
        (n, partial(person.atom, n)) for n in names if n not in met and person.defines(n)
    ])
    reason: Message | None = None
    waiting = [asked.claims]
    while waiting:
        group = tuple((n, c) for n, c in waiting.pop() if n not in met)
        if not group:
            continue
        answer = asked.focus.check(all_of(*(c for _, c in group)))
        if isinstance(answer, Satisfiable):
            atoms = encoding.remember(answer)
            more = {n for n, _ in asked.claims if atoms.get(n) is True} - met
            if more:
                met |= more
                cases.append(answer.cases[person.name])
        if all(n in met for n, _ in group):
            continue
        if len(group) > 1:
            half = len(group) // 2
            waiting += [group[half:], group[:half]]
        elif isinstance(answer, Undecided):
            reason = why(answer.reason)
        elif isinstance(answer, Satisfiable):
            reason = DOES_NOT_REPLAY
    return Reached(frozenset(met), tuple(cases), reason)
