"""The account of a document: its sections, and what of a sentence is no rule.

    section(Number, titled | plain, Sentences, Zh, En)   in the order of the document; `titled` says
                                                          that the heading is the first sentence
    informal(Kind, Zh, En)     the sentence has no formal content, and why
    partly(Zh, En)             what is left of a sentence that is encoded in part, and why
    aside(Place, Text, Zh, En) a figure of the sentence that is no rule, as the text has it, and why
    mention(Place, Name)       a figure that is declared elsewhere: by its name, by `number`,
                               `issued` or `in_force`, or as the number of another document

All but `section` stand under the clause comment of their sentence. Places count the figures of the
sentence from 1, together with those of `figure`. They are read from the parsed text, because the
grounder would merge the equal ones of two sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from clingo import Symbol, SymbolType
from clingo.ast import ASTType

from verifier.accounting.figures import Figure, figures
from verifier.errors import Message, Problem, message
from verifier.language.loader import Source, Statement, head_signature
from verifier.language.tree import Tree
from verifier.language.vocabulary import ACCOUNT, INFORMAL
from verifier.program.model import Argument, Fact
from verifier.source import Span
from verifier.words import Bilingual

_NUMBER = re.compile(
    "题头|前言|结尾|[一二三四五六七八九十]+(?:（[一二三四五六七八九十]+）)?(?:[0-9]+)?"
)
OWN = ("number", "issued", "in_force")
"""What a mention may name of the document itself."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the document; `titled` says that its heading is its first sentence."""

    number: str
    titled: bool
    sentences: int
    words: Bilingual
    span: Span


@dataclass(frozen=True, slots=True)
class Informal:
    """Why a sentence has no formal content."""

    kind: str
    words: Bilingual
    span: Span


@dataclass(frozen=True, slots=True)
class Partly:
    """What of a sentence is not encoded, and why."""

    words: Bilingual
    span: Span


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure of a sentence that is no rule."""

    place: int
    figure: Figure
    words: Bilingual
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure of a sentence that is declared elsewhere."""

    place: int
    name: str
    span: Span


Entry: TypeAlias = Section | Informal | Partly | Aside | Mention


def entries(source: Source) -> Iterator[Entry]:
    """The declarations of the account, in order; those that are wrong are left out."""
    for _, read in _read(source):
        if not isinstance(read, Problem):
            yield read


def account_problems(source: Source) -> Iterator[Problem]:
    """What is wrong with the declarations of the account."""
    known = frozenset(OWN) | {name for name, _ in declared(source, "figure")} | papers(source)
    numbers: set[str] = set()
    for statement, read in _read(source):
        match read:
            case Problem():
                yield read
            case Section(number=number) if number in numbers:
                yield Problem("twice", statement.span,
                              message("`{name}` is declared twice", name=number),
                              message("give each section once, in the order of the document"))
            case Section(number=number):
                numbers.add(number)
            case _ if not statement.span.clause:
                yield Problem("no-clause", statement.span,
                              message("the declaration stands under no clause"),
                              message("write `%@ <clause>` above it, with `%  zh:` and `%  en:` "
                                      "lines"))
            case Mention(name=name) if name not in known:
                yield Problem("value", statement.span,
                              message("`{name}` is no figure and no document that is declared",
                                      name=name),
                              message("name a figure, `number`, `issued`, `in_force`, or a number "
                                      "of a document that `superior` or `prevails_over` gives"))


def declared(source: Source, name: str) -> Iterator[tuple[str, tuple[Argument, ...]]]:
    """The arguments of each fact of a name in the document, with the first as text."""
    for statement in source.statements:
        node = statement.node
        if statement.core or node.ast_type != ASTType.Rule:
            continue
        found = head_signature(node)
        if found is not None and found[0] == name and (arguments := arguments_of(node)):
            yield str(arguments[0]), arguments


def papers(source: Source) -> frozenset[str]:
    """The numbers of the other documents that the document names."""
    return frozenset(
        str(arguments[-1]) for name in ("superior", "prevails_over", "repeals")
        for _, arguments in declared(source, name)
    )


def arguments_of(node: Tree) -> tuple[Argument, ...]:
    """The arguments of the atom in the head of a rule; what is not ground is given as its text."""
    symbol = node.head.atom.symbol
    if symbol.ast_type != ASTType.Function:
        return ()
    return tuple(_argument(argument) for argument in symbol.arguments)


def _argument(node: Tree) -> Argument:
    if node.ast_type == ASTType.SymbolicTerm:
        symbol: Symbol = node.symbol
        if symbol.type is SymbolType.Number:
            return symbol.number
        return symbol.string if symbol.type is SymbolType.String else str(symbol)
    if node.ast_type == ASTType.Function and node.arguments:
        return Fact(node.name, tuple(_argument(argument) for argument in node.arguments))
    return str(node)


def _read(source: Source) -> Iterator[tuple[Statement, Entry | Problem]]:
    for statement in source.statements:
        node = statement.node
        if statement.core or node.ast_type != ASTType.Rule:
            continue
        found = head_signature(node)
        if found in ACCOUNT and found is not None:
            read = _entry(found[0], arguments_of(node), statement.span)
            if node.body:
                read = message("`{name}` has a condition", name=found[0])
            if isinstance(read, Message):
                yield statement, Problem("value", statement.span, read, _FORMS[found[0]])
            else:
                yield statement, read


def _entry(name: str, arguments: tuple[Argument, ...], span: Span) -> Entry | Message:
    """Read one declaration; a message says what is wrong with it."""
    read: Entry | Message | None
    if name == "mention":
        read = _mention(arguments, span)
    else:
        words = Bilingual(*(str(text) for text in arguments[-2:]))
        if not (words.zh.strip() and words.en.strip()):
            return message("`{name}` has no words in Chinese or in English", name=name)
        read = _worded(name, arguments, words, span)
    if read is None:
        shown = f"{name}({', '.join(str(a) for a in arguments)})"
        return message("`{text}` is no declaration of an account", text=shown[:80])
    return read


def _mention(arguments: tuple[Argument, ...], span: Span) -> Mention | None:
    match arguments:
        case int(place), str(name) if place > 0:
            return Mention(place, name, span)
        case _:
            return None


def _worded(
    name: str, arguments: tuple[Argument, ...], words: Bilingual, span: Span
) -> Entry | Message | None:
    match name, arguments:
        case "section", (str(number), "titled" | "plain" as kind, int(count), _, _):
            right = _NUMBER.fullmatch(number) and count >= (kind == "titled")
            return Section(number, kind == "titled", count, words, span) if right else None
        case "informal", (str(kind), _, _) if kind in INFORMAL:
            return Informal(kind, words, span)
        case "partly", _:
            return Partly(words, span)
        case "aside", (int(place), str(text), _, _) if place > 0:
            found = figures(text)
            if len(found) == 1:
                return Aside(place, found[0], words, span)
            return message("`{text}` is {count} figures", text=text, count=len(found))
        case _:
            return None


_FORMS = {
    "section": message(
        "write section(\"二（一）1\", titled, 8, \"words\", \"words\"): number, titled or plain, "
        "how many sentences, and the heading in our words"
    ),
    "informal": message(
        "write informal(kind, \"words\", \"words\") with one of {kinds}", kinds=", ".join(INFORMAL)
    ),
    "partly": message("write partly(\"words\", \"words\"): what is left, and why"),
    "aside": message(
        "write aside(place, \"70%\", \"words\", \"words\"): the place counts from 1, the text "
        "holds one figure, the words say why it is no rule"
    ),
    "mention": message("write mention(place, name); the place counts from 1"),
}
