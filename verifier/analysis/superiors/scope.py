"""Of whom and of which years a superior speaks that a lower document does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.superiors.results import Binding
from verifier.errors import Message, message
from verifier.program.labels import Labels, parse_term
from verifier.program.model import AtomDefinition, Program
from verifier.program.names import Term, parts
from verifier.program.terms import Atom, Not


def years_of(program: Program) -> tuple[int, ...]:
    """The years of which a document has cases."""
    return tuple(sorted(
        year for fact in program.facts.get("case_year", ())
        if isinstance(year := fact.arguments[0], int)
    ))


def unshared_years(lower: Program, superior: Program) -> Iterator[Message]:
    """Which years of a document a superior speaks of, if it does not speak of all."""
    own, other = years_of(lower), years_of(superior)
    common = tuple(year for year in own if year in other)
    if not common:
        yield message("the superior speaks of {years}, and the document of {own}",
                      years=_span(other), own=_span(own))
    elif common != own:
        yield message("only {common} of the years {own} is compared: the superior speaks of "
                      "{years}", common=_span(common), own=_span(own), years=_span(other))


def missing_categories(
    lower: Program, superior: Program, lines: Sequence[Binding]
) -> Iterator[Message]:
    """Categories whose members some lines speak of, and that the lower document does not have."""
    ours, theirs = Labels(lower.facts), Labels(superior.facts)
    own = [str(f.arguments[0]) for f in lower.facts.get("category", ())]
    spoken = dict.fromkeys(c for line in lines for c in _spoken_of(superior, line.premise))
    others: list[Message] = []
    for name in spoken:
        if name in own:
            continue
        label = theirs.symbol(name)
        alike = [c for c in own if ours.symbol(c).zh == label.zh]
        if alike:
            yield message(
                "the document has no category `{name}` ({label}); its `{own}` is called the same: "
                "to have it compared, use the identifier `{name}`",
                name=name, label=label, own=alike[0],
            )
        else:
            others.append(message("`{name}` ({label})", name=name, label=label))
    if others:
        yield message("the document has no category {names}; use these identifiers for what is "
                      "meant by them", names=tuple(others))


def _span(years: tuple[int, ...]) -> str:
    if len(years) > 1 and years == tuple(range(years[0], years[-1] + 1)):
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def _spoken_of(program: Program, premise: str) -> Iterator[str]:
    """The categories of which being a member helps a premise to be true."""
    bodies = {
        d.name: [a.body for a in d.alternatives]
        for d in program.definitions if isinstance(d, AtomDefinition)
    }
    waiting: list[tuple[Term, bool]] = [(Atom(premise), True)]
    seen: set[tuple[Term, bool]] = set()
    while waiting:
        term, helps = item = waiting.pop()
        if item in seen:
            continue
        seen.add(item)
        if isinstance(term, Atom) and term.name.startswith("held("):
            if helps:
                yield str(parse_term(term.name).arguments[0])
        elif isinstance(term, Atom):
            waiting += [(body, helps) for body in reversed(bodies.get(term.name, []))]
        else:
            after = helps if not isinstance(term, Not) else not helps
            waiting += [(part, after) for part in reversed(parts(term))]
