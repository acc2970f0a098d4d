"""Findings as JSON data, as `check_schema.json` describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from verifier.analysis.checking.causes import cause
from verifier.analysis.results import CheckedDocument, Finding, Person, Replay
from verifier.guarding.changes import Change
from verifier.guarding.outcome import Guarded, Outcome
from verifier.guarding.record import Harm
from verifier.guarding.waivers import Judged
from verifier.language.clauses import Clause
from verifier.program.sorts import Sort, show
from verifier.properties.declared import properties
from verifier.report.catalogue import Words
from verifier.report.computing.as_json import Json, assumption_json, interval, steps_json
from verifier.report.guarding.words import GuardWords
from verifier.report.naming import Naming

FORMAT = "mingzheng-check"
VERSION = 1
"""Raised when a reader of the data would have to change."""


def check_schema() -> dict[str, Json]:
    """Read the JSON Schema of what `check_json` gives."""
    path = Path(__file__).with_name("check_schema.json")
    schema: dict[str, Json] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def check_json(outcome: Outcome, words: Words) -> dict[str, Json]:
    """Give a run as data; amounts are decimal strings."""
    guard = GuardWords(outcome, words)
    changes = outcome.changes
    return {
        "format": FORMAT,
        "version": VERSION,
        "documents": [_Data(item, found, words).document() for item, found in outcome.documents],
        "waivers": [_waiver(one, guard) for one in outcome.waivers],
        "changes": None if changes is None else [_change(one, guard) for one in changes],
    }


def _waiver(judged: Judged, guard: GuardWords) -> Json:
    waiver = judged.waiver
    return {
        "document": waiver.document,
        "property": waiver.property_id,
        "instances": list(waiver.instances),
        "verdict": waiver.verdict.value,
        "harm": _harm(waiver.harm),
        "reason": waiver.reason,
        "decided_by": waiver.decided_by,
        "expires": waiver.expires.isoformat(),
        "standing": judged.standing.value,
        "late": judged.late,
        "what": guard.standing(judged),
    }


def _change(change: Change, guard: GuardWords) -> Json:
    record = change.record
    return {
        "document": record.document,
        "property": record.property_id,
        "comparison": record.comparison,
        "fingerprint": record.fingerprint,
        "aspects": [aspect.value for aspect in change.aspects],
        "what": guard.aspects(change),
    }


def _harm(harm: Harm | None) -> Json:
    if harm is None:
        return None
    return {"amount": show(harm.amount, Sort.MONEY), "exact": harm.exact}


class _Data:
    def __init__(self, checked: CheckedDocument, found: Sequence[Guarded], words: Words) -> None:
        self.checked = checked
        self.found = found
        self.words = words
        self.naming = Naming(checked.program, words)

    def document(self) -> Json:
        """Give one document with its findings."""
        return {
            "document": self.checked.document.id,
            "visits": self.checked.program.visits,
            "findings": [self._finding(n, f) for n, f in enumerate(self.checked.findings)],
            "assumptions": [assumption_json(a, self.words) for a in self.checked.assumptions],
        }

    def _finding(self, place: int, finding: Finding) -> Json:
        titles = {p.id: self.words.text(p.title) for p in properties(self.checked.program)}
        largest = finding.largest
        return {
            "property": finding.property,
            "comparison": self.found[place].record.comparison,
            "fingerprint": self.found[place].record.fingerprint,
            "status": self.found[place].status.value,
            "title": titles.get(finding.property, finding.property),
            "verdict": finding.verdict.value,
            "reason": self.words.tell(finding.reason) if finding.reason else None,
            "visits": finding.visits,
            "any_visits": finding.any_visits,
            "readings": dict(finding.readings) if finding.readings is not None else "all",
            "ranged_over": list(finding.ranged_over),
            "failing": list(finding.failing),
            "tolerance": show(finding.tolerance, Sort.MONEY),
            "counterexample": self._counterexample(place, finding),
            "largest_harm": None
            if largest is None
            else {
                "amount": show(largest.value, Sort.MONEY),
                "exact": largest.exact,
                "at_bounds": list(largest.at_bounds),
                "person": self._person(largest.who),
            },
            "holds_with": self._values(finding.holds_with),
            "fails_with": self._values(finding.fails_with),
            "cause": list(cause(self.checked, self.checked.replays.get(place, ()))),
            "rules": [rule.id for rule in finding.rules],
            "minimal": finding.minimal,
            "obligations": finding.obligations,
            "confirmed": finding.confirmed,
            "clauses": self._clauses(tuple(rule.id for rule in finding.rules)),
        }

    def _counterexample(self, place: int, finding: Finding) -> Json:
        found = finding.counterexample
        if found is None:
            return None
        return {
            "instance": found.instance,
            "compared": found.compared or None,
            "harm": None if found.harm is None else show(found.harm, Sort.MONEY),
            "values": self._values(found.values),
            "readings": dict(found.readings),
            "persons": [self._person(who) for who in found.persons],
            "derivations": [self._replay(r, found.compared) for r in self._replays(place)],
            "clauses": self._clauses(found.rules),
        }

    def _replays(self, place: int) -> Sequence[Replay]:
        return self.checked.replays.get(place, ())

    def _replay(self, replay: Replay, compared: str) -> Json:
        value = replay.evaluation.amounts.get(compared) if compared else None
        return {
            "amount": interval(value, self.naming.sort(compared)) if compared else None,
            "steps": steps_json(
                self.checked.program,
                replay.evaluation,
                replay.steps,
                self.checked.clauses,
                self.naming,
            ),
        }

    def _person(self, who: Person) -> Json:
        return {
            "true": [name for name, truth in who.booleans.items() if truth],
            "numbers": self._values(who.numbers),
        }

    def _values(self, values: Mapping[str, int] | None) -> Json:
        if values is None:
            return None
        return {name: show(value, self.naming.sort(name)) for name, value in values.items()}

    def _clauses(self, rules: Sequence[str]) -> Json:
        found: dict[Clause, None] = {}
        for rule in rules:
            if rule in self.checked.clauses:
                found[self.checked.clauses[rule]] = None
        return [
            {
                "number": clause.number,
                "words": self.words.text(clause.words),
                "file": clause.span.file,
                "line": clause.span.line,
            }
            for clause in found
        ]
