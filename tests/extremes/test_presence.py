"""Who is given an amount at all, and which cases exist, is a difference, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from tests.cases import VILLAGE

TOPIC = """
%@ 三.1
%  zh: 另补
%  en: an extra sum
topic(when, "“何时”", "when it is due").
option(when, now, "当时", "now").
option(when, later, "事后", "later").
default(when, now).
"""
EXTRA = TOPIC + """
quantity(extra, money, "另补", "extra").
figure(low_sum, 50, yuan, 1).
figure(high_sum, 100, yuan, 2).
"""
OTHER_AMOUNT = EXTRA + """
&let { extra(V) } = high_sum :- reads(when,now); visit(V).
&let { extra(V) } = low_sum :- reads(when,later); visit(V).
shows(extra(V)) :- visit(V).
"""
NO_AMOUNT = EXTRA + """
&let { extra(V) } = high_sum :- reads(when,now); visit(V).
&let { extra(V) } = high_sum :- reads(when,later); says(applied); visit(V).
shows(extra(V)) :- visit(V).
"""
FEWER_CASES = TOPIC + """
impossible(odd, V) :- reads(when,later), kind(V,outpatient).
explain(odd, "事后只看住院", "later there are inpatients only").
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def plan(folder: Path, more: str, *edits: tuple[str, str]) -> str:
    text = VILLAGE.read_text("utf-8")
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path = folder / "plan.lp"
    path.write_text(text.replace("(village", "(plan") + more, "utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run([*arguments, "--visits", "1", "--jobs", "1"]) == code
    return " ".join(capsys.readouterr().out.split())


def data(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert run([*arguments, "--visits", "1", "--jobs", "1", "--format", "json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def option_of(capsys: pytest.CaptureFixture[str], path: str) -> dict[str, Any]:
    (topic,) = data(capsys, "readings", path, "--topic", "when")["ambiguities"]
    (option,) = topic["options"]
    assert option["matters"] == topic["matters"]
    found: dict[str, Any] = option
    return found


def figures(capsys: pytest.CaptureFixture[str], path: str) -> dict[str, str]:
    return {f["figure"]: f["finding"] for f in data(capsys, "idle", path)["figures"]}


def rules(capsys: pytest.CaptureFixture[str], path: str, start: str) -> list[str]:
    found = data(capsys, "idle", path)["rules"]
    return [r["finding"] for r in found if r["text"].startswith(start)]


def test_an_amount_that_is_only_shown_is_a_result_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """100 yuan now, 50 later: 50 less for everybody."""
    path = plan(tmp_path, OTHER_AMOUNT)
    option = option_of(capsys, path)
    assert (option["matters"], option["differing"]) == ("yes", ["extra(1)"])
    (amount,) = option["amounts"].values()
    assert (amount["more"], amount["less"]["amount"], amount["only_one"]) == (None, "50.00", "no")
    found = figures(capsys, path)
    # The other figure belongs to the reading that is not the default.
    assert (found["high_sum"], found["low_sum"]) == ("matters", "unused")
    assert rules(capsys, path, "&let { extra(V) }") == ["matters", "other_reading"]


def test_an_amount_that_somebody_has_under_one_reading_alone_is_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = plan(tmp_path, NO_AMOUNT)
    option = option_of(capsys, path)
    assert (option["matters"], option["differing"]) == ("yes", ["extra(1)"])
    assert option["amounts"] == {"extra(1)": {"more": None, "less": None, "only_one": "yes"}}
    person = option["person"]
    assert (person["by_default"], person["instead"]) == ("100.00", None)
    assert "says(applied)" not in person["inputs"]["true"]
    out = said(capsys, "readings", path, "--topic", "when")
    assert "extra (visit 1): somebody has it under one option only" in out
    assert "extra (visit 1): 100.00 by default, no value instead" in out
    assert "never more" not in out and "proved to change nothing" not in out


def test_a_rule_without_which_people_have_no_value_matters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What aid counts at outpatient visits is nothing at a rate of nothing, but it is counted.

    Without the rule nothing says what aid of the poor is there, and so what they pay themselves.
    """
    path = plan(
        tmp_path, "account(aid,V,all) :- kind(V,outpatient).\n",
        ("account(aid,V,all) :- visit(V).", "account(aid,V,all) :- kind(V,inpatient)."),
        ("figure(aid_rate, 60,", "figure(aid_rate, 0,"),
        (", kind(V,inpatient), proper(V)", ", proper(V)"),
        ('outcome(no_aid(V), "本次无救助", "no aid for this visit") :- visit(V).\n', ""),
        ("no_aid(V) :- visit(V), &is { paid(aid,V) } <= 0.\n", ""),
    )
    assert rules(capsys, path, "account(aid,V,all)") == ["matters", "matters"]


def test_a_figure_that_says_which_cases_there_are_is_not_called_idle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = plan(tmp_path, """
%@ 三.1
%  zh: 单次不超过三千元
%  en: three thousand yuan a visit at most
figure(most, 3000, yuan, 1).
impossible(too_much, V) :- visit(V), &is { in_scope(V) } > most.
explain(too_much, "超过上限", "too much").
""")
    assert figures(capsys, path)["most"] == "cases"
    assert "most = 3000.00: it says which cases there can be" in said(capsys, "idle", path)


def test_cases_that_only_one_reading_admits_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Later there are inpatients only: what they are paid is the same under both options."""
    path = plan(tmp_path, FEWER_CASES)
    option = option_of(capsys, path)
    assert (option["matters"], option["differing"]) == ("yes", [])
    (admitted,) = option["cases"]
    assert (admitted["only_under"], admitted["found"]) == ("default", "yes")
    assert "kind(1,outpatient)" in admitted["person"]["true"]
    out = said(capsys, "readings", path, "--topic", "when")
    assert "there are cases that only the default admits, such as:" in out
    assert "visit 1: outpatient" in out
    assert "proved to change nothing" not in out


def test_a_reading_that_changes_neither_amounts_nor_cases_is_proved_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = plan(tmp_path, TOPIC + "impossible(odd, V) :- reads(when,later), cost_below_zero(V).\n"
                "cost_below_zero(V) :- visit(V), &is { cost(V) } < 0.\n"
                'explain(odd, "不会", "never").\n')
    option = option_of(capsys, path)
    assert (option["matters"], option["cases"]) == ("no", [])


def test_a_plan_without_ambiguities_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = VILLAGE.read_text("utf-8").replace("(village", "(plan")
    lines = [line for line in text.splitlines()
             if not line.startswith(("topic(", "option(", "default(proper"))]
    path = tmp_path / "plan.lp"
    path.write_text("\n".join(lines).replace(", reads(proper,designated_only)", ""), "utf-8")
    assert "no ambiguity is registered" in said(capsys, "readings", str(path))


def test_a_figure_of_rules_that_never_apply_is_told_as_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = plan(tmp_path, """
%@ 三.1
%  zh: 老年人另按三成
%  en: thirty percent for the old, by a slip never
figure(dead_rate, 30, percent, 1).
rate(topup,old,V,dead_rate) :- covers(topup,old,V), member(old,V), not member(old,V).
figure(unused_sum, 30, yuan, 2).
""")
    found = figures(capsys, path)
    assert (found["dead_rate"], found["unused_sum"]) == ("never", "unused")
    out = said(capsys, "idle", path)
    assert "dead_rate = 30: the rules that use it never apply" in out
