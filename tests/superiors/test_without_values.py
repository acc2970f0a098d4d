"""A comparison without a value is false: it makes nobody one of whom a line speaks.

`ghost` is an amount that some people do not have; that it is more than nothing is false of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.superiors.test_superior import HERE, KEPT, OPTIONS, amounts, edited, findings, side
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.superior import hold_together

OLD_ALONE = "old_alone :- held(old,enrolment), held(old,treatment), not poor_at_all."
POOR_ALONE = "poor_alone :- held(poor,enrolment), held(poor,treatment), not old_at_all."


def haunted(premise: str, whose: str) -> tuple[str, str]:
    """An edit by which a premise speaks of those alone who have the amount."""
    return premise, (
        f"{premise.removesuffix('.')}, &is {{ ghost }} > 0.\n"
        'quantity(ghost, money, "影", "ghost").\n'
        f"&let {{ ghost }} = old_sum :- {whose}."
    )


def test_a_premise_that_nobody_meets_proves_nothing(tmp_path: Path) -> None:
    """Only who is poor has the amount, and the premise speaks of who is not."""
    city = edited(tmp_path, "city.lp", haunted(OLD_ALONE, "poor_at_all"))
    found = findings(HERE / "district.lp", city)
    vacuous = {name for name, one in found.items() if one.verdict is Verdict.VACUOUS}
    assert vacuous == {"old_aid", "old_subsidy"}
    assert {one.verdict for name, one in found.items() if name not in vacuous} == {Verdict.PROVED}


def test_two_districts_are_not_the_same_for_nobody(tmp_path: Path) -> None:
    """Only who is old has the amount, and the uniform line speaks of who is not."""
    city = edited(tmp_path, "city.lp", haunted(POOR_ALONE, "old_at_all"))
    other = edited(tmp_path, "district.lp", (
        "figure(poor_share, 100, percent, 1)", "figure(poor_share, 95, percent, 1)"))
    held = hold_together(side(HERE / "district.lp"), side(other), side(city), OPTIONS)
    (found,) = held.findings
    assert found.verdict is Verdict.VACUOUS


TWO_SUMS = (
    "&let { grant(old) } = old_sum :- subsidised(old).",
    "figure(more_sum, 80, yuan, 2).\n"
    "&let { grant(old) } = old_sum :- subsidised(old), says(applied).\n"
    "&let { grant(old) } = more_sum :- subsidised(old), not says(applied).",
)


def test_who_only_seems_to_meet_a_premise_breaks_nothing(tmp_path: Path) -> None:
    """The line of 50 yuan speaks of who applied, who has 40; others have 80."""
    path = edited(tmp_path, "district.lp", TWO_SUMS)
    assert amounts(findings(path)["old_subsidy"]) == (80_00, 50_00)
    city = edited(tmp_path, "city.lp", haunted(OLD_ALONE, "says(applied)"))
    assert findings(path, city)["old_subsidy"].verdict is Verdict.PROVED


def test_who_only_seems_to_be_paid_hides_no_breach(tmp_path: Path) -> None:
    """No aid of a visit below 1 000 yuan, which alone has the amount; sixty percent are due.

    Of 999.99 yuan that is 599.99. Half of it, 500.00, is then aided further, and 400.00 are left by
    the city's aid.
    """
    path = edited(tmp_path, "district.lp", (
        "covers(aid,poor,V) :- member(poor,V).",
        "covers(aid,poor,V) :- member(poor,V), not low(V).\n"
        'quantity(ghost, money, "影", "ghost").\n'
        "figure(thousand, 1000, yuan, 5).\n"
        "&let { ghost(V) } = thousand :- visit(V), &is { cost(V) } < thousand.\n"
        "low(V) :- visit(V), &is { ghost(V) } > 0."))
    found = findings(path)
    assert {name for name, one in found.items() if one.verdict not in KEPT} == {
        "poor_aid", "poor_more",
    }
    aid, more = found["poor_aid"], found["poor_more"]
    assert (aid.verdict, aid.less, aid.largest, aid.exact) == (
        Verdict.VIOLATED, True, 599_99, True)
    assert (more.verdict, more.less, more.largest, more.exact) == (
        Verdict.VIOLATED, False, 100_00, True)


@pytest.mark.parametrize("whose", ["poor_least", "poor_least, says(applied)"])
def test_values_that_leave_nobody_to_speak_of_heal_nothing(tmp_path: Path, whose: str) -> None:
    """Below fifty yuan of what is open nobody has the amount; above, aid is too low as before."""
    premise, text = haunted(POOR_ALONE, whose)
    city = edited(tmp_path, "city.lp", (premise, text + (
        "\nopen(floor_of_line, range(0,100), yuan).\n"
        'reason(floor_of_line, "另定", "set elsewhere").\n'
        "figure(fifty, 50, yuan, 9).\n"
        "poor_least :- &is { floor_of_line } >= fifty.")))
    path = edited(tmp_path, "district.lp", (
        "figure(poor_rate, 70, percent, 1)", "figure(poor_rate, 50, percent, 1)"))
    found = findings(path, city)["poor_aid"]
    assert (found.verdict, found.hangs_on) == (Verdict.VIOLATED, None)
