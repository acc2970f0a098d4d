"""A comparison as JSON data, and the schema of it.

Names are those of the encodings, amounts decimal strings in yuan, never floats. `version` grows
with every change that a reader could stumble over.
"""

from __future__ import annotations

from verifier.analysis.comparing.results import (
    Along,
    Change,
    Comparison,
    Difference,
    Judgement,
    Largest,
    Line,
    Meaning,
    Sign,
    Witness,
)
from verifier.analysis.joining.sides import Side, Treatment
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.comparing.words import CompareWords
from verifier.report.computing.as_json import Json
from verifier.report.naming import quantity

VERSION = 1


def compare_json(comparison: Comparison, words: Words) -> dict[str, Json]:
    """Give a comparison as data."""
    data = _Data(comparison, words)
    return {
        "format": "mingzheng-compare",
        "version": VERSION,
        "a": _side(comparison, Side.LEFT),
        "b": _side(comparison, Side.RIGHT),
        "visits": comparison.joint.program.visits,
        "readings": "all" if comparison.all_readings else "default",
        "unchanged": comparison.unchanged,
        "results": [data.judgement(j) for j in comparison.judgements],
        "largest": [data.largest(found) for found in comparison.largest],
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
            "label": self.say.line(judgement.line),
            "kind": "truth" if judgement.line.truth else "amount",
            "meaning": judgement.line.meaning.value,
            "by_visit": judgement.line.by_visit,
            "verdict": judgement.verdict.value,
            "by_construction": judgement.by_construction,
            "rounding": show(judgement.tolerance, Sort.MONEY),
            "reason": self.words.tell(judgement.reason) if judgement.reason else None,
        }

    def largest(self, found: Largest) -> Json:
        """Give a largest difference."""
        return {
            "name": found.line.name,
            "group": found.group.id,
            "direction": "more" if found.more else "less",
            "difference": None if found.value is None or found.line.truth
            else show(found.value, Sort.MONEY),
            "exact": found.exact,
            "at_bounds": list(found.at_bounds),
            "reason": self.words.tell(found.reason) if found.reason else None,
            "causes": list(found.causes),
            "person": None if found.witness is None else self._person(found.line, found.witness),
        }

    def _person(self, line: Line, witness: Witness) -> Json:
        return {
            side.value: {
                "amount": bool(witness.amounts[side]) if line.truth
                else show(witness.amounts[side], Sort.MONEY),
                "true": sorted(
                    n for n, v in witness.replays[side].case.assignment.booleans.items() if v
                ),
                "numbers": self._numbers(side, witness),
                "open": {n: quantity(v, self.say.names[side].sort(n))
                         for n, v in witness.values[side].items()},
            }
            for side in Side
        }

    def _numbers(self, side: Side, witness: Witness) -> Json:
        naming = self.say.names[side]
        case = witness.replays[side].case.assignment
        opened = {v.name for v in self.comparison.sides[side].program.values}
        return {n: show(v, naming.sort(n)) for n, v in case.numbers.items() if n not in opened}

    def along(self, drawn: Along) -> Json:
        """Give a map."""
        sort = self.say.sort(drawn.input)
        return {
            "name": drawn.line.name,
            "group": drawn.group.id,
            "input": drawn.input,
            "rounding": show(drawn.tolerance, Sort.MONEY),
            "stretches": [
                {"from": show(s.low, sort), "to": show(s.high, sort), "b_is": s.sign.value,
                 "difference_at_from": show(s.at_low, Sort.MONEY),
                 "difference_at_to": show(s.at_high, Sort.MONEY)}
                for s in drawn.stretches
            ],
        }

    def change(self, change: Change) -> Json:
        """Give a clause that changed."""
        return {
            "clause": change.clause,
            "figures": [
                {"name": name, "a": before, "b": after} for name, before, after in change.figures
            ],
            "rules": {side.value: list(change.rules[side]) for side in Side},
            "effects": list(change.effects),
            "needed_for": list(change.needed_for),
        }


_TEXT: Json = {"type": "string"}
_MAYBE_TEXT: Json = {"type": ["string", "null"]}
_TRUTH: Json = {"type": "boolean"}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_MONEY: Json = {"type": "string", "pattern": r"^-?\d+\.\d\d$", "description": "yuan"}
_TABLE: Json = {"type": "object", "additionalProperties": _TEXT}


def _one_of(values: list[str]) -> Json:
    return {"enum": list(values)}


def _record(about: str, **members: Json) -> dict[str, Json]:
    return {"type": "object", "description": about, "properties": members,
            "required": list(members), "additionalProperties": False}


def compare_schema() -> dict[str, Json]:
    """The JSON Schema of what `compare_json` gives."""
    side = _record("one document", document=_TEXT, label=_TEXT, number=_TEXT)
    person = _record(
        "the case as one side sees it, and what it gives", true=_TEXTS, numbers=_TABLE, open=_TABLE,
        amount={"anyOf": [_MONEY, _TRUTH]},
    )
    stretch = _record(
        "values of the input with one sign of b less a, beyond rounding",
        **{"from": _TEXT, "to": _TEXT}, b_is=_one_of([s.value for s in Sign]),
        difference_at_from=_MONEY, difference_at_to=_MONEY,
    )
    figure = _record("a figure that changed", name=_TEXT, a=_MAYBE_TEXT, b=_MAYBE_TEXT)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mingzheng compare",
        **_record(
            "what changes from a to b, for everyone whom both can describe",
            format={"const": "mingzheng-compare"},
            version={"const": VERSION},
            a=side, b=side,
            visits={"type": "integer"},
            readings=_one_of(["default", "all"]),
            unchanged=_TRUTH,
            results=_list(_record(
                "the verdict on a result that both have: how the amount of b stands to that of a",
                name=_TEXT, label=_TEXT, kind=_one_of(["amount", "truth"]),
                meaning=_one_of([m.value for m in Meaning]), by_visit=_TRUTH,
                verdict=_one_of([d.value for d in Difference]), by_construction=_TRUTH,
                rounding=_MONEY, reason=_MAYBE_TEXT,
            )),
            largest=_list(_record(
                "the largest difference of a result among a group: a category held alone, `none`, "
                "or `any` combination", name=_TEXT, group=_TEXT,
                direction=_one_of(["more", "less"]),
                difference={"anyOf": [_MONEY, {"type": "null"}]}, exact=_TRUTH, at_bounds=_TEXTS,
                reason=_MAYBE_TEXT, causes=_TEXTS,
                person={"anyOf": [{"type": "null"}, _record("replayed", a=person, b=person)]},
            )),
            along=_list(_record(
                "where a result differs along one input", name=_TEXT, group=_TEXT, input=_TEXT,
                rounding=_MONEY, stretches=_list(stretch),
            )),
            changes={"anyOf": [{"type": "null"}, _list(_record(
                "a clause that changed", clause=_TEXT, figures=_list(figure),
                rules=_record("rules and declarations of one side alone", a=_TEXTS, b=_TEXTS),
                effects=_TEXTS, needed_for=_TEXTS,
            ))]},
            only_one_side=_list(_record(
                "what only one side has", side=_one_of([s.value for s in Side]), field=_TEXT,
                name=_TEXT, treatment=_one_of([t.value for t in Treatment]),
            )),
            excluded_by_one_side=_list(_record(
                "a side that admits cases which the other excludes",
                admitted_by=_one_of([s.value for s in Side]), decided=_TRUTH,
            )),
            assumptions=_TEXTS,
        ),
    }


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}
