"""A map of a line along a number as JSON data; fractions are exact, as `numerator/denominator`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.analysis.cliffs.results import Break, Cliffs, Stretch
from verifier.engines.exact_course import State
from verifier.language.clauses import Clause
from verifier.program.sorts import show
from verifier.report.catalogue import Words
from verifier.report.cliffs.words import per_unit
from verifier.report.computing.as_json import Json, assumption_json
from verifier.report.exact_numbers import SCALES


def cliffs_json(cliffs: Cliffs, words: Words) -> dict[str, Json]:
    """Give a map as data: places and values in yuan (percent, days), what rounding adds in fen."""
    return {
        "document": cliffs.document.id,
        "line": cliffs.line,
        "along": list(cliffs.axis.names),
        "from": show(cliffs.axis.low, cliffs.axis.sort),
        "to": show(cliffs.axis.high, cliffs.axis.sort),
        "rounding_fen": str(cliffs.rounding),
        "determined": cliffs.determined,
        "stretches": [_stretch(cliffs, item, words) for item in cliffs.stretches],
        "breaks": [_break(cliffs, item, words) for item in cliffs.breaks],
        "undetermined": [
            {"name": m.name, "what": words.text(m.what), "clause": m.clause,
             "range": {"low": m.low, "high": m.high} if m.low else None}
            for m in cliffs.missing
        ],
        "assumptions": [assumption_json(item, words) for item in cliffs.assumptions],
    }


def _stretch(cliffs: Cliffs, item: Stretch, words: Words) -> Json:
    valued = item.state in (State.VALUE, State.DOUBTFUL)
    return {
        "from": show(item.low, cliffs.axis.sort),
        "to": show(item.high, cliffs.axis.sort),
        "state": item.state.value,
        "reason": words.tell(item.reason) if item.reason else None,
        "value": _value(cliffs, item.start) if valued else None,
        "slope": str(per_unit(item.slope, cliffs.axis, cliffs.line_sort)) if valued else None,
        "rounding_fen": {"low": str(item.added[0]), "high": str(item.added[1])},
        "clauses": _clauses(item.clauses, words),
    }


def _break(cliffs: Cliffs, item: Break, words: Words) -> Json:
    return {
        "at": str(item.at / SCALES.get(cliffs.axis.sort, 1)),
        "first": show(item.first, cliffs.axis.sort),
        "before": None if item.before is None else _value(cliffs, item.before),
        "after": None if item.after is None else _value(cliffs, item.after),
        "jump": None if item.jump is None else _value(cliffs, item.jump),
        "paid": [None if v is None else show(v, cliffs.line_sort) for v in item.paid],
        "clauses": _clauses(item.clauses, words),
    }


def _value(cliffs: Cliffs, value: Fraction) -> str:
    return str(value / SCALES.get(cliffs.line_sort, 1))


def _clauses(clauses: Sequence[Clause], words: Words) -> Json:
    return [{"number": c.number, "words": words.text(c.words)} for c in clauses]
