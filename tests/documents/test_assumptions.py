"""What documents assume is said of every computation, and of nobody who is not concerned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.analysis.cases.settings import declared
from verifier.places import core_files
from verifier.programs import Document, documents, find, load_program

_DECLARED = re.compile(r"^assumption\(([a-z_0-9]+),", re.M)
CRITICAL = {"critical_cost", "critical_every_visit"}


def _said(document: Document) -> set[str]:
    program = load_program(document, 1)
    return {str(fact.arguments[0]) for fact in program.facts["assumption"]}


@pytest.mark.parametrize("document", documents(), ids=lambda d: d.id)
def test_what_a_document_assumes_reaches_its_results(document: Document) -> None:
    folder = document.path.with_suffix("")
    declared = {
        name for path in folder.glob("*.lp") for name in _DECLARED.findall(path.read_text("utf-8"))
    }
    assert declared
    assert declared | CRITICAL <= _said(document)


def test_what_the_core_assumes_of_some_documents() -> None:
    core = {n for path in core_files() for n in _DECLARED.findall(path.read_text("utf-8"))}
    said = {document.id: _said(document) for document in documents()}
    assert core - {"best_line", "after_waiting", "transition"} <= set.intersection(*said.values())
    # Two plans do not say what becomes of several categories; three do.
    assert {name for name, found in said.items() if "best_line" in found} == {
        "luan_2021", "tongcheng_2021",
    }


def test_a_plan_that_knows_no_transition_assumes_none() -> None:
    """The made-up village names no transition period; Lu'an names one without dates."""

    def assumed(document: Document) -> set[str]:
        return {assumption.name for assumption in declared(load_program(document, 1))}

    village = Document("village", Path(__file__).with_name("village.lp"))
    assert "transition" not in assumed(village)
    assert "transition" in assumed(find("luan"))
