"""Where to cut a box of unknowns, so that what is undecided in it becomes decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from verifier.engines.exact_affine import AffineWalker
from verifier.engines.exact_forms import Form, combine, form_of
from verifier.engines.exact_slice import Slice
from verifier.program.model import AtomDefinition
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
    Not,
    Or,
    Quotient,
    Share,
)

_FINE = 10**6
"""In how many parts of the whole range widths are compared."""

_HEAVY = 8
"""How many times heavier an unknown must be than the rest of a form to be cut for its zero."""


@dataclass(frozen=True, slots=True)
class Box:
    """Ranges of the unknown numbers and truths of the unknown atoms, in the order of the slice."""

    numbers: tuple[tuple[int, int], ...]
    booleans: tuple[bool | None, ...]

    @property
    def point(self) -> bool:
        """Whether nothing is unknown any more."""
        return None not in self.booleans and all(low == high for low, high in self.numbers)

    def with_number(self, position: int, low: int, high: int) -> Box:
        """Replace the range of a number."""
        numbers = (*self.numbers[:position], (low, high), *self.numbers[position + 1 :])
        return Box(numbers, self.booleans)

    def with_boolean(self, position: int, truth: bool) -> Box:
        """Settle a truth."""
        booleans = (*self.booleans[:position], truth, *self.booleans[position + 1 :])
        return Box(self.numbers, booleans)


@dataclass(frozen=True, slots=True)
class Aim:
    """To find more than `reached` of `sign * value`, where the value has this form."""

    form: Form
    sign: int
    reached: int


@dataclass(slots=True)
class _Open:
    """Names that a term leaves open, and what is undecided in the term itself."""

    atoms: list[str] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


class Splitter:
    """Cuts one box; `walker` holds the evaluation of the slice in it."""

    def __init__(self, part: Slice, walker: AffineWalker, box: Box) -> None:
        self.part = part
        self.walker = walker
        self.box = box
        self.marked: set[tuple[bool, str]] = set()

    def split(self, wanted: Amount | Formula, aim: Aim | None) -> tuple[Box, Box]:
        """Cut a box that is not a point, for the sake of a wanted amount or a formula.

        First where something is undecided on which the wanted rests, furthest upstream; if nothing
        is, then for the `aim`, or in the middle.
        """
        for found in self._causes(wanted):
            for name in found.atoms:
                if name in self.part.booleans:
                    return self._fork(self.part.booleans.index(name))
            for form in found.forms:
                boxes = self._zero(form)
                if boxes:
                    return boxes
        return (aim and self._shave(aim)) or self._halve()

    # -- what is undecided -------------------------------------------------------------------

    def _causes(self, wanted: Amount | Formula) -> list[_Open]:
        """What is undecided upstream of the wanted, in the order of the definitions."""
        last = self._look(wanted)
        found = [last]
        for definition in reversed(self.part.definitions):
            numeric = not isinstance(definition, AtomDefinition)
            if (numeric, definition.name) not in self.marked:
                continue
            inner = _Open()
            if isinstance(definition, AtomDefinition):
                for item in definition.alternatives:
                    self._formula(item.body, inner)
            else:
                for alternative, _, _ in self.walker.firing[definition.name]:
                    self._formula(alternative.guard, inner)
                    self._expression(alternative.value, inner)
            self._mark(inner)
            found.append(inner)
        found.reverse()
        return found

    def _look(self, wanted: Amount | Formula) -> _Open:
        found = _Open()
        if isinstance(wanted, Amount):
            self._expression(wanted, found)
        else:
            self._formula(wanted, found)
        self._mark(found)
        return found

    def _mark(self, found: _Open) -> None:
        self.marked.update((False, name) for name in found.atoms)
        self.marked.update((True, name) for name in found.amounts)

    def _formula(self, item: Formula, found: _Open) -> None:
        if self.walker.formula(item) is not None:
            return
        match item:
            case Atom():
                found.atoms.append(item.name)
            case Not():
                self._formula(item.item, found)
            case And() | Or():
                for part in item.items:
                    self._formula(part, found)
            case AtLeast():
                for _, part in item.items:
                    self._formula(part, found)
            case Compare():
                self._expression(item.left, found)
                self._expression(item.right, found)
                found.forms += self._gap(item.left, item.right)

    def _expression(self, item: Expression, found: _Open) -> None:
        match item:
            case Amount():
                value = self.walker.amounts[item.name]
                if value is not None and not (value[2] and value[0] == value[1]):
                    found.amounts.append(item.name)
            case Linear():
                for _, part in item.items:
                    self._expression(part, found)
            case Share():
                self._expression(item.rate, found)
                self._expression(item.of, found)
            case Quotient():
                self._expression(item.of, found)
            case Aggregate():
                self._aggregate(item, found)

    def _aggregate(self, item: Aggregate, found: _Open) -> None:
        rivals: list[Expression] = []
        for condition, part in item.elements:
            if self.walker.formula(condition) is False:
                continue
            self._formula(condition, found)
            self._expression(part, found)
            rivals.append(part)
        if item.function != "sum":
            for position, first in enumerate(rivals):
                for second in rivals[position + 1 :]:
                    found.forms += self._gap(first, second)

    def _gap(self, left: Expression, right: Expression) -> Iterator[Form]:
        """The difference of two expressions, if it may be on either side of zero."""
        a, b = self.walker.expression(left), self.walker.expression(right)
        if a is not None and b is not None:
            low, high = self.walker.difference(a, b)
            if low <= 0 <= high and low < high:
                yield combine(0, ((1, form_of(a)), (-1, form_of(b))))

    # -- where to cut ------------------------------------------------------------------------

    def _fork(self, position: int) -> tuple[Box, Box]:
        return self.box.with_boolean(position, True), self.box.with_boolean(position, False)

    def _number(self, position: int, last: int) -> tuple[Box, Box] | None:
        """Cut a number after `last`, brought down to its steps; None if that cuts nothing off."""
        low, high = self.box.numbers[position]
        step = self.part.numbers[position].step
        last -= (last - low) % step
        if not low <= last < high:
            return None
        left = self.box.with_number(position, low, last)
        return left, self.box.with_number(position, last + step, high)

    def _weights(self, form: Form) -> list[tuple[int, int, int]]:
        """Unknowns of a form, as (weight in it, position, factor), the heaviest first."""
        count = len(self.box.numbers)
        weights = [
            (
                abs(factor) * (self.box.numbers[symbol][1] - self.box.numbers[symbol][0]),
                symbol,
                factor,
            )
            for symbol, factor in form[2].items()
            if symbol < count
        ]
        return sorted((w for w in weights if w[0]), key=lambda w: (-w[0], w[1]))

    def _zero(self, form: Form) -> tuple[Box, Box] | None:
        """Cut where a form is zero, for its heaviest unknown and the others in between.

        None if the others weigh too much: then the cut would decide little on either side.
        """
        weights = self._weights(form)
        if not weights:
            return None
        weight, position, factor = weights[0]
        others = {s: f for s, f in form.factors.items() if s != position}
        low, high = self.walker.reach(Form(form.denominator, form.constant, others))
        if (high - low) * _HEAVY > weight:
            return None
        for offset in ((low + high) // 2, low, high):
            root, remainder = divmod(-offset, factor)
            for last in (root,) if remainder else (root - 1, root):
                boxes = self._number(position, last)
                if boxes:
                    return boxes
        return None

    def _shave(self, aim: Aim) -> tuple[Box, Box] | None:
        """Cut off where the form cannot be better than what is reached; None if it is little."""
        low, high = self.walker.reach(aim.form)
        sign, unit = aim.sign, aim.form[0]
        spare = (high if sign > 0 else -low) - (aim.reached + 1) * unit
        for weight, position, factor in self._weights(aim.form)[:1]:
            first, last = self.box.numbers[position]
            keep = spare // abs(factor)
            if spare < 0 or 2 * keep * abs(factor) >= weight:
                return self._number(position, (first + last) // 2)
            if sign * factor > 0:
                return self._number(position, last - keep - 1)
            return self._number(position, first + keep)
        return None

    def _halve(self) -> tuple[Box, Box]:
        """Cut in the middle, what matters before what does not, the widest first."""
        ranks = []
        for position, ((low, high), variable) in enumerate(
            zip(self.box.numbers, self.part.numbers, strict=True)
        ):
            if low < high:
                matters = (True, variable.name) in self.marked
                width = (high - low) * _FINE // (variable.high - variable.low)
                ranks.append((matters, width, -position))
        for _, _, position in sorted(ranks, reverse=True):
            low, high = self.box.numbers[-position]
            boxes = self._number(-position, (low + high) // 2)
            if boxes:
                return boxes
        return self._fork(self.box.booleans.index(None))
