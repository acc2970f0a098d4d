"""Findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from verifier.guarding.outcome import Outcome, Status
from verifier.properties.declared import properties
from verifier.report.catalogue import Words
from verifier.report.checking.messages import Level, Said, failures, messages
from verifier.report.checking.places import Places
from verifier.report.computing.as_json import Json
from verifier.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
"""Stands for the root of the repository, as code hosts take it."""
_GUARD = "guard"
"""The rule of what fails a run besides its findings."""


def check_sarif(outcome: Outcome, words: Words, places: Places, version: str) -> dict[str, Json]:
    """Give a run as SARIF; `version` is that of the program."""
    run: dict[str, Json] = {
        "tool": {"driver": {
            "name": "mingzheng",
            "semanticVersion": version,
            "rules": list(_rules(outcome, words)),
        }},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(said, places) for said in messages(outcome, words, places)),
            *(_failure(title, text) for title, text in failures(outcome, words)),
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(outcome: Outcome, words: Words) -> Iterator[Json]:
    seen: set[str] = set()
    for checked, _ in outcome.documents:
        for item in properties(checked.program):
            if item.id not in seen:
                seen.add(item.id)
                yield _rule(item.id, words.text(item.title), words.text(item.why))
    yield _rule(_GUARD, words.say("waivers and the baseline hold"), "")


def _rule(name: str, title: str, why: str) -> Json:
    rule: dict[str, Json] = {"id": name, "shortDescription": {"text": title}}
    return rule | {"fullDescription": {"text": why}} if why else rule


def _result(said: Said, places: Places) -> Json:
    record = said.guarded.record
    text = f"{said.line}\n{said.text}" if said.text else said.line
    holds = said.guarded.status is Status.HOLDS
    # What holds is a result of the kind `pass`, which has no level.
    found: dict[str, Json] = {
        "ruleId": record.property_id,
        "kind": "pass" if holds else "fail",
        "level": "none" if holds else said.level.value,
        "message": {"text": text},
        "partialFingerprints": {"mingzheng/v1": record.fingerprint},
        "properties": {
            "document": record.document,
            "verdict": record.verdict.value,
            "status": said.guarded.status.value,
            "clauses": list(dict.fromkeys(s.clause for s in said.spans if s.clause)),
        },
    }
    if said.spans:
        found["locations"] = [_location(said.spans[0], places)]
    if said.spans[1:]:
        found["relatedLocations"] = [_location(span, places) for span in said.spans[1:]]
    if said.guarded.waiver is not None and said.guarded.status is Status.WAIVED:
        found["suppressions"] = [{
            "kind": "external", "status": "accepted", "justification": said.guarded.waiver.reason,
        }]
    if said.guarded.status is Status.IN_BASELINE:
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


def _failure(title: str, text: str) -> Json:
    return {
        "ruleId": _GUARD, "kind": "fail", "level": Level.ERROR.value,
        "message": {"text": f"{title}: {text}"},
    }
