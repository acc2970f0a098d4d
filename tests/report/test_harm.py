from __future__ import annotations

import pytest

from tests.cases import VILLAGE
from verifier.analysis.checking.checked import check_document
from verifier.analysis.checking.options import Options
from verifier.analysis.results import CheckedDocument, LargestHarm, Person
from verifier.programs import Document
from verifier.report.catalogue import Words
from verifier.report.checking.finding import FindingText
from verifier.report.layout import Page


@pytest.fixture(scope="module")
def document() -> CheckedDocument:
    """Check one property, without persons."""
    return check_document(
        Document("village", VILLAGE), 1, Options(simplest=False, only=("annual_limits",))
    )


@pytest.mark.parametrize(("exact", "ends", "said"), [
    (True, (), "at most 50.00 yuan"),
    (True, ("cost(1)",), "at most 50.00 yuan within the bounds; it may grow with total cost"),
    (False, (), "at least 50.00 yuan; the search gave up"),
    # A search that gave up knows no most, wherever the person stands.
    (False, ("cost(1)",), "at least 50.00 yuan; the search gave up"),
])
def test_a_harm_is_called_the_most_only_if_it_was_proved(
    document: CheckedDocument, exact: bool, ends: tuple[str, ...], said: str
) -> None:
    text = FindingText(document, Words("en"), Page())
    assert text.largest_harm(LargestHarm(50_00, exact, ends, Person({}, {}))).startswith(said)
