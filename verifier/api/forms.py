"""Results in the forms that the commands write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from verifier.accounting.audit import Audit
from verifier.accounting.coverage import Coverage
from verifier.analysis.results import CheckedDocument, Computation
from verifier.words import Language

if TYPE_CHECKING:
    from verifier.analysis.cliffs.results import Cliffs
    from verifier.analysis.comparing.results import Comparison
    from verifier.analysis.explaining.parts import Why, WhyNot
    from verifier.analysis.extremes.results import Idle, Readings, Worsts
    from verifier.analysis.repair.results import Repairs
    from verifier.analysis.superiors.results import HeldAgainst

Result: TypeAlias = (
    "Computation | CheckedDocument | Comparison | Coverage | Audit | Cliffs | Worsts | Readings | "
    "Idle | Repairs | Sequence[HeldAgainst]"
)


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
