"""Theory terms to expressions, with their units checked.

A whole number without a figure's name takes the unit of what it stands beside: yuan beside money,
percent beside a percentage, and none as a factor or divisor.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from verifier.errors import LanguageError, Message, Problem, message
from verifier.grounding.model import GroundTerm
from verifier.program.sorts import PERCENT_SCALE, Sort
from verifier.program.terms import (
    Amount,
    Compare,
    Expression,
    Formula,
    Linear,
    Literal,
    Operator,
    Quotient,
    Share,
)
from verifier.source import Span

_LITERAL_SCALE = {Sort.MONEY: 100, Sort.PERCENT: 100}
_WHOLE = 100
_FACTORS = frozenset({Sort.NUMBER, Sort.COUNT})
_MULTIPLIED = frozenset({Sort.MONEY, Sort.COUNT, Sort.NUMBER})


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its sort; no sort yet for a bare number."""

    expression: Expression
    sort: Sort | None


class UndefinedError(LanguageError):
    """An amount has no definition."""

    def __init__(self, name: str, problem: Problem) -> None:
        super().__init__(problem)
        self.name = name


class Units:
    """Builds expressions, knowing the sort of every name."""

    def __init__(self, sorts: Mapping[str, Sort]) -> None:
        self._sorts = sorts

    def expression(self, term: GroundTerm, sort: Sort, span: Span) -> Expression:
        """An expression of the wanted sort; LanguageError if the term has another."""
        typed = self._settle(self._typed(term, span), sort)
        if typed.sort is not sort:
            raise _problem(span, message(
                "{found} stands where {wanted} is expected",
                found=_name(typed.sort), wanted=_name(sort),
            ))
        return typed.expression

    def comparison(
        self, operator: Operator, left: GroundTerm, right: GroundTerm, span: Span
    ) -> Formula:
        """A comparison of two terms of one sort."""
        first, second = self._align(self._typed(left, span), self._typed(right, span), span)
        return Compare(operator, first.expression, second.expression)

    def sort_of(self, name: str, span: Span) -> Sort:
        """The sort of a name; LanguageError with the nearest names if there is none."""
        if name not in self._sorts:
            near = difflib.get_close_matches(name, self._sorts, n=3)
            mend = (
                message("did you mean {names}", names=", ".join(f"`{n}`" for n in near)) if near
                else message("define it, or declare a figure, an open value or an input")
            )
            raise UndefinedError(name, Problem(
                "undefined-amount", span, message("`{name}` has no definition", name=name), mend,
            ))
        return self._sorts[name]

    def _typed(self, term: GroundTerm, span: Span) -> Typed:
        if isinstance(term, int):
            return Typed(Literal(term), None)
        if isinstance(term, str):
            return Typed(Amount(term), self.sort_of(term, span))
        if len(term.arguments) == 1:
            inner = self._typed(term.arguments[0], span)
            return Typed(linear(0, ((-1, inner.expression),)), inner.sort)
        left, right = (self._typed(a, span) for a in term.arguments)
        match term.operator:
            case "*":
                return self._product(left, right, span)
            case "/":
                return self._quotient(left, right, span)
            case sign:
                return self._addition(left, right, 1 if sign == "+" else -1, span)

    def _settle(self, typed: Typed, sort: Sort | None) -> Typed:
        """Give a bare number the unit of what it stands beside."""
        if typed.sort is not None or sort is None:
            return typed
        scale = _LITERAL_SCALE.get(sort, 1)
        return Typed(linear(0, ((scale, typed.expression),)), sort)

    def _align(self, left: Typed, right: Typed, span: Span) -> tuple[Typed, Typed]:
        left, right = self._settle(left, right.sort), self._settle(right, left.sort)
        if left.sort is not right.sort:
            raise _problem(span, message(
                "{left} and {right} cannot be added or compared",
                left=_name(left.sort), right=_name(right.sort),
            ))
        return left, right

    def _addition(self, left: Typed, right: Typed, sign: int, span: Span) -> Typed:
        if left.sort in (Sort.DATE, Sort.YEAR):
            return self._calendar(left, right, sign, span)
        left, right = self._align(left, right, span)
        return Typed(linear(0, ((1, left.expression), (sign, right.expression))), left.sort)

    def _calendar(self, left: Typed, right: Typed, sign: int, span: Span) -> Typed:
        total = linear(0, ((1, left.expression), (sign, right.expression)))
        if right.sort in (None, Sort.COUNT):
            return Typed(total, left.sort)
        if right.sort is left.sort and sign < 0:
            return Typed(total, Sort.COUNT)
        raise _problem(span, message(
            "{left} and {right} cannot be added or compared",
            left=_name(left.sort), right=_name(right.sort),
        ))

    def _product(self, left: Typed, right: Typed, span: Span) -> Typed:
        for factor, other in ((left, right), (right, left)):
            if factor.sort is None and isinstance(factor.expression, Literal | Linear):
                value = constant(factor.expression)
                if value == _WHOLE:  # as a whole it is only taken from: (100 - cut) * amount
                    raise LanguageError(Problem(
                        "unit", span,
                        message("`{number}` multiplies a hundredfold, and is no percentage here",
                                number=_WHOLE),
                        message("leave it out, or declare a figure in percent and use its name"),
                    ))
                if value is not None:
                    return Typed(linear(0, ((value, other.expression),)), other.sort)
            if factor.sort is Sort.PERCENT and other.sort in _MULTIPLIED:
                return Typed(Share(factor.expression, other.expression), other.sort)
            if factor.sort is Sort.PERCENT and other.sort is Sort.PERCENT:
                return Typed(Share(factor.expression, other.expression), Sort.PERCENT)
        # A number times a count is a count, whichever stands first.
        first, second = (right, left) if right.sort is Sort.NUMBER else (left, right)
        for factor, other in ((first, second), (second, first)):
            if factor.sort in _FACTORS and other.sort in _MULTIPLIED:
                # A whole multiple is a share of so many times one hundred percent: exact.
                rate = linear(0, ((PERCENT_SCALE, factor.expression),))
                return Typed(Share(rate, other.expression), other.sort)
        raise _problem(span, message(
            "{left} is multiplied by {right}", left=_name(left.sort), right=_name(right.sort),
        ))

    def _quotient(self, left: Typed, right: Typed, span: Span) -> Typed:
        divisor = constant(right.expression) if right.sort is None else None
        if divisor is None or divisor <= 0:
            raise _problem(span, message(
                "{left} is divided by {right}", left=_name(left.sort), right=_name(right.sort),
            ))
        return Typed(Quotient(left.expression, divisor), left.sort)


def linear(start: int, items: tuple[tuple[int, Expression], ...]) -> Expression:
    """A linear sum with constants folded and nested sums flattened."""
    total = start
    flat: list[tuple[int, Expression]] = []
    for factor, item in items:
        match item:
            case Literal(value):
                total += factor * value
            case Linear(inner, nested):
                total += factor * inner
                flat.extend((factor * f, i) for f, i in nested)
            case _:
                flat.append((factor, item))
    merged: dict[Expression, int] = {}
    for factor, item in flat:
        merged[item] = merged.get(item, 0) + factor
    kept = tuple((factor, item) for item, factor in merged.items() if factor)
    if not kept:
        return Literal(total)
    if total == 0 and len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1]
    return Linear(total, kept)


def constant(expression: Expression) -> int | None:
    """The value of a constant expression."""
    return expression.value if isinstance(expression, Literal) else None


def _name(sort: Sort | None) -> str:
    return "a bare number" if sort is None else str(sort)


def _problem(span: Span, what: Message) -> LanguageError:
    return LanguageError(Problem("unit", span, what, message(
        "amounts add to amounts, percentages and whole numbers multiply amounts, "
        "and only a whole number divides"
    )))
