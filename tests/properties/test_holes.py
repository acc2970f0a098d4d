"""Plans with a fault that was once proved away: each is now found, or refused."""

from __future__ import annotations

import pytest

from tests.properties.plans import MINE, finding, findings, plan
from verifier.analysis.results import Verdict
from verifier.errors import MingzhengError

SUBSIDY = ("plan",)

GAPS = {
    "in a guard": """
&let { extra } = five :- says(applied).
&let { bonus } = five.
&let { bonus } = five :- &is { extra } > six.
output(bonus).""",
    "in a constraint": """
&let { extra } = five :- says(applied).
:- &is { extra } > six.""",
    "denied in a guard": """
&let { extra } = five :- says(applied).
&let { bonus } = five :- not &is { extra } > six.
&let { bonus } = six :- &is { extra } > six.
output(bonus).""",
    "denied in a rule": """
&let { extra } = five :- says(applied).
subsidised(poor) :- counts(poor), not &is { extra } > six.
&let { grant(poor) } = five :- counts(poor).""",
    "beside a conflict": """
quantity(more, money, "又补", "more").
&let { extra } = five.
&let { extra } = six :- says(applied).
&let { more } = five :- not says(applied).
&let { bonus } = extra + more.
output(bonus).""",
    "of two values that are none": """
quantity(more, money, "又补", "more").
&let { more } = five :- not says(applied).
&let { bonus } = more + five :- says(applied).
&let { bonus } = more + six :- says(applied).
&let { bonus } = five :- not says(applied).
output(bonus).""",
    "where a condition rests on two values that are none": """
quantity(more, money, "又补", "more").
&let { more } = five :- says(applied).
&let { extra } = more + five :- not says(applied).
&let { extra } = more + six :- not says(applied).
&let { extra } = five :- says(applied).
high :- says(applied), &is { extra } > six.
&let { bonus } = five :- high.
&let { bonus } = six :- says(applied), not high.
output(bonus).""",
}

NO_CONFLICT = {
    name: GAPS[name] for name in (
        "of two values that are none", "where a condition rests on two values that are none",
    )
}


@pytest.mark.parametrize("name", GAPS)
def test_a_gap_is_found(name: str) -> None:
    assert finding(GAPS[name], "gap_free", SUBSIDY, 1).verdict is Verdict.VIOLATED


@pytest.mark.parametrize("name", NO_CONFLICT)
def test_two_values_that_are_none_are_no_conflict(name: str) -> None:
    found = finding(NO_CONFLICT[name], "conflict_free", SUBSIDY, 1)
    assert found.verdict in {Verdict.PROVED, Verdict.BY_CONSTRUCTION}


def test_where_what_a_condition_rests_on_never_has_one_value_nothing_is_proved() -> None:
    lines = """
&let { extra } = five.
&let { extra } = six.
high :- says(applied), &is { extra } > five.
&let { bonus } = five :- high.
&let { bonus } = six :- says(applied), not high.
output(bonus)."""
    assert finding(lines, "conflict_free", SUBSIDY, 1).verdict is Verdict.VIOLATED
    assert finding(lines, "gap_free", SUBSIDY, 1).verdict is Verdict.VACUOUS


def test_of_a_constraint_that_compares_nothing_is_said_of_any_number_of_visits() -> None:
    lines = "&let { extra } = five.\n:- &is { extra } > six."
    found = finding(lines, "gap_free")
    assert found.verdict is not Verdict.VIOLATED and not found.any_visits


def test_an_output_that_nothing_defines_is_refused() -> None:
    with pytest.raises(MingzhengError) as caught:
        plan("#defined never/0.\n&let { bonus } = five :- never.\noutput(bonus).", SUBSIDY, 1)
    assert "bonus" in str(caught.value)


def test_an_input_that_is_also_defined_is_refused() -> None:
    with pytest.raises(MingzhengError) as caught:
        plan("&let { local_income } = five :- counts(poor).", ("plan", "income"), 1)
    assert "local_income" in str(caught.value)


CRITICAL = """
figure(critical_rate, 90, percent, 4).
covers(critical,poor,V) :- member(poor,V).
rate(critical,poor,V,critical_rate) :- covers(critical,poor,V).
account(critical,V,all) :- visit(V).
property(saying, pair, "说明不吃亏", "who states the bill is not worse off").
why(saying, "试验", "a test").
"""


@pytest.mark.parametrize("varied", [
    "varies(saying, says(F), more) :- case_flag(F).\n"
    "pair(saying, own, always, always, at_most(own_total)).",
    "varies(saying, says(F), free) :- case_flag(F).\n"
    "unsaid :- not says(critical_stated).\n"
    "said :- says(critical_stated).\n"
    "pair(saying, own, unsaid, said, at_most(own_total)).",
])
def test_persons_may_differ_in_whether_the_bill_settles_insurance(varied: str) -> None:
    """Computed, insurance pays 90 percent of 10,000 yuan; on the bill it may pay nothing."""
    assert finding(CRITICAL + varied, "saying", SUBSIDY, 1).verdict is Verdict.VIOLATED


def test_an_input_that_is_varied_twice_is_refused() -> None:
    with pytest.raises(MingzhengError) as caught:
        plan("""
property(either, pair, "增减", "up and down").
why(either, "试验", "a test").
varies(either, in_scope(1), down).
varies(either, in_scope(1), up).
pair(either, own, always, always, at_least(own_total)).""", ("plan", "aid"), 1)
    assert "in_scope(1)" in str(caught.value)


def test_a_plan_without_payers_has_no_crash() -> None:
    found = findings("", "own_payment_monotone", ("plan", "sums"), 2)
    assert {f.verdict for f in found} <= {Verdict.PROVED, Verdict.BY_CONSTRUCTION}


def test_what_one_visit_breaks_and_two_keep_is_said_of_two() -> None:
    lines = MINE + """
figure(some, 8, yuan, 4).
&sum { five,V : visit(V) } = extra.
violation(mine, V) :- kind(V,inpatient), &is { extra } < some."""
    assert finding(lines, "mine", visits=1).verdict is Verdict.VIOLATED
    assert not finding(lines, "mine", visits=2).any_visits


def test_a_line_without_a_ceiling_is_held_to_the_limit_of_its_pool() -> None:
    """Aid has 1,000 yuan a year, and that of who applied, in the same pool, was forgotten."""
    lines = """
figure(year_limit, 1000, yuan, 4).
figure(half, 50, percent, 5).
covers(aid,out,V) :- visit(V), says(applied).
rate(aid,out,V,half) :- covers(aid,out,V).
pool(aid,V,aid_year) :- visit(V).
ceiling(aid_year,C,year_limit) :- category(C)."""
    assert finding(lines, "annual_limits").verdict is Verdict.VIOLATED
    freed = f"{lines}\nuncapped(aid,out)."
    assert finding(freed, "annual_limits").verdict in {Verdict.PROVED, Verdict.BY_CONSTRUCTION}


def test_a_premise_that_a_reading_takes_away_is_met_by_nobody() -> None:
    lines = """
topic(t, "宽窄", "wide or narrow").
option(t, narrow, "窄", "narrow").
option(t, wide, "宽", "wide").
default(t, narrow).
property(mine, pair, "试验", "a test").
why(mine, "试验", "a test").
varies(mine, cost(1), up).
read_widely :- reads(t,wide).
pair(mine, own, read_widely, read_widely, at_least(own_total))."""
    assert finding(lines, "mine").verdict is Verdict.VACUOUS


def test_a_claim_may_be_about_a_tuple() -> None:
    lines = MINE.replace("violation(mine, V)", "violation(mine, (V,))") + (
        "violation(mine, (V,P)) :- place(V,P), &is { own(V) } > 0."
    )
    assert finding(lines, "mine").verdict is Verdict.VIOLATED


def test_who_is_aided_is_given_something_though_the_contribution_is_not_paid() -> None:
    assert "category(old)" in str(
        finding("pays_nothing(old).\npays_nothing(poor).", "recognised_once").ranged_over
    )


def test_a_rate_that_is_bounded_on_one_side_has_no_value() -> None:
    lines = """
figure(some_rate, at_most(98), percent, 4).
reason(some_rate, "另定", "set elsewhere").
&let { extra } = some_rate * hundred."""
    assert finding(lines, "named_is_given", SUBSIDY, 1).verdict is Verdict.VIOLATED
