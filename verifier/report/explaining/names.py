"""Lines, amounts and answers of an explanation by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.analysis.outputs import visit_of
from verifier.engines.exact_types import Evaluation, Interval
from verifier.program.labels import parse_term
from verifier.program.model import Argument, Program
from verifier.program.sorts import Sort
from verifier.program.terms import Choice, Expression
from verifier.report.catalogue import Words
from verifier.report.formulas import Formulas
from verifier.report.layout import plain, solid
from verifier.report.naming import Naming

_PERSON_AND_MOMENT = "held"


class _Formulas(Formulas):
    """Writes out what min and max mean."""

    def chosen(self, function: Choice, texts: list[str]) -> str:
        """Write the least or greatest of several."""
        say = self.naming.words.say
        amounts = ("；" if self.naming.words.language == "zh" else "; ").join(texts)
        if function == "min":
            return say("the least of ({amounts})", amounts=amounts)
        return say("the greatest of ({amounts})", amounts=amounts)


class WhyNames:
    """Names what stands in the explanations of one computation, in one language."""

    def __init__(self, program: Program, evaluation: Evaluation, words: Words) -> None:
        self.program = program
        self.words = words
        self.naming = Naming(program, words)
        self.formulas: Formulas = _Formulas(self.naming, evaluation)
        self.evaluation = evaluation
        self.schemes = {str(fact.arguments[0]) for fact in program.facts.get("scheme", ())}

    # -- names -------------------------------------------------------------------------------

    def line(self, name: str, *, numeric: bool) -> str:
        """Name a line of a result, as the report of the computation does."""
        if not numeric:
            return self._at(visit_of(name), self.naming.truth(name))
        term = parse_term(name)
        if term.name in {"paid", "total"} and str(term.arguments[0]) in self.schemes:
            label = self.words.text(self.naming.labels.symbol(term.arguments[0]))
            if term.name == "total":
                return self.words.say("{scheme} in the year", scheme=label)
            return self._at(visit_of(name), label)
        return self._at(visit_of(name), self.naming.amount(name, known=(visit_of(name),)))

    def is_amount(self, name: str) -> bool:
        """Whether a name is that of an amount."""
        return name in self.evaluation.amounts

    def listed(self, texts: Iterable[str]) -> str:
        """Write several statements in one line, each once."""
        return ("；" if self.words.language == "zh" else "; ").join(dict.fromkeys(texts))

    def _at(self, visit: int, text: str) -> str:
        return self.words.say("visit {visit}: {text}", visit=visit, text=text) if visit else text

    def amount(self, name: str) -> str:
        """Name an amount; the visit is clear if there is but one."""
        known: list[Argument] = [
            argument
            for argument in parse_term(name).arguments
            if self.naming.labels.symbol(argument).en == argument  # it says nothing to a reader
        ]
        if self.program.visits == 1 and visit_of(name) == 1:
            known.append(1)
        return self.naming.amount(name, known)

    def answer(self, name: str) -> str:
        """Name an input or reading that is true."""
        term = parse_term(name)
        labels = self.naming.labels
        if term.name == "reads":
            topic, option = (str(argument) for argument in term.arguments)
            return self.words.say(
                "{topic} is read as: {option}",
                topic=labels.topic(topic),
                option=labels.reading(topic, option),
            )
        if term.name == _PERSON_AND_MOMENT:
            category, moment = term.arguments
            return self.words.say(
                "{category} ({moment})",
                category=labels.symbol(category),
                moment=labels.symbol(moment),
            )
        if not term.arguments:
            return self.naming.truth(name)
        visit = term.arguments[0] if len(term.arguments) > 1 else 0
        value = term.arguments[-1]
        text = self.words.text(labels.option(term.name, value))
        if isinstance(value, int) and text == str(value):
            text = f"{self.words.text(labels.field(term.name))} {text}"
        alone = self.program.visits == 1
        return self._at(visit, text) if isinstance(visit, int) and not alone else text

    # -- values ------------------------------------------------------------------------------

    def value(self, name: str, value: Interval | bool | None) -> str:
        """Write a value, money with its unit."""
        if isinstance(value, bool):
            return self.words.say("yes") if value else self.words.say("no")
        if value is None:
            amount = self.is_amount(name)
            return self.words.say("no value") if amount else self.words.say("open")
        sort = self.naming.sort(name)
        if value.low == value.high:
            return self.money(value.low, sort)
        return self.words.say(
            "between {low} and {high}",
            low=self.naming.quantity(value.low, sort),
            high=self.money(value.high, sort),
        )

    def money(self, number: int, sort: Sort) -> str:
        """Write a quantity, money with its unit."""
        text = self.naming.quantity(number, sort)
        return self.words.say("{amount} yuan", amount=text) if sort is Sort.MONEY else text

    def formula(self, item: Expression, sort: Sort) -> str:
        """Write an expression with its numbers put in."""
        return plain(self.formulas.write(item, sort))

    def operand(self, name: str) -> str:
        """Name an amount in a formula; a figure without a label by where it stands, if anywhere."""
        value = next((v for v in self.program.values if v.name == name), None)
        if value is None:
            return self.amount(name)
        bare = name.partition("(")[0]
        term = parse_term(name)
        labels = self.naming.labels
        named = labels.quantity(bare) or labels.symbol(bare)
        label = self.words.text(named) if named.en != bare else ""
        if label and term.arguments:
            parts = tuple(str(argument) for argument in term.arguments)
            label = self.words.say("{label} ({part})", label=label, part=parts)
        if value.span.clause:
            clause = solid(value.span.clause)
            if label:
                return self.words.say("{label}, {clause}", label=label, clause=clause)
            return self.words.say("the figure of {clause}", clause=clause)
        return label

    def named(self, names: Iterable[str], notes: Mapping[str, str] | None = None) -> list[str]:
        """Name the amounts of a formula by their values, those of one value together.

        Args:
            names: The amounts.
            notes: What is added to the names of some.
        """
        found: dict[str, list[str]] = {}
        for name in names:
            value = self.naming.value(self.evaluation.amounts[name], self.naming.sort(name))
            if label := self.operand(name):
                found.setdefault(value, []).append(label + (notes or {}).get(name, ""))
        return [
            self.words.say("{value} is {names}", value=value, names=tuple(dict.fromkeys(labels)))
            for value, labels in found.items()
        ]
