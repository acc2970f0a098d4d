"""Expressions with their numbers put in: `60% × (30000.00 − 1500.00)`."""

from __future__ import annotations

from verifier.engines.exact_types import Evaluation
from verifier.program.sorts import Sort
from verifier.program.terms import (
    Aggregate,
    Amount,
    Choice,
    Expression,
    Linear,
    Literal,
    Quotient,
    Share,
)
from verifier.report.layout import solid
from verifier.report.naming import Naming


class Formulas:
    """Writes expressions of one evaluated Program."""

    def __init__(self, naming: Naming, evaluation: Evaluation) -> None:
        self.naming = naming
        self.evaluation = evaluation

    def write(self, item: Expression, sort: Sort) -> str:
        """Write an expression whose value is of a sort."""
        match item:
            case Literal():
                return self.naming.quantity(item.value, sort)
            case Amount():
                return self._amount(item)
            case Linear():
                return self._linear(item, sort)
            case Share():
                rate = self._factor(item.rate, Sort.PERCENT)
                return f"{rate} × {self._factor(item.of, sort)}"
            case Quotient():
                return f"{self._factor(item.of, sort)} ÷ {item.divisor}"
            case Aggregate():
                return self._aggregate(item, sort)

    def _amount(self, item: Amount) -> str:
        value = self.evaluation.amounts[item.name]
        sort = self.naming.sort(item.name)
        if value is not None and value.low == value.high:
            return self.naming.quantity(value.low, sort)
        return solid(f"[{self.naming.value(value, sort)}]")

    def _linear(self, item: Linear, sort: Sort) -> str:
        parts: list[tuple[bool, str]] = []
        if item.constant > 0 or not item.items:
            parts.append((False, self.naming.quantity(item.constant, sort)))
        for factor, part in item.items:
            text = self._factor(part, sort) if len(item.items) > 1 else self.write(part, sort)
            if abs(factor) != 1:
                text = f"{abs(factor)} × {self._factor(part, sort)}"
            parts.append((factor < 0, text))
        if item.constant < 0:
            parts.append((True, self.naming.quantity(-item.constant, sort)))
        parts.sort(key=lambda part: part[0])  # what is added stands before what is taken away
        (negative, first), *rest = parts
        text = f"−{first}" if negative else first
        return text + "".join(f" {'−' if sign else '+'} {part}" for sign, part in rest)

    def _factor(self, item: Expression, sort: Sort) -> str:
        text = self.write(item, sort)
        compound = isinstance(item, Linear) and (
            len(item.items) + bool(item.constant) > 1 or text.startswith("−")
        )
        several = isinstance(item, Aggregate) and item.function == "sum" and len(item.elements) > 1
        return f"({text})" if compound or several else text

    def _aggregate(self, item: Aggregate, sort: Sort) -> str:
        elements = sorted(  # a bare number, such as nothing, stands last
            (part for _, part in item.elements), key=lambda part: isinstance(part, Literal)
        )
        texts = [self.write(part, sort) for part in elements]
        if not texts:
            return self.naming.quantity(0, sort)
        if len(texts) == 1:
            return texts[0]
        if item.function == "sum":
            return " + ".join(self._factor(part, sort) for part in elements)
        return self.chosen(item.function, texts)

    def chosen(self, function: Choice, texts: list[str]) -> str:
        """Write the least or greatest of several."""
        return f"{function}({'; '.join(texts)})"
