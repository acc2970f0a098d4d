"""The worst for each category as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.analysis.extremes.results import Growth, Worst, Worsts
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.computing.as_text import assumption_lines
from verifier.report.exact_numbers import decimal
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming
from verifier.report.people import person_lines, value_lines


def worst_text(found: Worsts, words: Words, page: Page) -> str:
    """Write the worst for each category."""
    return "\n".join(_Text(found, words, page).lines()) + "\n"


class _Text:
    def __init__(self, found: Worsts, words: Words, page: Page) -> None:
        self.found = found
        self.words = words
        self.page = page
        self.naming = Naming(found.program, words)

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        columns, info = self.page.columns, self.found.document
        title = f"{info.id}  {self.words.text(info.title)}"
        yield from (self.page.bold(line) for line in wrap(title, columns))
        what = self.words.say("largest share of the cost that is paid oneself") if (
            self.found.share
        ) else self.words.say("largest own payment in the year")
        yield from wrap(self.words.say(
            "{what}, for who holds one category and no other, with up to {visits} visits",
            what=what, visits=self.found.program.visits,
        ), columns)
        for text in self._asked():
            yield from wrap(text, columns, "    ", "  ")
        for alike in _alike(self.found.found):
            yield ""
            yield from self._worst(alike)
        yield ""
        yield self.page.bold(self.words.say("assumed"))
        for text in assumption_lines(self.found.assumptions, self.words):
            yield from wrap(text, columns, "    ", "  ")

    def _asked(self) -> Iterator[str]:
        """Which bills, and where."""
        bills = self.found.bills
        if bills.within_scope:
            yield self.words.say("only bills whose whole cost is within the policy scope")
        if bills.basic_share:
            yield self.words.say(
                "only bills of which basic insurance pays at least {share}% of what is within "
                "scope", share=show(bills.basic_share, Sort.PERCENT),
            )
        if bills.least:
            yield self.words.say(
                "only years that cost at least {amount} yuan", amount=show(bills.least, Sort.MONEY)
            )
        if self.found.where:
            yield self.words.say("only where {names}", names=self.found.where)

    def _worst(self, alike: Sequence[Worst]) -> Iterator[str]:
        """Write one result of one category or more, with the person of the first."""
        columns, item = self.page.columns, alike[0]
        names = self.words.join([self.words.text(one.label) for one in alike])
        head = f"{self.page.bold(names)}: {self._most(item)}"
        yield from wrap(head, columns, "  ", "")
        if item.case is None:
            return
        yield from person_lines(self.found.program, item.case, self.words, self.page)
        yield from value_lines(self.naming, item.values, self.page)
        for growth in item.growth if not self.found.share else ():
            yield from wrap(self._growth(growth), columns, "      ", "    ")
        if not item.growth and not self.found.share:
            yield from wrap(self.words.say(
                "beyond the bounds, this person's own payment does not rise for ever; of others "
                "it is not known"
            ), columns, "      ", "    ")

    def _most(self, item: Worst) -> str:
        if not item.exists:
            return self.words.say("within the assumed bounds of the bill, there is no such person")
        if item.most is None:
            reason = self.words.tell(item.reason) if item.reason else ""
            return f"{self.words.say('unknown')}: {reason}"
        if self.found.share:
            amount = show(item.most.value, Sort.PERCENT) + "%"
        else:
            amount = self.words.say("{amount} yuan", amount=show(item.most.value, Sort.MONEY))
            if any(growth.rises for growth in item.growth):
                return self.words.say(
                    "unbounded; {amount} within the assumed bounds of the bill", amount=amount
                )
        if item.most.exact:
            return self.words.say("{amount} within the assumed bounds of the bill", amount=amount)
        return self.words.say("at least {amount}; the search gave up", amount=amount)

    def _growth(self, growth: Growth) -> str:
        if growth.rises is None:
            return self.words.say(
                "visit {visit}: not known whether it rises for ever", visit=growth.visit
            )
        rises = decimal(growth.rises)
        if growth.within:
            return self.words.say(
                "visit {visit}: each further yuan within the policy scope adds {rises}, beyond "
                "every limit", visit=growth.visit, rises=rises,
            )
        return self.words.say(
            "visit {visit}: each further yuan outside the policy scope adds {rises}, beyond every "
            "limit", visit=growth.visit, rises=rises,
        )


def _alike(found: Iterable[Worst]) -> list[list[Worst]]:
    """Results that differ in the category alone stand together."""
    groups: dict[str, list[Worst]] = {}
    for item in found:
        case = item.case and {
            name: value
            for known in (item.case.assignment.booleans, item.case.assignment.numbers)
            for name, value in known.items() if not name.startswith("held(")
        }
        same = (item.most, case, dict(item.values), item.growth, item.exists, item.reason)
        groups.setdefault(repr(same), []).append(item)
    return list(groups.values())
