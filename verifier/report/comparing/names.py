"""What the parts of a comparison are called."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.analysis.comparing.results import Comparison, Group, Line
from verifier.analysis.joining.sides import Side
from verifier.program.labels import Labels, parse_term
from verifier.program.sorts import Sort
from verifier.report.catalogue import Words
from verifier.report.joining.words import leaf_words
from verifier.report.naming import Naming, quantity

LETTERS = {Side.LEFT: "A", Side.RIGHT: "B"}


class Names:
    """Names of both documents, in one language."""

    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.of: Mapping[Side, Naming] = {
            side: Naming(one.program, words) for side, one in comparison.sides.items()
        }
        self._sorts = {
            i.name: i.sort for i in comparison.joint.program.inputs if hasattr(i, "sort")
        }
        self._labels = Labels(comparison.joint.program.facts)

    def line(self, line: Line) -> str:
        """Name a result; one of each visit without its number."""
        naming = self.of[Side.LEFT]
        if line.truth:
            text = naming.truth(line.name)
        elif line.by_visit:
            text = naming.amount(line.name, (parse_term(line.name).arguments[-1],))
        else:
            text = naming.amount(line.name)
        return self.words.say("{name}, each visit", name=text) if line.by_visit else text

    def amount(self, line: Line, value: int) -> str:
        """Write what a result is, with what it is counted in."""
        sort = self.unit(line)
        text = quantity(value, sort)
        return self.words.say("{text} yuan", text=text) if sort is Sort.MONEY else text

    def gap(self, line: Line, value: int) -> str:
        """Write by how much a result differs."""
        if self.unit(line) is Sort.DATE:
            return self.words.say("{count} days", count=value)
        return self.amount(line, value)

    def unit(self, line: Line) -> Sort:
        """The sort of an amount that both have."""
        return self.of[Side.LEFT].sort(line.name)

    def group(self, group: Group) -> str:
        """Name whom a difference is sought among."""
        if group.category is None:
            return self.words.say("any combination of categories")
        if not group.category:
            return self.words.say("no category")
        return self.words.text(self._labels.symbol(group.category))

    def leaf(self, name: str) -> str:
        """Name an input or open value of the joint Program."""
        return leaf_words(self.comparison.joint, self.of, name)

    def sort(self, name: str) -> Sort:
        """The sort of an input."""
        return self._sorts.get(name, Sort.MONEY)
