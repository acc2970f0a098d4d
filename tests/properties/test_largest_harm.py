"""The largest harm is what the exact engine computes of somebody, and nobody suffers more.

The amounts are derived by hand from the lines of each plan.
"""

from __future__ import annotations

from tests.properties.plans import plan
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding, LargestHarm, Verdict

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


def found(lines: str, task: str = "") -> Finding:
    """The violation of the property of a plan, with everything that is sought of it."""
    loaded = plan(lines, ("plan",), 1)
    findings = check(loaded, Options(only=("mine",), timeout_ms=3_000))
    (one,) = (f for f in findings if not task or f.ranged_over == (task,))
    assert one.verdict is Verdict.VIOLATED, one
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
