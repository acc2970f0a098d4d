"""The changed clauses of a comparison, and what only one side has, in words."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.comparing.results import Change, Written
from verifier.analysis.joining.sides import OneSided, Side, Treatment
from verifier.program.sorts import Sort, show
from verifier.report.comparing.names import LETTERS, Names

_NAMED_BY_QUESTION = frozenset({
    "result", "number", "value", "range", "bounds", "question", "topic",
})
"""What is called by its own name, and is no answer to a question."""
_OF_BOTH = frozenset({Treatment.TIED, Treatment.OTHER_UNIT})
"""Of what both sides have."""


class ChangeWords:
    """Puts what differs in the documents themselves into words of one language."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.words = names.words
        self.comparison = names.comparison

    def clause(self, change: Change) -> str:
        """The number of a changed clause, with our words for it."""
        if not change.clause:
            return self.words.say("outside the clauses")
        for side in (Side.RIGHT, Side.LEFT):
            for clause in self.comparison.sides[side].clauses.values():
                if clause.number == change.clause:
                    return f"{change.clause} {self.words.text(clause.words)}"
        return change.clause

    def figures(self, change: Change) -> Iterator[str]:
        """The figures of a clause that changed."""
        for name, before, after in change.figures:
            label = self.names.of[Side.LEFT if before is not None else Side.RIGHT].amount(name)
            yield self.words.say(
                "{name}: {before} → {after}", name=label,
                before=self._figure(before), after=self._figure(after),
            )

    def _figure(self, written: Written | None) -> str:
        if written is None:
            return self.words.say("not there")
        if written.low == written.high:
            return self._counted(written.low, written)
        return f"{self._counted(written.low, written)} ~ {self._counted(written.high, written)}"

    def _counted(self, value: int, written: Written) -> str:  # noqa: PLR0911  (one for each)
        """A figure with what it counts."""
        text = show(value, written.sort)
        match written.sort, written.unit:
            case Sort.MONEY, _:
                return self.words.say("{amount} yuan", amount=text)
            case Sort.PERCENT, "points":
                return self.words.say("{count} points", count=text)
            case Sort.PERCENT, _:
                return f"{text}%"
            case _, "days":
                return self.words.say("{count} days", count=text)
            case _, "months":
                return self.words.say("{count} months", count=text)
            case _, "years":
                return self.words.say("{count} years", count=text)
            case _:
                return text

    def rules(self, change: Change) -> Iterator[tuple[str, str]]:
        """The rules of one side alone, each with the mark of its side."""
        for side, mark in ((Side.LEFT, "-"), (Side.RIGHT, "+")):
            yield from ((mark, rule) for rule in change.rules[side])

    def effects(self, change: Change) -> Iterator[str]:
        """What a change does."""
        lines = {j.line.name: self.names.line(j.line) for j in self.comparison.judgements}
        if change.effects:
            yield self.words.say(
                "by itself changes: {lines}", lines=tuple(lines[n] for n in change.effects)
            )
        if change.needed_for:
            yield self.words.say(
                "together with other changes it changes: {lines}",
                lines=tuple(lines[n] for n in change.needed_for),
            )
        if self.comparison.searched and not (change.effects or change.needed_for):
            yield self.no_effect()

    def no_effect(self) -> str:
        """Say that a change makes no difference, to what was compared."""
        if any(item.field == "result" for item in self.comparison.one_sided):
            return self.words.say("changes no result that both have")
        return self.words.say("changes no result")

    def one_sided(self) -> Iterator[tuple[Side, Treatment, str]]:
        """What only one side has: side, how it is treated, and all of that in one text."""
        found: dict[tuple[Side, Treatment], dict[str, dict[str, None]]] = {}
        for item in self.comparison.one_sided:
            if item.treatment is Treatment.TIED and item.side is Side.RIGHT:
                continue  # told with what it is tied to
            field = "" if item.field in _NAMED_BY_QUESTION else item.field
            by_field = found.setdefault((item.side, item.treatment), {})
            by_field.setdefault(field, {})[self._named(item)] = None
        for (side, treatment), fields in sorted(found.items()):
            texts = []
            for field, names in fields.items():
                listed = self.words.join(list(names))
                label = self.words.text(self.names.of[side].labels.field(field)) if field else ""
                texts.append(self.words.say("{name} ({values})", name=label, values=listed)
                             if field else listed)
            how = self._treatment(treatment)
            yield side, treatment, self.words.say(
                "{side} · {how}: {what}", side=LETTERS[side], how=how, what=tuple(texts),
            ) if treatment not in _OF_BOTH else self.words.named(how, self.words.join(texts))

    def _treatment(self, treatment: Treatment) -> str:  # noqa: PLR0911  (one for each)
        """Say what becomes of what only one side has."""
        match treatment:
            case Treatment.ABSENT:
                return self.words.say("taken as: no")
            case Treatment.USUAL:
                return self.words.say("taken as usual: yes")
            case Treatment.NOTHING:
                return self.words.say("taken as: nothing paid")
            case Treatment.FREE:
                return self.words.say("every value is looked at")
            case Treatment.OVERLAP:
                return self.words.say("compared where both allow it")
            case Treatment.LEFT_OUT:
                return self.words.say("not compared")
            case Treatment.OTHER_UNIT:
                return self.words.say("counted in other units by A and by B, not compared")
            case Treatment.TIED:
                return self.words.say(
                    "called otherwise by A and by B, and taken for the same (--apart sets them "
                    "apart)"
                )

    def _named(self, item: OneSided) -> str:
        """What something is called; what is tied, by both sides."""
        label = self._label(item)
        if item.treatment is not Treatment.TIED:
            return label
        same = self.comparison.joint.tying.same
        other = next((
            o for o in self.comparison.one_sided
            if (o.side, o.field, same.get(o.name, o.name)) == (Side.RIGHT, item.field, item.name)
        ), item)
        return f"{label} = {self._label(other)}"

    def _label(self, item: OneSided) -> str:
        naming = self.names.of[item.side]
        labels = naming.labels
        match item.field:
            case "result":
                known = naming.labels.outcome(item.name) is not None
                return naming.truth(item.name) if known else naming.amount(item.name)
            case "number" | "value" | "range" | "bounds":
                return naming.amount(item.name)
            case "topic":
                return self.words.text(labels.topic(item.name))
            case "question":
                return self.words.text(labels.field(item.name))
            case field:
                return self.words.text(labels.option(field, item.name))

    def admits(self) -> Iterator[str]:
        """Which side admits cases that the other excludes."""
        for one in self.comparison.admits:
            letter = LETTERS[one.side]
            if one.found:
                yield self.words.say(
                    "{side} admits cases that the other excludes; they are not compared",
                    side=letter,
                )
            else:
                yield self.words.say(
                    "whether {side} admits cases that the other excludes is not decided",
                    side=letter,
                )
