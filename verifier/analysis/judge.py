"""Claims put to the solver: which of them some case makes true, and which none does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from verifier.analysis.encoding import Asked, Claims, Encoding, Known
from verifier.engines.smt import Claim, Satisfiable, Undecided, Unsatisfiable, all_of, any_of
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


def grouped(encoding: Encoding, known: Known, wanted: Sequence[Wanted]) -> Iterator[Asked]:
    """Claims a few at a time, each group with what it needs."""
    for start in range(0, len(wanted), _TOGETHER):
        asked = ask(encoding, known, wanted[start:start + _TOGETHER])
        if asked.claims:
            yield asked


def ask(encoding: Encoding, known: Known, wanted: Sequence[Wanted]) -> Asked:
    """The claims of a question, but for those that are false in every case."""
    with encoding.session.subject() as subject:
        claims = tuple((name, claim()) for name, claim in wanted)
    open_ = tuple((name, c) for name, c in claims if c.constant is not False)
    return Asked(encoding.session.focus(subject, known), open_)


def judge(asked: Asked) -> Judged:
    """Look for cases until each claim has one, or none is left that can have one."""
    failing: dict[str, Satisfiable] = {}
    reason: Message | None = None
    waiting: list[Claims] = [asked.claims] if asked.claims else []
    while waiting:
        group = waiting.pop()
        match asked.focus.check(any_of(*(c for _, c in group))):
            case Unsatisfiable():
                continue
            case Satisfiable() as case if found := [n for n, c in group if case.holds(c)]:
                failing.update((n, case) for n in found)
                if left := tuple((n, c) for n, c in group if n not in found):
                    waiting.append(left)
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
