"""What would make a check say *proved* of something that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.properties.checked import (
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
from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.question import Question
from verifier.analysis.checking.rooms import Rooms
from verifier.analysis.results import Verdict
from verifier.program.model import AmountDefinition
from verifier.properties.declared import PropertyKind, properties

OF_THE_DOCUMENT = {
    p.id for p in properties(program("nothing_negative_holds"))
    if p.kind is PropertyKind.DOCUMENT
}
PROVED = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}
CAP = "subsidy_within_contribution"


def rooms(name: str) -> Rooms:
    return Rooms(Question.of(program(name), Options(simplest=False)))


@pytest.mark.parametrize("name", PROPERTIES)
def test_nothing_is_proved_where_no_case_can_exist(name: str) -> None:
    if name in OF_THE_DOCUMENT:  # what a document says is so, whether or not there is a case
        return
    for found in findings("nothing_negative_vacuous", name):
        assert found.verdict is Verdict.VACUOUS


def test_a_premise_that_no_case_meets_is_vacuous() -> None:
    (found,) = findings("poorer_never_less_vacuous", "poorer_never_less")
    assert found.verdict is Verdict.VACUOUS


def test_a_further_category_where_there_is_none_is_vacuous() -> None:
    for found in findings("traps/nobody", "further_category"):
        assert found.verdict is Verdict.VACUOUS


def test_a_conflict_does_not_prove_everything() -> None:
    name = "traps/conflict_and_cap"
    assert finding(name, "conflict_free").verdict is Verdict.VIOLATED
    # The old are granted 400 yuan, whatever the poor are granted.
    cap = finding(name, CAP)
    assert cap.verdict is Verdict.VIOLATED
    assert f"{CAP},line(old)" in cap.failing


def test_a_conflict_elsewhere_does_not_hide_a_gap() -> None:
    name = "traps/conflict_and_gap"
    gap, conflict = finding(name, "gap_free"), finding(name, "conflict_free")
    assert conflict.verdict is gap.verdict is Verdict.VIOLATED
    # The subsidy has no value either, as it has two: that is the conflict alone.
    assert gap.failing == ("bonus",) and shown(gap).instance == "bonus"
    assert conflict.failing == ("grant(poor)",) and shown(conflict).instance == "grant(poor)"


def test_what_a_conflict_makes_undetermined_is_no_gap_but_said() -> None:
    found = finding("conflict_free_breaks", "gap_free")
    assert found.verdict in PROVED and found.reason is not None


@pytest.mark.parametrize("name", ["conflict_free_breaks", "gap_free_breaks"])
def test_an_amount_without_a_value_does_not_prove_a_cap(name: str) -> None:
    """Where a sum has two values or none, nothing can be said of it."""
    assert finding(name, CAP).verdict is Verdict.UNKNOWN


def test_a_definition_that_is_lost_does_not_prove_a_cap() -> None:
    loaded = program("subsidy_within_contribution_breaks")
    lost = replace(loaded, definitions=tuple(
        replace(d, alternatives=()) if isinstance(d, AmountDefinition) and d.name == "grant(old)"
        else d for d in loaded.definitions
    ))
    (found,) = check(lost, Options(only=(CAP,)))
    assert found.verdict is Verdict.UNKNOWN
    (gap,) = check(lost, Options(only=("gap_free",)))
    assert gap.verdict is Verdict.VIOLATED


def test_a_conflict_is_no_gap() -> None:
    assert finding("conflict_free_breaks", "gap_free").verdict is not Verdict.VIOLATED


def test_a_gap_is_no_conflict() -> None:
    assert finding("gap_free_breaks", "conflict_free").verdict in PROVED


@pytest.mark.parametrize("name", [
    "annual_limits_breaks", "no_double_aid_breaks", "own_payment_monotone_breaks",
    "payers_within_cost_breaks", "poorer_never_less_breaks",
])
def test_without_time_nothing_is_proved_that_fails(name: str) -> None:
    only = name.removesuffix("_breaks")
    enough = {f.ranged_over: f.verdict for f in findings(name, only)}
    for found in findings(name, only, timeout_ms=1):
        assert found.verdict not in PROVED
        assert found.verdict in (Verdict.UNKNOWN, Verdict.VIOLATED, *enough.values())
        assert found.verdict is not Verdict.UNKNOWN or found.reason is not None


def test_what_hangs_on_an_open_value_shows_values_of_both_kinds() -> None:
    """From 200 to 400 yuan, against a contribution of 320."""
    found = finding("traps/open_sum", CAP)
    assert found.verdict is Verdict.VIOLATED
    assert found.holds_with is not None and found.fails_with is not None
    assert set(found.holds_with) == set(found.fails_with) == {"old_sum"}
    assert 20_000 <= found.holds_with["old_sum"] <= 32_000 < found.fails_with["old_sum"] <= 40_000
    assert shown(found).harm == shown(found).values["old_sum"] - 32_000
    assert found.largest is not None and found.largest.value == 8_000


def test_what_hangs_on_no_open_value_says_so() -> None:
    found = finding("subsidy_within_contribution_breaks", CAP)
    assert found.holds_with is None and found.fails_with is None


# Computed payments as values of an open function -------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("annual_limits_holds", True),
        ("traps/inside", True),
        ("traps/rate_above_all", False),
        ("traps/bounded_bill", False),
        ("traps/no_settled_bill", False),
    ],
)
def test_bills_stand_for_computed_payments_only_where_that_is_proved(
    name: str, sound: bool
) -> None:
    assert rooms(name).sound is sound


def test_a_computed_payment_above_the_cost_is_found() -> None:
    """120 percent of what basic insurance leaves, where a bill could state 100 at most."""
    found = finding("traps/rate_above_all", "payers_within_cost")
    assert found.verdict is Verdict.VIOLATED
    example = shown(found)
    who = example.persons[0]
    assert not who.booleans["says(critical_stated)"]
    base = who.numbers["in_scope(1)"] - who.numbers["basic(1)"]
    evaluation = evaluated(program("traps/rate_above_all"), who, example)
    assert amount(evaluation, "paid(critical,1)") == (2 * base * 120 + 100) // 200
    assert found.largest is not None and found.largest.value == 40_000_000  # 20 % of 2 million


def test_a_bound_of_bills_bounds_no_computed_payment() -> None:
    found = finding("traps/bounded_bill", "small_payment")
    assert found.verdict is Verdict.VIOLATED
    assert not shown(found).persons[0].booleans["says(critical_stated)"]
    # 90 % of 2 000 000 yuan, less 2000.
    assert found.largest is not None and found.largest.value == 179_800_000


def test_cases_that_have_no_bill_are_not_forgotten() -> None:
    found = finding("traps/no_settled_bill", CAP)
    assert found.verdict is Verdict.VIOLATED
    assert shown(found).harm == 8_000
    assert not shown(found).persons[0].booleans["says(critical_stated)"]
    (pair,) = findings("traps/no_settled_bill_pair", "poorer_never_less")
    assert pair.verdict is Verdict.VIOLATED
    assert shown(pair).harm == 5_000


def test_claims_that_look_inside_are_asked_of_computed_cases_too() -> None:
    found = finding("traps/inside", "never_computed")
    assert found.verdict is Verdict.VIOLATED
    assert found.largest is not None and found.largest.value == 100_000  # the limit
    assert finding("traps/inside", "annual_limits").verdict in PROVED
    split = dict.fromkeys(
        names for _, names in rooms("traps/inside").split(
            ["violation(never_computed,visit(1))", "violation(nothing_negative,contribution)"]
        )
    )
    assert list(split)[-1] == frozenset({"violation(never_computed,visit(1))"})


def test_of_two_open_functions_one_may_be_computed_alone() -> None:
    assert finding("traps/two_functions", "never_mixed").verdict is Verdict.VIOLATED


def test_by_hand_what_is_computed_and_what_is_billed() -> None:
    """90 percent of 10 000 yuan is more than the bill may state."""
    loaded = program("traps/bounded_bill")
    poor = frozenset({"held(poor,treatment)"})
    bill = {"cost(1)": 1_000_000, "in_scope(1)": 1_000_000}
    computed = by_hand(loaded, poor, bill)
    assert not computed.broken
    assert amount(computed, "paid(critical,1)") == 900_000
    billed = by_hand(
        loaded, poor | {"says(critical_stated)"}, bill | {"critical_billed(1)": 900_000}
    )
    assert billed.broken


# The same answer, however it is come by ----------------------------------------------------------


def test_processes_and_runs_agree() -> None:
    loaded = program("poorer_never_less_breaks")
    once = list(check(loaded, Options()))
    assert list(check(loaded, Options(jobs=2))) == once
    assert list(check(loaded, Options())) == once


def test_two_runs_print_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    from cli.main import run
    from tests.properties.checked import DOCUMENTS

    arguments = ["check", str(DOCUMENTS / "no_double_subsidy_breaks.lp"), "--visits", "1",
                 "--property", "no_double_subsidy", "--property", CAP]
    printed = []
    for jobs in ("1", "2"):
        assert run([*arguments, "--jobs", jobs]) == 1
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


@pytest.mark.parametrize("name", ["of_the_unsure", "of_two_unsure"])
def test_a_premise_that_only_the_solver_meets_proves_nothing(name: str) -> None:
    """Where an amount has no value, the solver may compare it either way, and nobody else can."""
    found = finding("traps/only_without_value", name)
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason == DOES_NOT_REPLAY
