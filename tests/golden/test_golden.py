"""Cases computed by hand from the official texts, in files that a case worker can read."""

from __future__ import annotations

import io
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from verifier.analysis.cases.entries import convert
from verifier.analysis.compute import compute
from verifier.analysis.results import Computation
from verifier.engines.exact import Interval
from verifier.program.sorts import Sort, show
from verifier.programs import find
from verifier.source import Span

FOLDER = Path(__file__).resolve().parent
FILES = sorted(FOLDER.glob("*/*.toml"))
FEWEST = 25


def _read(path: Path) -> dict[str, Any]:
    return tomllib.load(io.BytesIO(path.read_bytes()), parse_float=Decimal)


def _computed(path: Path, data: dict[str, Any]) -> Computation:
    span = Span(str(path))
    settings = {**data.get("values", {}), **data.get("readings", {})}
    given = {name: convert(value, span) for name, value in settings.items()}
    return compute(find(path.parent.name), convert(data["case"], span), given)


def _shown(value: Interval | None) -> str | list[str] | None:
    if value is None:
        return None
    ends = [show(value.low, Sort.MONEY), show(value.high, Sort.MONEY)]
    return ends[0] if value.exact else ends


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case_computed_by_hand(path: Path) -> None:
    """Every amount, fact and missing value is what the text gives."""
    data = _read(path)
    computation = _computed(path, data)
    expected = data.get("expect", {})
    # Results are narrowed where something is open; other amounts are as they were evaluated.
    found = {**computation.evaluation.amounts, **computation.amounts}
    amounts = {name: _shown(found.get(name)) for name in expected}
    assert amounts == expected, data.get("comment")
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
    files = sorted(folder.glob("*.toml"))
    assert len(files) >= FEWEST
    assert all(_read(p).get("expect") or _read(p).get("facts") for p in files)
