"""People and their visits in words: only what is not as it usually is."""

from __future__ import annotations

from verifier.analysis.results import Case
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput, NumberInput, Program
from verifier.report.catalogue import Words
from verifier.report.naming import Naming, quantity


def told(program: Program, case: Case, words: Words) -> tuple[str, list[str]]:
    """Describe a person in a line, and each visit that costs something in one of its own."""
    visits = []
    for visit in range(1, program.visits + 1):
        bill = bill_words(program, case, visit, words)
        if bill:
            facts = visit_words(program, case, visit, words)
            visits.append(words.say(
                "visit {visit}: {text}", visit=visit, text=" · ".join([*facts, *bill])
            ))
    return " · ".join(person_words(program, case, words)), visits


def person_words(program: Program, case: Case, words: Words) -> list[str]:
    """Describe the person-year: categories, year, and what is not as it usually is."""
    naming = Naming(program, words)
    held: dict[str, list[str]] = {}
    others: list[str] = []
    year: list[str] = []
    for name, truth in case.assignment.booleans.items():
        term = parse_term(name)
        if (
            not truth
            or term.name == "reads"
            or (len(term.arguments) > 1 and isinstance(term.arguments[0], int))
        ):
            continue
        match term.name:
            case "held":
                held.setdefault(str(term.arguments[0]), []).append(str(term.arguments[1]))
            case "year":
                year.append(str(term.arguments[0]))
            case _ if not _usual(program, term.name, term.arguments):
                label = naming.truth(name)
                field = words.text(naming.labels.field(term.name))
                plain = isinstance(term.arguments[0], int) if term.arguments else False
                others.append(f"{field} {label}" if plain else label)
    numbers = [
        f"{naming.amount(item.name)} {quantity(case.assignment.numbers[item.name], item.sort)}"
        for item in program.inputs
        if isinstance(item, NumberInput)
        and item.name in case.assignment.numbers
        and not parse_term(item.name).arguments
    ]
    return [*year, *_categories(program, held, naming, words), *others, *numbers]


def _categories(
    program: Program, held: dict[str, list[str]], naming: Naming, words: Words
) -> list[str]:
    moments = {str(fact.arguments[0]) for fact in program.facts.get("moment", ())}
    texts = []
    for category, when in held.items():
        label = words.text(naming.labels.symbol(category))
        if set(when) < moments:
            shown = [words.text(naming.labels.symbol(moment)) for moment in when]
            label = words.say("{category} ({moment} only)", category=label, moment=tuple(shown))
        texts.append(label)
    return texts or [words.say("no category")]


def visit_words(program: Program, case: Case, visit: int, words: Words) -> list[str]:
    """Describe a visit by what is not as it usually is."""
    naming = Naming(program, words)
    texts = []
    for item in program.inputs:
        if not isinstance(item, BoolInput) or item.policy:
            continue
        term = parse_term(item.name)
        if len(term.arguments) <= 1 or term.arguments[0] != visit:
            continue
        truth = case.assignment.booleans.get(item.name)
        usual = _usual(program, term.name, term.arguments[1:])
        label = words.text(naming.labels.option(term.name, term.arguments[1]))
        if truth and not usual:
            texts.append(label)
        elif truth is False and usual and term.name == "flag":
            texts.append(words.say("not: {text}", text=label))
    return texts


def _usual(program: Program, field: str, arguments: tuple[object, ...]) -> bool:
    """Whether an answer is the default of its field."""
    return any(
        fact.arguments[0] == field and fact.arguments[1] == arguments[0]
        for fact in program.facts.get("default", ())
        if arguments
    )


def bill_words(program: Program, case: Case, visit: int, words: Words) -> list[str]:
    """List the amounts of a visit that are not zero."""
    naming = Naming(program, words)
    texts = []
    for item in program.inputs:
        if not isinstance(item, NumberInput):
            continue
        arguments = parse_term(item.name).arguments
        value = case.assignment.numbers.get(item.name, 0)
        if arguments and arguments[-1] == visit and value:
            texts.append(f"{naming.amount(item.name, (visit,))} {quantity(value, item.sort)}")
    return texts
