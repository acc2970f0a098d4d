"""Declarations whose arguments cannot be what the declaration needs, or name what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from verifier.errors import Problem, message
from verifier.language.vocabulary import BINDINGS, GOALS, GRADES, KINDS, RELATIONS
from verifier.program.model import AmountDefinition, Argument, Fact, NumberInput, Program
from verifier.program.sorts import Sort, parse
from verifier.source import Span


def wrong_declarations(
    facts: Iterable[Fact], place_of: Callable[[Fact], Span]
) -> Iterator[Problem]:
    """Quantities of no sort, bounds and places that are no numbers."""
    facts = tuple(facts)
    sorts: dict[str, Sort] = {}
    for fact in facts:
        if (fact.name, len(fact.arguments)) == ("quantity", 4):
            name, sort = (str(a) for a in fact.arguments[:2])
            if sort in set(Sort):
                sorts[name] = Sort(sort)
                continue
            yield Problem(
                "value", place_of(fact),
                message("`{name}` has the unknown sort `{sort}`", name=name, sort=sort),
                message("use one of {sorts}", sorts=", ".join(sorted(Sort))),
            )
    yield from _varied_twice(facts, place_of)
    restated = {str(f.arguments[0]) for f in facts if f.name == "restated_by"}
    for fact in facts:
        match fact.name, fact.arguments:
            case "bounds", (about, low, high, _, _):
                yield from _bounds(fact, (low, high), sorts.get(str(about), Sort.NUMBER), place_of)
            case "figure", (figure, _, _, place) if not isinstance(place, int) or place < 0:
                yield Problem(
                    "value", place_of(fact),
                    message("`{name}` has the place `{place}` in its clause, which is no number",
                            name=str(figure), place=str(place)),
                    message("count the figures of the clause from 1; 0 is for one in words"),
                )
            case "binding", (line, kind, _, _, grade, _):
                yield from _binding(fact, (str(line), str(kind), str(grade)), restated, place_of)
            case ("property", _) | ("varies", _) | ("pair", _):
                yield from _property(fact, place_of)
            case _:
                pass


def wrong_outputs(program: Program, place_of: Callable[[Fact], Span]) -> Iterator[Problem]:
    """Outputs that no rule can give a value."""
    known = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
    known |= {i.name for i in program.inputs if isinstance(i, NumberInput)}
    known |= {value.name for value in program.values}
    for fact in program.facts.get("output", ()):
        if str(fact.arguments[0]) not in known:
            yield Problem(
                "undefined-amount", place_of(fact),
                message("no rule gives the output `{name}` a value", name=str(fact.arguments[0])),
                message("define it with `&let`, or leave the output out"),
            )


def _varied_twice(facts: Iterable[Fact], place_of: Callable[[Fact], Span]) -> Iterator[Problem]:
    """Inputs in which a property lets persons differ in two ways."""
    ways: dict[tuple[str, str], set[str]] = {}
    for fact in facts:
        if (fact.name, len(fact.arguments)) == ("varies", 3):
            of, name, way = map(str, fact.arguments)
            ways.setdefault((of, name), set()).add(way)
            if len(ways[of, name]) == 2:  # noqa: PLR2004  (told once)
                yield Problem(
                    "property", place_of(fact),
                    message("the property `{property}` varies `{name}` in two ways",
                            property=of, name=name),
                    message("declare one of them, `free` if both are meant"),
                )


def _property(fact: Fact, place_of: Callable[[Fact], Span]) -> Iterator[Problem]:
    """A property of no known kind, and comparisons that say nothing that is known."""
    match fact.name, fact.arguments:
        case "property", (_, said, _, _):
            known = str(said) in KINDS
            words = KINDS
        case "varies", (_, _, said):
            relation = said if isinstance(said, Fact) else Fact(str(said), ())
            known = RELATIONS.get(relation.name) == len(relation.arguments)
            words = tuple(RELATIONS)
        case "pair", (_, _, _, _, said):
            known = isinstance(said, Fact) and said.name in GOALS and len(said.arguments) in (1, 2)
            words = GOALS
        case _:
            return
    if not known:
        yield Problem(
            "property", place_of(fact),
            message("the property `{name}` says `{value}`", name=str(fact.arguments[0]),
                    value=str(said)),
            message("use one of {words}", words=", ".join(f"`{w}`" for w in words)),
        )


def _binding(
    fact: Fact, said: tuple[str, str, str], restated: set[str], place_of: Callable[[Fact], Span]
) -> Iterator[Problem]:
    name, kind, grade = said
    for value, allowed in ((kind, BINDINGS), (grade, GRADES)):
        if value not in allowed:
            yield Problem(
                "binding", place_of(fact),
                message("the binding line `{name}` says `{value}`", name=name, value=value),
                message("use one of {words}", words=", ".join(f"`{w}`" for w in allowed)),
            )
    if grade == "restated" and name not in restated:
        yield Problem(
            "binding", place_of(fact),
            message("the binding line `{name}` is restated, and nobody is named who restates it",
                    name=name),
            message("declare restated_by({name}, number of the document)", name=name),
        )


def _bounds(
    fact: Fact, ends: tuple[Argument, Argument], sort: Sort, place_of: Callable[[Fact], Span]
) -> Iterator[Problem]:
    try:
        low, high = (parse(str(end), sort) for end in ends)
        possible = low <= high
    except ValueError:
        possible = False
    if not possible:
        yield Problem(
            "value", place_of(fact),
            message("`{name}` is bounded by `{low}` and `{high}`, which are no bounds of {sort}",
                    name=str(fact.arguments[0]), low=str(ends[0]), high=str(ends[1]), sort=sort),
            message("write the least and the greatest value, in yuan for money"),
        )
