"""Ways in which a third visit can be unlike two: none of these plans is said to keep a promise."""

from __future__ import annotations

import pytest

from tests.properties.plans import MINE, finding
from verifier.analysis.results import Verdict

PROVED = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}

TO_ALL = """
been_to(P) :- place(V,P).
been_to_all :- been_to(in_district), been_to(in_city), been_to(outside).
"""
UNLIKE = {
    "the harm of a claim on the third": ("conflict_free", MINE + """
violation(mine, V) :- kind(V,inpatient), V > 2.
&let { harm(mine,V) } = cost(V) :- violation(mine,V).
&let { harm(mine,V) } = basic(V) :- violation(mine,V)."""),
    "a sum that three visits bring above all bounds": ("mine", MINE + """
figure(some, "13000000000000", yuan, 4).
&let { extra(V) } = 3 * 100 * 100 * 100 * cost(V) :- visit(V).
&sum { extra(V),V : visit(V) } = bonus.
violation(mine, V) :- kind(V,inpatient), &is { bonus } > some."""),
    "the greatest of nothing": ("gap_free", TO_ALL + """
&max { paid(aid,V),V : visit(V), not been_to_all } = extra.
output(extra)."""),
    "the greatest of nothing, compared": ("mine", MINE + TO_ALL + """
&max { paid(aid,V),V : visit(V), not been_to_all } = extra.
low :- &is { extra } < five.
high :- &is { extra } >= five.
violation(mine, V) :- kind(V,inpatient), not low, not high."""),
    "a sum of the same": ("mine", MINE + """
figure(some, 12, yuan, 4).
&sum { five,V : visit(V) } = extra.
violation(mine, V) :- kind(V,inpatient), &is { extra } > some."""),
    "a sum of the same, in conflict": ("conflict_free", """
figure(some, 12, yuan, 4).
&sum { five,V : visit(V) } = extra.
much :- &is { extra } > some.
&let { bonus } = five :- says(applied).
&let { bonus } = six :- says(applied), much."""),
    "a sum of one visit for each": ("mine", MINE + """
&sum { cost(V),W : visit(W) } = extra(V) :- visit(V).
&let { bonus(V) } = cost(V) + cost(V) :- visit(V).
violation(mine, V) :- kind(V,inpatient), &is { extra(V) } > bonus(V)."""),
    "a sum that cancels": ("mine", MINE + """
figure(some, 250, yuan, 4).
&sum { cost(V) - cost(V) + hundred,V : visit(V) } = extra.
violation(mine, V) :- kind(V,inpatient), &is { extra } > some."""),
    "a sum of no share": ("mine", MINE + """
figure(some, 250, yuan, 4).
&sum { 0 * cost(V) + hundred,V : visit(V) } = extra.
violation(mine, V) :- kind(V,inpatient), &is { extra } > some."""),
    "the number of visits": ("mine", MINE + "violation(mine, V) :- kind(V,inpatient), visits > 2."),
    "the number of visits as a fact": ("mine", MINE + """
many(visits).
violation(mine, V) :- kind(V,inpatient), many(N), N > 2."""),
    "the number of visits in an amount": ("mine", MINE + """
figure(some, 12, yuan, 4).
violation(mine, V) :- kind(V,inpatient), &is { visits * five } > some."""),
    "assigned": ("mine", MINE + """
special(X) :- X = 3.
violation(mine, V) :- kind(V,inpatient), special(V)."""),
    "computed": ("mine", MINE + """
start(2).
special(X) :- start(B), X = B+1.
violation(mine, V) :- kind(V,inpatient), special(V)."""),
    "counted": ("mine", MINE + """
thing(a; b; c).
special(X) :- X = #count { F : thing(F) }.
violation(mine, V) :- kind(V,inpatient), special(V)."""),
    "ranged over": ("mine", MINE + """
special(X) :- X = 3..5.
violation(mine, V) :- kind(V,inpatient), special(V)."""),
    "constrained by number": ("mine", MINE + """
early(X) :- X = 1..2.
impossible(dear, V) :- visit(V), early(V), &is { cost(V) } > hundred.
explain(dear, "贵", "dear").
violation(mine, V) :- kind(V,inpatient), &is { cost(V) } > hundred."""),
    "not one of the numbers": ("mine", MINE + """
early(1). early(2).
violation(mine, V) :- kind(V,inpatient), not early(V)."""),
    "amounts by number": ("mine", MINE + """
&let { extra(1) } = hundred. &let { extra(2) } = hundred. &let { extra(3) } = five.
violation(mine, V) :- kind(V,inpatient), &is { extra(V) } < hundred."""),
    "all by number": ("mine", MINE + """
early(1..2).
all_early :- early(V) : visit(V).
violation(mine, V) :- kind(V,inpatient), not all_early."""),
    "a constraint that compares": ("gap_free", """
&let { extra(V) } = five :- visit(V), says(applied).
impossible(third, V) :- visit(V), V > 2, &is { extra(V) } > six.
explain(third, "三", "third")."""),
    "a claim that measures": ("conflict_free", MINE + """
violation(mine, V) :- kind(V,inpatient), &is { cost(V) } > six.
&let { harm(mine,V) } = cost(V) :- violation(mine,V).
&let { harm(mine,V) } = basic(V) :- violation(mine,V), V > 2."""),
    "an output by number": ("gap_free", """
&let { extra(V) } = five :- visit(V), says(applied).
output(extra(V)) :- visit(V), V > 2."""),
    "a count beside a comparison of every visit alike": ("mine", MINE + """
&let { extra } = five :- says(applied).
violation(mine, all) :- says(applied), N = #count { V : visit(V) }, N > 2.
varies(mine, says(applied), free).
pair(mine, all, always, always, at_least(extra))."""),
    "a count of a claim by variable beside a comparison": ("mine", MINE + """
claims(mine).
&let { extra } = five :- says(applied).
violation(P, all) :- claims(P), says(applied), N = #count { V : visit(V) }, N > 2.
varies(mine, says(applied), free).
pair(mine, all, always, always, at_least(extra))."""),
    "a bound by count beside a scope of every visit alike": ("mine", """
property(mine, pair, "试验", "a test").
why(mine, "试验", "a test").
allowed(2, 5). allowed(3, 4).
&let { extra } = five :- says(applied).
&let { extra } = five - five :- not says(applied).
varies(mine, says(applied), free).
scope(mine, V) :- kind(V,inpatient).
pair(mine, all, always, always, at_least(extra, B)) :- allowed(N, B), N = #count { V : visit(V) }.
"""),
}


@pytest.mark.parametrize("name", UNLIKE)
def test_what_a_third_visit_breaks_is_not_said_of_any_number(name: str) -> None:
    only, lines = UNLIKE[name]
    two, three = (finding(lines, only, visits=visits) for visits in (2, 3))
    assert three.verdict is Verdict.VIOLATED
    assert two.verdict in PROVED and not two.any_visits


def test_what_visits_give_alike_is_said_of_any_number() -> None:
    """A sum of what each visit costs is told from one that counts visits."""
    lines = MINE + """
&sum { cost(V) + hundred,V : visit(V) } = extra.
violation(mine, V) :- kind(V,inpatient), &is { cost(V) + extra } < extra."""
    assert finding(lines, "mine").any_visits
