"""What a program in Python may ask: all that the commands do, as functions with frozen results.

Documents are named as on a command line: an identifier or its beginning, a number, or the path of
an entry file. Amounts are whole fen, in a case yuan as text, whole numbers or `Decimal`, never
floats. What a user can mend is raised as `MingzhengError`, with place, message and mend.

Every function loads what it needs when it is called, so that `compute` never loads a prover.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from verifier.accounting.audit import Audit
from verifier.accounting.coverage import Coverage
from verifier.analysis.results import CheckedDocument, Computation, DocumentInfo, Verdict
from verifier.errors import MingzhengError, Problem
from verifier.program.model import Program
from verifier.programs import Document
from verifier.properties.declared import Property
from verifier.words import Language

if TYPE_CHECKING:
    from verifier.analysis.cases.entries import Entry
    from verifier.analysis.cliffs.results import Cliffs
    from verifier.analysis.comparing.results import Comparison
    from verifier.analysis.explaining.parts import Why, WhyNot
    from verifier.analysis.extremes.results import Idle, Readings, Worsts
    from verifier.analysis.repair.results import Repairs
    from verifier.analysis.superiors.results import HeldAgainst

__all__ = [
    "Audit", "CheckedDocument", "Cliffs", "Comparison", "Computation", "Coverage", "Document",
    "DocumentInfo", "HeldAgainst", "Idle", "MingzhengError", "Problem", "Program", "Property",
    "Readings", "Repairs", "Verdict", "Why", "WhyNot", "Worsts", "as_json", "as_text", "audit",
    "case_schema", "check", "cliffs", "compare", "compute", "coverage", "explain", "explain_not",
    "explanation_text", "hold", "idle", "lint", "list_documents", "list_properties", "load", "readings", "repair",
    "worst",
]

Name: TypeAlias = str | Path
Case: TypeAlias = Mapping[str, object] | str | Path
"""The keys of a case file, or the path of one."""
Settings: TypeAlias = Mapping[str, object]
"""Open values, figures, parameters, readings and rounding, as `--set` takes them."""
Result: TypeAlias = (
    "Computation | CheckedDocument | Comparison | Coverage | Audit | Cliffs | Worsts | Readings | "
    "Idle | Repairs | Sequence[HeldAgainst]"
)

if not TYPE_CHECKING:
    _COSTLY = {
        "Cliffs": "cliffs.results", "Comparison": "comparing.results", "Why": "explaining.parts",
        "WhyNot": "explaining.parts", "Idle": "extremes.results", "Readings": "extremes.results",
        "Worsts": "extremes.results", "Repairs": "repair.results",
        "HeldAgainst": "superiors.results",
    }

    def __getattr__(name: str) -> object:
        """Load a class whose module is costly to load when it is asked for."""
        if name in _COSTLY:
            return getattr(import_module(f"verifier.analysis.{_COSTLY[name]}"), name)
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
    document: Name, case: Case, settings: Settings | None = None
) -> Computation:
    """Compute one person-year under a document."""
    from verifier.analysis import compute as computing

    return computing.compute(_find(document), _entries(case, "case"), _settings(settings))


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
    entries = _entries(case, "case"), _settings(settings)
    return mapping.cliffs(_find(document), *entries, wanted, line)


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


def hold(
    documents: Sequence[Name], superior: Name, *, visits: int = 2, timeout: int = 10,
    verdicts_only: bool = False,
) -> tuple[HeldAgainst, ...]:
    """Hold documents against one above them, line by line."""
    from verifier.analysis.superiors.documents import hold_all

    names = [str(_find(name).path) for name in documents]
    return hold_all(names, str(superior), visits, timeout * 1000, persons=not verdicts_only)


def worst(
    document: Name,
    *,
    visits: int = 1,
    categories: Sequence[str] = (),
    where: Sequence[str] = (),
    share: bool = False,
    within_scope: bool = False,
    basic_share: str | None = None,
    least_cost: str | None = None,
    settings: Settings | None = None,
    timeout: int = 4,
    jobs: int = 1,
) -> Worsts:
    """Find the largest own payment, or share of the cost, that a document allows each category."""
    from verifier.analysis.extremes import worst as searching
    from verifier.analysis.extremes.bills import bills_of

    question = searching.Question(
        visits, timeout * 1000, bills_of(within_scope, basic_share, least_cost),
        tuple(categories), tuple(where), share, jobs,
    )
    return searching.worst(_find(document), question, _settings(settings))


def readings(
    document: Name, *, visits: int = 2, topics: Sequence[str] = (), verdicts_only: bool = False,
    timeout: int = 4, jobs: int = 1,
) -> Readings:
    """Say of every ambiguity of a document whether it matters, for whom, and by how much."""
    from verifier.analysis.extremes import readings as looking
    from verifier.analysis.extremes.effect import Effort

    effort = Effort(timeout * 1000, amounts=not verdicts_only)
    return looking.readings(_find(document), looking.Ask(visits, effort, tuple(topics), jobs))


def idle(document: Name, *, visits: int = 2, timeout: int = 4, jobs: int = 1) -> Idle:
    """Find the rules and figures of a document on which nothing hangs."""
    from verifier.analysis.extremes import idle as looking

    return looking.idle(_find(document), looking.Search(visits, timeout * 1000, jobs))


def repair(
    document: Name, property_id: str, *, visits: int = 1, timeout: int = 4, seconds: int = 600,
    jobs: int = 1,
) -> Repairs:
    """Find the smallest change of figures with which a property holds for everyone."""
    from verifier.analysis.repair import repair as mending
    from verifier.analysis.repair.search import Limits

    limits = Limits(visits, timeout * 1000, seconds, jobs)
    return mending.repair(_find(document), property_id, limits)


def list_properties() -> tuple[Property, ...]:
    """Describe the general properties, which every document is asked for."""
    from verifier.analysis.declared_properties import all_properties

    return all_properties()


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
    from verifier.report.forms import data_of

    found: dict[str, Any] = data_of(Words(language), result)
    return found


def as_text(result: Result, language: Language = "zh", columns: int = 80) -> str:
    """Give a result as the text that the command writes."""
    from verifier.report.catalogue import Words
    from verifier.report.forms import text_of
    from verifier.report.layout import Page

    return text_of(Words(language), Page(columns), result)


def explanation_text(
    result: Computation, found: Sequence[Why] | Sequence[WhyNot], language: Language = "zh",
    columns: int = 80,
) -> str:
    """Give what explains a line of a result as the text that the command writes."""
    from verifier.report.catalogue import Words
    from verifier.report.forms import text_of
    from verifier.report.layout import Page

    return text_of(Words(language), Page(columns), result, found)


def _find(name: Name) -> Document:
    """Find a document; a path is always that of a file."""
    from verifier import programs
    from verifier.analysis.documents import find_document

    if isinstance(name, Path):
        return programs.find(str(name if name.parent.name else Path.cwd() / name))
    return find_document(name)


def _settings(settings: Settings | None) -> Mapping[str, Entry]:
    from verifier.analysis.cases.settings import flatten

    return flatten(_entries(settings or {}, "settings"))


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
