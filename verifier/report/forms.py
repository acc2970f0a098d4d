"""The forms of every result that a program can ask for: as data, and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from verifier.report.catalogue import Words
from verifier.report.layout import Page

_FORMS: Mapping[str, tuple[str, str]] = {
    "Audit": ("audit.as_json:audit_json", "audit.as_text:audit_text"),
    "CheckedDocument": ("checking.as_json:check_json", "checking.as_text:check_text"),
    "Cliffs": ("cliffs.as_json:cliffs_json", "cliffs.as_text:cliffs_text"),
    "Comparison": ("comparing.as_json:compare_json", "comparing.as_text:compare_text"),
    "Computation": ("computing.as_json:compute_json", "computing.as_text:compute_text"),
    "Coverage": ("coverage.as_json:coverage_json", "coverage.as_text:coverage_text"),
    "HeldAgainst": ("superiors.as_json:superior_json", "superiors.as_text:superior_text"),
    "Idle": ("extremes_json:idle_json", "extremes.idle_text:idle_text"),
    "Readings": ("extremes_json:readings_json", "extremes.readings_text:readings_text"),
    "Repairs": ("extremes.repair_json:repair_json", "extremes.repair_text:repair_text"),
    "Why": ("explaining.as_json:why_json", "explaining.as_text:why_text"),
    "WhyNot": ("explaining.as_json:why_not_json", "explaining.why_not_text:why_not_text"),
    "Worsts": ("extremes_json:worst_json", "extremes.worst_text:worst_text"),
}
"""By the class of a result, or of each of several: the functions that give data and text."""


def data_of(words: Words, *result: object) -> Any:  # noqa: ANN401  (what json.dumps takes)
    """Give a result as data; what explains a computation stands behind it."""
    data = _form(result[-1], 0)(*_prepared(result), words)
    return dict(data) if isinstance(data, Mapping) else data


def text_of(words: Words, page: Page, *result: object) -> str:
    """Give a result as text."""
    text: str = _form(result[-1], 1)(*_prepared(result), words, page)
    return text


def _form(result: object, place: int) -> Any:  # noqa: ANN401
    one = result[0] if isinstance(result, Sequence) else result
    module, _, name = _FORMS[type(one).__name__][place].partition(":")
    return getattr(import_module(f"verifier.report.{module}"), name)


def _prepared(result: tuple[object, ...]) -> tuple[object, ...]:
    """What a form is made of: of a check, what it means where nothing is accepted beforehand."""
    if type(result[-1]).__name__ != "CheckedDocument":
        return result
    from verifier.guarding.outcome import unguarded

    return tuple(unguarded(one) for one in result)  # type: ignore[arg-type]  # seen above
