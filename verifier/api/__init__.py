"""What a program in Python may ask: all that the commands do, as functions with frozen results.

Documents are named as on a command line: an identifier or its beginning, a number, or the path of
an entry file. Amounts are whole fen, in a case yuan as text, whole numbers or `Decimal`, never
floats. What a user can mend is raised as `MingzhengError`, with place, message and mend.

Every function loads what it needs when it is called, so that `compute` never loads a prover.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from verifier.accounting.audit import Audit
from verifier.accounting.coverage import Coverage
from verifier.analysis.results import CheckedDocument, Computation, DocumentInfo, Verdict
from verifier.api.computing import (
    audit,
    case_schema,
    cliffs,
    compute,
    coverage,
    explain,
    explain_not,
    lint,
    list_documents,
    list_properties,
    load,
)
from verifier.api.forms import as_json, as_text, explanation_text
from verifier.api.proving import check, compare, hold, idle, readings, repair, worst
from verifier.errors import MingzhengError, Problem
from verifier.program.model import Program
from verifier.programs import Document
from verifier.properties.declared import Property

if TYPE_CHECKING:
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
    "explanation_text", "hold", "idle", "lint", "list_documents", "list_properties", "load",
    "readings", "repair", "worst",
]

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
