"""The general properties as text: all of them, or the page of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.properties.declared import Property, PropertyKind
from verifier.report.catalogue import Words
from verifier.report.layout import Page, wrap


def properties_text(found: Sequence[Property], words: Words, page: Page) -> str:
    """Write a line or two for each property."""
    lines = []
    for item in found:
        lines.append(page.bold(item.id))
        lines += wrap(words.text(item.title), page.columns, "  ", "  ")
    return "\n".join(lines) + "\n"


def property_text(item: Property, words: Words, page: Page) -> str:
    """Write the page of a property."""
    return "\n".join(_page(item, words, page)) + "\n"


def asked_of(kind: PropertyKind, words: Words) -> str:
    """Say of whom or what a property is asked."""
    match kind:
        case PropertyKind.CASE:
            return words.say("one person: is there one for whom it fails?")
        case PropertyKind.PAIR:
            return words.say(
                "two persons who are alike but for what the property lets differ: are there two "
                "who compare the wrong way?"
            )
        case PropertyKind.CONFLICT | PropertyKind.GAP:
            return words.say("one person: is there one for whom an amount is not determined?")
        case PropertyKind.DOCUMENT:
            return words.say("the document itself, whoever the person is")


def rounding_of(kind: PropertyKind, words: Words) -> str:
    """Say what counts as rounding."""
    match kind:
        case PropertyKind.PAIR:
            return words.say(
                "a difference of no more fen than there are products and quotients in what is "
                "compared; a proof says how many it allows"
            )
        case PropertyKind.CASE:
            return words.say("nothing: amounts are compared as they are paid, in whole fen")
        case _:
            return words.say("nothing is rounded")


def _page(item: Property, words: Words, page: Page) -> Iterator[str]:
    yield page.bold(item.id)
    yield from wrap(words.text(item.title), page.columns, "  ", "  ")
    parts = (
        (words.say("why"), words.text(item.why)),
        (words.say("phrase of such documents"), words.text(item.phrase)),
        (words.say("speaks of"), words.text(item.speaks_of)),
        (words.say("asked of"), asked_of(item.kind, words)),
        (words.say("what counts as rounding"), rounding_of(item.kind, words)),
        (words.say("an example that breaks it"), words.text(item.example)),
    )
    for head, text in parts:
        if text:
            yield ""
            yield head
            yield from wrap(text, page.columns, "  ", "  ")
