"""Faults of a document that one case shows: amounts defined twice, or used and not defined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from verifier.engines.exact_types import Conflict, Gap, Interval
from verifier.engines.exact_walk import Fired, Walker
from verifier.program.model import AmountDefinition, AtomDefinition, Constraint, Program
from verifier.program.terms import (
    Aggregate,
    Amount,
    And,
    AtLeast,
    Compare,
    Expression,
    Formula,
    Linear,
    Not,
    Or,
    Quotient,
    Share,
)


def find_conflicts(walker: Walker, fired: Mapping[str, Sequence[Fired]]) -> tuple[Conflict, ...]:
    """Conflicts of all amounts in the order of their definitions.

    Where an amount certainly has one, only the alternatives that are certainly in it are named.
    """
    found: list[Conflict] = []
    for name, alternatives in fired.items():
        if len(alternatives) < 2:  # noqa: PLR2004
            continue
        pairs = walker.disputes(alternatives)
        certain = [pair for pair in pairs if _certain(*pair)]
        involved = {id(side[0]) for pair in certain or pairs for side in pair}
        sides = [item for item in alternatives if id(item[0]) in involved]
        if sides:
            found.append(
                Conflict(
                    name,
                    tuple(alternative.rule for alternative, _, _ in sides),
                    tuple(Interval(*value[:3]) for _, _, value in sides if value is not None),
                    bool(certain),
                )
            )
    return tuple(found)


def _certain(first: Fired, second: Fired) -> bool:
    a, b = first[2], second[2]
    if not (first[1] and second[1] and a and b):
        return False
    return a[2] and b[2] and (a[1] < b[0] or b[1] < a[0])


def find_gaps(
    program: Program,
    walker: Walker,
    fired: Mapping[str, Sequence[Fired]],
    suspects: Sequence[AtomDefinition | AmountDefinition | Constraint],
    outputs: Collection[str],
) -> tuple[Gap, ...]:
    """Gaps in the order of the definitions.

    Args:
        program: The Program, for its order.
        walker: Its evaluation.
        fired: The alternatives of each amount that certainly or possibly fire.
        suspects: What compares an amount that has no certain value.
        outputs: Amounts that are used in any case.
    """
    usage = _Usage(walker)
    for name in outputs:
        usage.note(name, True, "")
    for suspect in suspects:
        usage.compare(suspect)
    gaps = [
        gap
        # What uses an amount stands after it, so from the end each is met when its uses are known.
        for definition in reversed(program.definitions)
        if isinstance(definition, AmountDefinition) and definition.name in usage.found
        if (gap := usage.descend(definition.name, fired[definition.name]))
    ]
    return tuple(reversed(gaps))


class _Usage:
    """Which amounts without a certain value are used: certainly (true), possibly (false)."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.found: dict[str, bool] = {}
        self.users: dict[str, dict[str, None]] = {}

    def note(self, name: str, certain: bool, rule: str) -> None:
        value = self.walker.amounts[name]
        if value is None or not value[2]:
            self.found[name] = self.found.get(name, False) or certain
            self.users.setdefault(name, {})[rule] = None

    def compare(self, suspect: AtomDefinition | AmountDefinition | Constraint) -> None:
        """Note what the comparisons of a rule use, where its other literals hold."""
        if isinstance(suspect, Constraint):
            self._formula(suspect.body, True, suspect.rule)
        elif isinstance(suspect, AtomDefinition):
            for body in suspect.alternatives:
                self._formula(body.body, True, body.rule)
        else:
            for alternative in suspect.alternatives:
                self._formula(alternative.guard, True, alternative.rule)
                truth = self.walker.formula(alternative.guard)
                if truth is not False:
                    self._conditions(alternative.value, truth is True, alternative.rule)

    def descend(self, name: str, fired: Sequence[Fired]) -> Gap | None:
        """Note what a used amount uses, and say whether the fault is its own."""
        certain = self.found[name]
        lacks = beneath = hollow = False
        for alternative, truth, _ in fired:
            for used, sure in _lacking(self.walker, alternative.value).items():
                self.note(used, certain and truth is True and sure, alternative.rule)
                lacks = True
                beneath |= sure and truth is True and self.walker.amounts[used] is None
            hollow |= _hollow(self.walker, alternative.value)
        firing = [alternative for alternative, truth, _ in fired if truth]
        disputes = self.walker.disputes(fired)
        if firing:
            if beneath or not hollow or any(_certain(*pair) for pair in disputes):
                return None  # it is defined: what is wrong stands below, or is a conflict
            certain &= self.walker.amounts[name] is None and not lacks and not disputes
        else:
            certain &= not fired
        users = tuple(rule for rule in self.users[name] if rule)
        return Gap(name, users, tuple(alternative.rule for alternative in firing), certain)

    def _formula(self, item: Formula, certain: bool, rule: str) -> None:
        match item:
            case Compare():
                for side in (item.left, item.right):
                    for name, sure in _lacking(self.walker, side).items():
                        self.note(name, certain and sure, rule)
                    self._conditions(side, certain, rule)
            case Not():
                self._formula(item.item, certain, rule)
            case And() | Or():
                self._junction(item, certain, rule)
            case AtLeast():
                for _, part in item.items:
                    self._formula(part, certain, rule)

    def _junction(self, item: And | Or, certain: bool, rule: str) -> None:
        """A part matters if the other parts leave the result to it."""
        settles = isinstance(item, Or)
        truths = [self._blind(part) for part in item.items]
        for position, part in enumerate(item.items):
            others = truths[:position] + truths[position + 1 :]
            if settles not in others:
                self._formula(part, certain and None not in others, rule)

    def _blind(self, item: Formula) -> bool | str | None:
        """Truth of a part; a comparison that lacks a value does not keep another from mattering."""
        if isinstance(item, Compare) and (
            _lacking(self.walker, item.left) or _lacking(self.walker, item.right)
        ):
            return "lacking"
        return self.walker.formula(item)

    def _conditions(self, item: Expression, certain: bool, rule: str) -> None:
        """Note what the conditions of aggregates compare."""
        match item:
            case Linear():
                for _, part in item.items:
                    self._conditions(part, certain, rule)
            case Share():
                self._conditions(item.rate, certain, rule)
                self._conditions(item.of, certain, rule)
            case Quotient():
                self._conditions(item.of, certain, rule)
            case Aggregate():
                for condition, part in item.elements:
                    self._formula(condition, certain, rule)
                    truth = self.walker.formula(condition)
                    if truth is not False:
                        self._conditions(part, certain and truth is True, rule)


def _lacking(walker: Walker, item: Expression) -> dict[str, bool]:
    """Amounts without a certain value that an expression uses: certainly (true) or possibly."""
    found: dict[str, bool] = {}

    def visit(part: Expression, certain: bool) -> None:
        match part:
            case Amount():
                value = walker.amounts[part.name]
                if value is None or not value[2]:
                    found[part.name] = found.get(part.name, False) or certain
            case Linear():
                for _, inner in part.items:
                    visit(inner, certain)
            case Share():
                visit(part.rate, certain)
                visit(part.of, certain)
            case Quotient():
                visit(part.of, certain)
            case Aggregate():
                for condition, inner in part.elements:
                    truth = walker.formula(condition)
                    if truth is not False:
                        visit(inner, certain and truth is True)

    visit(item, True)
    return found


def _hollow(walker: Walker, item: Expression) -> bool:
    """Whether an expression may take the least or greatest of nothing."""
    match item:
        case Linear():
            return any(_hollow(walker, part) for _, part in item.items)
        case Share():
            return _hollow(walker, item.rate) or _hollow(walker, item.of)
        case Quotient():
            return _hollow(walker, item.of)
        case Aggregate():
            truths = [walker.formula(condition) for condition, _ in item.elements]
            if item.function != "sum" and True not in truths:
                return True
            return any(
                _hollow(walker, part)
                for truth, (_, part) in zip(truths, item.elements, strict=True)
                if truth is not False
            )
        case _:
            return False
