from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.main import run
from cli.progress import PATIENCE, Progress
from tests.cases import VILLAGE
from verifier.analysis.superiors import documents
from verifier.report.catalogue import Words

CHECK = ["check", str(VILLAGE), "--visits", "1"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def test_a_proof_ends_with_0_and_names_its_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--property", "annual_limits"]) == 0
    out = capsys.readouterr().out
    assert "proved" in out
    assert "with up to 1 visits" in out
    assert "the proofs rest on\n  no annual limit is exceeded: 二." in out
    assert "aid_ceiling lies between 1000.00 and 20000.00" in out


def test_a_violation_ends_with_1_and_shows_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--property", "no_double_aid", "--format", "json"]) == 1
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    (finding,) = document["findings"]
    assert finding["verdict"] == "violated"
    (person,) = finding["counterexample"]["persons"]
    assert {"held(poor,treatment)", "held(old,treatment)"} <= set(person["true"])
    # Sixty percent of what passes the threshold, granted to both lines.
    harm = int(finding["counterexample"]["harm"].replace(".", ""))
    over = int(person["numbers"]["in_scope(1)"].replace(".", "")) - 150_000
    assert harm == (2 * over * 60 + 100) // 200
    assert [clause["number"] for clause in finding["counterexample"]["clauses"]] == ["二.1"]
    (derivation,) = finding["counterexample"]["derivations"]
    assert derivation["steps"][-1]["name"].startswith("harm(no_double_aid")


def test_a_violation_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--property", "no_double_aid", "--lang", "zh"]) == 1
    out = capsys.readouterr().out
    assert "违反" in out
    assert "贫困人口" in out and "老年人" in out
    assert "住院" in out
    assert "损失：" in out and "最大损失" in out
    assert "Traceback" not in out


def test_a_property_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CHECK, "--property", "nothing"]) == 2
    assert "no property is called `nothing`" in capsys.readouterr().err


def test_progress_is_silent_in_a_pipe_and_at_first(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, PATIENCE / 2])
    with Progress(Words("en"), terminal=True, clock=lambda: next(times)) as progress:
        progress("village", "gap_free")
    with Progress(Words("en"), terminal=False, clock=lambda: 100.0) as progress:
        progress("village", "gap_free")
    assert capsys.readouterr().err == ""


def test_progress_says_what_is_being_checked(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 2 * PATIENCE, 3 * PATIENCE])
    with Progress(Words("en"), terminal=True, clock=lambda: next(times)) as progress:
        progress("village", "gap_free")
        progress("village", "conflict_free")
    assert "checking village: " in capsys.readouterr().err


def test_ctrl_c_while_superiors_are_searched_loses_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(documents, "superiors_of_all", stopped)
    asked = ["check", str(VILLAGE), "--visits", "1", "--jobs", "1", "--format", "json"]
    assert run(asked) == 130
    shown = capsys.readouterr()
    findings = json.loads(shown.out)["documents"][0]["findings"]
    assert findings and all(f["verdict"] != "unknown" for f in findings)
    assert shown.err.strip() == "interrupted"


def test_ctrl_c_tells_what_is_known_so_far(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def stop(_: Progress, __: str, item: str) -> None:
        told.append(item)
        if len(told) > 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "__call__", stop)
    asked = ["check", str(VILLAGE), "--visits", "1", "--verdicts-only", "--jobs", "1"]
    assert run([*asked, "--format", "json"]) == 130
    shown = capsys.readouterr()
    findings = json.loads(shown.out)["documents"][0]["findings"]
    decided = [f["property"] for f in findings if f["verdict"] != "unknown"]
    assert decided == told[:1]
    assert {f["reason"] for f in findings if f["verdict"] == "unknown"} == {
        "it was interrupted before it was decided"
    }
    assert shown.err.strip() == "interrupted"


def test_what_was_decided_before_is_said_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MINGZHENG_CACHE", str(tmp_path / "cache"))
    asked = ["check", str(VILLAGE), "--visits", "1", "--property", "nothing_negative"]
    notice = "1 of 1 questions are as an earlier check of the same decided them"
    runs = []
    for more in ([], [], ["--fresh"]):
        code = run([*asked, *more])
        runs.append((code, capsys.readouterr()))
    assert [code for code, _ in runs] == [0, 0, 0]
    assert len({told.out for _, told in runs}) == 1
    assert [notice in told.err for _, told in runs] == [False, True, False]


def test_a_proof_says_of_whom_and_which_cases_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.lp"
    never = "\n%@ 二.1\n%  zh: 甲\n%  en: a\n:- held(poor,enrolment), held(poor,treatment).\n"
    plan.write_text(VILLAGE.read_text(encoding="utf-8") + never, encoding="utf-8")
    run(["check", str(plan), "--verdicts-only", "--property", "split_stay", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["documents"][0]["assumptions"]
    kinds = {
        kind: [a["text"] for a in found if a["kind"] == kind] for kind in ("scope", "excluded")
    }
    assert kinds["scope"] == [
        "a stay split in two changes nothing is asked of two visits in the same circumstances, "
        "with insurance on the bill"
    ]
    assert any("held(poor,enrolment)" in text for text in kinds["excluded"])
    assert any("needs a category that was not held" in text for text in kinds["excluded"])
