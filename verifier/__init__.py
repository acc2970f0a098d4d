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
        Comparison,
        Computation,
        Coverage,
        Document,
        DocumentInfo,
        MingzhengError,
        Problem,
        Program,
        Verdict,
        as_json,
        as_text,
        audit,
        case_schema,
        check,
        compare,
        compute,
        coverage,
        lint,
        list_documents,
        load,
    )

__all__ = [
    "Audit",
    "CheckedDocument",
    "Comparison",
    "Computation",
    "Coverage",
    "Document",
    "DocumentInfo",
    "MingzhengError",
    "Problem",
    "Program",
    "Verdict",
    "as_json",
    "as_text",
    "audit",
    "case_schema",
    "check",
    "compare",
    "compute",
    "coverage",
    "lint",
    "list_documents",
    "load",
]


def __getattr__(name: str) -> object:
    """Load what is offered when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(importlib.import_module("verifier.api"), name)


def __dir__() -> list[str]:
    """Name what is offered."""
    return [*__all__, *globals()]
