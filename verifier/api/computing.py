"""What is asked of documents as they are, and of one case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.accounting.audit import Audit
from verifier.accounting.coverage import Coverage
from verifier.analysis.results import Computation, DocumentInfo
from verifier.api.entries import Case, Name, Settings, entries, find, settings_of
from verifier.errors import Problem
from verifier.program.model import Program
from verifier.properties.declared import Property
from verifier.words import Language

if TYPE_CHECKING:
    from verifier.analysis.cliffs.results import Cliffs
    from verifier.analysis.explaining.parts import Why, WhyNot


def list_documents() -> tuple[DocumentInfo, ...]:
    """Describe the documents of the package."""
    from verifier.analysis.documents import all_documents

    return all_documents()


def list_properties() -> tuple[Property, ...]:
    """Describe the general properties, which every document is asked for."""
    from verifier.analysis.declared_properties import all_properties

    return all_properties()


def load(document: Name, visits: int = 1) -> Program:
    """Load the ground program of a document for a number of visits, without properties."""
    from verifier import programs

    return programs.load_program(find(document), visits)


def lint(*files: Name) -> tuple[Problem, ...]:
    """Check encodings for errors of the language; none are found if the result is empty."""
    from verifier.compilation import lint_files

    return lint_files([Path(file) for file in files])


def case_schema(document: Name, language: Language = "zh") -> dict[str, object]:
    """Give the JSON Schema of a case of a document, with titles in a language."""
    from verifier.analysis.cases import schema

    return dict(schema.case_schema(load(document), language))


def compute(
    document: Name, case: Case, settings: Settings | None = None
) -> Computation:
    """Compute one person-year under a document."""
    from verifier.analysis import compute as computing

    return computing.compute(find(document), entries(case, "case"), settings_of(settings))


def explain(result: Computation, line: str) -> tuple[Why, ...]:
    """Derive a line of a result, such as `aid` or `aid(1)`, down to the facts of the case."""
    from verifier.analysis.explaining import lines, why

    return why.explain(result, lines.find_lines(result, line, "line"))


def explain_not(result: Computation, line: str) -> tuple[WhyNot, ...]:
    """Say what keeps a line from paying, and the smallest change of the case that helps."""
    from verifier.analysis.explaining import lines, why_not

    return why_not.explain_not(result, lines.find_lines(result, line, "line"))


def cliffs(
    document: Name,
    case: Case,
    along: str,
    *,
    also: Sequence[str] = (),
    line: str | None = None,
    ends: tuple[str | None, str | None] = (None, None),
    settings: Settings | None = None,
) -> Cliffs:
    """Follow a line of a case, the own payment of the year if none is named, along one number.

    `also` rise with it; `ends` are the least and the greatest, if not those of the document.
    """
    from verifier.analysis.cliffs import cliffs as mapping
    from verifier.analysis.cliffs.axis import Wanted

    wanted = Wanted(along, tuple(also), *ends)
    tree = entries(case, "case")
    return mapping.cliffs(find(document), tree, settings_of(settings), wanted, line)


def coverage(document: Name) -> Coverage:
    """Say what became of each sentence of a document."""
    from verifier.accounting.coverage import cover

    return cover(find(document))


def audit(document: Name, text: Name) -> Audit:
    """Hold an encoding against the official text in a file (.txt, .docx or .pdf)."""
    from verifier.accounting import audit as auditing

    return auditing.audit(find(document), Path(text))
