from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import said
from tests.guarding.plans import SUBSIDY, checked, plan
from verifier.analysis.results import Verdict
from verifier.errors import CaseError
from verifier.guarding.baseline import read_baseline
from verifier.guarding.changes import Aspect, Change, changes
from verifier.guarding.record import Harm, Record

ALSO = ("--property", "annual_limits")


@pytest.fixture
def baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Write the baseline of the document as it is."""
    path = tmp_path / "baseline.json"
    asked = [str(plan(tmp_path)), *SUBSIDY, *ALSO, "--write-baseline", str(path), "--lang", "en"]
    assert run(["check", *asked]) == 0
    capsys.readouterr()
    return path


def held_to(baseline: Path, *, old_sum: str = "50", after: str = "") -> list[str]:
    path = plan(baseline.parent, old_sum=old_sum, after=after)
    return [str(path), *SUBSIDY, *ALSO, "--baseline", str(baseline)]


def test_a_baseline_says_what_was_found(baseline: Path) -> None:
    data = json.loads(baseline.read_text(encoding="utf-8"))
    assert (data["format"], data["version"]) == ("mingzheng-baseline", 1)
    for finding in data["documents"]["village"]["findings"]:
        assert finding.pop("review")
    assert data["documents"]["village"] == {
        "visits": 1, "all_readings": False, "harm_sought": True,
        "properties": ["no_double_subsidy", "annual_limits"],
        "findings": [
            {"property": "annual_limits", "verdict": "proved", "ranged_over": 1},
            {
                "property": "no_double_subsidy", "verdict": "violated",
                "failing": ["no_double_subsidy,pair(old,poor)"], "harm": "50.00",
                "ranged_over": 1,
            },
        ],
    }


def test_a_baseline_tells_a_reviewer_who_is_concerned_by_how_much_and_by_which_clauses(
    baseline: Path
) -> None:
    """A poor person is granted the whole contribution of 320 yuan, and 50 more for being old."""
    holds, fails = json.loads(baseline.read_text(encoding="utf-8"))["documents"]["village"][
        "findings"
    ]
    assert holds["review"][0].startswith("no annual limit is exceeded (ranged over 1")
    assert holds["review"][1].startswith("clauses: 二.")
    text = "\n".join(fails["review"])
    assert "person: 2022 · old person · poor person · applied" in text
    assert "largest harm: at most 50.00 yuan" in text
    assert "320.00" in text and "50.00" in text
    assert fails["review"][-2:] == [
        "一.1  poor people: the whole contribution", "一.2  old people: a fixed sum",
    ]


def test_a_run_is_not_held_to_the_words_of_a_review(
    baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(baseline.read_text(encoding="utf-8"))
    for finding in data["documents"]["village"]["findings"]:
        finding["review"] = ["another person shows the same"]
    baseline.write_text(json.dumps(data), encoding="utf-8")
    code, found = checked(capsys, *held_to(baseline))
    assert (code, found["changes"]) == (0, [])


def test_what_is_as_reviewed_passes(
    baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, data = checked(capsys, *held_to(baseline))
    assert (code, data["changes"]) == (0, [])
    statuses = {f["property"]: f["status"] for f in data["documents"][0]["findings"]}
    assert statuses == {"no_double_subsidy": "in_baseline", "annual_limits": "holds"}


@pytest.mark.parametrize(("old_sum", "harm"), [("60", "60.00"), ("40", "40.00")])
def test_another_harm_is_a_change_for_better_and_for_worse(
    baseline: Path, capsys: pytest.CaptureFixture[str], old_sum: str, harm: str
) -> None:
    code, data = checked(capsys, *held_to(baseline, old_sum=old_sum))
    assert code == 1
    (change,) = data["changes"]
    assert (change["property"], change["aspects"]) == ("no_double_subsidy", ["harm"])
    assert run(["check", *held_to(baseline, old_sum=old_sum), "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert f"largest harm 50.00 yuan → {harm} yuan" in out
    assert "changes since the baseline: 1; as reviewed: 1" in out


def test_a_finding_that_is_mended_is_a_change(
    baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mended = "%@ 一.3\n%  zh: 就高\n%  en: the highest\nhighest_wins(subsidy).\n"
    code, data = checked(capsys, *held_to(baseline, after=mended))
    assert code == 1
    (change,) = data["changes"]
    assert change["aspects"] == ["verdict", "failing", "harm"]


def test_what_is_not_asked_is_not_compared(
    baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(plan(baseline.parent))
    code, data = checked(capsys, path, *SUBSIDY, "--baseline", str(baseline))
    assert (code, data["changes"]) == (0, [])


def test_a_document_that_is_not_in_the_baseline_is_new(
    baseline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.lp"
    other.write_text(plan(tmp_path).read_text(encoding="utf-8"), encoding="utf-8")
    code, data = checked(capsys, str(other), *SUBSIDY, "--baseline", str(baseline))
    assert code == 1
    assert [change["aspects"] for change in data["changes"]] == [["new"]]


def test_writing_one_document_keeps_the_others(
    baseline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_baseline(baseline).documents["village"]
    other = tmp_path / "other.lp"
    other.write_text(plan(tmp_path).read_text(encoding="utf-8"), encoding="utf-8")
    assert run(["check", str(other), *SUBSIDY, "--write-baseline", str(baseline)]) == 0
    documents = read_baseline(baseline).documents
    assert sorted(documents) == ["other", "village"]
    assert documents["village"] == before


def test_another_question_is_refused(
    baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = held_to(baseline)
    more = ["2" if before == "--visits" else a for before, a in pairwise(["", *arguments])]
    assert run(["check", *more, "--lang", "en"]) == 2
    assert "was written with `--visits 1`" in capsys.readouterr().err
    for others, text in (
        (["--all-readings"], "was written without `--all-readings`"),
        (["--verdicts-only"], "was written without `--verdicts-only`"),
    ):
        assert run(["check", *arguments, *others, "--lang", "en"]) == 2
        assert text in capsys.readouterr().err


def test_a_baseline_is_read_or_written(
    baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = [*held_to(baseline), "--write-baseline", str(baseline), "--lang", "en"]
    assert run(["check", *both]) == 2
    assert "`--baseline` or `--write-baseline`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("mingzheng-baseline", "something", "this is no baseline"),
        ('"version": 1', '"version": 2', "a whole number from 1 to 1"),
        ('"proved"', '"perhaps"', "`perhaps`"),
        ('"visits": 1', '"visits": "1"', "a whole number from 1 to 20"),
        ('"ranged_over": 1', '"range": 1', "`range` is no key of this table"),
        ("{", "[", "this is not valid JSON"),
    ],
)
def test_a_wrong_baseline_is_refused(baseline: Path, old: str, new: str, text: str) -> None:
    content = baseline.read_text(encoding="utf-8")
    baseline.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_baseline(baseline)
    assert text in said(caught.value)


def found(amount: int | None = None, *, exact: bool = True, scope: int = 1) -> Record:
    harm = None if amount is None else Harm(amount, exact)
    return Record("d", "p", "", Verdict.VIOLATED, ("p,x",), harm, scope)


def test_a_search_that_gives_up_changes_only_by_finding_more() -> None:
    before = found(100, exact=False)
    assert changes([before], [found(90, exact=False)]) == ()
    assert changes([before], [found(101, exact=False)])[0].aspects == (Aspect.HARM,)
    assert changes([found(100)], [found(100, exact=False)])[0].aspects == (Aspect.HARM,)
    assert changes([before], [found(100)])[0].aspects == (Aspect.HARM,)


def test_a_narrower_scope_and_a_lost_finding_are_changes() -> None:
    assert changes([found(scope=3)], [found(scope=2)])[0].aspects == (Aspect.SCOPE,)
    assert changes([found()], []) == (Change(found(), None),)
    assert changes([found()], [])[0].aspects == (Aspect.GONE,)
