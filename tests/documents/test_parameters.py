"""Yearly values by area: each with unit, source and grade, and none that is only remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.places import document_files, superior_files
from verifier.program.labels import Labels
from verifier.program.model import Origin, PolicyValue, Program
from verifier.programs import Document, load_program

FILES = [*document_files(), *superior_files()]
NATIONAL = {2021: 280, 2022: 320, 2023: 320, 2024: 380, 2025: 400, 2026: 400}
"""The least contribution of a year of coverage that there is evidence of, in yuan."""
PUBLISHED = {"contribution_tier_1(2025)": 400, "contribution_tier_2(2025)": 775}


def loaded(path: Path) -> Program:
    return load_program(Document(path.stem, path), 1)


def parameters(program: Program) -> dict[str, PolicyValue]:
    return {v.name: v for v in program.values if v.origin is Origin.PARAMETER}


def year_of(name: str) -> int:
    return int(name.partition("(")[2].rstrip(")"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_has_unit_source_and_grade_and_a_range_unless_it_was_seen(path: Path) -> None:
    program = loaded(path)
    labels = Labels(program.facts)
    found = parameters(program)
    assert found
    for name, value in found.items():
        source = labels.reason(name)
        assert source is not None and source.zh and source.en, name
        assert value.unit == "yuan" and value.grade in ("seen", "none"), name
        assert (value.value is None) == (value.grade == "none"), name
        if value.value is None:
            assert value.low < value.high, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_contributions_are_at_least_the_national_minimum_of_the_year(path: Path) -> None:
    found = {n: v for n, v in parameters(loaded(path)).items() if n.startswith("contribution")}
    for name, value in found.items():
        if name in PUBLISHED:
            assert value.value == PUBLISHED[name] * 100
        else:
            assert (value.value, value.low) == (None, NATIONAL[year_of(name)] * 100), name
    tiers = {n.partition("(")[0] for n in found}
    assert tiers in ({"contribution"}, {"contribution_tier_1", "contribution_tier_2"})


def test_an_area_has_the_years_of_the_document() -> None:
    tongnan = loaded(next(p for p in document_files() if p.stem == "tongnan_2021"))
    assert {year_of(n) for n in parameters(tongnan)} == set(range(2022, 2027))
