from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import said
from tests.guarding.plans import plan
from verifier.analysis.results import Verdict
from verifier.errors import CaseError
from verifier.guarding.config import Config, find_config

WHOLE = """
documents = ["plans/village.lp", "luan"]
properties = ["no_double_subsidy"]
property-files = ["own.lp"]
visits = 1
timeout = 5
fail-on = ["violated", "unknown"]
waivers = "waivers.toml"
baseline = "baseline.json"
lang = "en"
format = "markdown"
"""


def expected(path: Path) -> Config:
    folder = path.parent
    return Config(
        path=path, documents=(str(folder / "plans" / "village.lp"), "luan"),
        properties=("no_double_subsidy",), visits=1, timeout=5,
        property_files=(str(folder / "own.lp"),),
        fail_on=(Verdict.VIOLATED, Verdict.UNKNOWN), waivers=folder / "waivers.toml",
        baseline=folder / "baseline.json", lang="en", format="markdown",
    )


def test_a_file_of_its_own_is_found_upwards(tmp_path: Path) -> None:
    path = tmp_path / "mingzheng.toml"
    path.write_text(WHOLE, encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_config(below) == expected(path)


def test_a_table_of_pyproject_is_found_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(f"[tool.mingzheng]{WHOLE}", encoding="utf-8")
    below = tmp_path / "a"
    below.mkdir()
    # A project of other tools alone does not end the search.
    (below / "pyproject.toml").write_text("[tool.other]\nx = 1\n", encoding="utf-8")
    assert find_config(below) == expected(path)


def test_its_own_file_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.mingzheng]\nvisits = 2\n", encoding="utf-8")
    (tmp_path / "mingzheng.toml").write_text("visits = 3\n", encoding="utf-8")
    assert find_config(tmp_path).visits == 3


def test_nothing_is_set_without_a_file(tmp_path: Path) -> None:
    config = find_config(tmp_path)
    assert config.path is None or not config.path.is_relative_to(tmp_path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("visit = 2", "`visit` is no key of this table | did you mean `visits`?"),
        ("visits = 0", "`visits` is `0`, not a whole number from 1 to 20"),
        ("visits = true", "`visits` is `True`, not a whole number"),
        ('documents = "x"', "`documents` is `x`, not a list"),
        ("documents = [1]", "not a text"),
        ('fail-on = ["violatd"]', "`fail-on[1]` is `violatd`"),
        ('lang = "de"', "`lang` is `de` | possible are zh, en"),
        ('format = "pdf"', "`format` is `pdf`"),
        ("visits = ", "this is not valid TOML"),
    ],
)
def test_a_wrong_configuration_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "mingzheng.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        find_config(tmp_path)
    assert what in said(caught.value)


def test_a_wrong_configuration_ends_every_command_with_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.mingzheng]\nvisits = 99\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in (["check"], ["list"]):
        assert run([*command, "--lang", "en"]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"{tmp_path / 'pyproject.toml'}: ")
        assert "`tool.mingzheng.visits` is `99`, not a whole number from 1 to 20" in err
        assert len(err.splitlines()) == 1


def test_check_takes_what_is_set_and_flags_win(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(tmp_path)
    (tmp_path / "mingzheng.toml").write_text(
        'documents = ["village.lp"]\nproperties = ["no_double_subsidy"]\nvisits = 1\n'
        'fail-on = "none"\nformat = "json"\nlang = "en"\n', encoding="utf-8",
    )
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert run(["check"]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert (document["document"], document["visits"]) == ("village", 1)
    (finding,) = document["findings"]
    assert (finding["property"], finding["status"]) == ("no_double_subsidy", "tolerated")
    assert finding["title"] == "no double contribution subsidy"
    others = ["--property", "annual_limits", "--visits", "2", "--format", "text", "--lang", "zh"]
    assert run(["check", *others]) == 0
    out = capsys.readouterr().out
    assert "一年至多2次就诊" in out
    assert "不超年度限额" in out
    assert run(["check", "--fail-on", "violated"]) == 1


def test_paths_are_relative_to_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(tmp_path)
    (tmp_path / "mingzheng.toml").write_text(
        'documents = ["village.lp"]\nproperties = ["no_double_subsidy"]\nvisits = 1\n'
        'baseline = "found.json"\nlang = "en"\n', encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == 2
    assert "there is no such file" in capsys.readouterr().err
    assert run(["check", "--write-baseline", "found.json"]) == 0
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert run(["check"]) == 0
