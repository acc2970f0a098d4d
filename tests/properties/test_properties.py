"""Each property has a document that keeps it, one that breaks it, and one in which it is vacuous.

The harms are derived by hand in `BROKEN`; the documents say of each clause what it pays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import mingzheng
from tests.properties.checked import (
    DOCUMENTS,
    PROPERTIES,
    amount,
    by_hand,
    evaluated,
    finding,
    findings,
    program,
    shown,
)
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding, Person, Verdict
from verifier.compilation import lint_files
from verifier.program.model import AmountDefinition, Program
from verifier.program.terms import Aggregate
from verifier.report.catalogue import Words

HOLDS = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
NO_CASE_TO_RANGE_OVER = ("conflict_free", "gap_free")
UNBREAKABLE = ("highest_identity",)
OF_TWO_VISITS = ("order_of_bills", "split_stay")
WITHOUT_HARM = ("sensible_figures",)
SOUGHT_IN_PART = (
    "day_within_bound", "formality_within_bound", "order_of_bills", "own_payment_monotone",
    "place_within_bound", "poorer_never_less", "split_stay",
)
"""Properties whose harm is found before every kind of case was looked at: where the bill states
critical-illness insurance, or among persons of one category."""
BOTH = frozenset(f"held({c},{m})" for c in ("poor", "old") for m in ("enrolment", "treatment"))
POOR = frozenset(n for n in BOTH if n.startswith("held(poor"))
BILLED = frozenset({"says(critical_stated)"})


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def left(who: Person) -> int:
    """Give what insurance leaves of the cost within scope, where nothing of it is computed."""
    n = who.numbers
    return n["in_scope(1)"] - n["basic(1)"] - n["critical_billed(1)"]


def shared_limit(persons: tuple[Person, ...]) -> int:
    """60 % (or 50 % for the old alone), then 50 % of the rest, each up to 1000 yuan."""
    base = left(persons[0])
    held = {n for n, v in persons[0].booleans.items() if v}
    rate = 60 if "held(poor,treatment)" in held else 50
    aid = min(half_up(base * rate, 100), 100_000)
    topup = min(half_up((base - aid) * 50, 100), 100_000) if rate == 60 else 0
    return aid + topup - 100_000


def second_line(persons: tuple[Person, ...]) -> int:
    """The smaller of 60 % and 50 %, each up to 3000 yuan."""
    return min(half_up(left(persons[0]) * 50, 100), 300_000)


def beyond_cost(persons: tuple[Person, ...]) -> int:
    """60 % of what is left, and 50 % of the same, less all of it."""
    base = left(persons[0])
    return half_up(base * 60, 100) + half_up(base * 50, 100) - base


def tenth_of_the_rest(persons: tuple[Person, ...]) -> int:
    """60 % for the one, 50 % for the other."""
    base = left(persons[0])
    return half_up(base * 60, 100) - half_up(base * 50, 100)


def over_the_cliff(persons: tuple[Person, ...]) -> int:
    """Up to 10 000 yuan in scope nothing is paid, above it half of what insurance leaves."""
    one, two = persons
    assert one.numbers["in_scope(1)"] <= 1_000_000 < two.numbers["in_scope(1)"]
    spent = two.numbers["cost(1)"] - one.numbers["cost(1)"]
    insured = sum(two.numbers[n] - one.numbers[n] for n in ("basic(1)", "critical_billed(1)"))
    return half_up(left(two) * 50, 100) + insured - spent


def aided_by_half(who: Person, most: int) -> int:
    """Half of what insurance left of the first visit, up to a limit."""
    return min(half_up(left(who) * 50, 100), most)


def lost_aid(persons: tuple[Person, ...]) -> int:
    """The first person has half of what is left, up to 20 000 yuan, the second nothing."""
    return aided_by_half(persons[0], 2_000_000)


def first_visit_only(persons: tuple[Person, ...]) -> int:
    """Half of the first visit is aided; the second person's first bill is the smaller one."""
    return half_up(left(persons[0]) * 50, 100) - half_up(left(persons[1]) * 50, 100)


def stays_above_ten_thousand(who: Person) -> int:
    """Half of what insurance leaves, of each visit with more than 10 000 yuan within scope."""
    n = who.numbers
    return sum(
        half_up((n[f"in_scope({v})"] - n[f"basic({v})"] - n[f"critical_billed({v})"]) * 50, 100)
        for v in (1, 2) if n[f"in_scope({v})"] > 1_000_000
    )


def joined_stays(persons: tuple[Person, ...]) -> int:
    """The second person's one stay is aided more than the first person's two."""
    return stays_above_ten_thousand(persons[1]) - stays_above_ten_thousand(persons[0])


def fixed_sum(who: Person) -> int:
    """Give the subsidy by the category at enrolment: poor 100 yuan, old 50 yuan."""
    held = {n for n, v in who.booleans.items() if v}
    if "held(poor,enrolment)" in held:
        return 10_000
    return 5_000 if "held(old,enrolment)" in held else 0


def paid_in_time(persons: tuple[Person, ...]) -> int:
    """320 yuan for who pays late and is poor, the fixed sum for who has paid in time."""
    return 32_000 - fixed_sum(persons[0])


def grown_old(persons: tuple[Person, ...]) -> int:
    """200 yuan for who has become old after paying, the fixed sum for who has not."""
    return 20_000 - fixed_sum(persons[0])


def tenth_above_limit(persons: tuple[Person, ...]) -> int:
    """A tenth of the income, less the limit of 1000 yuan."""
    return half_up(persons[0].numbers["local_income"] * 10, 100) - 100_000


def topped_up_twice(persons: tuple[Person, ...]) -> int:
    """The top-up counts what aid has paid: 60 % of what is left, or 50 % for the old alone."""
    held = {n for n, v in persons[0].booleans.items() if v}
    assert "held(poor,treatment)" in held
    return half_up(left(persons[0]) * 60, 100)


@dataclass(frozen=True)
class Broken:
    """What fails, the harm of whoever is shown (a sum or a formula), and the largest harm."""

    failing: tuple[str, ...]
    harm: int | Callable[[tuple[Person, ...]], int]
    largest: int
    at_bounds: tuple[str, ...] = ()


BROKEN = {
    # A tenth of 200 000 yuan, less 1000.
    "limits_sensible": [
        Broken(("line(aid,poor,aid_year)",), tenth_above_limit, 1_900_000, ("local_income",))
    ],
    # Each of the two may use the 1000 yuan once: 1000 too much.
    "annual_limits": [Broken(("limit(shared,1)",), shared_limit, 100_000)],
    # 200 yuan as an old person, 50 yuan as one who is poor too.
    "further_category": [Broken(("subsidy",), 20_000 - 5_000, 15_000)],
    "no_double_aid": [Broken(("lines(aid,old,poor,1)",), second_line, 300_000)],
    # 20 000 yuan, all of the limit.
    **{f"{name}_within_bound": [
        Broken((instance,), lost_aid, 2_000_000, ("cost(1)", "in_scope(1)"))
    ] for name, instance in (("day", "day"), ("formality", "papers"), ("place", "elsewhere"))},
    # Who was in neither category has nothing.
    "change_after_payment": [Broken(("later_category",), grown_old, 20_000)],
    # 60 % of 2 000 000 yuan.
    "counts_what_is_left": [
        Broken(("counted(topup,1)",), topped_up_twice, 120_000_000, ("cost(1)", "in_scope(1)"))
    ],
    # 640 - 320 yuan.
    "dearer_plan": [Broken(("tiers(tier_2,tier_1)",), 32_000, 32_000)],
    # 100 - 50 yuan.
    "highest_rank": [Broken(("subsidy(old,poor)",), 5_000, 5_000)],
    # 320 yuan for who was in no category when paying in time.
    "on_time_no_worse": [Broken(("late_subsidy",), paid_in_time, 32_000)],
    # Half of 2 000 000 yuan, against nothing.
    "order_of_bills": [Broken(("order",), first_visit_only, 100_000_000)],
    # 50 yuan, as if nobody had left.
    "paid_to_the_entitled": [Broken(("ended(old)",), 5_000, 5_000)],
    # Two stays of 10 000 yuan: half of 20 000.
    "split_stay": [Broken(("split",), joined_stays, 1_000_000)],
    # 100 and 50 yuan: the second of them.
    "no_double_subsidy": [Broken(("pair(old,poor)",), 5_000, 5_000)],
    # 320 - 350 yuan.
    "nothing_negative": [Broken(("grant(old)",), 3_000, 3_000)],
    # At the cliff half of 10 000 yuan is paid at once.
    "own_payment_monotone": [Broken(("last_visit",), over_the_cliff, 500_000)],
    # A tenth of 2 000 000 yuan, the bound of cost.
    "payers_within_cost": [
        Broken(("aid(1)", "visit(1)"), beyond_cost, 20_000_000, ("cost(1)", "in_scope(1)"))
    ],
    "poorer_never_less": [
        Broken(("lines(old,poor,own_total)",), tenth_of_the_rest, 20_000_000),
        Broken(("lines(old,poor,subsidy)",), 5_000, 5_000),
    ],
    # 400 - 320 yuan.
    "subsidy_within_contribution": [Broken(("line(old)",), 8_000, 8_000)],
}


OF_THE_DOCUMENT = {
    # Who is old or poor, and not both, is not spoken of.
    "category_answered": (
        {"subsidy(old)", "subsidy(poor)"},
        "nothing is said of a contribution subsidy for: old person, poor person",
    ),
    "dates_complete": (
        {"missing(day_of_issue)", "missing(transition_days)", "unnamed(earlier_rules)"},
        "the document does not state: the day of issue, first and last day of the transition "
        "period; the document does not name: the earlier rules that give way",
    ),
    # Poor and old people have one rate; the second list has poor people only.
    "listed_with_peers": (
        {"missing(old,deposit_waiver)"},
        "not listed, though who is of the same grade or less needy is: old person / no deposit",
    ),
    "named_is_given": (
        {"no_value(orphan_sum)"},
        "the document states neither a value nor who sets it: subsidy of orphans",
    ),
    "payment_funded": (
        {"unfunded(aid)", "unfunded(subsidy)"},
        "the document does not state who pays: medical aid, contribution subsidy",
    ),
    "recognised_once": (
        {"nobody(old)", "several(poor)"},
        "the document does not state who recognises: old person; "
        "recognised by several bodies apart: poor person",
    ),
    "repeals_nothing_used": (
        {'ended("某〔2020〕1号")'}, "relied on and ended: 某〔2020〕1号",
    ),
}
"""What fails, and how it is told."""


def visits_of(name: str) -> int:
    return 2 if name in OF_TWO_VISITS else 1


def test_each_property_has_its_three_documents() -> None:
    found = {path.stem for path in DOCUMENTS.glob("*.lp")}
    wanted = {f"{p}_{kind}" for p in PROPERTIES for kind in ("holds", "breaks", "vacuous")}
    assert found == wanted - {f"{p}_breaks" for p in UNBREAKABLE}
    assert {
        *BROKEN, *OF_THE_DOCUMENT, *NO_CASE_TO_RANGE_OVER, *UNBREAKABLE, *WITHOUT_HARM
    } == set(PROPERTIES)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.rglob("*.lp")), ids=lambda p: p.stem)
def test_the_documents_are_clean(path: Path) -> None:
    if path.parent.name != "base":
        assert lint_files([path]) == ()


@pytest.mark.parametrize("name", PROPERTIES)
def test_what_keeps_a_property_is_proved(name: str) -> None:
    for found in findings(f"{name}_holds", name, visits=visits_of(name)):
        assert found.verdict in HOLDS, found
        assert found.ranged_over
        assert not found.failing and found.counterexample is None
        assert found.tolerance == 0


@pytest.mark.parametrize("name", [p for p in PROPERTIES if p not in NO_CASE_TO_RANGE_OVER])
def test_over_nothing_a_property_is_vacuous(name: str) -> None:
    for found in findings(f"{name}_vacuous", name, visits=visits_of(name)):
        assert found.verdict is Verdict.VACUOUS
        assert found.ranged_over == ()
        assert found.reason is not None and "no case reaches" in str(found.reason)


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_breaks_a_property_is_shown_and_replays(name: str) -> None:
    loaded = program(f"{name}_breaks", visits_of(name))
    found_all = findings(f"{name}_breaks", name, visits=visits_of(name))
    failed = [f for f in found_all if f.verdict is Verdict.VIOLATED]
    assert len(failed) == len(BROKEN[name])
    for found, wanted in zip(failed, BROKEN[name], strict=True):
        instances = tuple(i.removeprefix(f"{name},") for i in found.failing)
        assert instances == wanted.failing
        example = shown(found)
        harm = wanted.harm(example.persons) if callable(wanted.harm) else wanted.harm
        assert example.harm == harm and harm > 0
        assert found.largest is not None
        assert found.largest.exact or name in SOUGHT_IN_PART
        assert found.largest.value == wanted.largest
        if wanted.at_bounds:
            assert found.largest.at_bounds == wanted.at_bounds
        evaluations = [evaluated(loaded, who, example) for who in example.persons]
        assert not any(e.broken or e.conflicts or e.gaps for e in evaluations)
        if example.compared:
            one, two = (amount(e, example.compared) for e in evaluations)
            assert abs(one - two) == harm
        else:
            assert evaluations[0].atoms[f"violation({example.instance})"] is True
            assert amount(evaluations[0], f"harm({example.instance})") == harm


@pytest.mark.parametrize("name", sorted(OF_THE_DOCUMENT))
def test_what_a_document_lacks_is_told_by_name(name: str) -> None:
    found = finding(f"{name}_breaks", name)
    wanted, told = OF_THE_DOCUMENT[name]
    assert found.verdict is Verdict.VIOLATED and found.counterexample is None
    assert {i.removeprefix(f"{name},") for i in found.failing} == wanted
    assert found.reason is not None and Words("en").tell(found.reason) == told


def test_a_rate_above_the_whole_is_shown_with_its_open_value() -> None:
    """Five points more than 95.01 % to 98 %."""
    found = finding("sensible_figures_breaks", "sensible_figures")
    assert found.verdict is Verdict.VIOLATED
    assert found.failing == ("sensible_figures,rate(aid,poor,1)",)
    assert 9_500 < shown(found).values["set_rate"] <= 9_800


def test_only_the_comparison_that_fails_is_violated() -> None:
    verdicts = {f.ranged_over[0]: f.verdict for f in findings("further_category_breaks",
                                                              "further_category")}
    assert verdicts.pop("subsidy") is Verdict.VIOLATED
    assert set(verdicts.values()) <= set(HOLDS)


def test_a_conflict_is_shown_with_both_values() -> None:
    found = finding("conflict_free_breaks", "conflict_free")
    assert found.verdict is Verdict.VIOLATED
    assert found.failing == ("grant(poor)",)
    example = shown(found)
    evaluation = evaluated(program("conflict_free_breaks"), example.persons[0], example)
    (conflict,) = evaluation.conflicts
    assert conflict.name == example.instance == "grant(poor)" and conflict.certain
    assert sorted(v.low for v in conflict.values) == [10_000, 12_000]
    assert example.harm is None and found.largest is None
    assert [rule.span.clause for rule in found.rules] == ["一.1", "一.3"]


def test_a_gap_is_shown_with_the_amount_that_lacks_a_value() -> None:
    found = finding("gap_free_breaks", "gap_free")
    assert found.verdict is Verdict.VIOLATED
    assert {"subsidy", "own_contribution"} <= set(found.failing)
    example = shown(found)
    assert example.instance == "grant(old)"
    who = example.persons[0].booleans
    assert who["held(old,enrolment)"] and not who["says(applied)"]
    evaluation = evaluated(program("gap_free_breaks"), example.persons[0], example)
    assert {gap.name for gap in evaluation.gaps if gap.certain} == {"grant(old)"}


@pytest.mark.parametrize("name", NO_CASE_TO_RANGE_OVER)
def test_conflicts_and_gaps_always_range_over_the_amounts_of_the_core(name: str) -> None:
    """A document that defines no amount still has those of the core: payments and subsidy.

    So they are vacuous only where no case can exist at all.
    """
    schemes = ("critical", "aid", "topup", "application")
    empty = finding(f"{name}_vacuous", name)
    assert (empty.verdict, empty.ranged_over) == (Verdict.VACUOUS, ())
    assert set(finding(f"{name}_holds", name).ranged_over) >= {
        "conflict_free": {"paid(critical,1)"},  # on a bill, or computed
        "gap_free": {"subsidy", "own_contribution", "hospital(1)", "own(1)", "own_total"}
        | {f"paid({s},1)" for s in schemes} | {f"total({s})" for s in schemes},
    }[name]


def test_the_core_always_pays_the_best_line_and_a_core_that_does_not_is_caught() -> None:
    """No document can break `highest_identity`, as the core takes the greatest of all lines.

    Here the core is changed to take the least of them, which is nothing: 50 % and 60 % are lost.
    """
    loaded = program("highest_identity_holds")
    worse = replace(loaded, definitions=tuple(
        replace(d, alternatives=tuple(
            replace(a, value=Aggregate("min", a.value.elements))
            if isinstance(a.value, Aggregate) else a for a in d.alternatives
        )) if isinstance(d, AmountDefinition) and d.name in ("computed(aid,1)", "best_grant") else d
        for d in loaded.definitions
    ))
    (found,) = _highest(worse)
    assert found.verdict is Verdict.VIOLATED
    assert set(found.failing) == {
        f"highest_identity,{i}" for i in (
            "line(aid,old,1)", "line(aid,poor,1)", "subsidy(old)", "subsidy(poor)")
    }
    # The largest: 60 % of the 2 000 000 yuan that one visit may cost.
    assert found.largest is not None and found.largest.value == 120_000_000
    (kept,) = _highest(loaded)
    assert kept.verdict in HOLDS


def _highest(loaded: Program) -> list[Finding]:
    return list(check(loaded, Options(only=("highest_identity",))))


def test_amounts_of_a_case_by_hand() -> None:
    """10 000 yuan, insurance leaves all: limit 1000, 60 and 50 percent, 100 yuan of subsidy."""
    bill = {"cost(1)": 1_000_000, "in_scope(1)": 1_000_000}
    shared = by_hand(program("annual_limits_breaks"), POOR | BILLED, bill)
    assert amount(shared, "paid(aid,1)") == amount(shared, "paid(topup,1)") == 100_000
    assert amount(shared, "own(1)") == 800_000
    assert amount(shared, "harm(annual_limits,limit(shared,1))") == 100_000
    double = by_hand(program("no_double_aid_breaks"), BOTH | BILLED, bill)
    assert amount(double, "granted(aid,poor,1)") == 600_000
    assert amount(double, "granted(aid,old,1)") == 500_000
    assert amount(double, "paid(aid,1)") == 300_000
    beyond = by_hand(program("payers_within_cost_breaks"), POOR | BILLED, bill)
    assert amount(beyond, "own(1)") == -100_000
    sums = by_hand(program("no_double_subsidy_breaks"), BOTH | BILLED, {})
    assert amount(sums, "subsidy") == 10_000
    assert amount(sums, "harm(no_double_subsidy,pair(old,poor))") == 5_000


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("no_double_subsidy_holds", 0),
        ("no_double_subsidy_breaks", 1),
        ("no_double_subsidy_vacuous", 3),
        ("poorer_never_less_breaks", 1),
        ("poorer_never_less_vacuous", 3),
        ("annual_limits_holds", 0),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_exit_codes(name: str, code: int, form: str) -> None:
    result = CliRunner().invoke(
        mingzheng,
        ["check", str(DOCUMENTS / f"{name}.lp"), "--visits", "1", "--jobs", "1", "--format", form,
         "--property", name.rpartition("_")[0]],
        obj=Words("en"), standalone_mode=False,
    )
    assert result.exception is None
    assert result.return_value == code
    assert "Traceback" not in result.output
