"""Claims put to the solver: which of them some case makes true, and which none does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from verifier.analysis.encoding import Asked, Claims, Encoding, Known
from verifier.engines.smt import (
    Assignment,
    Claim,
    Satisfiable,
    Undecided,
    Unsatisfiable,
    all_of,
    any_of,
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


def ask(encoding: Encoding, known: Known, wanted: Sequence[Wanted]) -> Asked:
    """The claims of a question, but for those that are false in every case."""
    with encoding.session.subject() as subject:
        claims = tuple((name, claim()) for name, claim in wanted)
    open_ = tuple((name, c) for name, c in claims if c.constant is not False)
    return Asked(encoding.session.focus(subject, known), open_)


def judge(
    asked: Asked, timeout_ms: int | None = None,
    replays: Callable[[Mapping[str, Assignment]], bool] | None = None,
) -> Judged:
    """Look for cases until each claim has one, or none is left that can have one.

    `timeout_ms` limits each check, by default to what the question allows; a case that `replays`
    is one of the claim, if it is the only one.
    """
    if len(asked.claims) != 1:
        replays = None
    failing: dict[str, Satisfiable] = {}
    reason: Message | None = None
    starts = range(0, len(asked.claims), _TOGETHER)
    waiting: list[Claims] = [asked.claims[s:s + _TOGETHER] for s in reversed(starts)]
    while waiting:
        known = waiting.pop()
        group = tuple((n, c) for n, c in known if n not in failing)
        if not group:
            continue
        answer = asked.focus.check(
            any_of(*(c for _, c in group)), timeout_ms=timeout_ms, replays=replays
        )
        match answer:
            case Unsatisfiable():
                continue
            case Satisfiable() as case if replays is not None:
                failing[group[0][0]] = case
            case Satisfiable() as case if any(case.holds(c) for _, c in group):
                # A case of some claim is often one of others, also in groups not yet asked.
                failing.update((n, case) for n, c in asked.claims
                               if n not in failing and case.holds(c))
                waiting.append(group)
            case Undecided(why) if len(group) == 1:
                reason = message("{reason}", reason=why)
            case Undecided():
                waiting += [((n, c),) for n, c in group]
            case _:
                reason = DOES_NOT_REPLAY
    return Judged({n: failing[n] for n, _ in asked.claims if n in failing}, reason, (asked,))


def reached(asked: Asked) -> Judged:
    """Find a case for each claim that has one: all at once if that can be, else half by half."""
    if len(asked.claims) > 1:
        answer = asked.focus.check(all_of(*(c for _, c in asked.claims)))
        if isinstance(answer, Satisfiable):
            return Judged(dict.fromkeys((n for n, _ in asked.claims), answer), None, (asked,))
        half = len(asked.claims) // 2
        return reached(Asked(asked.focus, asked.claims[:half])).joined(
            reached(Asked(asked.focus, asked.claims[half:]))
        )
    return judge(asked)
