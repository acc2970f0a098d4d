"""Findings as JSON data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.analysis.results import CheckedDocument, Finding, Person, Replay
from verifier.language.clauses import Clause
from verifier.program.sorts import Sort, show
from verifier.properties.declared import properties
from verifier.report.catalogue import Words
from verifier.report.compute_json import Json, assumption_json, interval, steps_json
from verifier.report.naming import Naming


def check_json(checked: Sequence[CheckedDocument], words: Words) -> dict[str, Json]:
    """Give the findings on documents as data; amounts are decimal strings."""
    return {"documents": [_Data(item, words).document() for item in checked]}


class _Data:
    def __init__(self, checked: CheckedDocument, words: Words) -> None:
        self.checked = checked
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
            "title": titles.get(finding.property, finding.property),
            "verdict": finding.verdict.value,
            "reason": self.words.tell(finding.reason) if finding.reason else None,
            "visits": finding.visits,
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
            "rules": [rule.id for rule in finding.rules],
            "minimal": finding.minimal,
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
