"""Changes planted in copies of the real documents, each found with its direction and its size.

The largest amounts are derived by hand, to the fen, from the clauses.
"""

from __future__ import annotations

from pathlib import Path

from tests.compare.planted import Planted
from verifier.analysis.comparing.along import along
from verifier.analysis.comparing.compare import CompareOptions, compare_sides
from verifier.analysis.comparing.results import Difference, Largest, Sign
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.joining.sides import Side, Treatment


def amounts(found: Largest) -> tuple[int, int]:
    assert found.witness is not None, found.reason
    return found.witness.amounts[Side.LEFT], found.witness.amounts[Side.RIGHT]


def test_a_lower_rate_costs_most_where_the_old_one_reaches_the_limit(tmp_path: Path) -> None:
    """Lu'an, minimum living: 75 % becomes 70 %, up to 50 000 yuan a year.

    Both rates are of the same base b, so the loss grows with b until 75 % reaches the limit: at
    b = 66 666.66 the one is 49 999.995, rounded 50 000.00, the other 46 666.662, rounded 46 666.66.
    At 66 666.65 they are 49 999.99 and 46 666.66, at 66 666.67 50 000.00 and 46 666.67. So the
    most is 3 333.34. From b = 71 428.57 on both pay the limit.
    """
    planted = Planted.of("luan_2021", tmp_path, "aid.lp", (
        "figure(aid_rate_minimum_living, 75, percent, 2)",
        "figure(aid_rate_minimum_living, 70, percent, 2)",
    ))
    assert planted.judged("total(aid)").verdict is Difference.NEVER_MORE
    assert planted.judged("subsidy").by_construction
    (loss,) = planted.most("total(aid)", "minimum_living")
    assert (loss.more, loss.value, loss.exact) == (False, 3_333_34, True)
    before, after = amounts(loss)
    assert 3_333_30 <= before - after <= 3_333_34
    assert planted.most("total(aid)", "extremely_poor") == []
    # What the top-up adds to it: at the limits of it, b = 33 333.33 leaves 10 000.00 under the new
    # rate, of which nothing passes its threshold; the loss is 25 000.00 - 23 333.33.
    (own,) = planted.most("own_total", "minimum_living")
    assert (own.more, own.value) == (True, 1_666_67)
    maps = {drawn.input: drawn for drawn in along(planted.joint, loss)}
    # Nothing at nothing; then less, until 70 % reach the limit at 50 000 / 0.7 = 71 428.571.
    nothing, less, equal = maps["in_scope(1)"].stretches
    assert (nothing.sign, nothing.low, nothing.high) == (Sign.EQUAL, 0, 0)
    assert (less.sign, less.low, less.high) == (Sign.LESS, 1, 7_142_857)
    assert (less.place, less.most) == (66_666_66, -3_333_34)
    assert (equal.sign, equal.low, equal.high) == (Sign.EQUAL, 7_142_858, 200_000_000)


def test_a_boundary_that_takes_its_end_in_matters_at_that_end_alone(tmp_path: Path) -> None:
    """Qianjiang: a stay of more than 30 000 yuan is aided; now also one of exactly so much.

    At 30 000.00 yuan with nothing paid by insurance, 70 % are 21 000.00; the top-up for the
    extremely poor, 70 % above 3 000 of what is left, then counts 9 000.00 and not 30 000.00:
    4 200.00 and not 18 900.00. Together the person pays 6 300.00 less.
    """
    planted = Planted.of("qianjiang_2023", tmp_path, "aid.lp", (
        "&is { in_scope(V) } > other_threshold", "&is { in_scope(V) } >= other_threshold",
    ))
    assert planted.judged("total(aid)").verdict is Difference.NEVER_LESS
    (gain,) = planted.most("total(aid)", "extremely_poor")
    assert (gain.more, gain.value) == (True, 21_000_00)
    assert amounts(gain) == (0, 21_000_00)
    (topup,) = planted.most("total(topup)", "extremely_poor")
    assert (topup.more, topup.value) == (False, 14_700_00)
    own = {found.more: found.value for found in planted.most("own_total", "extremely_poor")}
    assert own[False] == 21_000_00  # where no top-up is due: without a referral elsewhere
    maps = {drawn.input: drawn for drawn in along(planted.joint, gain)}
    (stretch,) = [s for s in maps["in_scope(1)"].stretches if s.sign is not Sign.EQUAL]
    assert (stretch.low, stretch.high, stretch.sign) == (30_000_00, 30_000_00, Sign.MORE)
    assert stretch.most == 21_000_00


def test_a_boundary_at_which_nothing_is_paid_is_proved_the_same(tmp_path: Path) -> None:
    """Wuhan: the institution bears what exceeds the share; at the share itself that is nothing."""
    planted = Planted.of("wuhan_2022", tmp_path, "care.lp", (
        "&is { outside_scope(V) } > allowed_outside_scope(V)",
        "&is { outside_scope(V) } >= allowed_outside_scope(V)",
    ))
    hospital = planted.judged("hospital(1)")
    assert hospital.verdict is Difference.SAME
    assert not hospital.by_construction
    assert planted.judged("own_total").verdict is Difference.SAME


def test_a_category_struck_from_a_clause_loses_its_payment(tmp_path: Path) -> None:
    """Qianjiang: who fell back into poverty leaves the second grade of the top-up.

    The most that the top-up pays in a year is its limit, 30 000 yuan.
    """
    planted = Planted.of("qianjiang_2023", tmp_path, "topup.lp", (
        "second_grade(minimum_living; returned_poor).", "second_grade(minimum_living).",
    ))
    assert planted.judged("total(topup)").verdict is Difference.NEVER_MORE
    (loss,) = planted.most("total(topup)", "returned_poor")
    assert (loss.more, loss.value, loss.exact) == (False, 30_000_00, True)
    assert planted.most("total(topup)", "minimum_living") == []
    assert planted.judged("total(aid)").verdict is Difference.SAME


def test_a_category_that_one_side_does_not_know_is_listed_and_not_compared(tmp_path: Path) -> None:
    planted = Planted.of("qianjiang_2023", tmp_path, "document.lp", (
        "illness_poor; returned_poor;", "returned_poor;",
    ))
    absent = [o for o in planted.joint.one_sided if o.treatment is Treatment.ABSENT]
    assert [(o.side, o.field, o.name) for o in absent] == [
        (Side.LEFT, "held", "illness_poor")
    ]
    # For everybody else nothing changes.
    assert set(planted.verdicts().values()) == {"same"}


def test_a_limit_that_is_no_longer_shared_pays_twice(tmp_path: Path) -> None:
    """Lu'an: inpatient and outpatient aid share 50 000 yuan; apart, each has as much."""
    planted = Planted.of("luan_2021", tmp_path, "aid.lp", (
        "pool(aid,V,aid_year) :- visit(V).",
        "pool(aid,V,aid_year) :- kind(V,inpatient).\n"
        "pool(aid,V,chronic_year) :- visit(V), not kind(V,inpatient).\n"
        "ceiling(chronic_year,C,aid_limit) :- aid_rate(C,_).",
    ), visits=2)
    assert planted.judged("total(aid)").verdict is Difference.NEVER_LESS
    (gain,) = planted.most("total(aid)", "extremely_poor")
    assert (gain.more, gain.value, gain.exact) == (True, 50_000_00, True)
    assert planted.judged("total(critical)").verdict is Difference.SAME


def test_aid_and_top_up_in_another_order(tmp_path: Path) -> None:
    """Qianjiang: the top-up counts what insurance left, before aid instead of after it.

    Minimum living: 60 % above 4 000 yuan, up to 30 000, and never more than the r that aid left.
    From b = 8 000 on 60 % of b - 4 000 passes r = 30 % of b, so all of r is paid up to 30 000;
    after aid it is 60 % of r - 4 000. The gain of 40 % of r + 2 400 grows up to r = 30 000, and
    falls from there on. So the most is 30 000 - 15 600 = 14 400.00.
    """
    planted = Planted.of("qianjiang_2023", tmp_path, "topup.lp", (
        "default(topup_base, after_aid).", "default(topup_base, before_aid).",
    ))
    assert planted.judged("total(topup)").verdict is Difference.NEVER_LESS
    (gain,) = planted.most("total(topup)", "minimum_living")
    assert (gain.more, gain.value, gain.exact) == (True, 14_400_00, True)
    assert planted.judged("total(aid)").verdict is Difference.SAME


def test_other_words_layout_order_and_names_change_nothing(tmp_path: Path) -> None:
    planted = Planted.of("luan_2021", tmp_path, "aid.lp", (
        'figure(deductible_returned, 1500, yuan, 1).\nfigure(deductible_monitored, 3000, yuan, 2).',
        'figure(deductible_monitored, 3000, yuan, 2).\n\n\n'
        'figure(deductible_returned, 1500, yuan, 1).',
    ), (
        "at_home(V) :- place(V,in_city), reads(insured_place,city).",
        "at_home(Visit) :-   reads(insured_place,city),\n    place(Visit,in_city).",
    ), (
        "rate(aid,C,V,R) :- covers(aid,C,V), aid_rate(C,R).",
        "graded(C,V,R) :- aid_rate(C,R), covers(aid,C,V).\nrate(aid,C,V,R) :- graded(C,V,R).",
    ), ("“参保地”的范围", "“参保地”指多大范围"))
    found = compare_sides(planted.sides, CompareOptions(visits=1))
    assert found.unchanged
    assert all(j.by_construction for j in found.judgements)
    assert found.largest == () and found.along == ()
    assert found.changes is not None
    assert all(not change.figures and not change.effects for change in found.changes)


def test_of_several_changes_each_is_named_for_what_it_does(tmp_path: Path) -> None:
    """The subsidy of who is monitored, and the rate of aid: two clauses, two effects."""
    planted = Planted.of("luan_2021", tmp_path, "aid.lp", (
        "figure(aid_rate_extremely_poor, 90, percent, 1)",
        "figure(aid_rate_extremely_poor, 95, percent, 1)",
    ))
    entry = Path(planted.right.label)
    subsidy = entry.with_suffix("") / "subsidy.lp"
    text = subsidy.read_text(encoding="utf-8")
    before = "figure(monitored_share, 50, percent, 3)"
    assert text.count(before) == 1
    subsidy.write_text(text.replace(before, "figure(monitored_share, 40, percent, 3)"), "utf-8")
    sides = {Side.LEFT: planted.left, Side.RIGHT: load_side(Asked(str(entry)), 1)}
    found = compare_sides(sides, CompareOptions(visits=1))
    assert found.changes is not None
    effects = {change.clause: set(change.effects) for change in found.changes}
    assert set(effects) == {"二（二）6.4", "二（一）1.3"}
    assert {"subsidy", "own_contribution"} == effects["二（一）1.3"]
    assert {"total(aid)", "own_total"} <= effects["二（二）6.4"]
    assert "subsidy" not in effects["二（二）6.4"]
    # 90 % of b up to 50 000: the gain is 5 % of b, most where 95 % reach the limit, at 52 631.58:
    # 50 000.00 less 47 368.42 (52 631.57 gives 49 999.99 less 47 368.41, as much).
    gains = {f.group.id: f for f in found.largest if f.line.name == "total(aid)"}
    assert gains["extremely_poor"].value == 2_631_58
    assert gains["extremely_poor"].causes == ("二（二）6.4",)
    # 10 % of a contribution of at most 2 000 yuan.
    losses = {f.group.id: f for f in found.largest if f.line.name == "subsidy"}
    assert losses["watched"].value == 200_00
    assert losses["watched"].at_bounds
    assert losses["watched"].causes == ("二（一）1.3",)


def test_a_wider_range_of_an_open_value_is_told(tmp_path: Path) -> None:
    planted = Planted.of("luan_2021", tmp_path, "subsidy.lp", (
        "figure(minimum_share, range(80,90), percent, 1)",
        "figure(minimum_share, range(70,90), percent, 1)",
    ))
    found = compare_sides(planted.sides, CompareOptions(visits=1, persons=False))
    assert not found.unchanged
    overlap = [o for o in found.one_sided if o.treatment is Treatment.OVERLAP]
    assert [(o.side, o.name) for o in overlap] == [(Side.RIGHT, "minimum_share")]
    assert found.changes is not None
    (((name, before, after),),) = [c.figures for c in found.changes]
    assert name == "minimum_share" and before is not None and after is not None
    assert (before.low, before.high, after.low, after.high) == (80_00, 90_00, 70_00, 90_00)
