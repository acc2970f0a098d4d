"""How two documents stand to each other in one line, for everyone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.checking.rounding import rounding_steps
from verifier.analysis.comparing.replays import evaluations, shows
from verifier.analysis.comparing.results import Difference, Judgement, Line, OnlyAdmits
from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.rooms import JointRooms
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Found, NoCase, Open, Pair, Question, turned
from verifier.errors import Message, message
from verifier.program.model import Constraint
from verifier.program.names import amounts_in

_ALONE = {"only_first": Side.LEFT, "only_second": Side.RIGHT}
"""Ways of one side alone giving an amount."""


def judge(joint: Joint, line: Line, rooms: JointRooms, timeout_ms: int) -> Judgement:
    """The verdict on a line; each of its questions has `timeout_ms`."""
    if all(first == second for first, second in line.pairs):
        return Judgement(line, Difference.SAME, by_construction=True)
    answers: dict[str, bool | None] = dict.fromkeys(_ways(line), False)
    reason: Message | None = None
    found: list[Mapping[str, bool]] = []
    ways = tuple(answers)
    for setting in rooms.settings(line.pairs):
        differs = False
        for way in ways:
            question = Question(joint, line.pairs, setting, timeout_ms)
            match question.find(question.any_pair(way, line.pairs)):
                case Found(values) if shows(joint, line, way, {**values, **setting}):
                    answers[way], differs = True, differs or way != "valueless"
                case Found() | Open() as answer:
                    why = answer.reason if isinstance(answer, Open) else DOES_NOT_REPLAY
                    answers[way], reason = answers[way] or None, why
                    differs = differs or way != "valueless"
                case NoCase():
                    pass
        if differs:
            found.append(setting)
    tolerance = 0
    if answers["more"] and answers["less"] and not line.truth:
        for way in ("more", "less"):
            if _by_rounding(joint, line, way, tuple(found), timeout_ms):
                tolerance, answers[way] = rounding_of(joint, line.pairs), False
                break
    return Judgement(
        line, _verdict(answers), False, _reason(answers, reason), answers["more"],
        answers["less"], tuple(found), tolerance,
        {side: answers[way] for way, side in _ALONE.items() if way in answers},
    )


def _ways(line: Line) -> tuple[str, ...]:
    """What is asked of a line."""
    if line.truth:
        return "more", "less"
    return "more", "less", *_ALONE, *(() if line.optional else ("valueless",))


def rounding_of(joint: Joint, pairs: Iterable[Pair]) -> int:
    """The products and quotients behind a line, which may each change it by a fen."""
    names = {name for pair in pairs for term in pair for name in amounts_in(term)}
    return sum(rounding_steps(joint.program, name) for name in names)


def _by_rounding(
    joint: Joint, line: Line, way: str, settings: tuple[Mapping[str, bool], ...], timeout_ms: int
) -> bool:
    """Whether no case differs in this direction by more than rounding alone can make."""
    beyond = rounding_of(joint, line.pairs) + 1
    for setting in settings:
        for pair in line.pairs:
            ahead = pair if way == "more" else turned(pair)
            question = Question(joint, (ahead,), setting, timeout_ms)
            if not isinstance(question.find(question.beyond(ahead, beyond)), NoCase):
                return False
    return True


def _verdict(answers: Mapping[str, bool | None]) -> Difference:
    more, less = answers["more"], answers["less"]
    if any(answers.get(way) for way in _ALONE):
        return Difference.ONE_VALUED
    if more and less:
        return Difference.MIXED
    if None in answers.values() or answers.get("valueless"):
        return Difference.UNKNOWN
    if more:
        return Difference.NEVER_LESS
    return Difference.NEVER_MORE if less else Difference.SAME


def _reason(answers: Mapping[str, bool | None], reason: Message | None) -> Message | None:
    if answers["more"] and answers["less"]:
        return None
    if answers.get("valueless"):
        return message("in some case neither of the documents gives it one value")
    return reason


def possible(joint: Joint, timeout_ms: int) -> bool | None:
    """Whether some case is possible under both documents; None if that is not decided."""
    question = Question(joint, (), {}, timeout_ms)
    match question.find():
        case Found(values):
            excluded = any(one.broken for one in evaluations(joint, values).values())
            return None if excluded else True
        case Open():
            return None
        case NoCase():
            return False


def admits_more(joint: Joint, side: Side, timeout_ms: int) -> OnlyAdmits | None:
    """Whether a side admits a case, of those both can express, that the other excludes."""
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    beyond = joint.limits[other] - joint.limits[side]
    if not beyond:
        return None
    own = sorted(joint.limits[side], key=repr)
    alone = replace(joint.program, constraints=tuple(Constraint("", body) for body in own))
    broken = sorted(beyond, key=repr)
    question = Question(replace(joint, program=alone), (), {}, timeout_ms, broken)
    match question.find(question.some(broken)):
        case Found(values):
            sides = evaluations(joint, values)
            if sides[side].broken or not sides[other].broken:
                return OnlyAdmits(side, False, DOES_NOT_REPLAY)
            return OnlyAdmits(side, True)
        case Open(reason):
            return OnlyAdmits(side, False, reason)
        case NoCase():
            return None
