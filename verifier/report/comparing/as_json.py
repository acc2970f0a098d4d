"""A comparison as JSON data, as `compare_schema` describes it.

Names are those of the encodings, amounts decimal strings in yuan (or percent, or as they are
counted, by the `unit` of the result), never floats.
"""

from __future__ import annotations

from verifier.analysis.comparing.effects import kind_of, kinds
from verifier.analysis.comparing.results import (
    Along,
    Change,
    Comparison,
    Judgement,
    Largest,
    Line,
    Sign,
    Stretch,
    Witness,
    Written,
)
from verifier.analysis.joining.sides import Side
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.comparing.people import clauses_behind
from verifier.report.comparing.schema import FORMAT, VERSION
from verifier.report.comparing.words import CompareWords
from verifier.report.computing.as_json import Json
from verifier.report.naming import quantity


def compare_json(comparison: Comparison, words: Words) -> dict[str, Json]:
    """Give a comparison as data."""
    data = _Data(comparison, words)
    return {
        "format": FORMAT,
        "version": VERSION,
        "a": _side(comparison, Side.LEFT),
        "b": _side(comparison, Side.RIGHT),
        "visits": comparison.joint.program.visits,
        "readings": "all" if comparison.all_readings else "default",
        "unchanged": comparison.unchanged,
        "kinds": sorted(kind.value for kind in kinds(comparison)),
        "results": [data.judgement(j) for j in comparison.judgements],
        "largest": [data.largest(found) for found in comparison.largest],
        "one_valued": [
            {"name": one.line.name, "side": one.side.value,
             "person": data.person(one.line, one.witness)} for one in comparison.one_valued
        ],
        "along": [data.along(drawn) for drawn in comparison.along],
        "changes": None if comparison.changes is None
        else [data.change(c) for c in comparison.changes],
        "only_one_side": [
            {"side": item.side.value, "field": item.field, "name": item.name,
             "treatment": item.treatment.value}
            for item in comparison.one_sided
        ],
        "excluded_by_one_side": [
            {"admitted_by": one.side.value, "decided": one.found} for one in comparison.admits
        ],
        "assumptions": list(data.say.assumptions()),
    }


def _side(comparison: Comparison, side: Side) -> Json:
    one = comparison.sides[side]
    return {"document": one.document.id, "label": one.label, "number": one.document.number}


class _Data:
    def __init__(self, comparison: Comparison, words: Words) -> None:
        self.comparison = comparison
        self.words = words
        self.say = CompareWords(comparison, words)

    def judgement(self, judgement: Judgement) -> Json:
        """Give the verdict on a line."""
        return {
            "name": judgement.line.name,
            "label": self.say.names.line(judgement.line),
            "kind": "truth" if judgement.line.truth else "amount",
            "meaning": judgement.line.meaning.value,
            "by_visit": judgement.line.by_visit,
            "verdict": judgement.verdict.value,
            "by_construction": judgement.by_construction,
            "rounding": self._gap(judgement.line, judgement.tolerance),
            "valued_alone": None if judgement.line.truth else {
                side.value: judgement.alone.get(side, False) for side in Side
            },
            "unit": None if judgement.line.truth
            else self.say.names.unit(judgement.line).value,
            "reason": self.words.tell(judgement.reason) if judgement.reason else None,
        }

    def largest(self, found: Largest) -> Json:
        """Give a largest difference."""
        return {
            "name": found.line.name,
            "group": found.group.id,
            "label": self.say.names.group(found.group),
            "direction": _direction(found.more),
            "kind": kind_of(found.line, found.more).value,
            "difference": None if found.value is None or found.line.truth
            else self._gap(found.line, found.value),
            "exact": found.exact,
            "at_bounds": list(found.at_bounds),
            "reason": self.words.tell(found.reason) if found.reason else None,
            "causes": list(found.causes),
            "person": None if found.witness is None else self.person(found.line, found.witness),
        }

    def person(self, line: Line, witness: Witness) -> Json:
        """Give a person as both sides see it."""
        return {
            side.value: {
                "amount": self._amount(line, witness.amounts.get(side)),
                "true": sorted(
                    n for n, v in witness.replays[side].case.assignment.booleans.items() if v
                ),
                "numbers": self._numbers(side, witness),
                "open": {n: quantity(v, self.say.names.of[side].sort(n))
                         for n, v in witness.values[side].items()},
                "clauses": list(clauses_behind(self.comparison.sides[side], witness, side)),
            }
            for side in Side
        }

    def _amount(self, line: Line, amount: int | None) -> Json:
        if amount is None:
            return None
        return bool(amount) if line.truth else show(amount, self.say.names.unit(line))

    def _gap(self, line: Line, amount: int) -> str:
        """By how much it differs; days between dates."""
        sort = self.say.names.unit(line)
        return str(amount) if sort is Sort.DATE else show(amount, sort)

    def _numbers(self, side: Side, witness: Witness) -> Json:
        naming = self.say.names.of[side]
        case = witness.replays[side].case.assignment
        opened = {v.name for v in self.comparison.sides[side].program.values}
        return {n: show(v, naming.sort(n)) for n, v in case.numbers.items() if n not in opened}

    def along(self, drawn: Along) -> Json:
        """Give a map."""
        return {
            "name": drawn.line.name,
            "group": drawn.group.id,
            "direction": _direction(drawn.more),
            "input": drawn.input,
            "rounding": self._gap(drawn.line, drawn.tolerance),
            "stretches": [
                self._stretch(drawn.line, s, self.say.names.sort(drawn.input))
                for s in drawn.stretches
            ],
        }

    def _stretch(self, line: Line, stretch: Stretch, sort: Sort) -> Json:
        valued = stretch.sign in (Sign.MORE, Sign.LESS, Sign.EQUAL)
        amounts = {
            "difference_at_from": stretch.at_low, "difference_at_to": stretch.at_high,
            "largest": stretch.most,
        }
        return {
            "from": show(stretch.low, sort),
            "to": show(stretch.high, sort),
            "b_is": stretch.sign.value,
            "largest_at": show(stretch.place, sort) if valued else None,
            **{n: self._gap(line, v) if valued else None for n, v in amounts.items()},
        }

    def change(self, change: Change) -> Json:
        """Give a clause that changed."""
        return {
            "clause": change.clause,
            "figures": [
                {"name": name, "a": _figure(before), "b": _figure(after)}
                for name, before, after in change.figures
            ],
            "rules": {side.value: list(change.rules[side]) for side in Side},
            "places": {
                side.value: [{"file": s.file, "line": s.line} for s in change.places[side]]
                for side in Side
            },
            "effects": list(change.effects),
            "needed_for": list(change.needed_for),
        }


def _direction(more: bool) -> str:
    return "more" if more else "less"


def _figure(written: Written | None) -> Json:
    if written is None:
        return None
    unit = "yuan" if written.sort is Sort.MONEY else written.unit
    return {"low": show(written.low, written.sort), "high": show(written.high, written.sort),
            "unit": unit}
