"""Names of a Program in words: amounts, atoms, inputs and values."""

from __future__ import annotations

from collections.abc import Collection

from verifier.engines.exact_types import Interval
from verifier.program.labels import Labels, parse_term
from verifier.program.model import AmountDefinition, Argument, Fact, NumberInput, Program
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words

_WHOLE = "all"
"""The account that holds every visit, which is not worth naming."""


class Naming:
    """Puts names of one Program into words of one language."""

    def __init__(self, program: Program, words: Words) -> None:
        self.program = program
        self.words = words
        self.labels = Labels(program.facts)
        self.sorts: dict[str, Sort] = {value.name: value.sort for value in program.values}
        for item in program.inputs:
            if isinstance(item, NumberInput):
                self.sorts[item.name] = item.sort
        for definition in program.definitions:
            if isinstance(definition, AmountDefinition):
                self.sorts[definition.name] = definition.sort

    def amount(self, name: str, known: Collection[Argument] = ()) -> str:
        """Name an amount; arguments in `known` are clear from where it stands."""
        term = parse_term(name)
        label = self.labels.quantity(term.name)
        arguments = [a for a in term.arguments if a not in known and a != _WHOLE]
        if label is None and not term.arguments:
            return self.words.text(self.labels.symbol(term.name))
        head = self.words.text(label) if label else term.name
        schemes = [str(f.arguments[0]) for f in self.program.facts.get("scheme", ())]
        lead = [a for a in arguments if str(a) in schemes]
        rest = [a for a in arguments if a not in lead]
        if lead:
            gap = "" if self.words.language == "zh" else ": "
            head = self.words.text(self.labels.symbol(lead[0])) + gap + head
        parts = [self._argument(term, argument) for argument in rest]
        if not parts:
            return head
        inner = self.words.join(parts)
        return f"{head}（{inner}）" if self.words.language == "zh" else f"{head} ({inner})"

    def _argument(self, term: Fact, argument: Argument) -> str:
        if isinstance(argument, int):
            if term.arguments[-1] == argument and argument <= self.program.visits:
                return self.words.say("visit {visit}", visit=argument)
            return str(argument)
        if isinstance(argument, Fact):
            return self.instance(str(argument))
        return self.words.text(self.labels.symbol(argument))

    def truth(self, name: str) -> str:
        """Name an outcome, an input or another atom."""
        if outcome := self.labels.outcome(name):
            return self.words.text(outcome)
        term = parse_term(name)
        visit = term.arguments[0] if len(term.arguments) > 1 else None
        if term.name == "reads":
            topic, option = (str(argument) for argument in term.arguments)
            return self.words.text(self.labels.reading(topic, option))
        if isinstance(visit, int):
            answer = self.words.text(self.labels.option(term.name, term.arguments[1]))
            return self.words.say("visit {visit}: {text}", visit=visit, text=answer)
        answers = [self.words.text(self.labels.option(term.name, a)) for a in term.arguments]
        return self.words.join(answers) if answers else self.words.text(self.labels.symbol(name))

    def instance(self, name: str) -> str:
        """Name what a property on two persons compares: `lines(a,b,subsidy)` or a label."""
        term = parse_term(name)
        arguments = term.arguments or (term.name,)
        return " / ".join(self._subject(argument) for argument in arguments)

    def _subject(self, argument: Argument) -> str:
        label = self.labels.quantity(str(argument)) or self.labels.symbol(argument)
        return self.words.text(label)

    def sort(self, name: str) -> Sort:
        """Sort of an amount."""
        return self.sorts.get(name, Sort.MONEY)

    def value(self, value: Interval | None, sort: Sort) -> str:
        """Write a value or the interval it lies in."""
        if value is None:
            return self.words.say("no value")
        if value.low == value.high:
            return self.quantity(value.low, sort)
        return f"{self.quantity(value.low, sort)} ~ {self.quantity(value.high, sort)}"

    def quantity(self, value: int, sort: Sort) -> str:
        """Write one quantity."""
        return quantity(value, sort)


def quantity(value: int, sort: Sort) -> str:
    """Write one quantity."""
    return show(value, sort) + ("%" if sort is Sort.PERCENT else "")
