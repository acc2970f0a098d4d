"""A computation as JSON data; amounts are decimal strings, never floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from verifier.analysis.results import Assumption, Computation, Missing
from verifier.engines.exact_types import Evaluation, Interval, Kind, Step
from verifier.language.clauses import Clause
from verifier.program.model import Program
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.derivations import Derivations
from verifier.report.layout import plain
from verifier.report.naming import Naming

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None


def compute_json(result: Computation, words: Words) -> dict[str, Json]:
    """Give a computation as data; names are those of the encoding."""
    naming = Naming(result.program, words)
    return {
        "document": result.document.id,
        "title": words.text(result.document.title),
        "number": result.document.number,
        "visits": result.case.visits,
        "amounts": {n: interval(v, naming.sort(n)) for n, v in result.amounts.items()},
        "wide": [n for n in result.amounts if n in result.wide],
        "facts": {n: "undetermined" if v is None else v for n, v in result.facts.items()},
        "undetermined": [_missing(item, words) for item in result.missing],
        "faults": [words.tell(fault) for fault in result.faults],
        "steps": steps_json(
            result.program, result.evaluation, result.steps, result.clauses, naming
        ),
        "assumptions": [assumption_json(item, words) for item in result.assumptions],
    }


def interval(value: Interval | None, sort: Sort) -> Json:
    """Give a known amount as a string, another as its range, none as null."""
    if value is None:
        return None
    if value.exact:
        return show(value.low, sort)
    return {"low": show(value.low, sort), "high": show(value.high, sort)}


def assumption_json(item: Assumption, words: Words) -> Json:
    """Give an assumption as data."""
    return {"kind": item.kind.value, "name": item.name, "text": words.tell(item.text)}


def _missing(item: Missing, words: Words) -> Json:
    return {
        "name": item.name,
        "what": words.text(item.what),
        "clause": item.clause,
        "range": {"low": item.low, "high": item.high} if item.low else None,
        "affects": list(item.affects),
    }


def steps_json(
    program: Program,
    evaluation: Evaluation,
    steps: Sequence[Step],
    clauses: Mapping[str, Clause],
    naming: Naming,
) -> list[Json]:
    """Give the steps of a derivation as data; a step stands before what uses it."""
    derivations = Derivations(program, evaluation, steps, clauses, naming)
    return [_step(step, derivations, clauses, naming) for step in steps]


def _step(
    step: Step, derivations: Derivations, clauses: Mapping[str, Clause], naming: Naming
) -> Json:
    found: dict[str, Json] = {"name": step.name, "kind": step.kind.value}
    if step.kind is Kind.ATOM or isinstance(step.value, bool):
        found["value"] = "undetermined" if step.value is None else bool(step.value)
    elif isinstance(step.value, Interval):
        found["value"] = interval(step.value, naming.sort(step.name))
    else:
        found["value"] = None
    if step.kind is Kind.AMOUNT:
        line = derivations.line(step)
        found["label"] = naming.amount(step.name)
        found["formulas"] = [plain(formula) for formula in line.formulas]
    found["clauses"] = list(
        dict.fromkeys(clauses[rule].number for rule in step.rules if rule in clauses)
    )
    found["rules"] = list(step.rules)
    found["uses"] = [use.name for use in step.uses]
    return found
