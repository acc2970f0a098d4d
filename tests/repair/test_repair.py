"""`mingzheng repair` on a plan whose fault is known by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from tests.cases import VILLAGE
from verifier.analysis.repair import search
from verifier.analysis.repair.results import Left
from verifier.analysis.repair.search import Search

DOCUMENT = str(VILLAGE)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


GRANT = """
%@ 三.1
%  zh: 住院费用超过一万元的，另给五百元
%  en: who has a stay of more than ten thousand yuan gets five hundred more
figure(grant_line, 10000, yuan, 1).
figure(grant_sum, 500, yuan, 2).
&let { granted_flat(V) } = grant_sum :- generous(V).
generous(V) :- visit(V), kind(V,inpatient), &is { in_scope(V) } > grant_line.
&let { granted_flat(V) } = 0 :- visit(V), not generous(V).
quantity(granted_flat, money, "另给", "granted in addition").

%@ 三.2
%  zh: 另给的不得超过三百元
%  en: no more than three hundred yuan are granted in addition
figure(grant_ceiling, 300, yuan, 1).
property(small_grant, case, "另给不超过限额", "the addition keeps to its ceiling").
why(small_grant, "限额应当遵守", "a ceiling is to be kept").
scope(small_grant, V) :- generous(V).
violation(small_grant, V) :- generous(V), &is { granted_flat(V) } > grant_ceiling.
"""


TWO = """
%@ 三.1
%  zh: 甲类另给五百元，乙类另给四百元
%  en: five hundred yuan of the first kind, four hundred of the second
figure(first_sum, 500, yuan, 1).
figure(second_sum, 400, yuan, 2).
&let { first_grant } = first_sum.
&let { second_grant } = second_sum.
&sum { first_grant; second_grant } = both_grants.
quantity(first_grant, money, "甲类另给", "grant of the first kind").
quantity(second_grant, money, "乙类另给", "grant of the second kind").
quantity(both_grants, money, "两类合计", "both grants").
property(small_grants, case, "另给不超过限额", "the additions keep to what they may be").
why(small_grants, "限额应当遵守", "a ceiling is to be kept").
scope(small_grants, visit(V)) :- visit(V).
"""
EACH = """
violation(small_grants, visit(V)) :- visit(V), &is { first_grant } > 300.
violation(small_grants, visit(V)) :- visit(V), &is { second_grant } > 300.
"""
TOGETHER = "violation(small_grants, visit(V)) :- visit(V), &is { both_grants } > 100.\n"
NEITHER = "violation(small_grants, visit(V)) :- visit(V), &is { first_grant } < 2000.\n"
AT_AN_END = """
%@ 三.1
%  zh: 费用超过一千元的部分救助一半，超过门槛另给一百元
%  en: a hundred yuan for whoever costs more than the line
figure(jump_line, 1000, yuan, 1).
generous(V) :- visit(V), &is { cost(V) } > jump_line.
property(no_jump, case, "少于一百元的费用也有", "there is no line between a yuan and the next").
why(no_jump, "门槛处待遇突变", "a line makes a jump").
scope(no_jump, visit(V)) :- visit(V), &is { cost(V) } > 0.
violation(no_jump, visit(V)) :-
    visit(V), &is { cost(V) } > 0, &is { cost(V) } <= 700, not generous(V).
"""


def plan(tmp_path: Path, *parts: str) -> str:
    path = tmp_path / "plan.lp"
    village = VILLAGE.read_text("utf-8").replace("(village", "(plan")
    path.write_text("".join((village, *(parts or (GRANT,)))), "utf-8")
    return str(path)


def figures_of(found: dict[str, Any]) -> list[list[tuple[str, str, str]]]:
    return [[(f["name"], f["after"], f["size"]) for f in r["figures"]] for r in found["repairs"]]


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run([*arguments, "--jobs", "1", "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_either_figure_repairs_it_and_the_smaller_change_stands_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 > 300: lower the sum to 300 (40% of it) or raise the ceiling to 500 (two thirds of it).

    The line cannot be raised beyond every bill within twice its value.
    """
    code, found = data(capsys, "repair", plan(tmp_path), "small_grant")
    assert (code, found["outcome"]) == (0, "repaired")
    shown = [
        [(f["name"], f["before"], f["after"], f["size"]) for f in r["figures"]]
        for r in found["repairs"]
    ]
    assert shown == [
        [("grant_sum", "500.00", "300.00", "2/5")],
        [("grant_ceiling", "300.00", "500.00", "2/3")],
    ]
    assert all(r["smallest"] and not r["broken"] for r in found["repairs"])
    assert set(found["tried"]) >= {"grant_line", "grant_sum", "grant_ceiling"}


def test_what_holds_needs_no_repair(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = data(capsys, "repair", DOCUMENT, "nothing_negative")
    assert (code, found["outcome"], found["repairs"]) == (0, "holds", [])


def test_the_text_names_clause_figure_and_proof(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["repair", plan(tmp_path), "small_grant", "--jobs", "1"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "三.1 grant_sum: 500.00 → 300.00 (a change of 40%)" in out
    assert "no smaller change of it by whole yuan or whole percent spares the persons" in out
    assert "every property that held is proved to hold with it" in out


def test_two_figures_are_changed_where_one_does_not_suffice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is to be 300 at most: 500 falls by two fifths, and 400 by a quarter."""
    code, found = data(capsys, "repair", plan(tmp_path, TWO, EACH), "small_grants")
    assert (code, found["outcome"], found["undecided"]) == (0, "repaired", [])
    assert figures_of(found) == [[("first_sum", "300.00", "2/5"), ("second_sum", "300.00", "1/4")]]
    assert all(r["smallest"] and not r["broken"] and not r["unsure"] for r in found["repairs"])


def test_of_two_figures_the_smaller_change_in_all_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Together 100 at most, so 800 less: one alone leaves 400 or 500.

    A yuan of the first is a 500th of it, of the second a 400th: the first falls to nothing (1) and
    the second by 300 (3/4), in all 7/4. The other way round it would be 1 + 400/500 = 9/5.
    """
    code, found = data(capsys, "repair", plan(tmp_path, TWO, TOGETHER), "small_grants")
    assert (code, found["outcome"]) == (0, "repaired")
    assert figures_of(found) == [[("first_sum", "0.00", "1"), ("second_sum", "100.00", "3/4")]]


def test_a_case_that_no_figures_mend_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2000 is more than twice 500."""
    code, found = data(capsys, "repair", plan(tmp_path, TWO, NEITHER), "small_grants")
    assert (code, found["outcome"], found["repairs"]) == (1, "none", [])
    (who,) = found["beyond_figures"]
    assert who["values"] == {}
    assert run(["repair", plan(tmp_path, TWO, NEITHER), "small_grants", "--jobs", "1"]) == 1
    assert "it fails for this case whatever they are" in " ".join(capsys.readouterr().out.split())


def test_figures_stay_whole_yuan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At most 300.50 is to be granted: 300, as nobody writes 300.50."""
    parts = TWO, "violation(small_grants, visit(V)) :- visit(V), &is { 2 * first_grant } > 601.\n"
    code, found = data(capsys, "repair", plan(tmp_path, *parts), "small_grants")
    assert (code, figures_of(found)) == (0, [[("first_sum", "300.00", "2/5")]])


def test_a_line_that_falls_yuan_by_yuan_is_approached_from_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever costs a fen or more is to be above the line, so that only nothing does.

    Each person who is found lowers it by no more than lies between two persons.
    """
    code, found = data(capsys, "repair", plan(tmp_path, AT_AN_END), "no_jump")
    assert (code, figures_of(found)) == (0, [[("jump_line", "0.00", "1")]])


def test_the_time_for_the_search_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "late", property(lambda self: True))
    code, found = data(capsys, "repair", plan(tmp_path, TWO, EACH), "small_grants")
    assert (code, found["outcome"], found["repairs"]) == (3, "unknown", [])
    assert found["undecided"] == ["first_sum", "second_sum", "first_sum + second_sum"]
    assert set(found["undecided_because"].values()) == {"time"}
    assert "not decided, as the time for the whole search was over (--seconds): first_sum" in told(
        capsys, plan(tmp_path, TWO, EACH), "small_grants"
    )


CEILING = GRANT.replace("grant_ceiling, 300,", 'grant_ceiling, "300.50",')
EXACTLY = """
violation(small_grants, visit(V)) :- visit(V), &is { 2 * first_grant } != 641.
"""


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    run(["repair", *arguments, "--jobs", "1"])
    return " ".join(capsys.readouterr().out.split())


def test_what_was_sought_among_whole_yuan_is_called_smallest_of_these_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At most 300.50: 300 is the next whole yuan, and 300.50 a smaller change.

    300.50 → 500 is one of a figure that is no whole yuan: 19950 / 30050, and no fen less does.
    """
    code, found = data(capsys, "repair", plan(tmp_path, CEILING), "small_grant")
    assert (code, figures_of(found)) == (0, [
        [("grant_sum", "300.00", "2/5")], [("grant_ceiling", "500.00", "399/601")]
    ])
    assert [(r["smallest"], r["whole"]) for r in found["repairs"]] == [(True, True), (True, False)]
    out = told(capsys, plan(tmp_path, CEILING), "small_grant")
    assert out.count("no smaller change of it by whole yuan or whole percent spares") == 1
    assert out.count("no smaller change of it spares") == 1


def test_smaller_units_are_tried_where_no_whole_yuan_repair_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twice the grant is to be 641, so that 320.50 alone will do: (500 − 320.50) / 500."""
    code, found = data(capsys, "repair", plan(tmp_path, TWO, EXACTLY), "small_grants")
    assert (code, figures_of(found)) == (0, [[("first_sum", "320.50", "359/1000")]])
    assert [(r["smallest"], r["whole"]) for r in found["repairs"]] == [(True, False)]


OTHER = """
%@ 三.3
%  zh: 另给不得少于四百元（凡给得少于四百五十元的）
%  en: an addition below 450 yuan must be 400 at least
property(other_grant, case, "另给不过少", "the addition is not too small").
why(other_grant, "过少无用", "too little is of no use").
"""
LATER = """
scope(other_grant, V) :- generous(V), &is { granted_flat(V) } < 450.
violation(other_grant, V) :- generous(V), &is { granted_flat(V) } < 400.
"""
BEFORE = """
scope(other_grant, V) :- generous(V), &is { granted_flat(V) } > 450.
violation(other_grant, V) :- generous(V), &is { granted_flat(V) } > 600.
"""


@pytest.mark.parametrize(
    ("rules", "key", "said"),
    [
        (LATER, "broken", "breaks what was not broken: the addition is not too small"),
        (BEFORE, "speak_of_nobody",
         "held, and would then speak of nobody: the addition is not too small"),
    ],
)
def test_a_property_that_spoke_or_will_speak_of_nobody_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rules: str, key: str, said: str
) -> None:
    """A grant of 500 is not below 450, and one of 300 not above: only raising the ceiling is clean.

    At 300 the first is broken (300 < 400), and of the second nobody is left.
    """
    where = plan(tmp_path, GRANT, OTHER, rules)
    code, found = data(capsys, "repair", where, "small_grant")
    assert (code, figures_of(found)) == (0, [
        [("grant_ceiling", "500.00", "2/3")], [("grant_sum", "300.00", "2/5")]
    ])
    assert [r[key] for r in found["repairs"]] == [[], ["other_grant"]]
    out = told(capsys, where, "small_grant")
    assert out.count(said) == 1
    assert out.count("every property that held is proved to hold with it") == 1


BOTH_VISITS = """
violation(small_grants, visit(2)) :- visit(2), &is { cost(2) } > 0, &is { first_grant } > 300.
"""


def test_two_visits_are_looked_at_where_one_does_not_violate_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The grant is to be 300 at most for whoever has a second visit."""
    where = plan(tmp_path, TWO, BOTH_VISITS)
    code, found = data(capsys, "repair", where, "small_grants")
    assert (code, found["visits"], figures_of(found)) == (
        0, 2, [[("first_sum", "300.00", "2/5")]]
    )
    assert "is not violated for any person with up to 1 visits:" in told(
        capsys, where, "small_grants", "--visits", "1"
    )
    assert "is not violated for any person with up to 2 visits:" in told(
        capsys, DOCUMENT, "nothing_negative"
    )


def test_every_value_is_excluded_by_whom_the_ends_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line of 20000, the most that is tried for it, spares nobody with a bill beyond that."""
    _, found = data(capsys, "repair", plan(tmp_path), "small_grant")
    assert (found["undecided"], found["undecided_because"]) == ([], {})


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Left.QUESTION, "as the solver gave up on a question (--timeout)"),
        (Left.NOBODY, "as the property then speaks of nobody"),
    ],
)
def test_it_is_said_what_kept_a_figure_from_being_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    why: Left, said: str,
) -> None:
    where = plan(tmp_path, TWO, EXACTLY)
    monkeypatch.setattr(Search, "_verdict", lambda self, values: why)
    code, found = data(capsys, "repair", where, "small_grants")
    assert (code, found["undecided_because"]["first_sum"]) == (3, why.value)
    assert f"not decided, {said}: first_sum" in told(capsys, where, "small_grants")


def test_it_is_said_that_no_more_values_were_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = plan(tmp_path, TWO, EXACTLY)
    monkeypatch.setattr(search, "_ROUNDS", 0)
    monkeypatch.setattr(Search, "_verdict", lambda self, values: False)
    code, found = data(capsys, "repair", where, "small_grants")
    assert (code, found["undecided_because"]["first_sum"]) == (3, "values")
    assert "not decided by as many values as are tried for a figure: first_sum" in told(
        capsys, where, "small_grants"
    )
