"""Explanations as text: sentences from the result down to the facts of the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.explaining.parts import (
    AmountStep,
    ClauseUse,
    Why,
)
from verifier.analysis.results import Computation
from verifier.engines.exact_types import Interval
from verifier.report.catalogue import Words
from verifier.report.computing.as_text import missing_words
from verifier.report.explaining.failing import candidate_lines, fact_lines, title
from verifier.report.explaining.words import WhyWords
from verifier.report.layout import Page, solid, wrap
from verifier.report.persons import person_words

_MOST_FORMULAS = 3


def why_text(result: Computation, found: Sequence[Why], words: Words, page: Page) -> str:
    """Write why lines of a computation are what they are."""
    text = _Text(result, words, page)
    lines = [*head_lines(result, words, page), *(line for item in found for line in text.why(item))]
    return "\n".join(lines) + "\n"


class _Text:
    def __init__(self, result: Computation, words: Words, page: Page) -> None:
        self.result = result
        self.words = words
        self.page = page
        self.said = WhyWords(result.program, result.evaluation, words)

    def why(self, item: Why) -> Iterator[str]:
        """Explain one line."""
        yield from title(
            self.page,
            self.words.say(
                "why {line} is {value}",
                line=self.said.line(item.name, numeric=item.numeric),
                value=self.said.value(item.name, item.value),
            ),
        )
        yield from self._steps(item.steps)
        if isinstance(item.value, Interval) and item.value.low == item.value.high == 0:
            hint = self.words.say(
                "What fails, and what would help: --why-not '{line}'.", line=item.name
            )
            yield from wrap(hint, self.page.columns, "  ", "  ")
        yield from candidate_lines(item.failing, self.said, self.page)
        if item.clauses:
            yield from title(self.page, self.words.say("why the clauses apply"))
            for use in item.clauses:
                yield from self._clause(use)
        yield from fact_lines(item.facts, self.said, self.page)
        if not item.determined:
            yield from missing_lines(self.result, item.name, self.words, self.page)

    # -- amounts -----------------------------------------------------------------------------

    def _steps(self, steps: Sequence[AmountStep]) -> Iterator[str]:
        numbers = {step.name: number for number, step in enumerate(steps, 1)}
        for number, step in enumerate(steps, 1):
            head = f"  {number}. "
            yield from wrap(self._sentence(step), self.page.columns, " " * len(head), head)
            if where := self._where(step, numbers):
                yield from wrap(where, self.page.columns, " " * (len(head) + 2), " " * len(head))

    def _sentence(self, step: AmountStep) -> str:
        sort = self.said.naming.sort(step.name)
        value = self.said.value(step.name, step.value)
        formulas = [self.said.formula(item, sort) for item in step.expressions]
        bare = self.said.naming.value(step.value, sort)
        label = self.said.amount(step.name)
        clauses = tuple(dict.fromkeys(solid(clause.number) for clause in step.clauses))
        if step.nothing:
            text = self.words.say(
                "{label}: {value}, as no clause grants anything here", label=label, value=value
            )
        elif not formulas or formulas == [bare]:
            text = self.words.say("{label}: {value}", label=label, value=value)
        elif len(formulas) > _MOST_FORMULAS:
            text = self.words.say(
                "{label}: {value}; it is open which of {count} rules applies",
                label=label,
                value=value,
                count=len(formulas),
            )
        elif len(formulas) > 1:
            text = self.words.say(
                "{label}: {value}; it is open which of these applies: {formulas}",
                label=label,
                value=value,
                formulas=self.words.either(formulas),
            )
        elif step.value is not None and not step.value.exact and "[" not in formulas[0]:
            text = self.words.say(
                "{label}: {value}, as it is open whether {formula} counts",
                label=label,
                formula=formulas[0],
                value=value,
            )
        else:
            text = self.words.say(
                "{label}: {formula} = {value}", label=label, formula=formulas[0], value=value
            )
        if clauses:
            return self.words.say("{text}, by {clauses}.", text=text, clauses=clauses)
        return self.words.say("{text}.", text=text)

    def _where(self, step: AmountStep, numbers: dict[str, int]) -> str:
        """Name the amounts of a formula, those of one value together."""
        notes = {
            name: self.words.say(" (step {number})", number=number)
            for name, number in numbers.items()
        }
        parts = self.said.named(step.operands, notes)
        return self.words.say("Here {parts}.", parts=self.said.listed(parts)) if parts else ""

    # -- clauses -----------------------------------------------------------------------------

    def _clause(self, use: ClauseUse) -> Iterator[str]:
        reasons = self.said.listed([self.said.reason(reason) for reason in use.reasons])
        if use.clause is None:
            text = self.words.say("in general: {reasons}.", reasons=reasons)
        elif any(reason.holds is None for reason in use.reasons):
            text = self.words.say(
                "{clause} ({content}); whether it applies is open: {reasons}.",
                clause=solid(use.clause.number),
                content=use.clause.words,
                reasons=reasons,
            )
        elif reasons:
            text = self.words.say(
                "{clause} ({content}) applies: {reasons}.",
                clause=solid(use.clause.number),
                content=use.clause.words,
                reasons=reasons,
            )
        else:
            text = self.words.say(
                "{clause} ({content}) applies.",
                clause=solid(use.clause.number),
                content=use.clause.words,
            )
        yield from wrap(text, self.page.columns, "      ", "  ")


def head_lines(result: Computation, words: Words, page: Page) -> Iterator[str]:
    """Name the document and the person."""
    yield from map(page.bold, wrap(words.text(result.document.title), page.columns))
    person = person_words(result.program, result.case, words)
    parts = (result.document.number, *person)
    yield from wrap(" · ".join(filter(None, parts)), page.columns)


def missing_lines(result: Computation, name: str, words: Words, page: Page) -> Iterator[str]:
    """List what a line is not determined without."""
    missing = [item for item in result.missing if name in item.affects]
    if missing:
        yield from title(page, words.say("not determined without"))
        for item in missing:
            yield from wrap(missing_words(item, words), page.columns, "    ", "  ")
