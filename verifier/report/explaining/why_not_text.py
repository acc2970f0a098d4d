"""Why lines pay nothing, as text: what fails, and the smallest change that helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verifier.analysis.explaining.parts import Change, Changed, Outcome, WhyNot
from verifier.analysis.results import Computation
from verifier.engines.exact_types import Interval
from verifier.report.catalogue import Words
from verifier.report.explaining.as_text import head_lines, missing_lines
from verifier.report.explaining.failing import candidate_lines, fact_lines, title
from verifier.report.explaining.words import WhyWords
from verifier.report.layout import Page, solid, wrap


def why_not_text(result: Computation, found: Sequence[WhyNot], words: Words, page: Page) -> str:
    """Write why lines of a computation pay nothing, or that they do pay."""
    text = _Text(result, words, page)
    lines = [*head_lines(result, words, page), *(line for item in found for line in text.of(item))]
    return "\n".join(lines) + "\n"


class _Text:
    def __init__(self, result: Computation, words: Words, page: Page) -> None:
        self.result = result
        self.words = words
        self.page = page
        self.said = WhyWords(result.program, result.evaluation, words)

    def of(self, item: WhyNot) -> Iterator[str]:
        """Explain one line."""
        line = self.said.line(item.name, numeric=item.numeric)
        value = self.said.value(item.name, item.value)
        if item.pays and item.numeric:
            yield from title(
                self.page, self.words.say("{line} does pay: {value}", line=line, value=value)
            )
            return
        if item.pays:
            yield from title(self.page, self.words.say("{line}: this does hold", line=line))
            return
        if item.open:
            yield from title(
                self.page,
                self.words.say("{line} is not determined: {value}", line=line, value=value),
            )
            yield from missing_lines(self.result, item.name, self.words, self.page)
            return
        yield from title(self.page, self.words.say("why {line} is {value}", line=line, value=value))
        yield from candidate_lines(item.candidates, self.said, self.page)
        yield from fact_lines(item.facts, self.said, self.page)
        if item.change is not None:
            yield from self._change(item, item.change)

    # -- the change --------------------------------------------------------------------------

    def _change(self, item: WhyNot, change: Change) -> Iterator[str]:
        match change.outcome:
            case Outcome.FOUND:
                yield from self._found(item, change)
            case Outcome.IMPOSSIBLE:
                yield from title(self.page, self.words.say("no change of the case helps"))
                yield from self._wrapped(self._impossible(item, change))
            case Outcome.UNKNOWN:
                yield from title(self.page, self.words.say("whether a change helps is not known"))
                assert change.reason is not None  # an unknown outcome has its reason
                yield from self._wrapped(self.words.tell(change.reason))

    def _found(self, item: WhyNot, change: Change) -> Iterator[str]:
        heading = (
            self.words.say("the smallest change that helps")
            if change.smallest
            else self.words.say("a change that helps; a smaller one was not ruled out")
        )
        yield from title(self.page, heading)
        for changed in change.changes:
            yield from wrap(self._changed(changed), self.page.columns, "    ", "  - ")
        if change.given:
            given = self.said.listed(self._given(change.given))
            yield from self._wrapped(
                self.words.say("provided, for instance, that (still open): {given}", given=given)
            )
        line = self.said.line(item.name, numeric=item.numeric)
        if isinstance(change.value, Interval):
            value = self.said.value(item.name, change.value)
            yield from self._wrapped(
                self.words.say("Then {line} is {value}; computed exactly.", line=line, value=value)
            )
        else:
            yield from self._wrapped(
                self.words.say("Then it holds: {line}; computed exactly.", line=line)
            )
        yield from self._wrapped(
            self.words.say(
                "Smallest means: year and household size stay, and no visit loses care for a "
                "circumstance, if there is a way; then as few facts as possible are changed; then "
                "amounts by as little as possible in sum."
            )
        )

    def _changed(self, item: Changed) -> str:
        if isinstance(item.after, bool):
            answer = self.said.answer(item.name)
            if item.replaced:
                return self.words.say(
                    "{after} instead of {before}",
                    after=answer,
                    before=self.said.answer(item.replaced),
                )
            if item.after:
                return self.words.say("{fact}: yes instead of no", fact=answer)
            return self.words.say("{fact}: no instead of yes", fact=answer)
        sort = self.said.naming.sort(item.name)
        before = int(item.before) if item.before is not None else 0
        return self.words.say(
            "{fact}: {after} instead of {before}",
            fact=self.said.amount(item.name),
            after=self.said.money(item.after, sort),
            before=self.said.money(before, sort),
        )

    def _given(self, given: Mapping[str, int | bool]) -> list[str]:
        texts = []
        for name, value in given.items():
            if isinstance(value, bool):
                if value:
                    texts.append(self.said.answer(name))
            else:
                shown = self.said.money(value, self.said.naming.sort(name))
                texts.append(f"{self.said.operand(name)} {shown}")
        return texts

    def _impossible(self, item: WhyNot, change: Change) -> str:
        line = self.said.line(item.name, numeric=item.numeric)
        if not change.clauses:
            return self.words.say(
                "Proved: with these readings, nothing in this document gives this to any case "
                "({line}).",
                line=line,
            )
        numbers = tuple(dict.fromkeys(solid(clause.number) for clause in change.clauses))
        return self.words.say(
            "Proved for every case with as many visits, with these readings and values and within "
            "the bounds of the inputs ({line}); by {clauses}.",
            line=line,
            clauses=numbers,
        )

    def _wrapped(self, text: str) -> Iterator[str]:
        yield from wrap(text, self.page.columns, "  ", "  ")
