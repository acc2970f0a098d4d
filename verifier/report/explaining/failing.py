"""What fails of the rules that could have given a line, and the facts behind it, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.analysis.explaining.parts import Balance, Candidate, Fact, Failing, OneOf, Reason
from verifier.language.clauses import in_text_order
from verifier.program.names import amounts_in
from verifier.program.terms import Literal
from verifier.report.explaining.words import WhyWords
from verifier.report.layout import Page, solid, wrap


def title(page: Page, text: str) -> Iterator[str]:
    """Write the heading of a part."""
    yield ""
    yield from map(page.bold, wrap(text, page.columns))


def candidate_lines(candidates: Sequence[Candidate], said: WhyWords, page: Page) -> Iterator[str]:
    """List the rules that could have given a line, with what fails of each, clause by clause."""
    if not candidates:
        return
    yield from title(page, said.words.say("what could have given it, and what fails"))
    common = [f for f in candidates[0].failing if all(f in c.failing for c in candidates)]
    if len(candidates) == 1:
        common = []
    if common:
        yield from wrap(said.words.say("for all of these:"), page.columns, "    ", "  - ")
        yield from _failing(common, said, page)
    for candidate in candidates:
        rest = [f for f in candidate.failing if f not in common]
        yield from wrap(_names(candidate, said), page.columns, "    ", "  - ")
        yield from _failing(rest, said, page)


def fact_lines(facts: Sequence[Fact], said: WhyWords, page: Page) -> Iterator[str]:
    """List the facts that an explanation rests on, with where they come from."""
    if facts:
        yield from title(page, said.words.say("the facts, and where they come from"))
        for line in said.facts(facts):
            yield from wrap(line, page.columns, "      ", "  ")


def _names(candidate: Candidate, said: WhyWords) -> str:
    names: tuple[str, ...] = (said.line(candidate.names[0], numeric=False),)
    if said.is_amount(candidate.names[0]):
        names = tuple(map(said.operand, candidate.names))
    numbers = tuple(map(solid, in_text_order(clause.number for clause in candidate.clauses)))
    if numbers:
        return said.words.say("{names}, by {clauses}:", names=names, clauses=numbers)
    return said.words.say("{names}:", names=names)


def _failing(failing: Iterable[Failing], said: WhyWords, page: Page) -> Iterator[str]:
    by_clause: dict[str, list[str]] = {}
    for item in failing:
        number = item.clause.number if item.clause is not None else ""
        by_clause.setdefault(number, []).append(failed(item, said))
    for number, texts in by_clause.items():
        lead = f"{solid(number)}  " if number else ""
        yield from wrap(lead + said.listed(texts), page.columns, "        ", "      ")


def failed(item: Failing, said: WhyWords) -> str:
    """Write one failing condition as it stands in this case."""
    match item.what:
        case Reason(holds=True):
            return said.words.say(
                "{condition}, which must not be", condition=said.reason(item.what)
            )
        case Reason():
            return said.reason(item.what, failing=True)
        case OneOf(ways):
            told = [said.listed([failed(part, said) for part in way]) or "-" for way in ways]
            numbered = "  ".join(f"({place}) {text}" for place, text in enumerate(told, 1))
            return said.words.say("one of these would have to be otherwise: {ways}", ways=numbered)
        case Balance(expression=Literal()):
            return said.words.say("the clause grants nothing")
        case Balance(name, expression):
            return said.words.say(
                "{formula} is not above zero ({parts})",
                formula=said.formula(expression, said.naming.sort(name)),
                parts=said.listed(said.named(amounts_in(expression))),
            )
