"""A text that a document could have: as many sections, sentences and figures as it accounts for.

The official texts are not part of the project. This one has their form and their figures and says
nothing else, so that the audit of a mutant can be asked without them.
"""

from __future__ import annotations

import re

from verifier.accounting.account import Account, Encoded
from verifier.accounting.blocks import END, HEAD, PREAMBLE
from verifier.accounting.figures import Figure, Kind, figures
from verifier.accounting.readers import Line, Place, Text
from verifier.language.account import Section

_LAST = re.compile(r"[0-9]+$|（[一二三四五六七八九十]+）$|[一二三四五六七八九十]+$")


def text_of(account: Account) -> Text:
    """Write a text with which an account agrees."""
    paragraphs = [part for section in account.sections for part in _section(account, section)]
    lines = tuple(Line(text, Place(0, n)) for n, text in enumerate(paragraphs, 1))
    return Text("the text", lines, paragraphs=True)


def _section(account: Account, section: Section) -> list[str]:
    """The paragraphs of a section: its heading and one more, if it has further sentences."""
    sentences = [
        _sentence(account, account.sentence(section.number, place))
        for place in range(1, section.sentences + 1)
    ]
    if section.number in (HEAD, PREAMBLE, END):
        return ["".join(f"{sentence}。" for sentence in sentences)]
    heading = sentences.pop(0) if section.titled else "甲"
    rest = "".join(f"{sentence}。" for sentence in sentences)
    return [_numbered(section.number, heading), *([rest] if rest else [])]


def _numbered(number: str, heading: str) -> str:
    numeral = _LAST.search(number)
    assert numeral is not None, number
    if numeral[0].isascii():
        return f"{numeral[0]}.{heading}"
    return f"{numeral[0]}{heading}" if numeral[0].startswith("（") else f"{numeral[0]}、{heading}"


def _sentence(account: Account, encoded: Encoded) -> str:
    own = account.title.zh if encoded.number == f"{HEAD}.1" else "甲"
    rest = encoded.figures[len(figures(own)) :]
    return "，乙".join([own, *(_written(item.figure) for item in rest)])


def _written(figure: Figure) -> str:
    return figure.word + figure.shown if figure.kind is Kind.PAPER else figure.shown
