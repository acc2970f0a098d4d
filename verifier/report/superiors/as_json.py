"""A document held against its superior, as JSON data; amounts are decimal strings in yuan."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.analysis.joining.sides import Side
from verifier.analysis.superiors.results import Held, HeldAgainst
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json
from verifier.report.naming import Naming

VERSION = 1


def superior_json(held: Sequence[HeldAgainst], words: Words) -> dict[str, Json]:
    """Give what was found of documents and their superiors."""
    return {
        "format": "mingzheng-superior",
        "version": VERSION,
        "held": [_held(one, words) for one in held],
    }


def _held(one: HeldAgainst, words: Words) -> Json:
    naming = Naming(one.sides[Side.LEFT].program, words)
    return {
        "document": one.sides[Side.LEFT].label,
        "against": one.sides[Side.RIGHT].label,
        "under": None if one.through is None else one.through.label,
        "limits": [words.tell(limit) for limit in one.limits],
        "findings": [_finding(finding, naming) for finding in one.findings],
    }


def _finding(finding: Held, naming: Naming) -> Json:
    line, words = finding.binding, naming.words
    sort = naming.sort(line.output)
    return {
        "line": line.id,
        "title": words.text(line.label),
        "clause": line.clause,
        "kind": line.kind.value,
        "result": line.output,
        "evidence": line.grade.value,
        "restated_by": list(line.restated_by),
        "text_needed": list(line.text_needed),
        "verdict": finding.verdict.value,
        "reason": words.tell(finding.reason) if finding.reason else None,
        "rounding": show(finding.tolerance, Sort.MONEY),
        "gives_less": finding.less,
        "largest": _amount(finding.largest, sort),
        "exact": finding.exact,
        "hangs_on": list(finding.hangs_on or ()),
        "clauses": None if finding.clauses is None
        else {side.value: list(numbers) for side, numbers in finding.clauses.items()},
        "amounts": None if finding.witness is None
        else {side.value: _amount(finding.witness.amounts.get(side), sort) for side in Side},
        "person": None if finding.witness is None else sorted(
            n for n, v in finding.witness.replays[Side.LEFT].case.assignment.booleans.items() if v
        ),
        "numbers": None if finding.witness is None else {
            n: show(v, naming.sort(n))
            for n, v in finding.witness.replays[Side.LEFT].case.assignment.numbers.items()
        },
    }


def _amount(value: int | None, sort: Sort) -> Json:
    return None if value is None else show(value, sort)
