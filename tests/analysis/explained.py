"""Cases of the five documents and of the made-up one, for tests of explanations."""

from __future__ import annotations

from tests.cases import VILLAGE, tree
from verifier.analysis.cases.entries import convert
from verifier.analysis.compute import compute
from verifier.analysis.results import Computation
from verifier.programs import Document, find
from verifier.source import Span


def computed(
    document: str, case: dict[str, object], values: dict[str, str] | None = None
) -> Computation:
    """Compute a case of a document (`village` is the made-up one) with values and readings."""
    found = Document("village", VILLAGE) if document == "village" else find(document)
    given = {name: convert(text, Span("--set")) for name, text in (values or {}).items()}
    return compute(found, tree(case), given)


def case(
    year: int, categories: list[str], *visits: dict[str, object], **others: object
) -> dict[str, object]:
    """Write a case whose bills state critical-illness insurance, unless it says otherwise."""
    stated = {"critical_stated": True} if visits else {}
    return {"year": year, "categories": categories, **stated, **others, "visits": list(visits)}


def stay(cost: str, basic: str, **others: object) -> dict[str, object]:
    """A hospital stay that is all within the scope, with nothing from critical insurance."""
    bill = {"kind": "住院", "cost": cost, "in_scope": cost, "basic": basic, "critical_billed": "0"}
    return {**bill, **others}
