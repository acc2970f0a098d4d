"""What became of each sentence: encoded, in part, without formal content, or missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from verifier.accounting.account import Account, Encoded, read_account
from verifier.accounting.paying import paying_rules
from verifier.errors import Problem, message
from verifier.language.account import Section
from verifier.program.model import Program
from verifier.programs import Document, load_program
from verifier.words import Bilingual

HEADING = "heading"
"""The kind of a sentence that is the heading of its section."""


class Status(StrEnum):
    """What a sentence became."""

    ENCODED = "encoded"
    PARTLY = "partly"
    INFORMAL = "informal"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Covered:
    """A sentence: its status, our words for it, and why it is not, or not wholly, encoded.

    `kind` is why it has no formal content; `rest` says what is left of it.
    """

    number: str
    status: Status
    encoded: Encoded
    kind: str = ""
    rest: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sentences of a document section by section, and what is wrong with its account."""

    document: str
    title: Bilingual
    sections: tuple[tuple[Section, tuple[Covered, ...]], ...]
    faults: tuple[Problem, ...]

    def count(self, status: Status) -> int:
        """How many sentences have a status."""
        return sum(covered.status is status for _, found in self.sections for covered in found)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        return not self.faults and not self.count(Status.MISSING)


def cover(document: Document) -> Coverage:
    """Cover a document; LanguageError if its encoding is wrong or has no account."""
    program = load_program(document, 1)
    return coverage_of(read_account(document), _paying_places(program))


def _paying_places(program: Program) -> frozenset[tuple[str, int]]:
    """File and line of each rule that bears on a payment."""
    spans = (program.rules[rule].span for rule in paying_rules(program) if rule in program.rules)
    return frozenset((span.file, span.line) for span in spans)


def coverage_of(account: Account, paying: Collection[tuple[str, int]]) -> Coverage:
    """Put together what an account says; `paying` are the places of the rules that pay."""
    sections = tuple(
        (section, tuple(_covered(account, section, n) for n in range(1, section.sentences + 1)))
        for section in account.sections
    )
    known = {covered.number for _, found in sections for covered in found}
    faults = [*_strays(account, known)]
    for encoded in account.sentences.values():
        faults += _contradictions(encoded, paying)
        faults += _places(encoded)
    return Coverage(
        account.document, account.title, sections, tuple(sorted(faults, key=lambda p: p.span))
    )


def _covered(account: Account, section: Section, place: int) -> Covered:
    encoded = account.sentence(section.number, place)
    if encoded.partly:
        rest = tuple(item.words for item in encoded.partly)
        return Covered(encoded.number, Status.PARTLY, encoded, rest=rest)
    if encoded.rules or encoded.values:
        return Covered(encoded.number, Status.ENCODED, encoded)
    if encoded.informal:
        reason = encoded.informal[0]
        return Covered(encoded.number, Status.INFORMAL, encoded, reason.kind, (reason.words,))
    if section.titled and place == 1:
        return Covered(encoded.number, Status.INFORMAL, encoded, HEADING, (section.words,))
    return Covered(encoded.number, Status.MISSING, encoded)


def _strays(account: Account, known: Collection[str]) -> Iterator[Problem]:
    """Clause comments of no sentence, and sentences without words of ours."""
    for encoded in account.sentences.values():
        if encoded.comments and not encoded.words:
            yield Problem(
                "no-words", encoded.comments[0],
                message("`{number}` has no words in Chinese or in English", number=encoded.number),
                message("write `%  zh:` and `%  en:` below its clause comment"),
            )
        if encoded.number not in known:
            for comment in encoded.comments:
                yield Problem(
                    "no-sentence", comment,
                    message("no section has a sentence `{number}`", number=encoded.number),
                    message("correct the number, or what `section` says of its section"),
                )


def _contradictions(
    encoded: Encoded, paying: Collection[tuple[str, int]]
) -> Iterator[Problem]:
    formal = bool(encoded.rules or encoded.values)
    for reason in encoded.informal:
        if formal or encoded.partly or reason is not encoded.informal[0]:
            yield Problem(
                "informal", reason.span,
                message("`{number}` is said to have no formal content and is also encoded, in part "
                        "left or said so twice", number=encoded.number),
                message("keep one of them"),
            )
    for left in encoded.partly:
        if not formal:
            yield Problem(
                "partly", left.span,
                message("`{number}` is encoded in part, but no rule stands under it",
                        number=encoded.number),
                message("encode it, or say with `informal` why it has no formal content"),
            )
        elif pays := [span for _, span in encoded.rules if (span.file, span.line) in paying]:
            yield Problem(
                "partly", left.span,
                message("`{number}` bears on what is paid ({place}) and must not be encoded in "
                        "part", number=encoded.number, place=str(pays[0])),
                message("encode the rest, as an open value or a reading where it is not given"),
            )


def _places(encoded: Encoded) -> Iterator[Problem]:
    """Figures of a sentence count from 1 without holes, and no two have one place."""
    for expected, declared in enumerate(encoded.figures, 1):
        if declared.place != expected:
            yield Problem(
                "place", declared.span,
                message("figure {place} of `{number}` follows figure {before}",
                        place=declared.place, number=encoded.number, before=expected - 1),
                message("count the figures of the sentence from 1, in the order of the text; a "
                        "range counts as two"),
            )
            return
