"""Facts and conditions of an explanation in words."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.analysis.explaining.parts import Fact, Origin, Reason
from verifier.engines.exact_types import Interval
from verifier.program.labels import parse_term
from verifier.program.names import atoms_in
from verifier.program.sorts import Sort
from verifier.program.terms import Amount, AtLeast, Atom, Compare, Expression
from verifier.report.explaining.names import WhyNames


class WhyWords(WhyNames):
    """Puts the parts of explanations of one computation into one language."""

    def fact(self, item: Fact) -> str:
        """Write an input or value with what it is."""
        if item.numeric:
            return f"{self.operand(item.name)} {self._quantity(item)}".strip()
        if item.origin is Origin.UNKNOWN and (field := self._field(item.name)):
            return field
        text = self.answer(item.name)
        if item.value is False and item.origin is not Origin.TAKEN_AS_NO:
            return self.words.say("{text}: no", text=text)
        return text

    def _quantity(self, item: Fact) -> str:
        if item.origin is Origin.UNKNOWN or not isinstance(item.value, Interval):
            return ""
        return self.naming.value(item.value, self.naming.sort(item.name))

    def reason(self, item: Reason, *, failing: bool = False) -> str:
        """Write a condition as it stands in this case; if it fails, also what it asks for."""
        match item.literal:
            case Atom(name):
                return self._answered(name, item.holds, failing=failing)
            case Compare():
                return self._comparison(item.literal, item.holds)
            case AtLeast(bound, items):
                names = tuple(self.answer(n) for _, part in items for n in atoms_in(part))
                if item.holds is False:
                    return self.words.say(
                        "fewer than {count} of: {conditions}", count=bound, conditions=names
                    )
                return self.words.say(
                    "at least {count} of: {conditions}", count=bound, conditions=names
                )

    def _answered(self, name: str, holds: bool | None, *, failing: bool) -> str:
        text = self.answer(name)
        if holds is None:
            return self.words.say("not known: {text}", text=self._field(name) or text)
        if holds:
            return text
        if other := self._instead(name):
            if not failing:
                return other
            return self.words.say("{answer}, not {other}", answer=other, other=text)
        return self.words.say("{text}: no", text=text)

    def _instead(self, name: str) -> str:
        """The answer or reading that is true in place of another; empty if there is none."""
        term = parse_term(name)
        if term.name != "reads" and not self._field(name):
            return ""
        same = f"{term.name}({''.join(f'{a},' for a in term.arguments[:-1])}"
        return next(
            (
                self.answer(other)
                for other, truth in self.evaluation.atoms.items()
                if truth and other.startswith(same) and parse_term(other).name == term.name
            ),
            "",
        )

    def _field(self, name: str) -> str:
        """The question that an answer belongs to, if it has one answer of several."""
        term = parse_term(name)
        one = any(
            str(fact.arguments[0]) == term.name and str(fact.arguments[1]) == "one"
            for fact in self.program.facts.get("field", ())
        )
        return self.words.text(self.naming.labels.field(term.name)) if one else ""

    def _comparison(self, item: Compare, holds: bool | None) -> str:
        left, right = self._side(item.left, item), self._side(item.right, item)
        if holds is None:
            return self.words.say(
                "not known whether {condition}",
                condition=self._relation(item.operator, left, right),
            )
        return self._relation(item.operator if holds else _OPPOSITE[item.operator], left, right)

    def _side(self, item: Expression, within: Compare) -> str:
        names = [part.name for part in (within.left, within.right) if isinstance(part, Amount)]
        sort = self.naming.sort(names[0]) if names else Sort.MONEY
        text = self.formula(item, sort)
        return f"{self.operand(item.name)} {text}".strip() if isinstance(item, Amount) else text

    def _relation(self, operator: str, left: str, right: str) -> str:
        match operator:
            case "<":
                return self.words.say("{left} is below {right}", left=left, right=right)
            case "<=":
                return self.words.say("{left} is not above {right}", left=left, right=right)
            case ">":
                return self.words.say("{left} is above {right}", left=left, right=right)
            case ">=":
                return self.words.say("{left} is not below {right}", left=left, right=right)
            case "=":
                return self.words.say("{left} is equal to {right}", left=left, right=right)
            case _:
                return self.words.say("{left} is not equal to {right}", left=left, right=right)

    def facts(self, facts: Iterable[Fact]) -> list[str]:
        """Write facts, those of one origin in one sentence."""
        groups: dict[Origin, list[str]] = {}
        for item in facts:
            if item.numeric and not self.operand(item.name):
                continue  # a day of the calendar
            groups.setdefault(item.origin, []).append(self.fact(item))
        return [
            self.words.say(
                "{origin}: {facts}",
                origin=self.origin(origin),
                facts=self.listed(dict.fromkeys(groups[origin])),
            )
            for origin in Origin
            if origin in groups
        ]

    def origin(self, origin: Origin) -> str:  # noqa: PLR0911  (one for each)
        """Say where facts come from."""
        say = self.words.say
        match origin:
            case Origin.GIVEN:
                return say("given by the case")
            case Origin.TAKEN_AS_NO:
                return say("not said, so taken as no")
            case Origin.TAKEN_AS_YES:
                return say("not said, so taken as yes")
            case Origin.DEFAULT:
                return say("assumed, as nothing else is said")
            case Origin.NO_VISIT:
                return say("the case has no visit")
            case Origin.UNKNOWN:
                return say("not given by the case, so not known")
            case Origin.READING:
                return say("readings")
            case Origin.FIGURE:
                return say("figures of the document")
            case Origin.PARAMETER:
                return say("parameters of the year")
            case Origin.SET:
                return say("set for this run")
            case Origin.OPEN:
                return say("left open by the document")


_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
