"""What a user can mend, as text and as JSON."""

from __future__ import annotations

from verifier.errors import MingzhengError, Problem
from verifier.report.catalogue import Words


def problem_text(problem: Problem, words: Words) -> str:
    """Write one problem: place, what, mend."""
    place = str(problem.span)
    clause = f" ({problem.span.clause})" if problem.span.clause else ""
    text = f"{place}{clause}: " if place or clause else ""
    text += words.tell(problem.what)
    mend = words.tell(problem.mend)
    arrow = "\n  → "
    return text + (arrow + mend if mend else "")


def error_text(error: MingzhengError, words: Words) -> str:
    """Write all problems of an error, each once."""
    return "\n".join(dict.fromkeys(problem_text(p, words) for p in error.problems)) + "\n"


def problem_json(problem: Problem, words: Words) -> dict[str, object]:
    """Give one problem as data."""
    span = problem.span
    return {
        "rule": problem.rule,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "clause": span.clause,
        "what": words.tell(problem.what),
        "mend": words.tell(problem.mend),
    }
