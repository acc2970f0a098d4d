"""The documents as they were published, held to the findings that were reviewed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from verifier import programs
from verifier.analysis.checking.checked import check_document
from verifier.analysis.checking.options import Options, processors
from verifier.analysis.results import Verdict
from verifier.guarding.baseline import Kept, changed, kept_of, read_baseline
from verifier.guarding.record import Record, records

BASELINE = Path(__file__).resolve().parent.parent / "baseline" / "documents.json"
"""Written by `mingzheng check --write-baseline`, and reviewed finding by finding."""


def verdicts(found: Iterable[Record]) -> dict[tuple[str, ...], tuple[str, frozenset[str]]]:
    """By property and comparison, the verdict, and what fails."""
    return {r.key: (r.verdict.value, frozenset(r.failing)) for r in found}


def test_the_baseline_has_every_document() -> None:
    documents = read_baseline(BASELINE).documents
    assert sorted(documents) == [document.id for document in programs.documents()]
    assert all(kept.findings and not kept.asked.properties for kept in documents.values())


def test_nobody_who_is_shown_suffers_more_than_the_largest_harm() -> None:
    sums = re.compile(r"(?<!最大)损失：([\d.]+) 元|最大损失：\D*([\d.]+) 元")
    seen = 0
    for kept in read_baseline(BASELINE).documents.values():
        for finding in kept.findings:
            found = [match for line in finding.review for match in sums.findall(line)]
            shown = [Decimal(one) for one, _ in found if one]
            largest = [Decimal(most) for _, most in found if most]
            if shown and largest:
                seen += 1
                assert max(shown) <= max(largest), finding
    assert seen > 40


@pytest.mark.parametrize("hinted", [False, True], ids=["unaided", "with hints"])
@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_no_verdict_on_a_document_has_changed(document: programs.Document, hinted: bool) -> None:
    kept = read_baseline(BASELINE).documents[document.id]
    options = Options(
        kept.asked.all_readings, simplest=False, jobs=processors(), hinted=hinted
    )
    found = check_document(document, kept.asked.visits, options)
    assert verdicts(records(found)) == verdicts(kept.findings)
    # Every default reading computes: in every case there is one value, and no gap.
    for finding in found.findings:
        if finding.property in ("conflict_free", "gap_free"):
            assert finding.verdict in (Verdict.PROVED, Verdict.BY_CONSTRUCTION), finding
            assert finding.ranged_over and finding.visits == 2
            assert finding.readings is not None  # the default ones, and no others


@pytest.mark.long
@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_no_finding_on_a_document_has_changed(document: programs.Document) -> None:
    baseline = read_baseline(BASELINE)
    asked = baseline.documents[document.id].asked
    options = Options(asked.all_readings, asked.harm_sought, jobs=processors())
    found = check_document(document, asked.visits, options)
    run: dict[str, Kept] = kept_of([(document.id, records(found))], asked)
    told = [
        (change.record.key, change.aspects, *(
            None if side is None else dataclasses.asdict(side)
            for side in (change.before, change.now)
        ))
        for change in changed(baseline, run)
    ]
    assert told == []
