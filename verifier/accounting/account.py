"""What an encoding says of each sentence of its document: rules, figures in order, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clingo.ast import ASTType

from verifier.accounting.declared import declared_figures
from verifier.accounting.figures import Figure, figures
from verifier.errors import LanguageError, Problem, message
from verifier.language.account import (
    Aside,
    Informal,
    Mention,
    Partly,
    Section,
    arguments_of,
    declared,
    entries,
    papers,
)
from verifier.language.loader import Source, Statement, head_signature, load
from verifier.language.tree import Tree
from verifier.language.vocabulary import ACCOUNT, DECLARATIONS, FIGURES
from verifier.programs import Document
from verifier.source import Span
from verifier.words import Bilingual

_STATED = frozenset({("in_force", 3), ("poorer", 4), ("superior", 2)})
"""Declarations that are what a sentence says."""
_ABOUT_CASES = frozenset({("impossible", 2)})
"""Rules that say which cases can exist, which no sentence does."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A figure of the encoding: its place in the sentence, its name (empty if set aside), where."""

    place: int
    figure: Figure
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Encoded:
    """All that the encoding has under the clause comments of one sentence."""

    number: str
    words: tuple[Bilingual, ...] = ()
    comments: tuple[Span, ...] = ()
    rules: tuple[tuple[str, Span], ...] = ()
    values: tuple[tuple[str, Span], ...] = ()
    figures: tuple[Declared, ...] = ()
    informal: tuple[Informal, ...] = ()
    partly: tuple[Partly, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A document's account of itself: its sections in order, and its sentences by number."""

    document: str
    title: Bilingual
    number: str
    sections: tuple[Section, ...]
    sentences: Mapping[str, Encoded]

    def sentence(self, section: str, place: int) -> Encoded:
        """What the encoding has of a sentence, if anything."""
        number = sentence_number(section, place)
        return self.sentences.get(number, Encoded(number))


def sentence_number(section: str, place: int) -> str:
    """The number of a sentence, as clause comments write it."""
    return f"{section}.{place}"


def read_account(document: Document) -> Account:
    """Read the account of a document; LanguageError if the document has none."""
    source = load([document.path])
    sections = tuple(entry for entry in entries(source) if isinstance(entry, Section))
    if not sections:
        raise LanguageError(Problem(
            "no-account", Span(str(document.path)),
            message("the encoding does not say which sections the document has"),
            message("write section(number, titled, sentences, \"words\", \"words\") for each of "
                    "them, in order"),
        ))
    own = _own(source)
    title = next((a[1:3] for _, a in declared(source, "document")), ("", ""))
    return Account(
        document.id, Bilingual(*map(str, title)), own.number, sections,
        _sentences(source, own),
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """What mentions can name: figures by name, and what the document says of itself."""

    number: str
    figures: Mapping[str, tuple[Figure, ...]]

    def named(self, name: str) -> tuple[Figure, ...]:
        return self.figures.get(name, ())


def _own(source: Source) -> _Own:
    found: dict[str, tuple[Figure, ...]] = {paper: figures(paper) for paper in papers(source)}
    number = next((str(a[-1]) for _, a in declared(source, "number")), "")
    found["number"] = figures(number)
    for _, arguments in declared(source, "in_force"):
        for name, day in zip(("issued", "in_force"), map(str, arguments[1:]), strict=False):
            found[name] = declared_figures((name, day, "date", 0)) if day else ()
    for name, arguments in declared(source, "figure"):
        if figure := declared_figures(arguments):
            found[name] = figure
    return _Own(number, found)


def _sentences(source: Source, own: _Own) -> dict[str, Encoded]:
    found: dict[str, _Collected] = {}
    for clause in source.clauses:
        if not clause.span.file.startswith("core/"):
            collected = found.setdefault(clause.id, _Collected(clause.id))
            collected.comment(clause.span, clause.zh, clause.en)
    for statement in source.statements:
        node = statement.node
        number = statement.span.clause
        if not statement.core and number and node.ast_type == ASTType.Rule:
            _collect(found.setdefault(number, _Collected(number)), statement)
    for entry in entries(source):
        number = entry.span.clause
        match entry:
            case Informal():
                found[number].informal.append(entry)
            case Partly():
                found[number].partly.append(entry)
            case Aside():
                found[number].figures.append(Declared(entry.place, entry.figure, "", entry.span))
            case Mention():
                found[number].figures += (
                    Declared(entry.place + n, figure, entry.name, entry.span)
                    for n, figure in enumerate(own.named(entry.name))
                )
            case Section():
                pass
    return {number: collected.done() for number, collected in found.items()}


class _Collected:
    """What is found under one number."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.words: list[Bilingual] = []
        self.comments: list[Span] = []
        self.rules: list[tuple[str, Span]] = []
        self.values: list[tuple[str, Span]] = []
        self.figures: list[Declared] = []
        self.informal: list[Informal] = []
        self.partly: list[Partly] = []

    def comment(self, span: Span, zh: str, en: str) -> None:
        self.comments.append(span)
        words = Bilingual(zh, en)
        if zh and en and words not in self.words:
            self.words.append(words)

    def done(self) -> Encoded:
        return Encoded(
            self.number, tuple(self.words), tuple(self.comments),
            tuple(self.rules), tuple(self.values),
            tuple(sorted(self.figures, key=lambda f: f.place)),
            tuple(self.informal), tuple(self.partly),
        )


def _collect(found: _Collected, statement: Statement) -> None:
    node, span = statement.node, statement.span
    signature = head_signature(node)
    if signature in _ABOUT_CASES:
        return
    if statement.tag or signature in _STATED:
        found.rules.append((_head_name(node), span))
    elif signature in ACCOUNT or signature not in DECLARATIONS or signature is None:
        return
    elif signature[0] in FIGURES and (arguments := arguments_of(node)):
        name = str(arguments[0])
        found.values.append((name, span))
        place = arguments[3] if signature[0] == "figure" else 0
        if isinstance(place, int) and place > 0:
            found.figures += (
                Declared(place + n, figure, name, span)
                for n, figure in enumerate(declared_figures(arguments))
            )


def _head_name(node: Tree) -> str:
    """What a rule defines: the name of its predicate or of its amount."""
    signature = head_signature(node)
    if signature is not None:
        return signature[0]
    atom = node.head
    if atom.ast_type == ASTType.TheoryAtom:
        term = atom.guard.term if atom.term.name in ("sum", "min", "max") else (
            atom.elements[0].terms[0]
        )
        return str(term).strip("() ").partition("(")[0]
    return ":-"
