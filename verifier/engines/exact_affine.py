"""Ranges that remember how they depend on each other: affine arithmetic on whole numbers.

Every value that is not known carries, beside its range, a form: it equals
`(constant + sum of factor * symbol) / denominator` in every completion in which it exists. Symbols
are whole numbers with ranges: first the unknown numbers of a case, then what a form cannot follow
(a rounding, an undecided choice, a product of two unknowns), each with a symbol of its own. So
what is subtracted from itself cancels, whatever it is. And a sum with an undecided choice in it is
looked at for each outcome: `limit - min(paid, limit)` is the greater of `limit - paid` and 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import gcd

from verifier.engines.exact_forms import (
    Branch,
    Form,
    Kind,
    Range,
    Value,
    choose,
    combine,
    form_of,
    meet,
    mirrored,
    reach,
    residue,
)
from verifier.engines.exact_guards import suppose
from verifier.engines.exact_limits import FINEST, Both, product_limits, slope_limits, within
from verifier.engines.exact_walk import Fired, Walker
from verifier.program.model import AmountAlternative, AmountDefinition, Rounding
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.terms import Choice

_SLOPES = 16
"""How finely the slope of an undecided choice is set."""

_BRANCHES = 4
"""How many outcomes of a choice are followed."""

_CHOICES = 3
"""How many choices of one sum are looked at."""


class AffineWalker(Walker):
    """A `Walker` whose values carry forms; `symbols` are the ranges of the symbols.

    `effort` counts what was combined, so that a search can be given a budget of work.
    """

    def __init__(
        self,
        rounding: Rounding,
        atoms: dict[str, bool | None],
        amounts: dict[str, Value | None],
    ) -> None:
        super().__init__(rounding, atoms, amounts)
        self.symbols: list[Range] = []
        self.limits: dict[int, Both] = {}
        self.effort = 0
        self.firing: dict[str, list[Fired]] = {}

    def fresh(self, low: int, high: int) -> Value:
        """Make a value that depends on nothing else."""
        if low == high:
            return (low, high, True, None)
        self.symbols.append((low, high))
        return (low, high, True, Form(1, 0, {len(self.symbols) - 1: 1}))

    def reach(self, form: Form) -> Range:
        """Least and greatest numerator of a form."""
        return reach(form, self.symbols, {})

    def _limited(self, value: Value, limits: Both) -> None:
        """Keep between which forms of earlier symbols a fresh value always lies."""
        if value[3] is not None:
            (symbol,) = value[3].factors
            self.limits[symbol] = limits

    def _within(self, form: Form, narrower: Mapping[int, Range]) -> Range:
        found = within(form, self.symbols, narrower, self.limits)
        self.effort += found.effort
        return found.range

    def _narrow(self, value: Value, form: Form) -> Value | None:
        """Take what both the range and the form allow; None if that is nothing."""
        low, high = meet(value[:2], self._within(form, {}))
        if low > high:
            return None
        if low < high and form.denominator > FINEST:
            form = form_of(self.fresh(low, high))
        return (low, high, value[2], form)

    def _settle_choice(self, value: Value | None, choice: Form) -> Value | None:
        """Take what the outcomes of a choice allow as well, and keep the choice."""
        if value is None or value[0] == value[1]:
            return value
        ranges = [self._within(branch, narrower) for branch, narrower in choice.branches]
        low, high = meet(value[:2], _chosen(choice.kind, ranges, value[:2]))
        if low > high:
            return None
        form = form_of(value)
        return (low, high, value[2], Form(*form[:3], *choice[3:]))

    def _round(self, form: Form, divisor: int) -> Form:
        """Form of a whole number divided and rounded."""
        common = gcd(divisor, form[1], *form[2].values()) if form[0] == 1 else 1
        low, high = residue(self.rounding, divisor // common)
        # form / divisor == (form / common) / least, and form / common is whole as well.
        noise = form_of(self.fresh(low, high))
        shift = {symbol: form[0] * common for symbol in noise.factors}
        return Form(form[0] * divisor, form[1], form[2] | shift)

    def _divide(self, value: Value | None, factor: int, of: Value, divisor: int) -> Value | None:
        """Round `factor * of / divisor`, where `value` is its range."""
        if value is None or value[0] == value[1]:
            return value
        result = self._narrow(value, self._round(combine(0, ((factor, form_of(of)),)), divisor))
        if of[3] is None or not of[3].branches:
            return result
        branches = tuple(  # rounding keeps an order
            (self._round(combine(0, ((factor, branch),)), divisor), narrower)
            for branch, narrower in of[3].branches
        )
        choice = Form(1, 0, {}, mirrored(of[3].kind, factor), branches, of[3].lone)
        return self._settle_choice(result, choice)

    # -- what Walker does to numbers ---------------------------------------------------------

    def difference(self, left: Value, right: Value) -> Range:
        """Range of `left - right`; empty (low above high) if both cannot exist together."""
        low, high = super().difference(left, right)
        if low > 0 or high < 0 or low == high:
            return low, high  # nothing more is asked of a difference than its sign
        value = self.linear(0, ((1, left), (-1, right)))
        return (0, -1) if value is None else value[:2]

    def linear(self, constant: int, parts: Sequence[tuple[int, Value]]) -> Value | None:
        """`constant` plus the multiples."""
        value = super().linear(constant, parts)
        if value is None or value[0] == value[1]:
            return value
        forms = [(factor, form_of(part)) for factor, part in parts]
        form = combine(constant, forms)
        result = self._narrow(value, form)
        carried: Form | None = None
        for choice in self._outcomes(constant, parts, forms):
            result = self._settle_choice(result, choice)
            if result is None or result[0] == result[1]:
                return result
            # The choice with the plainest outcome is kept: it is the one that cancels further on.
            if carried is None or _plainest(choice) < _plainest(carried):
                carried = choice
        if result is None or carried is None:
            return result
        low, high = meet(result[:2], self._of_two(constant, forms, result[:2]))
        if low > high:
            return None
        result = (low, high, *result[2:])
        return (*result[:3], Form(*form[:3], *carried[3:]))

    def _outcomes(
        self, constant: int, parts: Sequence[tuple[int, Value]], forms: list[tuple[int, Form]]
    ) -> Iterator[Form]:
        """What a sum is for each outcome of a choice in it, the widest choices first."""
        order = sorted(
            (abs(factor) * (part[1] - part[0]), position)
            for position, (factor, part) in enumerate(parts)
            if part[0] < part[1] and part[3] is not None and part[3].branches
        )
        for _, position in order[: -_CHOICES - 1 : -1]:
            factor, form = forms[position]
            branches = tuple(
                (
                    combine(
                        constant,
                        (*forms[:position], (factor, branch), *forms[position + 1 :]),
                    ),
                    narrower,
                )
                for branch, narrower in form.branches
            )
            lone = form.lone and sum(part[0] < part[1] for _, part in parts) == 1
            yield Form(1, 0, {}, mirrored(form.kind, factor), branches, lone)

    def _of_two(
        self, constant: int, forms: Sequence[tuple[int, Form]], known: Range
    ) -> Range:
        """What a sum is for the outcomes of two choices in it at once."""
        choices = [place for place, (_, form) in enumerate(forms) if form.branches]
        for one, two in combinations(choices, 2):
            outer = []
            for branch, narrower in forms[one][1].branches:
                inner = []
                for other, further in forms[two][1].branches:
                    replaced = {one: branch, two: other}
                    parts = ((k, replaced.get(n, form)) for n, (k, form) in enumerate(forms))
                    both = {**narrower, **further}
                    inner.append(self._within(combine(constant, parts), both))
                kind = mirrored(forms[two][1].kind, forms[two][0])
                outer.append(_chosen(kind, inner, known))
            kind = mirrored(forms[one][1].kind, forms[one][0])
            known = meet(known, _chosen(kind, outer, known))
        return known

    def share(self, rate: Value, of: Value) -> Value | None:
        """`rate` hundredths of a percent of `of`."""
        value = super().share(rate, of)
        if value is None or value[0] == value[1]:
            return value
        if rate[0] == rate[1]:
            return self._divide(value, rate[0], of, PERCENT_SCALE)
        if of[0] == of[1]:
            return self._divide(value, of[0], rate, PERCENT_SCALE)
        # Around (a, b): x * y == a * y + b * x - a * b + (x - a) * (y - b).
        a, b = (rate[0] + rate[1]) // 2, (of[0] + of[1]) // 2
        ends = [(x - a) * (y - b) for x in rate[:2] for y in of[:2]]
        rest = self.fresh(min(ends), max(ends))
        ranges = (rate[:2], of[:2])
        self._limited(rest, product_limits(form_of(rate), form_of(of), ranges, (a, b)))
        parts = ((a, form_of(of)), (b, form_of(rate)), (1, form_of(rest)))
        form = self._round(combine(-a * b, parts), PERCENT_SCALE)
        return self._narrow(value, form)

    def quotient(self, of: Value, divisor: int) -> Value | None:
        """`of` divided by a positive whole number."""
        return self._divide(super().quotient(of, divisor), 1, of, divisor)

    def extreme(self, function: Choice, found: Sequence[tuple[bool, Value]]) -> Value:
        """Least or greatest, after those are left out that another beats in any case."""
        left = self._undominated(function, found)
        bounds = super().extreme(function, left)
        if len(left) == 1:
            return (*bounds[:3], left[0][1][3])
        kind: Kind = "min" if function == "min" else "max"
        values = [value for _, value in left]
        if not all(counts for counts, _ in left):
            return self._choice("one", bounds, values)
        first = values[0]
        for second in values[1:]:
            first = self._between(function, first, second)
        return self._choice(kind, bounds, values, form_of(first))

    def _undominated(
        self, function: Choice, found: Sequence[tuple[bool, Value]]
    ) -> Sequence[tuple[bool, Value]]:
        sign = 1 if function == "min" else -1
        beaten: set[int] = set()
        for one, (counts, value) in enumerate(found):
            for other in range(one + 1, len(found)):
                if one in beaten or other in beaten:
                    continue
                low, high = self.difference(value, found[other][1])
                least, most = (low, high) if sign > 0 else (-high, -low)
                if most <= 0 and counts:
                    beaten.add(other)
                elif least >= 0 and found[other][0]:
                    beaten.add(one)
        return [item for position, item in enumerate(found) if position not in beaten]

    def _between(self, function: Choice, first: Value, second: Value) -> Value:
        """The lesser or greater of two, of which it is not known which: a slope between theirs.

        With `d` for the difference, `min(d, 0)` is concave and so differs from `d * slope` most at
        the ends of the range of `d` (downwards) and at 0 (not at all).
        """
        least, most = self.difference(first, second)
        least, most = min(least, 0), max(most, 0)
        if least == most:
            return first
        slope = _SLOPES * least // (least - most)
        noise = self.fresh(min((_SLOPES - slope) * least, -slope * most), 0)
        self._limited(noise, slope_limits(form_of(first), form_of(second), slope, _SLOPES))
        sign, part = (1, slope) if function == "min" else (-1, _SLOPES - slope)
        parts = ((part, first), (_SLOPES - part, second), (sign, noise))
        form = combine(0, ((factor, form_of(value)) for factor, value in parts))
        form = Form(form.denominator * _SLOPES, form.constant, form.factors)
        bounds = super().extreme(function, ((True, first), (True, second)))
        return self._narrow(bounds, form) or first

    def join(self, values: Sequence[Value]) -> Value:
        """One of the values, it is not known which."""
        return values[0] if len(values) == 1 else self._choice("one", super().join(values), values)

    def _choice(
        self, kind: Kind, bounds: Value, values: Sequence[Value], form: Form | None = None
    ) -> Value:
        """A choice between values within bounds, whose own form is a symbol if none is given."""
        form = form or form_of(self.fresh(bounds[0], bounds[1]))
        branches: list[Branch] = []
        for value in values:
            own = form_of(value)
            apart = own.kind == kind and (kind == "one" or own.lone)
            found = own.branches if apart and own.branches else ((own, {}),)
            branches += (branch for branch in found if branch not in branches)
        if len(branches) > _BRANCHES:
            return (*bounds[:3], form)
        plain = tuple((branch._replace(branches=()), narrower) for branch, narrower in branches)
        return (*bounds[:3], form._replace(kind=kind, branches=plain, lone=True))

    def fired(self, definition: AmountDefinition) -> list[Fired]:
        """List the alternatives whose guard is not false, each with its value if it is true."""
        found: list[Fired] = []
        for alternative in definition.alternatives:
            truth = self.formula(alternative.guard)
            if truth is not False:
                value = self._value(alternative, sure=truth is True)
                found.append((alternative, truth, value))
        return found

    def _value(self, alternative: AmountAlternative, *, sure: bool) -> Value | None:
        """Value of an alternative, under what its guard tells of symbols and amounts."""
        if sure:
            return self.expression(alternative.value)
        supposed = suppose(self, self.symbols, alternative.guard)
        symbols = self.symbols[:]
        amounts = {name: self.amounts[name] for name in supposed.amounts}
        for symbol, narrower in supposed.symbols.items():
            self.symbols[symbol] = narrower
        self.amounts |= supposed.amounts
        value = self.expression(alternative.value)
        self.symbols[: len(symbols)] = symbols
        self.amounts |= amounts
        if value is None or not supposed.symbols:
            return value
        form = form_of(value)
        branch = (form._replace(branches=()), supposed.symbols)
        return (*value[:3], form._replace(kind="one", branches=(branch,)))


def _chosen(kind: Kind, ranges: Sequence[Range], known: Range) -> Range:
    """Range of a choice; what cannot be is not the one of several."""
    if kind != "one":
        return choose(kind, ranges)
    return choose(kind, [r for r in ranges if r[0] <= r[1]] or [known])


def _plainest(choice: Form) -> int:
    return min(len(branch.factors) for branch, _ in choice.branches)
