"""One document at two git revisions, and all that can be wrong with a repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.main import run
from tests.compare.planted import copied, replaced
from verifier.revisions import at_revision

FAST = ["--visits", "1", "--verdicts-only", "--lang", "en"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    }
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org",
         *arguments],
        check=True, capture_output=True, text=True, env=environment,
    )
    return done.stdout


def committed(folder: Path, word: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", word)
    git(folder, "tag", word)


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """Lu'an's plan in a repository: `old`, then `new` with another rate."""
    git(tmp_path, "init", "-q")
    (tmp_path / "plans").mkdir()
    path = copied("luan_2021", tmp_path / "plans")
    committed(tmp_path, "old")
    replaced(path, "aid.lp", (
        "figure(aid_rate_monitored, 60, percent, 4)", "figure(aid_rate_monitored, 65, percent, 4)"
    ))
    committed(tmp_path, "new")
    return path


def test_the_work_tree_is_compared_with_a_revision(
    entry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", str(entry), "--base", "old", *FAST]) == 1
    out = capsys.readouterr().out
    assert "A  old:plans/luan_2021.lp" in out
    assert "B never less medical aid: paid in the year" in " ".join(out.split())
    assert "aid rate for the monitored: 60% → 65%" in out
    assert run(["compare", str(entry), "--base", "new", *FAST]) == 0
    assert "no change for anyone" in capsys.readouterr().out


def test_two_revisions_are_compared_and_the_work_tree_is_left_alone(
    entry: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    top = entry.parent.parent
    replaced(entry, "aid.lp", ("figure(aid_limit, 5, wan_yuan, 1)", "no encoding at all"))
    shutil.rmtree(entry.with_suffix("") / "nothing", ignore_errors=True)
    before = git(top, "status", "--porcelain", "--branch")
    # clingo seeks included files from the working directory first.
    monkeypatch.chdir(entry.parent)
    assert run(["compare", "luan_2021.lp", "--base", "new", "--head", "old", *FAST]) == 1
    assert "B never more" in capsys.readouterr().out
    assert git(top, "status", "--porcelain", "--branch") == before


def test_a_file_that_is_gone_from_the_work_tree_is_still_there_in_the_revisions(
    entry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(entry.parent)
    assert run(["compare", str(entry), "--base", "old", "--head", "new", *FAST]) == 1
    assert "B never less" in capsys.readouterr().out


def test_files_are_as_they_were(entry: Path) -> None:
    with at_revision(entry, "old") as revision:
        old = (revision.folder / "plans" / "luan_2021" / "aid.lp").read_text(encoding="utf-8")
        assert "figure(aid_rate_monitored, 60, percent, 4)" in old
        folder = revision.folder
    assert not folder.exists()


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["compare", *arguments, *FAST]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    return shown.err


def test_a_missing_revision(entry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for revision in ("nowhere", "--exec=x", "old..new"):
        told = refused([str(entry), f"--base={revision}"], capsys)
        assert f"the repository has no revision `{revision}`" in told


def test_a_file_that_the_revision_lacks(entry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = shutil.copy(entry, entry.with_name("later.lp"))
    told = refused([str(other), "--base", "old"], capsys)
    assert "there is no file `plans/later.lp` at `old`" in told


def test_a_file_outside_any_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied("luan_2021", tmp_path)
    told = refused([str(path), "--base", "HEAD"], capsys)
    assert "the file is in no git repository that can be read" in told


def test_a_broken_repository(entry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    top = entry.parent.parent
    place = "plans/luan_2021/aid.lp"
    made = git(top, "rev-parse", f"old:{place}").strip()
    loose = top / ".git" / "objects" / made[:2] / made[2:]
    loose.chmod(0o600)
    loose.write_bytes(b"broken")
    told = refused([str(entry), "--base", "old"], capsys)
    assert "git cannot read the repository" in told
    (top / ".git" / "HEAD").write_text("nothing", encoding="utf-8")
    assert "in no git repository that can be read" in refused([str(entry), "--base", "old"], capsys)


def test_a_binary_file(entry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (entry.with_suffix("") / "aid.lp").write_bytes(b"\x00\x01\x02")
    committed(entry.parent.parent, "binary")
    told = refused([str(entry), "--base", "binary", "--head", "old"], capsys)
    assert "binary:plans/luan_2021/aid.lp: the file is binary, and no encoding" in told


def test_a_side_that_does_not_parse_is_named_with_its_place(
    entry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replaced(entry, "aid.lp", ("pool(aid,V,aid_year) :- visit(V).", "pool(aid,V :- visit(V)."))
    committed(entry.parent.parent, "wrong")
    told = refused([str(entry), "--base", "wrong", "--head", "new"], capsys)
    assert "wrong:plans/luan_2021/aid.lp:" in told
    replaced(entry, "aid.lp", ("pool(aid,V :- visit(V).", "pool(aid,V,aid_year) :- visit(V)."))
    replaced(entry, "critical.lp", ("tilted(extremely_poor;", "tilted(:extremely_poor;"))
    told = refused([str(entry), "--base", "new"], capsys)
    assert f"{entry.with_suffix('')}/critical.lp:" in told


def test_an_include_that_is_missing_at_the_revision(
    entry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (entry.with_suffix("") / "aid.lp").unlink()
    committed(entry.parent.parent, "incomplete")
    told = refused([str(entry), "--base", "incomplete", "--head", "new"], capsys)
    assert "there is no file `incomplete:plans/luan_2021/aid.lp`" in told


@pytest.mark.parametrize("arguments", [
    ["luan"], ["luan", "wuhan", "tongnan"], ["luan", "wuhan", "--base", "HEAD"],
    ["luan", "--head", "HEAD"], ["luan", "wuhan", "--same", "poor"],
])
def test_what_cannot_be_meant(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    refused(arguments, capsys)
