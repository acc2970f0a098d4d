"""Messages as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from verifier.report.computing.as_json import Json
from verifier.report.tools.places import Places
from verifier.report.tools.told import Level, Rule, Told
from verifier.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
"""Stands for the root of the repository, as code hosts take it."""


def sarif(
    rules: Iterable[Rule], told: Iterable[Told], places: Places, version: str
) -> dict[str, Json]:
    """Give a run as SARIF; `version` is that of the program."""
    run: dict[str, Json] = {
        "tool": {"driver": {
            "name": "mingzheng",
            "semanticVersion": version,
            "rules": [_rule(rule) for rule in rules],
        }},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places) for one in told],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> Json:
    found: dict[str, Json] = {"id": rule.id, "shortDescription": {"text": rule.title}}
    return found | {"fullDescription": {"text": rule.why}} if rule.why else found


def _result(told: Told, places: Places) -> Json:
    # What holds is a result of the kind `pass`, which has no level.
    holds = told.level is Level.HOLDS
    found: dict[str, Json] = {
        "ruleId": told.rule,
        "kind": "pass" if holds else "fail",
        "level": told.level.value,
        "message": {"text": told.whole},
        "properties": {**told.properties, "clauses": list(told.clauses)},
    }
    if told.fingerprint:
        found["partialFingerprints"] = {"mingzheng/v1": told.fingerprint}
    if told.spans:
        found["locations"] = [_location(told.spans[0], places)]
    if told.spans[1:]:
        found["relatedLocations"] = [_location(span, places) for span in told.spans[1:]]
    if told.accepted:
        found["suppressions"] = [{
            "kind": "external", "status": "accepted", "justification": told.accepted,
        }]
    if told.reviewed:
        found["baselineState"] = "unchanged"
    return found


def _location(span: Span, places: Places) -> Json:
    path = places.path(span.file)
    artifact: dict[str, Json] = (
        {"uri": f"file://{quote(path)}"} if path.startswith("/")
        else {"uri": quote(path), "uriBaseId": _ROOT}
    )
    place: dict[str, Json] = {"physicalLocation": {
        "artifactLocation": artifact,
        "region": {"startLine": max(1, span.line), "startColumn": max(1, span.column)},
    }}
    return place | {"message": {"text": span.clause}} if span.clause else place
