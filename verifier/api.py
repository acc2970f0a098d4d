"""What a program in Python may ask: all that the commands do, as functions with frozen results.

Documents are named as on a command line: an identifier or its beginning, a number, or the path of
an entry file. Amounts are whole fen, in a case yuan as text, whole numbers or `Decimal`, never
floats. What a user can mend is raised as `MingzhengError`, with place, message and mend.

Every function loads what it needs when it is called, so that `compute` never loads a prover.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from verifier.accounting.audit import Audit
from verifier.accounting.coverage import Coverage
from verifier.analysis.results import CheckedDocument, Computation, DocumentInfo, Verdict
from verifier.errors import MingzhengError, Problem
from verifier.program.model import Program
from verifier.programs import Document
from verifier.words import Language

if TYPE_CHECKING:
    from verifier.analysis.cases.entries import Entry
    from verifier.analysis.comparing.results import Comparison

__all__ = [
    "Audit", "CheckedDocument", "Comparison", "Computation", "Coverage", "Document",
    "DocumentInfo", "MingzhengError", "Problem", "Program", "Verdict", "as_json", "as_text",
    "audit", "case_schema", "check", "compare", "compute", "coverage", "lint", "list_documents",
    "load",
]

Name: TypeAlias = str | Path
Case: TypeAlias = Mapping[str, object] | str | Path
"""The keys of a case file, or the path of one."""
Result: TypeAlias = "Computation | CheckedDocument | Comparison | Coverage | Audit"


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the class of a comparison, which is the only one that is costly to load."""
        if name == "Comparison":
            from verifier.analysis.comparing.results import Comparison

            return Comparison
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")


def list_documents() -> tuple[DocumentInfo, ...]:
    """Describe the documents of the package."""
    from verifier.analysis.documents import all_documents

    return all_documents()


def load(document: Name, visits: int = 1) -> Program:
    """Load the ground program of a document for a number of visits, without properties."""
    from verifier import programs

    return programs.load_program(_find(document), visits)


def lint(*files: Name) -> tuple[Problem, ...]:
    """Check encodings for errors of the language; none are found if the result is empty."""
    from verifier.compilation import lint_files

    return lint_files([Path(file) for file in files])


def case_schema(document: Name, language: Language = "zh") -> dict[str, object]:
    """Give the JSON Schema of a case of a document, with titles in a language."""
    from verifier.analysis.cases import schema

    return dict(schema.case_schema(load(document), language))


def compute(
    document: Name, case: Case, settings: Mapping[str, object] | None = None
) -> Computation:
    """Compute one person-year under a document.

    `settings` are open values, figures, parameters, readings and rounding, as `--set` takes them.
    """
    from verifier.analysis import compute as computing
    from verifier.analysis.cases.settings import flatten

    entries = flatten(_entries(settings or {}, "settings"))
    return computing.compute(_find(document), _entries(case, "case"), entries)


def check(
    document: Name,
    *,
    visits: int = 2,
    properties: Sequence[str] = (),
    property_files: Sequence[Name] = (),
    all_readings: bool = False,
    verdicts_only: bool = False,
    timeout: int = 10,
    jobs: int = 1,
) -> CheckedDocument:
    """Check properties of a document for every person; all of them, if none is named.

    `property_files` are checked with the general properties; `timeout` is in seconds for each
    question to the solver. With several `jobs` the process forks.
    """
    from verifier.analysis.checking.check import Options
    from verifier.analysis.checking.checked import check_document

    options = Options(
        all_readings, not verdicts_only, timeout * 1000, tuple(properties), jobs
    )
    files = [Path(file) for file in property_files]
    return check_document(_find(document), visits, options, files=files)


def compare(
    first: Name,
    second: Name,
    *,
    revisions: tuple[str, str] = ("", ""),
    visits: int = 2,
    all_readings: bool = False,
    verdicts_only: bool = False,
    timeout: int = 10,
    jobs: int = 1,
) -> Comparison:
    """Say what changes from one document to another, for whom and by how much at most.

    A revision is one of git, at which the file is read; empty for the file as it lies.
    """
    from verifier.analysis.comparing import compare as comparing
    from verifier.analysis.comparing.sides import Asked
    from verifier.analysis.joining.sides import Tying

    options = comparing.CompareOptions(
        visits, Tying(all_readings), not verdicts_only, timeout * 1000, jobs
    )
    left, right = (Asked(str(n), r) for n, r in zip((first, second), revisions, strict=True))
    return comparing.compare(left, right, options)


def coverage(document: Name) -> Coverage:
    """Say what became of each sentence of a document."""
    from verifier.accounting.coverage import cover

    return cover(_find(document))


def audit(document: Name, text: Name) -> Audit:
    """Hold an encoding against the official text in a file (.txt, .docx or .pdf)."""
    from verifier.accounting import audit as auditing

    return auditing.audit(_find(document), Path(text))


def as_json(result: Result, language: Language = "zh") -> dict[str, Any]:
    """Give a result as the data that the command writes with `--format json`."""
    from verifier.report.catalogue import Words

    words = Words(language)
    match result:
        case Computation():
            from verifier.report.computing.as_json import compute_json

            return dict(compute_json(result, words))
        case CheckedDocument():
            from verifier.guarding.outcome import unguarded
            from verifier.report.checking.as_json import check_json

            return dict(check_json(unguarded(result), words))
        case Coverage():
            from verifier.report.coverage.as_json import coverage_json

            return coverage_json(result, words)
        case Audit():
            from verifier.report.audit.as_json import audit_json

            return audit_json(result, words)
        case _:
            from verifier.report.comparing.as_json import compare_json

            return dict(compare_json(result, words))


def as_text(result: Result, language: Language = "zh", columns: int = 80) -> str:
    """Give a result as the text that the command writes."""
    from verifier.report.catalogue import Words
    from verifier.report.layout import Page

    words, page = Words(language), Page(columns)
    match result:
        case Computation():
            from verifier.report.computing.as_text import compute_text

            return compute_text(result, words, page)
        case CheckedDocument():
            from verifier.guarding.outcome import unguarded
            from verifier.report.checking.as_text import check_text

            return check_text(unguarded(result), words, page)
        case Coverage():
            from verifier.report.coverage.as_text import coverage_text

            return coverage_text(result, words, page)
        case Audit():
            from verifier.report.audit.as_text import audit_text

            return audit_text(result, words, page)
        case _:
            from verifier.report.comparing.as_text import compare_text

            return compare_text(result, words, page)


def _find(name: Name) -> Document:
    """Find a document; a path is always that of a file."""
    from verifier import programs
    from verifier.analysis.documents import find_document

    if isinstance(name, Path):
        return programs.find(str(name if name.parent.name else Path.cwd() / name))
    return find_document(name)


def _entries(source: Case, what: str) -> Entry:
    """Read keys and values from a mapping, or from a file."""
    from verifier.analysis.cases.entries import convert, refuse
    from verifier.analysis.cases.files import read_file
    from verifier.errors import message
    from verifier.source import Span

    if isinstance(source, str | Path):
        return read_file(str(source), BytesIO())
    try:
        return convert(dict(source), Span(what))
    except TypeError as error:
        raise refuse(
            "value",
            Span(what),
            message("a value is none of text, truth, whole number and Decimal ({what})",
                    what=str(error)),
            message("write amounts as text or Decimal, never as float"),
        ) from None
