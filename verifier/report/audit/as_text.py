"""Where an encoding and an official text differ, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.accounting.account import Declared, sentence_number
from verifier.accounting.audit import (
    AdditionalSection,
    Audit,
    Difference,
    MissingSection,
    OtherCount,
    OtherFigures,
    OtherOrder,
    Written,
)
from verifier.accounting.figures import Figure, Kind
from verifier.accounting.readers import Place
from verifier.accounting.text import TextSection
from verifier.report.catalogue import Words
from verifier.report.layout import Page, solid, wrap
from verifier.source import Span


def audit_text(audit: Audit, words: Words, page: Page) -> str:
    """Write each difference with both places."""
    lines = [*wrap(page.bold(words.text(audit.title)), page.columns), audit.file]
    lines += wrap(
        words.say(
            "compared: {sections} sections, {sentences} sentences, {figures} figures",
            sections=audit.sections, sentences=audit.sentences, figures=audit.figures,
        ),
        page.columns,
    )
    writer = _Writer(audit, words)
    for difference in audit.differences:
        head, *rest = writer.difference(difference)
        lines += ["", *wrap(head, page.columns, "  ", "")]
        for text in rest:
            lines += wrap(text, page.columns, "    ", "  ")
    count = len(audit.differences)
    end = words.say("{count} differences", count=count) if count else words.say("no difference")
    lines += ["", page.red(end) if count else page.green(end)]
    return "\n".join(lines) + "\n"


def sentences_text(sections: Sequence[TextSection], words: Words, page: Page) -> str:
    """Write the sentences of a text with their numbers, and their figures where there are any."""
    lines = []
    for section in sections:
        for place, sentence in enumerate(section.sentences, 1):
            head = f"{solid(sentence_number(section.number, place))}  {sentence.text}"
            lines += wrap(head, page.columns, "  ", "")
            if sentence.figures:
                shown = words.join(tuple(map(figure_text, sentence.figures)))
                lines += wrap(words.say("figures: {figures}", figures=shown), page.columns,
                              "      ", "    ")
    return "\n".join(lines) + "\n"


def figure_text(figure: Figure) -> str:
    """Write a figure as its text has it, a document with what stands before its year."""
    # The characters before it may be no part of its number, so that a few are shown.
    return figure.word[-6:] + figure.shown if figure.kind is Kind.PAPER else figure.shown


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts the differences of one audit into words."""

    audit: Audit
    words: Words

    def difference(self, difference: Difference) -> Iterator[str]:
        """The lines of a difference: what it is, then the details."""
        say = self.words.say
        match difference:
            case MissingSection(section):
                yield say("{number}: the text has no such section; encoding {span}",
                          number=section.number, span=self._span(section.span))
            case AdditionalSection(number, place, count, twice=True):
                yield say("{number}: the text has this section twice, here with {count} sentences; "
                          "text {place}", number=number, count=count, place=self._place(place))
            case AdditionalSection(number, place, count):
                yield say("{number}: a section that the encoding does not have, of {count} "
                          "sentences; text {place}",
                          number=number, count=count, place=self._place(place))
            case OtherOrder(section, place):
                yield say("{number}: from here the sections stand in another order; text {place}, "
                          "encoding {span}", number=section.number, place=self._place(place),
                          span=self._span(section.span))
            case OtherCount(section, place, found):
                yield say("{number}: {found} sentences in the text ({place}), {expected} in the "
                          "encoding ({span})", number=section.number, found=found,
                          place=self._place(place), expected=section.sentences,
                          span=self._span(section.span))
            case OtherFigures():
                yield from self._figures(difference)

    def _figures(self, difference: OtherFigures) -> Iterator[str]:
        say = self.words.say
        place = self._place(difference.place) if difference.place else say("nowhere")
        span = self._span(difference.comment) if difference.comment else say("nowhere")
        yield say("{number}: other figures; text {place}, encoding {span}",
                  number=difference.number, place=place, span=span)
        yield say("text: {figures}", figures=self._list(difference.written))
        yield say("encoding: {figures}", figures=self._list(difference.encoded))
        for declared, written in difference.pairs:
            yield self._pair(declared, written)

    def _pair(self, declared: Declared | None, written: Written | None) -> str:
        say = self.words.say
        text = "" if written is None else (
            f"{figure_text(written.figure)} ({self._place(written.place)})"
        )
        encoding = "" if declared is None else (
            f"{figure_text(declared.figure)} ({self._name(declared)})"
        )
        if not encoding:
            return say("the text has {text}, the encoding nothing", text=text)
        if not text:
            return say("the encoding has {encoding}, the text nothing", encoding=encoding)
        return say("the text has {text}, the encoding {encoding}", text=text, encoding=encoding)

    def _name(self, declared: Declared) -> str:
        name = f"{declared.name}, " if declared.name else ""
        return name + self._span(declared.span)

    def _list(self, items: tuple[Declared, ...] | tuple[Written, ...]) -> str:
        shown = tuple(figure_text(item.figure) for item in items)
        return self.words.join(shown) if shown else self.words.say("none")

    def _span(self, span: Span) -> str:
        return solid(f"{span.file}:{span.line}")

    def _place(self, place: Place) -> str:
        if self.audit.paragraphs:
            return self.words.say("paragraph {line}", line=place.line)
        if place.page:
            return self.words.say("page {page}, line {line}", page=place.page, line=place.line)
        return self.words.say("line {line}", line=place.line)
