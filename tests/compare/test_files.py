"""Which files are compared: those that are meant, wherever the command runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.main import run
from tests.compare.planted import copied, replaced
from verifier.errors import LanguageError
from verifier.language.loader import load

FAST = ["--visits", "1", "--verdicts-only", "--lang", "en"]


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two copies of Lu'an's plan, the one in the working directory with another rate."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        entry = copied("luan_2021", tmp_path / name)
    replaced(entry, "aid.lp", (
        "figure(aid_rate_monitored, 60, percent, 4)", "figure(aid_rate_monitored, 65, percent, 4)"
    ))
    monkeypatch.chdir(tmp_path / "new")
    return entry


@pytest.mark.parametrize("first", ["../old/luan_2021.lp", "luan_2021"])
def test_parts_are_those_beside_a_file_and_not_those_of_the_working_directory(
    new: Path, capsys: pytest.CaptureFixture[str], first: str
) -> None:
    assert run(["compare", first, "./luan_2021.lp", *FAST]) == 1
    assert "aid rate for the monitored: 60% → 65%" in capsys.readouterr().out


def test_places_are_told_as_the_user_names_them(new: Path) -> None:
    old = Path("../old/luan_2021.lp")
    tags = {tag.partition(":")[0] for tag in load([old]).rules}
    assert "../old/luan_2021/aid.lp" in tags
    (new.parent.parent / "old" / "luan_2021" / "aid.lp").write_text("a :-", encoding="utf-8")
    with pytest.raises(LanguageError) as caught:
        load([old])
    assert caught.value.problems[0].span.file == "../old/luan_2021/aid.lp"


def test_a_part_that_lies_in_the_working_directory_alone_is_read_from_there(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = shutil.copy(new, new.parent.parent / "entry.lp")
    assert run(["compare", str(entry), str(new), *FAST]) == 0
    assert "no change for anyone" in capsys.readouterr().out
