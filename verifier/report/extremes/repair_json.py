"""Repairs of a property as JSON data."""

from __future__ import annotations

from verifier.analysis.repair.results import Repair, Repairs
from verifier.analysis.results import Case, Counterexample
from verifier.engines.exact import Assignment
from verifier.program.sorts import show
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json
from verifier.report.extremes_json import effect_json
from verifier.report.naming import Naming
from verifier.report.people import person_json


def repair_json(found: Repairs, words: Words) -> dict[str, Json]:
    """Give what became of the search."""
    naming = Naming(found.program, words)
    return {
        "document": found.document.id,
        "property": found.property.id,
        "visits": found.program.visits,
        "outcome": found.outcome.value,
        "reason": words.tell(found.reason) if found.reason else None,
        "repairs": [_repair(item, naming, words) for item in found.repairs],
        "tried": list(found.tried),
        "undecided": list(found.undecided),
        "undecided_because": {names: why.value for names, why in found.undecided.items()},
        "counterexamples": found.persons,
        "beyond_figures": None if found.beyond is None else _beyond(found.beyond, found, naming),
    }


def _beyond(beyond: Counterexample, found: Repairs, naming: Naming) -> Json:
    return [
        person_json(
            Case(found.program.visits, Assignment(who.booleans, who.numbers), ()), naming,
            beyond.values,
        )
        for who in beyond.persons
    ]


def _repair(item: Repair, naming: Naming, words: Words) -> Json:
    return {
        "figures": [
            {
                "name": f.name, "clause": f.clause, "before": show(f.before, naming.sort(f.name)),
                "after": show(f.after, naming.sort(f.name)), "size": str(f.size),
            }
            for f in item.figures
        ],
        "smallest": item.smallest,
        "whole": item.whole,
        "broken": list(item.broken),
        "unsure": list(item.unsure),
        "speak_of_nobody": list(item.emptied),
        "effect": None if item.effect is None else effect_json(item.effect, naming, words),
    }
