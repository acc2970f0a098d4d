"""The changed clauses of a comparison, and what only one side has, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.analysis.comparing.results import Change, Comparison
from verifier.analysis.joining.sides import OneSided, Side, Treatment
from verifier.report.catalogue import Words
from verifier.report.naming import Naming

LETTERS = {Side.LEFT: "A", Side.RIGHT: "B"}


class ChangeWords:
    """Puts what differs in the documents themselves into words of one language."""

    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.names: Mapping[Side, Naming] = {
            side: Naming(one.program, words) for side, one in comparison.sides.items()
        }

    def clause(self, change: Change) -> str:
        """The number of a changed clause, with our words for it."""
        if not change.clause:
            return self.words.say("outside the clauses")
        for one in self.comparison.sides.values():
            for clause in one.clauses.values():
                if clause.number == change.clause:
                    return f"{change.clause} {self.words.text(clause.words)}"
        return change.clause

    def figures(self, change: Change) -> Iterator[str]:
        """The figures of a clause that changed."""
        for name, before, after in change.figures:
            label = self.names[Side.LEFT if before is not None else Side.RIGHT].amount(name)
            yield self.words.say(
                "{name}: {before} → {after}", name=label,
                before=before or self.words.say("not there"),
                after=after or self.words.say("not there"),
            )

    def effects(self, change: Change, lines: Mapping[str, str]) -> Iterator[str]:
        """What a change does; `lines` are the names of the results in words."""
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
            yield self.words.say("changes no result")

    def one_sided(self) -> Iterator[tuple[Side, str, list[str]]]:
        """What only one side has: side, how it is treated, names."""
        found: dict[tuple[Side, Treatment], dict[str, None]] = {}
        for item in self.comparison.one_sided:
            found.setdefault((item.side, item.treatment), {})[self._named(item)] = None
        for (side, treatment), names in sorted(found.items()):
            yield side, self.treatment(treatment), list(names)

    def treatment(self, treatment: Treatment) -> str:  # noqa: PLR0911  (one for each)
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
            case Treatment.TIED:
                return self.words.say(
                    "taken for the same as what the other side calls otherwise (--apart sets them "
                    "apart)"
                )

    def _named(self, item: OneSided) -> str:
        naming = self.names[item.side]
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
