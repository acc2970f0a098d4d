"""What a comparison says in words: of figures, of what only one side has, of whom it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE
from tests.compare.planted import copied, replaced

FAST = ["--visits", "1", "--verdicts-only"]
TEXT = VILLAGE.read_text(encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Compare, and give what is said, without the breaks of its lines."""
    assert run(["compare", *arguments]) == 1
    return " ".join(capsys.readouterr().out.split())


def other(folder: Path, *edits: tuple[str, str]) -> str:
    """Write another plan, which is no version of the village's: it has another number."""
    text = TEXT.replace("村〔2022〕1号", "村〔2023〕2号")
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    path = folder / "other.lp"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_figures_are_told_in_units_that_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A limit of 5 wan yuan is one of 50 000 yuan."""
    entry = copied("luan_2021", tmp_path)
    replaced(
        entry, "aid.lp", ("figure(aid_limit, 5, wan_yuan, 1)", "figure(aid_limit, 6, wan_yuan, 1)")
    )
    for language, before, after in (
        ("zh", "50000.00 元", "60000.00 元"), ("en", "50000.00 yuan", "60000.00 yuan"),
    ):
        out = said(capsys, "luan_2021", str(entry), *FAST, "--lang", language)
        assert f"{before} → {after}" in out
        assert "wan_yuan" not in out


def test_names_for_the_same_thing_are_told_in_pairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = other(tmp_path, ('"贫困人口", "poor person"', '"困难群众", "person in need"'),
                   ("figure(aid_rate, 60, percent, 2)", "figure(aid_rate, 61, percent, 2)"))
    out = said(capsys, str(VILLAGE), second, *FAST, "--lang", "en")
    assert "(--apart sets them apart): categories (poor person = person in need)" in out
    apart = said(capsys, str(VILLAGE), second, *FAST, "--lang", "en", "--apart", "poor")
    assert "A · taken as: no: categories (poor person)" in apart
    assert "B · taken as: no: categories (person in need)" in apart


def test_what_only_the_second_asks_is_told_of_a_person_if_it_matters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without levels the first aids without a ceiling; at level 2 the second has one, of 1 000."""
    text = TEXT
    for gone in ("hospital_level(1..2).\n", "pool(aid,V,aid_year) :- level(V,2).\n",
                 "ceiling(aid_year,C,aid_ceiling) :- category(C).\n",
                 "open(aid_ceiling, range(1000,20000), yuan).\n",
                 'reason(aid_ceiling, "封顶线另定", "the ceiling is set elsewhere").\n'):
        assert gone in text, gone
        text = text.replace(gone, "")
    first = tmp_path / "first.lp"
    first.write_text(text, encoding="utf-8")
    out = said(capsys, str(first), other(tmp_path), "--visits", "1", "--lang", "en")
    # 60 % of 2 000 000 - 1 500 are 1 199 100: 1 198 100 more than the least ceiling.
    assert "poor person: loss up to 1198100.00 yuan" in out
    assert "what only B asks: level 2" in out
    assert "open under B: aid_ceiling = 1000.00*" in out
    assert "clauses of A: 二.1" in out and "clauses of B: 二.1, 二.2" in out
    assert "B · every value is looked at: hospital level, aid_ceiling" in out


def test_readings_of_a_person_are_told_where_all_are_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """If care without a referral is not proper, what is covered must be said of it as well."""
    changed = tmp_path / "village.lp"
    changed.write_text(TEXT.replace(
        "proper(V) :- flag(V,designated), flag(V,referral).",
        "proper(V) :- flag(V,designated), flag(V,referral), reads(proper,designated_only).",
    ), encoding="utf-8")
    arguments = [str(VILLAGE), str(changed), "--visits", "1", "--lang", "en"]
    out = said(capsys, *arguments, "--all-readings")
    assert "what proper care is is read as: a referral as well" in out
    assert "in every reading" in out
    # By default a designated institution is enough.
    assert run(["compare", *arguments]) == 0
