"""Mutants of the five documents are caught, or it is explained why not."""

from __future__ import annotations

import pytest

from tests.mutants.explained import reasons
from tests.mutants.hunt import PLAN, Asked, hunt, hunted
from tests.mutants.table import UNEXPLAINED, share, survivors
from verifier.programs import Document

DOCUMENTS = [document for document in hunted() if document != PLAN]
EVERY = 60
"""Of so many mutants one is tried in every run of the tests."""
LEAST = 95
"""The share of mistakes, in percent, that were found to be caught."""


@pytest.mark.long
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.id)
def test_some_mutants_are_caught_or_explained(document: Document) -> None:
    fates = hunt(document, Asked.SURVIVORS, EVERY, first=True)
    lost = survivors(fates, reasons(document.id))
    assert [line for line in lost if UNEXPLAINED in line] == []
    assert sum(f.mistake for f in fates) >= len(fates) // 3


@pytest.mark.long
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.id)
def test_every_mutant_is_caught_or_explained(document: Document) -> None:
    fates = hunt(document, Asked.SURVIVORS)
    assert {f.mutant.name for f in fates if f.survives} == reasons(document.id).keys()
    assert int(share(fates).removesuffix("%")) >= LEAST
