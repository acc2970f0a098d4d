"""Mingzheng: welfare plans as answer set programs, computed and proved from one source.

    from verifier import check, compute

What is offered here is what the commands do; see `verifier.api`. Nothing is loaded before it is
used: importing this package costs next to nothing, and `compute` never loads a prover.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.api import (
        Audit,
        CheckedDocument,
        Cliffs,
        Comparison,
        Computation,
        Coverage,
        Document,
        DocumentInfo,
        HeldAgainst,
        Idle,
        MingzhengError,
        Problem,
        Program,
        Property,
        Readings,
        Repairs,
        Verdict,
        Why,
        WhyNot,
        Worsts,
        as_json,
        as_text,
        audit,
        case_schema,
        check,
        cliffs,
        compare,
        compute,
        coverage,
        explain,
        explain_not,
        explanation_text,
        hold,
        idle,
        lint,
        list_documents,
        list_properties,
        load,
        readings,
        repair,
        worst,
    )

__all__ = [
    "Audit",
    "CheckedDocument",
    "Cliffs",
    "Comparison",
    "Computation",
    "Coverage",
    "Document",
    "DocumentInfo",
    "HeldAgainst",
    "Idle",
    "MingzhengError",
    "Problem",
    "Program",
    "Property",
    "Readings",
    "Repairs",
    "Verdict",
    "Why",
    "WhyNot",
    "Worsts",
    "as_json",
    "as_text",
    "audit",
    "case_schema",
    "check",
    "cliffs",
    "compare",
    "compute",
    "coverage",
    "explain",
    "explain_not",
    "explanation_text",
    "hold",
    "idle",
    "lint",
    "list_documents",
    "list_properties",
    "load",
    "readings",
    "repair",
    "worst",
]


if not TYPE_CHECKING:  # else a type checker would take any name for an attribute

    def __getattr__(name: str) -> object:
        """Load what is offered when it is asked for."""
        if name not in __all__:
            raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
        return getattr(importlib.import_module("verifier.api"), name)


def __dir__() -> list[str]:
    """Name what is offered."""
    return [*__all__, *globals()]
