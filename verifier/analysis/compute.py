"""One person-year under one document: what is paid, by whom, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from verifier import programs
from verifier.analysis.cases.case import read_case, visit_entries
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.settings import Settings, apply_settings, declared, parameter_notes
from verifier.analysis.documents import describe
from verifier.analysis.impossible import refusal
from verifier.analysis.missing import find_missing
from verifier.analysis.outputs import outcomes, outputs, shown, visit_of
from verifier.analysis.results import Assumption, AssumptionKind, Case, Computation, Missing
from verifier.engines.exact import Evaluation, Interval, Kind, Step, derive, evaluate
from verifier.engines.exact_types import Assignment
from verifier.errors import CaseError, Message, message
from verifier.language.clauses import clauses_of
from verifier.places import ENCODINGS
from verifier.program.labels import parse_term
from verifier.program.model import AmountDefinition, BoolInput, NumberInput, Program
from verifier.program.names import Dependencies

_READING = "atom reads("


def compute(document: programs.Document, tree: Entry, settings: Mapping[str, Entry]) -> Computation:
    """Compute a case; CaseError if it or a setting is wrong, or if no such case can exist."""
    case, chosen = open_case(document, tree, settings)
    program = chosen.program
    evaluation, amounts, wide = _settled(program, case)
    facts = {name: _truth(program, evaluation, name) for name in outcomes(program, case.visits)}
    steps, missing = _explained(program, evaluation, amounts, facts)
    used = frozenset(step.name for step in steps if step.kind is Kind.VALUE)
    rules = {rule: program.rules[rule].span for step in steps for rule in step.rules}
    return Computation(
        document=describe(program),
        program=program,
        case=case,
        evaluation=evaluation,
        amounts=amounts,
        wide=wide,
        facts=facts,
        assumptions=(
            *case.assumptions,
            *(chosen.assumptions if case.visits else _without_visits(chosen, [*amounts, *facts])),
            *parameter_notes(program, used - chosen.numbers.keys()),
            *declared(program),
        ),
        missing=missing,
        faults=_faults(evaluation),
        steps=steps,
        clauses=clauses_of(rules, ENCODINGS),
    )


def open_case(
    document: programs.Document, tree: Entry, settings: Mapping[str, Entry]
) -> tuple[Case, Settings]:
    """Read a case with its settings laid over it, and those settings; CaseError as of `compute`."""
    program = programs.load_program(document, max(1, len(visit_entries(tree))))
    case = read_case(program, tree)
    chosen = apply_settings(program, settings, _year(case))
    assignment = Assignment(
        {**case.assignment.booleans, **chosen.booleans},
        {**case.assignment.numbers, **chosen.numbers},
    )
    return replace(case, assignment=assignment), chosen


def _year(case: Case) -> int | None:
    for name, truth in case.assignment.booleans.items():
        if truth and name.startswith("year("):
            return int(name[len("year(") : -1])
    return None


def _without_visits(chosen: Settings, results: Iterable[str]) -> Iterator[Assumption]:
    """The assumptions that count where nothing happened: of readings, those not of visits alone."""
    program = chosen.program
    uses = Dependencies(program)
    of_visits = set(_visit_inputs(program))
    below = [uses.cone((f"amount {name}", f"atom {name}")) for name in results]
    relevant = {key for found in below if of_visits.isdisjoint(found) for key in found}
    topics = {key.partition("(")[2].partition(",")[0] for key in relevant if _READING in key}
    for item in chosen.assumptions:
        if item.kind is not AssumptionKind.READING or item.name.partition("=")[0] in topics:
            yield item


def _visit_inputs(program: Program) -> Iterator[str]:
    """The keys of what a visit supplies: facts begin with its number, amounts end with it."""
    for item in program.inputs:
        arguments = parse_term(item.name).arguments
        if isinstance(item, NumberInput) and visit_of(item.name):
            yield f"amount {item.name}"
        elif isinstance(item, BoolInput) and len(arguments) > 1 and isinstance(arguments[0], int):
            yield f"atom {item.name}"


class _Settled(NamedTuple):
    """What follows from a case; the intervals of `wide` may be wider than need be."""

    evaluation: Evaluation
    amounts: dict[str, Interval | None]
    wide: frozenset[str]


def _settled(program: Program, case: Case) -> _Settled:
    """Evaluate, and narrow the results that are not known."""
    wanted = outputs(program, case.visits)
    evaluation = evaluate(program, case.assignment, wanted)
    if evaluation.broken:
        raise CaseError(*refusal(program, evaluation, amounts=True))
    more = [n for n in shown(program, case.visits) if evaluation.amounts.get(n) is not None]
    amounts = {name: evaluation.amounts.get(name) for name in (*wanted, *more)}
    wide: frozenset[str] = frozenset()
    if any(map(_open, amounts.values())):
        # Imported only when it is needed, as most cases leave nothing open.
        from verifier.engines.ranges import tighten

        # Apart, so that what is only shown takes no time from what is asked.
        for names in (wanted, more):
            loose = [name for name in names if _open(amounts[name])]
            found = tighten(program, case.assignment, loose, evaluation)
            amounts |= found.intervals
            wide |= found.wide
        # What leads to them, and what is not said, shows nothing that no case can have.
        unsaid = [i.name for i in program.inputs if isinstance(i, NumberInput)]
        steps = [d.name for d in program.definitions if isinstance(d, AmountDefinition)]
        narrow: dict[str, Interval | None] = {}
        for names in (unsaid, steps):
            loose = [n for n in names if n not in amounts and _open(evaluation.amounts.get(n))]
            narrow |= tighten(program, case.assignment, loose, evaluation).intervals
        evaluation = replace(evaluation, amounts={**evaluation.amounts, **narrow, **amounts})
    return _Settled(evaluation, amounts, wide)


def _open(item: Interval | None) -> bool:
    return item is not None and not item.exact


def _truth(program: Program, evaluation: Evaluation, name: str) -> bool | None:
    if name in evaluation.atoms:
        return evaluation.atoms[name]
    # No rule of this document can derive it, or it holds in every case.
    return any(str(fact) == name for fact in program.facts.get(parse_term(name).name, ()))


def _explained(
    program: Program,
    evaluation: Evaluation,
    amounts: Mapping[str, Interval | None],
    facts: Mapping[str, bool | None],
) -> tuple[tuple[Step, ...], tuple[Missing, ...]]:
    """Derive every result, and find what those that are not known lack."""
    steps: dict[tuple[Kind, str], Step] = {}
    lacking: dict[str, tuple[Step, ...]] = {}
    names = [*amounts, *(name for name, truth in facts.items() if truth is not False)]
    for name in names:
        if name not in evaluation.amounts and name not in evaluation.atoms:
            continue
        found = derive(program, evaluation, name)
        for step in found:
            steps.setdefault((step.kind, step.name), step)
        value = amounts[name] if name in amounts else facts[name]
        if value is None or (isinstance(value, Interval) and not value.exact):
            lacking[name] = found
    return tuple(steps.values()), find_missing(program, lacking, ENCODINGS)


def _faults(evaluation: Evaluation) -> tuple[Message, ...]:
    conflicts = [
        message("{amount} is given two values by {rules}", amount=item.name, rules=item.rules)
        for item in evaluation.conflicts
        if item.certain
    ]
    gaps = [
        message("{amount} is needed and no clause gives it a value", amount=item.name)
        for item in evaluation.gaps
        if item.certain
    ]
    return (*conflicts, *gaps)
