"""What became of each sentence of a document, as text."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.accounting.coverage import HEADING, Coverage, Covered, Status
from verifier.language.account import Section
from verifier.report.catalogue import Words
from verifier.report.layout import Page, solid, wrap
from verifier.report.problems import problem_text
from verifier.source import Span


def coverage_text(coverage: Coverage, words: Words, page: Page) -> str:
    """Write the sentences in order, section by section, and how many are what."""
    lines = [*wrap(page.bold(words.text(coverage.title)), page.columns)]
    for section, found in coverage.sections:
        lines += ["", *_section(section, words, page)]
        for covered in found:
            lines += _sentence(covered, words, page)
    lines += ["", *wrap(summary(coverage, words), page.columns)]
    for fault in coverage.faults:
        lines += ["", *problem_text(fault, words).splitlines()]
    return "\n".join(lines) + "\n"


def summary(coverage: Coverage, words: Words) -> str:
    """Say how many sentences are what."""
    total = sum(len(found) for _, found in coverage.sections)
    return words.say(
        "{total} sentences: {encoded} encoded, {partly} in part, {informal} without formal "
        "content, {missing} missing",
        total=total,
        encoded=coverage.count(Status.ENCODED),
        partly=coverage.count(Status.PARTLY),
        informal=coverage.count(Status.INFORMAL),
        missing=coverage.count(Status.MISSING),
    )


def status_text(covered: Covered, words: Words) -> str:
    """Name what became of a sentence."""
    match covered.status:
        case Status.ENCODED:
            return words.say("encoded")
        case Status.PARTLY:
            return words.say("encoded in part")
        case Status.MISSING:
            return words.say("MISSING")
        case Status.INFORMAL:
            return words.say("without formal content: {kind}", kind=kind_text(covered.kind, words))


def kind_text(kind: str, words: Words) -> str:
    """Name why a sentence has no formal content."""
    kinds = {
        HEADING: words.say("heading"),
        "aim": words.say("an aim"),
        "definition": words.say("a definition"),
        "duty": words.say("a duty of authorities"),
        "notice": words.say("a notice"),
        "permission": words.say("a permission"),
        "reference": words.say("a reference"),
        "responsibility": words.say("who is responsible"),
    }
    return kinds[kind]


def by_file(places: tuple[tuple[str, Span], ...]) -> dict[str, list[str]]:
    """The names of rules and figures by the place of the first of their file, each name once."""
    first: dict[str, Span] = {}
    names: dict[str, list[str]] = {}
    for name, span in places:
        first.setdefault(span.file, span)
        found = names.setdefault(span.file, [])
        if name not in found:
            found.append(name)
    return {f"{file}:{first[file].line}": names[file] for file in names}


def _section(section: Section, words: Words, page: Page) -> Iterator[str]:
    head = f"{page.bold(section.number)}  {words.text(section.words)}"
    yield from wrap(head, page.columns, "    ", "")


def _sentence(covered: Covered, words: Words, page: Page) -> Iterator[str]:
    status = status_text(covered, words)
    paint = {Status.MISSING: page.red, Status.PARTLY: page.yellow, Status.ENCODED: page.green}
    shown = paint.get(covered.status, page.dim)(status)
    yield f"  {covered.number}  {shown}"
    encoded = covered.encoded
    for text in encoded.words:
        yield from wrap(words.text(text), page.columns, "      ", "      ")
    for place, names in by_file((*encoded.rules, *encoded.values)).items():
        line = f"{solid(place)}  {words.join(names)}"
        yield from wrap(line, page.columns, "        ", "      ")
    for rest in covered.rest:
        if covered.kind != HEADING:
            line = f"— {words.text(rest)}"
            yield from wrap(line, page.columns, "        ", "      ")
