"""`worst`, `readings` and `idle` as a user calls them, on a plan that is computed in the head."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from tests.cases import VILLAGE

DOCUMENT = str(VILLAGE)

REPEATING = """
%@ 三.1
%  zh: 贫困的老年人同样按六成救助
%  en: poor old people are aided at sixty percent as well
covers(aid,poor,V) :- member(poor,V), member(old,V), kind(V,inpatient), proper(V).

%@ 三.2
%  zh: 已申请者的年龄不限
%  en: a clause that says something about nobody's payment
figure(idle_sum, 77, yuan, 1).
&let { idle } = idle_sum.
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def data(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert run([*arguments, "--jobs", "1", "--format", "json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_worst_of_who_is_not_aided_is_the_whole_bill(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = data(capsys, "worst", DOCUMENT, "--category", "none", "--within-scope")
    (none,) = found["categories"]
    assert none["worst"]["amount"] == "2000000.00" and none["worst"]["exact"]
    assert none["unbounded"] == [{"visit": 1, "within_scope": True, "rises": "1"}]


def test_the_worst_of_who_is_aided_rises_by_what_aid_leaves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Village 二.1, level 1: 2,000,000 − 60% × 1,998,500 = 800,900.00, and 0.40 for each yuan."""
    found = data(
        capsys, "worst", DOCUMENT, "--category", "贫困人口", "--within-scope", "--where",
        "kind=inpatient", "--where", "level=1", "--where", "designated", "--where",
        "before_recognition=no",
    )
    (poor,) = found["categories"]
    assert poor["worst"] == {
        "amount": "800900.00", "exact": True, "at_bounds": ["cost(1)", "in_scope(1)"],
    }
    assert poor["unbounded"] == [{"visit": 1, "within_scope": True, "rises": "2/5"}]


def test_the_largest_share_is_proved_to_a_hundredth_of_a_percent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A bill of 10,000 or more: 10,000 − 60% × 8,500 = 4,900, which is 49.00% and at most that."""
    found = data(
        capsys, "worst", DOCUMENT, "--category", "poor", "--share", "--least-cost", "10000",
        "--within-scope", "--where", "kind=inpatient", "--where", "level=1", "--where",
        "designated", "--where", "before_recognition=no",
    )
    (poor,) = found["categories"]
    assert poor["worst"]["amount"] == "49" and poor["worst"]["exact"]


CAPPED = """
%@ 三.1
%  zh: 全年个人负担超过五千元的部分由村里承担
%  en: the village bears what exceeds five thousand yuan
figure(most_borne, 5000, yuan, 1).
hospital_bears(1).
&max { cost(1) - basic(1) - paid(critical,1) - paid(aid,1) - most_borne; 0 } = hospital_excess(1).
"""


def test_a_payment_that_is_capped_stands_within_the_bounds_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who pays 5000 at most pays them for a bill of 5000 as for one at the bound of bills.

    Which of these is found is open, so it is not said that the plan sets the limit.
    """
    plan = tmp_path / "plan.lp"
    plan.write_text(VILLAGE.read_text("utf-8").replace("(village", "(plan") + CAPPED, "utf-8")
    found = data(capsys, "worst", str(plan), "--category", "none", "--within-scope")
    (none,) = found["categories"]
    assert none["worst"]["amount"] == "5000.00" and none["worst"]["exact"]
    assert none["unbounded"] == []


def test_growth_outside_the_scope_is_told_apart_from_that_within(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(["worst", DOCUMENT, "--category", "poor", "--jobs", "1", "--lang", "en"])
    out = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert "poor person: unbounded; 2000000.00 yuan within the assumed bounds" in out
    assert "each further yuan outside the policy scope adds 1, beyond every limit" in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["worst", DOCUMENT, "--category", "rich"], "no category of this document"),
        (["worst", DOCUMENT, "--where", "weather=fine"], "is no circumstance of a case"),
        (["worst", DOCUMENT, "--where", "kind=walk"], "is no answer to `kind`"),
        (["worst", DOCUMENT, "--where", "referral=maybe"], "is neither yes nor no"),
        (["worst", DOCUMENT, "--basic-share", "120"], "between 0 and 100 percent"),
        (["worst", DOCUMENT, "--least-cost", "much"], "--least-cost"),
        (["readings", DOCUMENT, "--topic", "weather"], "no ambiguity is called `weather`"),
        (["repair", DOCUMENT, "be_good"], "no property is called `be_good`"),
        (["repair", DOCUMENT, "dates_complete"], "`dates_complete` does not hang on figures"),
        (["idle", "nowhere"], "no document is called"),
    ],
)
def test_what_is_wrong_is_told_in_one_message(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert run([*arguments, "--jobs", "1"]) == 2
    error = capsys.readouterr().err
    assert expected in error and "Traceback" not in error


def test_an_ambiguity_is_told_with_person_amount_and_clause(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = data(capsys, "readings", DOCUMENT, "--visits", "1")
    (proper,) = found["ambiguities"]
    assert (proper["topic"], proper["matters"], proper["default"]) == (
        "proper", "yes", "designated_only"
    )
    assert proper["clauses"] == ["二.1"]
    (other,) = proper["options"]
    assert other["amounts"]["own_total"] == {
        "more": {"amount": "1199100.00", "exact": True, "at_bounds": ["cost(1)", "in_scope(1)"]},
        "less": None, "only_one": "no",
    }
    assert run(["readings", DOCUMENT, "--visits", "1", "--jobs", "1"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "own payment in the year: at most 1199100.00 yuan more, never less" in out


def test_what_repeats_and_what_is_never_used_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.lp"
    text = VILLAGE.read_text("utf-8") + REPEATING + 'quantity(idle, money, "甲", "idle").\n'
    plan.write_text(text.replace("(village", "(plan"), "utf-8")
    found = data(capsys, "idle", str(plan), "--visits", "1")
    by_clause: dict[str, set[str]] = {}
    for rule in found["rules"]:
        by_clause.setdefault(rule["clause"], set()).add(rule["finding"])
    assert by_clause["三.1"] == {"repeats"}
    assert by_clause["三.2"] == {"unused"}
    assert "matters" in by_clause["二.1"]
    figures = {f["figure"]: f["finding"] for f in found["figures"]}
    assert figures == {
        "old_sum": "matters", "aid_threshold": "matters", "aid_rate": "matters",
        "idle_sum": "unused",
    }


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run([*arguments, "--jobs", "1"])
    return code, " ".join(capsys.readouterr().out.split())


def test_no_amount_stands_without_its_bounds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who pays 5000 at most is no proof that nobody pays more with a bill beyond the bounds."""
    plan = tmp_path / "plan.lp"
    plan.write_text(VILLAGE.read_text("utf-8").replace("(village", "(plan") + CAPPED, "utf-8")
    code, out = told(
        capsys, "worst", str(plan), "--category", "none", "--within-scope", "--where",
        "kind=inpatient",
    )
    assert code == 0
    assert "no category: 5000.00 yuan within the assumed bounds of the bill person" in out
    assert "this person's own payment does not rise for ever; of others it is not known" in out
    assert "only bills whose whole cost is within the policy scope only where kind=inpatient" in out


def test_a_share_stands_with_its_bounds_and_with_what_was_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Aid is limited by the bill alone: 40% above 1500, of a bill of 10000 4900 (二.1)."""
    asked = (
        "worst", DOCUMENT, "--category", "poor", "--share", "--least-cost", "10000",
        "--within-scope", "--basic-share", "0.5", "--where", "kind=inpatient", "--where", "level=1",
    )
    _, out = told(capsys, *asked)
    assert "within the assumed bounds of the bill" in out
    assert "only years that cost at least 10000.00 yuan" in out
    assert "only bills of which basic insurance pays at least 0.5% of what is within scope" in out
    found = data(capsys, *asked)
    assert found["asked"] == {
        "within_scope": True, "basic_share": "0.5", "least_cost": "10000.00",
        "where": ["kind=inpatient", "level=1"],
    }


def test_it_is_decided_that_there_is_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    """One visit costs two million at most."""
    asked = "worst", DOCUMENT, "--category", "poor", "--least-cost", "99999999"
    (poor,) = data(capsys, *asked)["categories"]
    assert (poor["exists"], poor["worst"], poor["reason"]) == (False, None, None)
    code, out = told(capsys, *asked)
    assert code == 0
    assert "poor person: within the assumed bounds of the bill, there is no such person" in out
    assert "unknown" not in out


@pytest.mark.parametrize(
    ("first", "second"), [("kind=inpatient", "kind=outpatient"), ("referral=no", "转诊")]
)
def test_circumstances_that_contradict_each_other_are_refused(
    capsys: pytest.CaptureFixture[str], first: str, second: str
) -> None:
    assert run(["worst", DOCUMENT, "--where", first, "--where", second]) == 2
    assert f"`{second}` contradicts another `--where`" in capsys.readouterr().err


def test_categories_with_the_same_result_are_told_together(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An outpatient visit is not aided, whoever has it."""
    code, out = told(capsys, "worst", DOCUMENT, "--where", "kind=outpatient")
    assert code == 0
    assert "old person, poor person, no category: unbounded; 2000000.00 yuan" in out
