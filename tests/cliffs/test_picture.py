"""The picture of a map as a reader sees it: nothing covers anything, every break is explained."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.main import run
from tests.cliffs.test_cliffs import APPLICANT, CASE, written
from verifier.report.cliffs.drawing import Scale, apart, columns, pixel
from verifier.report.layout import width

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tmp_path: Path, case: str, *arguments: str, language: str = "zh") -> ElementTree.Element:
    picture = tmp_path / "map.svg"
    code = run([
        "cliffs", "luan", "--case", written(tmp_path, case), *arguments, "--picture", str(picture),
        "--lang", language,
    ])
    assert code == 0
    return ElementTree.parse(picture).getroot()


def texts(root: ElementTree.Element) -> list[tuple[Fraction, Fraction, int, str, str]]:
    """Give left end, base line, size, anchor and words of every text."""
    return [
        (Fraction(e.attrib["x"]), Fraction(e.attrib["y"]), int(e.attrib["font-size"]),
         e.attrib["text-anchor"], e.text or "")
        for e in root.iter(f"{SVG}text")
    ]


def test_a_jump_has_a_full_point_where_it_is_paid_and_an_empty_one_where_not(
    tmp_path: Path,
) -> None:
    """Lu'an 二（二）7.4: at 55000.00 still 35000.00 is paid, a fen later 30000.01."""
    root = drawn(tmp_path, APPLICANT, "--along", "cost", "--set", "low_income_standard=5000")
    points = [e for e in root.iter(f"{SVG}circle") if e.attrib["r"] == "4"]
    full, empty = sorted(points, key=lambda e: Fraction(e.attrib["cy"]))  # the higher one first
    assert full.attrib["fill"] != "white" and empty.attrib["fill"] == "white"
    assert full.attrib["cx"] == empty.attrib["cx"]
    said = [t[4] for t in texts(root)]
    assert "55000.00：跳跃 -5000.00，35000.00 → 30000.01 (二（二）7.4)" in said
    assert "本例：55000.01" in said
    assert "0.00 至 49999.99：第1次就诊：不存在这样的案例：政策范围内费用不能超过总费用" in said


def test_every_kink_is_numbered_and_told_with_its_slopes(tmp_path: Path) -> None:
    """The slopes of `test_a_bill_of_lu_an_has_four_slopes`."""
    root = drawn(tmp_path, CASE, "--along", "in_scope", "--also", "cost")
    said = [t[4] for t in texts(root)]
    assert [t for t in said if t in ("1", "2", "3", "4")] == ["1", "2", "3"] * 2
    assert [t.partition(" (")[0] for t in said if "斜率" in t] == [
        "40000.00：斜率改变，0.25 → 0.125", "≈66666.6667：斜率改变，0.125 → 0.5",
        "100000.00：斜率改变，0.5 → 1",
    ]
    # All but 10000 yuan of the bill is within scope.
    assert "政策范围内费用（第1次就诊）（元） · 医疗总费用（第1次就诊）始终多 10000.00" in said
    assert "全年个人负担（元）" in said


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("case", "arguments"),
    [
        (CASE, ("--along", "in_scope", "--also", "cost")),
        (APPLICANT, ("--along", "cost", "--set", "low_income_standard=5000")),
    ],
)
def test_no_text_covers_another_or_leaves_the_page(
    tmp_path: Path, case: str, arguments: tuple[str, ...], language: str
) -> None:
    root = drawn(tmp_path, case, *arguments, language=language)
    boxes = []
    for x, y, size, anchor, said in texts(root):
        wide = Fraction(width(said) * size * 56, 100)
        start = x - {"start": Fraction(0), "middle": wide / 2, "end": wide}[anchor]
        boxes.append((start, y - size, start + wide, y))
    high = int(root.attrib["height"])
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and right <= 900 and top >= 0 and bottom <= high
        for other in boxes[n + 1:]:
            apart_x = right <= other[0] or other[2] <= left
            apart_y = bottom <= other[1] or other[3] <= top
            assert apart_x or apart_y


def test_marks_are_moved_apart_as_little_as_needed() -> None:
    wanted = [Fraction(n) for n in (100, 101, 300, 895, 899)]
    placed = apart(wanted, 22, 100, 900)
    assert placed == [100, 122, 300, 878, 900]
    assert apart([], 22, 100, 900) == []
    crowded = apart([Fraction(100)] * 50, 22, 100, 900)
    assert crowded[0] == 100 and crowded[-1] == 900
    assert {b - a for a, b in pairwise(crowded)} == {Fraction(800, 49)}


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 125_000_00, [n * 20_000_00 for n in range(7)]),
        (0, 1, [Fraction(n, 10) for n in range(11)]),
        (-30, 95, [-20, 0, 20, 40, 60, 80]),
    ],
)
def test_ticks_are_round(low: int, high: int, expected: list[Fraction | int]) -> None:
    assert Scale(Fraction(low), Fraction(high), 0, 100).ticks(10) == expected


def test_places_are_written_with_one_decimal() -> None:
    assert [pixel(p) for p in (Fraction(1, 3), 7, Fraction(-5, 2))] == ["0.3", "7.0", "-2.5"]
    assert columns(728, 13) == 100
