"""What declarations say of other names: topics of their options, claims of their properties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from verifier.errors import Message, Problem, message
from verifier.places import property_files
from verifier.program.labels import parse_term
from verifier.program.model import AmountDefinition, BoolInput, Fact, Program
from verifier.source import Span

PlaceOf = Callable[[Fact], Span]

CLAIMS: frozenset[str] = frozenset({"violation", "scope", "harm", "pair", "varies"})
"""What a property claims, with its identifier as the first argument."""
_TRUTHS = frozenset({"true", "false"})


def wrong_topics(facts: Iterable[Fact], place_of: PlaceOf) -> Iterator[Problem]:
    """Topics that have not one default."""
    named: dict[str, list[Fact]] = {}
    for fact in facts:
        named.setdefault(fact.name, []).append(fact)
    for topic in named.get("topic", ()):
        about = topic.arguments[0]
        options = [str(f.arguments[1]) for f in named.get("option", ()) if f.arguments[0] == about]
        defaults = [f for f in named.get("default", ()) if f.arguments[0] == about]
        choose = message(
            "declare default({topic}, …) with one of {options}", topic=str(about),
            options=", ".join(f"`{option}`" for option in options) or "-",
        )
        if not defaults:
            what = message("the topic `{topic}` has no default", topic=str(about))
            yield Problem("topic", place_of(topic), what, choose)
        elif len(defaults) > 1:
            what = message("the topic `{topic}` has several defaults", topic=str(about))
            yield Problem("topic", place_of(topic), what, choose)


def wrong_claims(program: Program, place_of: PlaceOf) -> Iterator[Problem]:
    """Claims of properties that are not declared, and claims that cannot be read."""
    known = {str(f.arguments[0]) for f in program.facts.get("property", ())}
    known |= {path.stem for path in property_files()}
    names = _Names.of(program)
    told: set[str] = set()
    for claim in _claims(program):
        of = str(claim.arguments[0])
        if of not in known:
            if of not in told:
                told.add(of)
                yield Problem(
                    "property", place_of(claim),
                    message("`{claim}` is about `{name}`, which is no property", claim=claim.name,
                            name=of),
                    message("declare property({name}, …), or correct the name", name=of),
                )
            continue
        found = _varied(claim, names) if claim.name == "varies" else _aimed(claim, names)
        if found is not None:
            yield Problem("property", place_of(claim), *found)


class _Names(NamedTuple):
    """What a Program has: inputs that are true or false, those that are amounts, and amounts."""

    truths: frozenset[str]
    numbers: frozenset[str]
    amounts: frozenset[str]

    @staticmethod
    def of(program: Program) -> _Names:
        truths = frozenset(i.name for i in program.inputs if isinstance(i, BoolInput))
        numbers = frozenset(i.name for i in (*program.inputs, *program.values)) - truths
        defined = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
        return _Names(truths, numbers, numbers | defined)


def _varied(claim: Fact, names: _Names) -> tuple[Message, Message] | None:
    """What is wrong with how an input may differ."""
    _, about, relation = claim.arguments
    if str(about) not in names.truths | names.numbers:
        return (
            message("`{name}` is no input, and nobody can differ in it", name=str(about)),
            message("name an input, such as `cost(1)` or `held(C,M)` for a category"),
        )
    if str(about) in names.truths and isinstance(relation, Fact) and relation.name == "is" and (
        str(relation.arguments[0]) not in _TRUTHS
    ):
        return (
            message("`{name}` is true or false, and not {value}", name=str(about),
                    value=str(relation.arguments[0])),
            message("write `is(true)` or `is(false)`"),
        )
    return None


def _aimed(claim: Fact, names: _Names) -> tuple[Message, Message] | None:
    """What is wrong with the amount that two persons are compared by."""
    goal = claim.arguments[-1]
    if claim.name != "pair" or not isinstance(goal, Fact):
        return None
    amount, *bound = map(str, goal.arguments)
    if amount not in names.amounts:
        return (
            message("`{name}` is no amount of the document, and nobody compares by it",
                    name=amount),
            message("name an amount that has a definition, such as `own_total`"),
        )
    if any(not yuan.isdigit() for yuan in bound):
        return (
            message("`{name}` may miss by `{value}`, which is no whole number of yuan",
                    name=amount, value=bound[0]),
            message("write whole yuan, such as at_most({name},10000)", name=amount),
        )
    return None


def _claims(program: Program) -> Iterator[Fact]:
    for definition in program.definitions:
        if definition.name.partition("(")[0] in CLAIMS:
            yield parse_term(definition.name)
    for predicate in sorted(CLAIMS):
        yield from program.facts.get(predicate, ())
