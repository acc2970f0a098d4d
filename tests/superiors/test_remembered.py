"""What an earlier search of the same has found is taken again, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cli.main import run
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.results import Verdict
from verifier.analysis.superiors import superior
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import Held, HeldAgainst
from verifier.analysis.superiors.superior import hold_against, hold_together

HERE = Path(__file__).resolve().parent
AGAIN = HoldOptions(1, 20_000, remember=True)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MINGZHENG_CACHE", str(path))
    return path


def side(path: Path) -> ComparedSide:
    return load_side(Asked(str(path)), 1)


CITY, DISTRICT = side(HERE / "city.lp"), side(HERE / "district.lp")


def together(options: HoldOptions) -> HeldAgainst:
    return hold_together(DISTRICT, DISTRICT, CITY, options)


def against(options: HoldOptions) -> HeldAgainst:
    return hold_against(DISTRICT, CITY, options)


@pytest.mark.parametrize("hold", [against, together])
def test_the_same_is_not_searched_again(hold: Callable[[HoldOptions], HeldAgainst]) -> None:
    first, second = hold(AGAIN), hold(AGAIN)
    assert not first.remembered and second.remembered
    assert second == replace(first, remembered=True)


@pytest.mark.parametrize("other", [
    replace(AGAIN, persons=False), replace(AGAIN, timeout_ms=19_000),
    replace(AGAIN, remember=False),
])
def test_what_is_asked_otherwise_is_searched(other: HoldOptions) -> None:
    against(AGAIN)
    assert not against(other).remembered


def test_a_changed_district_is_searched(tmp_path: Path) -> None:
    against(AGAIN)
    text = (HERE / "district.lp").read_text(encoding="utf-8")
    before = "figure(poor_share, 100, percent, 1)"
    assert text.count(before) == 1
    path = tmp_path / "district.lp"
    path.write_text(text.replace(before, "figure(poor_share, 95, percent, 1)"), encoding="utf-8")
    assert not hold_against(side(path), CITY, AGAIN).remembered


def test_a_broken_entry_is_made_anew(folder: Path) -> None:
    first = against(AGAIN)
    entries = [path for path in folder.iterdir() if path.is_file()]
    for path in entries:
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
    again = against(AGAIN)
    assert entries and not again.remembered and again == first


def test_what_was_not_decided_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held = superior._Task.held

    def undecided(*asked: object) -> Held:
        return replace(held(*asked), verdict=Verdict.UNKNOWN)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(superior._Task, "held", undecided)
        assert {f.verdict for f in against(AGAIN).findings} == {Verdict.UNKNOWN}
    assert not against(AGAIN).remembered


def test_the_command_says_what_it_has_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = str(shutil.copy(HERE / "city.lp", tmp_path))
    asked = ["check", str(HERE / "district.lp"), "--superior", city, "--visits", "1",
             "--verdicts-only", "--lang", "en"]
    code = run(asked)
    first = capsys.readouterr()
    assert first.err == "" and run(asked) == code
    again = capsys.readouterr()
    assert again.out == first.out
    assert again.err.startswith("1 of 1 comparisons with superiors are as an earlier check")
    assert run([*asked, "--fresh"]) == code
    assert capsys.readouterr() == first
