"""The JSON Schema of a comparison."""

from __future__ import annotations

from verifier.analysis.comparing.kinds import Kind
from verifier.analysis.comparing.results import Difference, Meaning, Sign
from verifier.analysis.joining.sides import Side, Treatment
from verifier.program.sorts import Sort
from verifier.report.computing.as_json import Json

FORMAT = "mingzheng-compare"
VERSION = 2
"""Raised when a reader of the data would have to change."""

_TEXT: Json = {"type": "string"}
_MAYBE_TEXT: Json = {"type": ["string", "null"]}
_TRUTH: Json = {"type": "boolean"}
_MAYBE_TRUTH: Json = {"type": ["boolean", "null"]}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_AMOUNT: Json = {
    "type": "string", "pattern": r"^(-?\d+(\.\d+)?|\d{4}-\d\d-\d\d)$",
    "description": "in the unit of the result: money in yuan, and by how many days dates differ",
}
_MAYBE_AMOUNT: Json = {"anyOf": [_AMOUNT, {"type": "null"}]}
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
        amount={"anyOf": [_AMOUNT, _TRUTH, {"type": "null"}]}, clauses=_TEXTS,
    )
    stretch = _record(
        "values of the input, both ends included, with one sign of b less a before rounding; what "
        "is paid differs by so much at the ends and where it differs most (null: no amounts)",
        **{"from": _TEXT, "to": _TEXT}, b_is=_one_of([s.value for s in Sign]),
        difference_at_from=_MAYBE_AMOUNT, difference_at_to=_MAYBE_AMOUNT, largest_at=_MAYBE_TEXT,
        largest=_MAYBE_AMOUNT,
    )
    written: Json = {"anyOf": [{"type": "null"}, _record(
        "a figure, or the ends of a range, in this unit", low=_TEXT, high=_TEXT, unit=_TEXT,
    )]}
    figure = _record("a figure that changed; null where it is not there", name=_TEXT, a=written,
                     b=written)
    place = _record("where it stands", file=_TEXT, line={"type": "integer"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mingzheng compare",
        **_record(
            "what changes from a to b, for everyone whom both can describe",
            format={"const": FORMAT},
            version={"const": VERSION},
            a=side, b=side,
            visits={"type": "integer"},
            readings=_one_of(["default", "all"]),
            unchanged=_TRUTH,
            kinds=_list(_one_of([k.value for k in Kind])),
            results=_list(_record(
                "the verdict on a result that both have: how the amount of b stands to that of a",
                name=_TEXT, label=_TEXT, kind=_one_of(["amount", "truth"]),
                meaning=_one_of([m.value for m in Meaning]), by_visit=_TRUTH,
                verdict=_one_of([d.value for d in Difference]), by_construction=_TRUTH,
                rounding=_AMOUNT, reason=_MAYBE_TEXT,
                valued_alone={"anyOf": [{"type": "null"}, _record(
                    "whether it alone gives somebody an amount; null if not decided",
                    a=_MAYBE_TRUTH, b=_MAYBE_TRUTH,
                )]},
                unit={"enum": [None, *(s.value for s in Sort)]},
            )),
            largest=_list(_record(
                "the largest difference of a result among a group: a category held alone, `none`, "
                "or `any` combination", name=_TEXT, group=_TEXT, label=_TEXT,
                direction=_one_of(["more", "less"]), kind=_one_of([k.value for k in Kind]),
                difference=_MAYBE_AMOUNT, exact=_TRUTH, at_bounds=_TEXTS,
                reason=_MAYBE_TEXT, causes=_TEXTS,
                person={"anyOf": [{"type": "null"}, _record("replayed", a=person, b=person)]},
            )),
            one_valued=_list(_record(
                "a person to whom only one side gives an amount of a result", name=_TEXT,
                side=_one_of([s.value for s in Side]),
                person=_record("replayed; the amount is null where there is none", a=person,
                               b=person),
            )),
            along=_list(_record(
                "where a result differs along one input, all else as with the person of the "
                "largest difference in this direction", name=_TEXT, group=_TEXT,
                direction=_one_of(["more", "less"]), input=_TEXT,
                rounding=_AMOUNT, stretches=_list(stretch),
            )),
            changes={"anyOf": [{"type": "null"}, _list(_record(
                "a clause that changed", clause=_TEXT, figures=_list(figure),
                rules=_record("rules and declarations of one side alone", a=_TEXTS, b=_TEXTS),
                places=_record("by side", a=_list(place), b=_list(place)),
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
