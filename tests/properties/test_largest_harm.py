"""The largest harm is what the exact engine computes of somebody, and nobody suffers more.

The amounts are derived by hand from the lines of each plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.properties.plans import plan
from verifier.analysis.checking import failure
from verifier.analysis.checking.check import check, check_all
from verifier.analysis.checking.hint_files import hints_of
from verifier.analysis.checking.options import Options
from verifier.analysis.hinted import Sought
from verifier.analysis.results import Finding, LargestHarm, Verdict
from verifier.program.model import Program

OPTIONS = Options(only=("mine",), timeout_ms=3_000)
OF_ONE = """
property(mine, case, "试验", "a test").
why(mine, "试验", "a test").
"""
OF_TWO = """
property(mine, pair, "试验", "a test").
why(mine, "试验", "a test").
varies(mine, says(applied), more).
"""

RATES = """
figure(thousand, 1000, yuan, 4).
figure(six_thousand, 6000, yuan, 5).
figure(nothing, 0, yuan, 6).
figure(thirty, 30, percent, 7).
open(ra, range(20,80), percent).
reason(ra, "另定", "set elsewhere").
open(rb, range(20,80), percent).
reason(rb, "另定", "set elsewhere").
quantity(part_a, money, "甲", "a part").
quantity(part_b, money, "乙", "b part").
quantity(of_a, money, "丙", "of a").
quantity(of_b, money, "丁", "of b").
quantity(above, money, "戊", "above").
&let { part_a } = ra * cost(1).
&let { of_a } = rb * part_a.
&let { part_b } = rb * cost(1).
&let { of_b } = ra * part_b.
&let { above } = of_b + thousand.
near :- &is { of_a } <= above.
&let { extra } = thousand :- not says(applied), near.
&let { extra } = nothing :- says(applied).
inside :- &is { ra } > thirty, &is { rb } > thirty, &is { cost(1) } > thousand.
"""
"""The same two rates of the cost, in either order: they differ by cents that are rounded only."""


@cache
def loaded(lines: str) -> Program:
    return plan(lines, ("plan",), 1)


@cache
def found(lines: str, task: str = "") -> Finding:
    """The violation of the property of a plan, with everything that is sought of it."""
    findings = check(loaded(lines), OPTIONS)
    (one,) = (f for f in findings if not task or f.ranged_over == (task,))
    assert one.verdict is Verdict.VIOLATED, one
    return one


def found_again(lines: str, change: Callable[[Sought], Sought] = lambda s: s) -> Finding:
    """The same by its own hints, of which nothing is sought if they are true."""
    noted = hints_of(loaded(lines), OPTIONS, (found(lines),)).tasks
    sought = {task: hint.sought for task, hint in noted.items() if hint.sought is not None}
    hints = {task: replace(noted[task], sought=change(s)) for task, s in sought.items()}
    assert hints
    with pytest.MonkeyPatch.context() as nothing:
        if hints == noted:
            nothing.setattr(failure, "maximise", None)
        (one,) = check_all((loaded(lines),), OPTIONS, hints=lambda _: hints).findings[0]
    return one


def largest(finding: Finding) -> LargestHarm:
    assert finding.largest is not None, finding
    return finding.largest


# Open rates: what the solver has of their products is not so -------------------------------------


def test_no_more_is_stated_than_who_is_shown_suffers() -> None:
    """Everybody without an application is paid 1000, as no rounding makes a thousand yuan."""
    more = "&let { extra } = six_thousand + of_a - of_b :- not says(applied), not near.\n"
    pair = "pair(mine, all, inside, inside, at_least(extra)).\n"
    assert largest(found(RATES + more + OF_TWO + pair)).value == 1000_00


# Harm that has no value --------------------------------------------------------------------------

OTHERS = """
case_flag(other).
label(other, "其他", "other").
figure(thousand, 1000, yuan, 4).
figure(nothing, 0, yuan, 5).
"""


UNSAID = OTHERS + OF_ONE + """
scope(mine, x) :- year(Y).
violation(mine, x) :- says(applied).
violation(mine, x) :- says(other).
&let { extra } = thousand :- says(applied).
&let { harm(mine, x) } = extra :- violation(mine, x).
"""
TWO_VALUES = OTHERS + OF_ONE + """
scope(mine, x) :- year(Y).
violation(mine, x) :- not says(applied).
&let { extra } = six - five.
&let { extra } = six + five :- not says(applied).
&let { harm(mine, x) } = extra :- violation(mine, x).
"""


def test_of_one_who_suffers_no_amount_no_amount_is_stated() -> None:
    """Who applied is owed 1000, and of the others it is not said what they are owed."""
    harm = largest(found(UNSAID))
    assert (harm.value, harm.exact) == (1000_00, True)


def test_where_no_harm_has_a_value_no_largest_harm_is_stated() -> None:
    """Who did not apply has 1 and has 11, so the harm is both."""
    finding = found(TWO_VALUES)
    assert finding.largest is None
    assert finding.counterexample is not None and finding.counterexample.harm is None


@pytest.mark.parametrize("lines", [UNSAID, TWO_VALUES])
def test_what_has_a_value_is_found_again(lines: str) -> None:
    assert found_again(lines) == found(lines)


def test_that_no_harm_has_a_value_is_not_believed() -> None:
    assert found_again(UNSAID, lambda s: replace(s, worst=None)) == found(UNSAID)


PAIRS = """
&let { extra } = thousand :- says(applied).
&let { extra } = nothing :- not says(applied), not says(other).
calm :- not says(other).
varies(mine, says(other), free).
varies(mine, says(applied), free).
pair(mine, a, calm, calm, at_least(extra)).
pair(mine, b, always, always, at_least(extra)).
"""


def test_of_two_the_amounts_that_have_no_value_are_not_compared() -> None:
    """1000 against nothing; who is of the others and did not apply is not compared with anybody."""
    for name in ("a", "b"):
        free = OF_TWO.replace("varies(mine, says(applied), more).\n", "")
        harm = largest(found(OTHERS + free + PAIRS, name))
        assert (harm.value, harm.exact) == (1000_00, True)


# Harm that a violation asked of bills alone does not know of -------------------------------------

STATED = OTHERS + OF_ONE + """
scope(mine, x) :- says(applied).
violation(mine, x) :- says(applied).
&let { harm(mine, x) } = hundred :- violation(mine, x), says(critical_stated).
&let { harm(mine, x) } = thousand :- violation(mine, x), not says(critical_stated).
"""
"""Whoever applied is harmed: by 100 if the bill states critical-illness insurance, else by 1000."""

COMPUTED = """
figure(critical_rate, 90, percent, 8).
covers(critical,poor,V) :- member(poor,V).
rate(critical,poor,V,critical_rate) :- covers(critical,poor,V).
account(critical,V,all) :- visit(V).
"""

@pytest.mark.parametrize("more", ["", COMPUTED], ids=["nothing", "ninety percent"])
def test_harm_is_sought_where_something_is_computed(more: str) -> None:
    harm = largest(found(STATED + more))
    assert (harm.value, harm.exact) == (1000_00, True)
    assert not harm.who.booleans["says(critical_stated)"]


def test_a_violation_that_bills_do_not_show_counts_for_the_largest_harm() -> None:
    """Of `x` it is 5, with a bill or without; of `y` it is 6, where something is computed."""
    finding = found(OTHERS + OF_ONE + """
scope(mine, x) :- year(Y).
scope(mine, y) :- year(Y).
violation(mine, x) :- says(applied).
violation(mine, y) :- says(applied), not says(critical_stated).
&let { harm(mine, x) } = five :- violation(mine, x).
&let { harm(mine, y) } = six :- violation(mine, y).
""")
    harm = largest(finding)
    assert (harm.value, harm.exact) == (6_00, True)
    assert finding.failing == ("mine,x", "mine,y")


def test_harm_that_is_computed_is_found_again() -> None:
    assert found_again(STATED) == found(STATED)


def test_of_bills_alone_it_is_not_believed_that_nobody_suffers_more() -> None:
    """Who is shown has a bill, and suffers 100; that it is the most is a lie."""
    again = found_again(STATED, lambda s: replace(s, worst=0, exact=True))
    assert again.counterexample is not None and again.counterexample.harm == 100_00
    assert largest(again).value == 1000_00
