"""Readings, idle rules and worst cases as JSON data; amounts are decimal strings."""

from __future__ import annotations

from verifier.analysis.extremes.results import (
    Admitted,
    Alternative,
    Effect,
    Idle,
    IdleFigure,
    IdleRule,
    Most,
    Readings,
    Witness,
    Worst,
    Worsts,
)
from verifier.engines.exact import Evaluation
from verifier.errors import Message
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json, assumption_json, interval
from verifier.report.naming import Naming
from verifier.report.people import person_json


def readings_json(found: Readings, words: Words) -> dict[str, Json]:
    """Give the ambiguities of a document."""
    naming = Naming(found.program, words)
    return {
        "document": found.document.id,
        "visits": found.program.visits,
        "ambiguities": [
            {
                "topic": item.topic,
                "about": words.text(item.label),
                "matters": item.answer.value,
                "default": item.default,
                "default_says": words.text(item.default_label),
                "reason": words.text(item.reason) if item.reason else None,
                "clauses": [c.number for c in item.clauses],
                "options": [_alternative(a, naming, words) for a in item.alternatives],
            }
            for item in found.ambiguities
        ],
    }


def _alternative(item: Alternative, naming: Naming, words: Words) -> Json:
    return {
        "option": item.option, "says": words.text(item.label),
        **effect_json(item.effect, naming, words), "matters": item.answer.value,
        "cases": [_admitted(found, naming, words) for found in item.cases],
    }


def _admitted(found: Admitted, naming: Naming, words: Words) -> Json:
    """Give whether only one option admits cases, and one of them."""
    return {
        "only_under": "default" if found.default else "option",
        "found": found.answer.value,
        "person": None if found.case is None else person_json(found.case, naming, found.values),
        "reason": _told(found.reason, words),
    }


def effect_json(effect: Effect, naming: Naming, words: Words) -> dict[str, Json]:
    """Give what a change does."""
    first = effect.differing[0] if effect.differing else ""
    return {
        "matters": effect.answer.value,
        "differing": list(effect.differing),
        "undecided": list(effect.undecided),
        "amounts": {
            name: {
                "more": _most(s.more, naming.sort(name)), "less": _most(s.less, naming.sort(name)),
                "only_one": s.only_one.value,
            }
            for name, s in (effect.shifts or {}).items()
        },
        "person": _witness(effect.witness, first, naming),
        "reason": _told(effect.reason, words),
    }


def _most(most: Most | None, sort: Sort) -> Json:
    if most is None:
        return None
    return {"amount": show(most.value, sort), "exact": most.exact,
            "at_bounds": list(most.at_bounds)}


def _witness(found: Witness | None, name: str, naming: Naming) -> Json:
    if found is None:
        return None
    sides = [_result(e, name, naming) for e in (found.before, found.after)]
    return {
        "inputs": person_json(found.case, naming, found.values),
        "billed_instead": {n: show(v, naming.sort(n)) for n, v in found.billed.items()},
        "result": name, "by_default": sides[0], "instead": sides[1],
    }


def _result(evaluation: Evaluation, name: str, naming: Naming) -> Json:
    if name in evaluation.amounts:
        return interval(evaluation.amounts[name], naming.sort(name))
    return evaluation.atoms.get(name)


def _told(reason: Message | None, words: Words) -> Json:
    return words.tell(reason) if reason else None


def idle_json(found: Idle, words: Words) -> dict[str, Json]:
    """Give every rule and figure of a document with whether it matters."""
    return {
        "document": found.document.id,
        "visits": found.program.visits,
        "rules": [_rule(item, words) for item in found.rules],
        "figures": [_figure(item, words) for item in found.figures],
    }


def _rule(item: IdleRule, words: Words) -> Json:
    span = item.rule.span
    return {
        "rule": item.rule.id, "clause": span.clause, "file": span.file, "line": span.line,
        "text": item.rule.text, "finding": item.idleness.value,
        "reason": _told(item.reason, words),
    }


def _figure(item: IdleFigure, words: Words) -> Json:
    return {
        "figure": item.name, "clause": item.clause, "value": item.value,
        "tried": {"low": item.low, "high": item.high}, "finding": item.idleness.value,
        "reason": _told(item.reason, words),
    }


def worst_json(found: Worsts, words: Words) -> dict[str, Json]:
    """Give the worst for each category."""
    naming = Naming(found.program, words)
    return {
        "document": found.document.id,
        "visits": found.program.visits,
        "of": "share" if found.share else "amount",
        "asked": {
            "within_scope": found.bills.within_scope,
            "basic_share": show(found.bills.basic_share, Sort.PERCENT),
            "least_cost": show(found.bills.least, Sort.MONEY),
            "where": list(found.where),
        },
        "categories": [_worst(item, found.share, naming, words) for item in found.found],
        "assumptions": [assumption_json(item, words) for item in found.assumptions],
    }


def _worst(item: Worst, share: bool, naming: Naming, words: Words) -> Json:
    return {
        "category": item.category or None,
        "label": words.text(item.label),
        "exists": item.exists,
        "worst": _most(item.most, Sort.PERCENT if share else Sort.MONEY),
        "unbounded": [
            {"visit": g.visit, "within_scope": g.within,
             "rises": None if g.rises is None else str(g.rises)}
            for g in item.growth
        ],
        "person": None if item.case is None else person_json(item.case, naming, item.values),
        "reason": _told(item.reason, words),
    }
