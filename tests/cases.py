"""A made-up document and cases of it, for tests of what stands around the engines."""

from __future__ import annotations

import io
from pathlib import Path

from verifier import programs
from verifier.analysis.cases.entries import Entry, convert
from verifier.analysis.cases.flags import CaseFlags, case_tree
from verifier.errors import MingzhengError
from verifier.program.model import Program
from verifier.report.catalogue import Words
from verifier.source import Span

VILLAGE = Path(__file__).resolve().parent / "documents" / "village.lp"


def village(visits: int = 1) -> Program:
    """Load the made-up document."""
    return programs.load_program(programs.Document("village", VILLAGE), visits)


def tree(data: dict[str, object]) -> Entry:
    """Give a case as entries."""
    return convert(data, Span("case.toml"))


def file_tree(path: Path) -> Entry:
    """Read a case file."""
    return case_tree(str(path), CaseFlags(), io.BytesIO())


def said(error: MingzhengError) -> str:
    """Give all that an error says, in English."""
    words = Words("en")
    return "\n".join(f"{words.tell(p.what)} | {words.tell(p.mend)}" for p in error.problems)


def without_old(village: str) -> str:
    """The text of the village's plan without the category of old people, and their subsidy."""
    for before, after in (
        ("category(poor; old).", "category(poor)."),
        ("subsidised(old) :- counts(old), says(applied).\n", ""),
        ("&let { grant(old) } = old_sum :- subsidised(old).\n", ""),
    ):
        assert before in village
        village = village.replace(before, after)
    return village
