"""Hold a document against its superior: every line of the superior that binds, for everyone.

Both are encodings of their own, tied by name (`joint`). A breach is a case in which the amount of
the lower document stands wrongly to that of the superior by more than rounding makes. It is a
violation only if a text says the line, and if no value that either document leaves open would heal
it; otherwise it is undetermined, and the text or the value that is needed is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.comparing.verdicts import rounding_of
from verifier.analysis.joining.joint import Joint, join
from verifier.analysis.joining.rooms import JointRooms
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Found, NoCase, Open, Pair, inputs_of
from verifier.analysis.joining.terms import Canonical
from verifier.analysis.results import Verdict
from verifier.analysis.superiors import remembered
from verifier.analysis.superiors.evidence import bindings
from verifier.analysis.superiors.hints import NOTHING, Known
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.questions import Questions
from verifier.analysis.superiors.replays import Replays
from verifier.analysis.superiors.results import Binding, Held, HeldAgainst, Kind, LineHint, Vain
from verifier.analysis.superiors.scope import missing_categories, unshared_years
from verifier.analysis.superiors.search import Breach, Search, Unvalued
from verifier.analysis.superiors.tries import Tries
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.model import Program
from verifier.program.terms import Amount, Expression, Formula
from verifier.source import Span

_Question = tuple[Binding, Pair | None, Formula]
"""A line, what stands for its output on both sides, and its premise."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a search needs beside its questions.

    `programs` are the lower documents, and at last their superior; `inner` is the first side, if
    that is two documents in one.
    """

    programs: Sequence[Program]
    hints: Mapping[str, LineHint] = field(default_factory=dict)
    inner: Joint | None = None


def hold_against(
    lower: ComparedSide, superior: ComparedSide, options: HoldOptions, hints: Known = NOTHING
) -> HeldAgainst:
    """Every binding line of a superior, held against a lower document; hints are tried first."""
    lines = bindings(superior.program)
    if not lines:
        raise CaseError(Problem(
            "no-binding", Span(superior.label),
            message("`{name}` declares no line that binds a lower document", name=superior.label),
            message("declare binding(Id, floor, output, premise, seen, \"clause\"), or choose a "
                    "superior of `mingzheng list`"),
        ))
    joint = join(lower.program, superior.program)
    asked = [(line, *_on_both(joint, line)) for line in lines]
    sides = {Side.LEFT: lower, Side.RIGHT: superior}
    limits = (
        *unshared_years(lower.program, superior.program),
        *missing_categories(lower.program, superior.program, lines),
    )
    held = HeldAgainst(sides, None, (), joint, _used(joint, asked), limits)
    fits = hints.fitting(superior.program, joint.program, options) if options.hinted else {}
    return _searched(held, asked, options, _Beside((lower.program, superior.program), fits))


def hold_together(
    first: ComparedSide, second: ComparedSide, superior: ComparedSide, options: HoldOptions
) -> HeldAgainst:
    """Two lower documents held against each other under the lines that make uniform."""
    with_first = join(first.program, superior.program)
    joint = join(with_first.program, second.program)
    asked: list[_Question] = []
    for line in bindings(superior.program):
        if line.kind is Kind.UNIFORM:
            pair, premise = _on_both(with_first, line)
            left = None if pair is None else _carried(joint, pair[0])
            right = joint.amounts[Side.RIGHT].get(line.output)
            both: Pair | None = None if left is None or right is None else (left, right)
            asked.append((line, both, _carried_truth(joint, premise)))
    sides = {Side.LEFT: first, Side.RIGHT: second}
    uniform = [line for line, _, _ in asked]
    limits = tuple(dict.fromkeys(
        limit for side in (first, second) for limit in (
            *unshared_years(side.program, superior.program),
            *missing_categories(side.program, superior.program, uniform),
        )
    ))
    held = HeldAgainst(sides, superior, (), joint, _used(joint, asked), limits)
    programs = (first.program, second.program, superior.program)
    return _searched(held, asked, options, _Beside(programs, inner=with_first))


def _searched(
    held: HeldAgainst, asked: Sequence[_Question], options: HoldOptions, beside: _Beside
) -> HeldAgainst:
    """The findings: those of an earlier search of the same, or what is found now."""
    known = remembered.read(beside.programs, options)
    if known is not None:
        return replace(held, findings=known, remembered=True)
    asking = Questions(held.joint, (premise for _, _, premise in asked), options.timeout_ms)
    task = _Task(asking, options, beside)
    found = tuple(task.held(*one) for one in asked)
    remembered.write(beside.programs, options, found)
    return replace(held, findings=found)


def _used(joint: Joint, asked: Iterable[_Question]) -> frozenset[str]:
    return inputs_of(joint, *(pair for _, pair, _ in asked if pair is not None))


def _on_both(joint: Joint, line: Binding) -> tuple[Pair | None, Formula]:
    """What stands for the output of a line on both sides, and its premise."""
    premises = joint.atoms[Side.RIGHT]
    if line.premise not in premises:
        raise CaseError(Problem(
            "no-binding", Span(joint.sides[Side.RIGHT].document),
            message("the premise `{premise}` of the binding line `{name}` is derived by no rule",
                    premise=line.premise, name=line.id),
            message("derive it from who the person is"),
        ))
    left, right = (joint.amounts[side].get(line.output) for side in Side)
    pair: Pair | None = None if left is None or right is None else (left, right)
    return pair, premises[line.premise]


def _carried(joint: Joint, term: object) -> Expression | None:
    """An amount of the first two documents, in the Program of all three."""
    if isinstance(term, Amount):
        return joint.amounts[Side.LEFT].get(term.name)
    return None


def _carried_truth(joint: Joint, premise: Formula) -> Formula:
    terms = Canonical(joint.program.rounding)
    terms.atoms.update(joint.atoms[Side.LEFT])
    terms.amounts.update(joint.amounts[Side.LEFT])
    return terms.formula(premise)


class _Task:
    def __init__(self, asking: Questions, options: HoldOptions, beside: _Beside) -> None:
        self.asking = asking
        self.persons = options.persons
        self.beside = beside
        self.replays = Replays(asking.joint, beside.inner)
        self.rooms = JointRooms(asking.joint, options.timeout_ms)

    def held(self, line: Binding, pair: Pair | None, premise: Formula) -> Held:
        """The finding on a line."""
        if pair is None:
            return Held(line, Verdict.VACUOUS, message("the document has no such result"))
        hint = self.beside.hints.get(line.id, LineHint())
        tries = Tries(hint, self.replays.reaching(line, hint.cases))
        search = Search(self.asking, self.replays, self.persons, tries)
        match search.reached(line, premise):
            case Open(reason):
                return Held(line, Verdict.UNKNOWN, reason)
            case NoCase():
                return Held(line, Verdict.VACUOUS, self._unreached(line))
            case Found():
                finding = self._judged(search, line, pair, premise)
                return replace(finding, hint=tries.noted())

    def _unreached(self, line: Binding) -> Message:
        *lower, superior = self.beside.programs
        notes = tuple(dict.fromkeys(
            note for one in lower for note in (
                *unshared_years(one, superior), *missing_categories(one, superior, [line]),
            )
        ))
        if not notes:
            return message("no case reaches what the line speaks of")
        return message("no case reaches what the line speaks of ({notes})", notes=notes)

    def _judged(self, search: Search, line: Binding, pair: Pair, premise: Formula) -> Held:
        """The finding on a line that speaks of somebody."""
        settings = self.rooms.settings((pair,), (premise,))
        unvalued = [Unvalued(line, pair, premise, setting) for setting in settings]
        if pair[0] == pair[1]:
            return _without_value(search, unvalued) or Held(line, Verdict.BY_CONSTRUCTION)
        tolerance = rounding_of(self.asking.joint, (pair,))
        breaches = [
            Breach(line, ahead, premise, setting, tolerance, less)
            for setting in settings for ahead, less in _ways(line.kind, pair)
        ]
        for breach in breaches:
            match search.beyond(breach, tolerance):
                case Open(reason):
                    return Held(line, Verdict.UNKNOWN, reason)
                case Found() as case:
                    return _broken(search, breach, case, breaches, unvalued)
        return _without_value(search, unvalued) or Held(
            line, Verdict.PROVED, tolerance=search.tolerated(breaches)
        )


def _without_value(search: Search, unvalued: Sequence[Unvalued]) -> Held | None:
    """The finding on a line that no amounts break: in some case there is none, or are two."""
    for about in unvalued:
        match search.valueless(about):
            case Open(reason):
                return Held(about.line, Verdict.UNKNOWN, reason)
            case Found():
                return search.lacking(about) or _not_replayed(about.line)
    return None


def _broken(
    search: Search, breach: Breach, case: Found, breaches: Sequence[Breach],
    unvalued: Sequence[Unvalued],
) -> Held:
    """The finding on a line of which a case is a breach."""
    line = breach.line
    breach, most = search.largest(breach, breaches)
    finding = search.shown(breach, most)
    if finding is None:
        return _not_replayed(line)
    worst = case if most is None else most.case
    search.tries.case(worst.values)
    if not finding.exact:
        search.tries.vain(Vain.LARGER)
    healing = search.healing(worst, breach, breaches, unvalued)
    if isinstance(healing, dict):
        return replace(finding, verdict=Verdict.UNDETERMINED, hangs_on=healing,
                       reason=message("it hangs on what the documents leave open"))
    if not line.grade.convicts:
        return replace(finding, verdict=Verdict.UNDETERMINED, reason=_text_needed(line))
    if isinstance(healing, Open):
        reason = message(
            "whether it would hold with other values of what the documents leave open is not "
            "decided ({reason})", reason=healing.reason,
        )
        return replace(finding, verdict=Verdict.UNDETERMINED, reason=reason, decided=False)
    return finding


def _ways(kind: Kind, pair: Pair) -> Iterator[tuple[Pair, bool]]:
    """The breaches of a line, as pairs of which the second must not be larger; and which is less.

    The lower document stands first in `pair`.
    """
    first, second = pair
    if kind in (Kind.FLOOR, Kind.UNIFORM):
        yield (first, second), True  # type: ignore[misc]
    if kind in (Kind.CEILING, Kind.UNIFORM, Kind.PERMISSION):
        yield (second, first), False  # type: ignore[misc]


def _not_replayed(line: Binding) -> Held:
    return Held(line, Verdict.UNKNOWN, DOES_NOT_REPLAY)


def _text_needed(line: Binding) -> Message:
    return message(
        "no text says it (evidence: {grade}); the text of {numbers} is needed",
        grade=line.grade.words, numbers=line.text_needed or ("-",),
    )
