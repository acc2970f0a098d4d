"""Cases computed by hand from the official texts, in files that a case worker can read."""

from __future__ import annotations

import io
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from verifier.analysis.cases.entries import Entry, convert
from verifier.analysis.cases.settings import Settings
from verifier.analysis.compute import compute, open_case
from verifier.analysis.results import Case, Computation
from verifier.engines.exact import Evaluation, Interval, evaluate
from verifier.program.sorts import Sort, show
from verifier.programs import Document, find
from verifier.source import Span

FOLDER = Path(__file__).resolve().parent
FILES = sorted(FOLDER.glob("*/*.toml"))
FEWEST = 25


def _read(path: Path) -> dict[str, Any]:
    return tomllib.load(io.BytesIO(path.read_bytes()), parse_float=Decimal)


def _computed(path: Path, data: dict[str, Any]) -> Computation:
    return compute(
        find(path.parent.name), convert(data["case"], Span(str(path))), _given(path, data)
    )


def _given(path: Path, data: dict[str, Any]) -> dict[str, Entry]:
    settings = {**data.get("values", {}), **data.get("readings", {})}
    return {name: convert(value, Span(str(path))) for name, value in settings.items()}


def _shown(value: Interval | None) -> str | list[str] | None:
    if value is None:
        return None
    ends = [show(value.low, Sort.MONEY), show(value.high, Sort.MONEY)]
    return ends[0] if value.exact else ends


COMPUTED = [path for path in FILES if "refused" not in _read(path)]
REFUSED = [path for path in FILES if path not in COMPUTED]


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def opened(document: Document, path: Path, data: dict[str, Any]) -> tuple[Case, Settings]:
    """Read the case of a file, with its settings laid over it."""
    return open_case(document, convert(data["case"], Span(str(path))), _given(path, data))


@pytest.mark.parametrize("path", REFUSED, ids=_named)
def test_case_that_cannot_exist(path: Path) -> None:
    """The constraint that is named refuses it."""
    data = _read(path)
    case, chosen = opened(find(path.parent.name), path, data)
    evaluation = evaluate(chosen.program, case.assignment)
    assert evaluation.broken
    assert is_refused(evaluation, data["refused"])


def is_refused(evaluation: Evaluation, constraint: str) -> bool:
    """Whether a constraint by this name refuses an evaluated case."""
    return any(
        truth is True for name, truth in evaluation.atoms.items()
        if name.startswith(f"impossible({constraint},")
    )


@pytest.mark.parametrize("path", COMPUTED, ids=_named)
def test_case_computed_by_hand(path: Path) -> None:
    """Every amount, fact and missing value is what the text gives."""
    data = _read(path)
    computation = _computed(path, data)
    expected = data.get("expect", {})
    # Results are narrowed where something is open; other amounts are as they were evaluated.
    found = {**computation.evaluation.amounts, **computation.amounts}
    amounts = {name: _shown(found.get(name)) for name in expected}
    assert amounts == expected, data.get("comment")
    absent = data.get("absent", ())
    assert not any(found.get(name) for name in absent), data.get("comment")
    facts = {
        name: "undetermined" if truth is None else truth
        for name, truth in computation.facts.items() if name in data.get("facts", {})
    }
    assert facts == data.get("facts", {}), data.get("comment")
    missing = {m.name.partition("(")[0] for m in computation.missing}
    assert set(data.get("undetermined", ())) <= missing, missing


@pytest.mark.parametrize("folder", sorted(p for p in FOLDER.iterdir() if p.is_dir()
                                          and p.name != "__pycache__"), ids=lambda p: p.name)
def test_enough_cases(folder: Path) -> None:
    """Each document has its cases, and each case expects something."""
    files = [path for path in COMPUTED if path.parent == folder]
    assert len(files) >= FEWEST
    assert all(_read(p).get("expect") or _read(p).get("facts") for p in files)
