"""An encoding held against the official text: sections, sentences, and figures in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from verifier.accounting.account import Account, Declared, read_account, sentence_number
from verifier.accounting.alignment import align
from verifier.accounting.figures import Figure, Kind, figures
from verifier.accounting.readers import Place, Text, read_text
from verifier.accounting.sentences import Sentence
from verifier.accounting.text import TextSection, text_sections
from verifier.errors import Problem, TextError, message
from verifier.language.account import Section
from verifier.programs import Document, load_program
from verifier.source import Span
from verifier.words import Bilingual


@dataclass(frozen=True, slots=True)
class Written:
    """A figure of the text, and where it stands."""

    figure: Figure
    place: Place


@dataclass(frozen=True, slots=True)
class MissingSection:
    """A section of the encoding that the text has not."""

    section: Section


@dataclass(frozen=True, slots=True)
class AdditionalSection:
    """A section of the text that the encoding has not; `twice` if it has it once."""

    number: str
    place: Place
    sentences: int
    twice: bool


@dataclass(frozen=True, slots=True)
class OtherOrder:
    """A section that the text has at another place in the order."""

    section: Section
    place: Place


@dataclass(frozen=True, slots=True)
class OtherCount:
    """A section whose sentences are not as many in the text as in the encoding."""

    section: Section
    place: Place
    found: int


@dataclass(frozen=True, slots=True)
class OtherFigures:
    """A sentence whose figures differ: both sequences, and the pairs in which they differ.

    A sentence that only one side has lacks its number or its place.
    """

    number: str
    place: Place | None
    comment: Span | None
    encoded: tuple[Declared, ...]
    written: tuple[Written, ...]
    pairs: tuple[tuple[Declared | None, Written | None], ...]


Difference: TypeAlias = MissingSection | AdditionalSection | OtherOrder | OtherCount | OtherFigures


@dataclass(frozen=True, slots=True)
class Audit:
    """The differences of a document and a text, and how much was compared.

    `paragraphs` says that the places of the text count its paragraphs, not its lines.
    """

    document: str
    title: Bilingual
    file: str
    paragraphs: bool
    differences: tuple[Difference, ...]
    sections: int
    sentences: int
    figures: int


def audit(document: Document, path: Path) -> Audit:
    """Hold a document against a file.

    TextError if the file cannot be read or is of another document, LanguageError if the encoding is
    wrong or has no account.
    """
    load_program(document, 1)  # an encoding that is wrong is refused
    return compare(read_account(document), read_text(path))


def text_sentences(document: Document, path: Path) -> tuple[TextSection, ...]:
    """The sections of a file with their sentences, as an encoding numbers them.

    The encoding says which headings are sentences too; TextError and LanguageError as of `audit`,
    but the text may be of another document.
    """
    account = read_account(document)
    return text_sections(read_text(path), {section.number: section for section in account.sections})


def compare(account: Account, text: Text) -> Audit:
    """Hold an account against a text; TextError if the text is of another document."""
    known = {section.number: section for section in account.sections}
    found = text_sections(text, known)
    _check_document(account, text, found)
    differences = [*_section_differences(account, found)]
    first = {section.number: section for section in reversed(found)}
    for section in account.sections:
        if section.number in first:
            differences += _compare(account, section, first[section.number])
    sentences = [sentence for section in found for sentence in section.sentences]
    return Audit(
        account.document, account.title, text.file, text.paragraphs, tuple(differences),
        len(found), len(sentences), sum(len(sentence.figures) for sentence in sentences),
    )


def _check_document(account: Account, text: Text, found: Sequence[TextSection]) -> None:
    """TextError for a text that has neither title nor number of the document."""
    if not any(section.number[:1] in "一二三四五六七八九十" for section in found):
        raise TextError(Problem(
            "text", Span(text.file),
            message("the text has no section whose heading begins with a numeral (一、 or （一）)"),
            message("if a word processor numbers the headings, save the document as text or PDF"),
        ))
    whole = "".join("".join(line.text.split()) for line in text.lines)
    own = [f for item in account.sentences.values() for f in item.figures if f.name == "number"]
    numbers = [f for s in found for sentence in s.sentences for f in sentence.figures]
    # Line by line: the number of a document stands below its title.
    papers = [f for line in text.lines for f in figures(line.text) if f.kind is Kind.PAPER]
    if account.title.zh in whole:
        return
    if any(item.figure.fits(figure) for item in own for figure in numbers):
        return
    raise TextError(Problem(
        "text", Span(text.file),
        message("the text has neither the number {number} of the document nor its title; the first "
                "number in it is {found}", number=account.number,
                found=papers[0].word[-8:] + papers[0].shown if papers else "—"),
        message("give the text of {title}", title=account.title),
    ))


def _section_differences(account: Account, found: Sequence[TextSection]) -> Iterator[Difference]:
    known = [section.number for section in account.sections]
    seen: dict[str, Place] = {}
    for section in found:
        if section.number not in known or section.number in seen:
            twice = section.number in seen
            yield AdditionalSection(
                section.number, section.place, len(section.sentences), twice
            )
        seen.setdefault(section.number, section.place)
    for expected in account.sections:
        if expected.number not in seen:
            yield MissingSection(expected)
    common = [section for section in account.sections if section.number in seen]
    order = [number for number in seen if number in known]
    for expected, number in zip(common, order, strict=True):
        if expected.number != number:
            yield OtherOrder(expected, seen[expected.number])
            return


def _compare(account: Account, section: Section, found: TextSection) -> Iterator[Difference]:
    """A section that both have; where their sentences are not as many, the likest are compared."""
    encoded = [
        account.sentence(section.number, place) for place in range(1, section.sentences + 1)
    ]
    if len(encoded) != len(found.sentences):
        yield OtherCount(section, found.place, len(found.sentences))
    pairs = align(
        [item.figures for item in encoded], [_written(s) for s in found.sentences],
        lambda one, other: len(_pairs(one, other)), lambda item: 1 + len(item),
        by_place=len(encoded) == len(found.sentences),
    )
    for left, right in pairs:
        declared = encoded[left].figures if left is not None else ()
        written = _written(found.sentences[right]) if right is not None else ()
        differing = _pairs(declared, written)
        if not differing:
            continue
        comments = encoded[left].comments if left is not None else ()
        yield OtherFigures(
            sentence_number(section.number, left + 1) if left is not None else section.number,
            found.sentences[right].place if right is not None else None,
            comments[0] if comments else None if left is None else section.span,
            declared, written, differing,
        )


def _written(sentence: Sentence) -> tuple[Written, ...]:
    return tuple(map(Written, sentence.figures, sentence.places))


def _pairs(
    declared: Sequence[Declared], written: Sequence[Written]
) -> tuple[tuple[Declared | None, Written | None], ...]:
    """The pairs in which two sequences differ, in order."""
    found = align(
        declared, written, lambda one, other: 0 if one.figure.fits(other.figure) else 1,
        lambda _: 1, by_place=False,
    )
    pairs = (
        (None if left is None else declared[left], None if right is None else written[right])
        for left, right in found
    )
    return tuple(
        (one, other) for one, other in pairs
        if one is None or other is None or not one.figure.fits(other.figure)
    )
