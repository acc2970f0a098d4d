"""Violations of one cause stand together: the clauses that make the harm."""

from __future__ import annotations

from tests.properties.checked import DOCUMENTS
from verifier.analysis.checking.causes import causes
from verifier.analysis.checking.checked import check_document
from verifier.analysis.checking.options import Options
from verifier.analysis.results import CheckedDocument, Verdict
from verifier.programs import Document


def checked(name: str, *only: str) -> CheckedDocument:
    path = DOCUMENTS / f"{name}.lp"
    return check_document(Document(path.stem, path), 1, Options(simplest=False, only=only))


def test_two_properties_broken_by_the_same_two_sums_have_one_cause() -> None:
    # 一.1 gives poor people 100 yuan, 一.2 old people 50, who are said to be poorer.
    found = checked("highest_rank_breaks", "highest_rank", "poorer_never_less")
    assert [f.verdict for f in found.findings] == [Verdict.VIOLATED] * 2
    assert causes(found) == ((("一.1", "一.2"), (0, 1)),)


def test_other_clauses_are_another_cause() -> None:
    found = checked("no_double_aid_breaks")
    together = causes(found)
    places = sorted(place for _, part in together for place in part)
    assert places == sorted(found.replays)
    assert len({clauses for clauses, _ in together if clauses}) == sum(
        1 for clauses, _ in together if clauses
    )
