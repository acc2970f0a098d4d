"""Why lines pay nothing, and the smallest change: expected by hand, and by trying every change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.analysis.explained import case, computed, stay
from tests.cases import VILLAGE
from verifier import programs
from verifier.analysis.explaining.change import smallest_change
from verifier.analysis.explaining.facts import CaseFact, case_facts, unwanted
from verifier.analysis.explaining.lines import find_lines
from verifier.analysis.explaining.parts import (
    Balance,
    Candidate,
    Changed,
    Failing,
    OneOf,
    Outcome,
    Reason,
    WhyNot,
)
from verifier.analysis.explaining.why_not import explain_not
from verifier.analysis.results import Computation
from verifier.engines.exact import Assignment, evaluate
from verifier.engines.exact_types import Interval
from verifier.program.terms import Atom


def why_not(result: Computation, word: str) -> WhyNot:
    (found,) = explain_not(result, find_lines(result, word, "--why-not"))
    return found


def asked_for(failing: tuple[Failing, ...]) -> Iterator[str]:
    """Names of the conditions that fail, those of a choice included."""
    for item in failing:
        match item.what:
            case Reason(Atom(name)):
                yield name
            case OneOf(ways):
                for way in ways:
                    yield from asked_for(way)


def fails(found: WhyNot) -> set[str]:
    return {name for c in found.candidates for name in asked_for(c.failing)}


def test_the_deposit_of_another_county_needs_the_county_of_insurance() -> None:
    # Tongcheng 二（九）: no deposit in the county.
    result = computed(
        "tongcheng_2021",
        case(2023, ["低保对象"], stay("9000", "5000", place="in_city", pay_after=True)),
    )
    found = why_not(result, "deposit_waived")
    assert fails(found) == {"place(1,in_district)"}
    assert found.change is not None and found.change.outcome is Outcome.FOUND
    assert found.change.changes == (
        Changed("place(1,in_district)", False, True, "place(1,in_city)"),
    )
    assert found.change.value is True and found.change.smallest


def test_one_fen_above_the_line_of_critical_illness_insurance_pays() -> None:
    # Tongcheng 二（六）: the line is half of 30000. 15000 pass nothing; of one fen more, 60% is
    # 0.006 yuan, which rounds to a fen. No single circumstance helps without an amount.
    values = {
        "local_income": "30000",
        "critical_rate": "60",
        "critical_ceiling": "300000",
        "tilted_ceiling": "300000",
    }
    visit = {"kind": "住院", "cost": "25000", "in_scope": "25000", "basic": "10000"}
    result = computed("tongcheng_2021", {"year": 2023, "categories": [], "visits": [visit]}, values)
    found = why_not(result, "大病保险")
    balances = [f.what for c in found.candidates for f in c.failing if isinstance(f.what, Balance)]
    assert [item.name for item in balances] == ["reached(critical,ordinary,1)"]
    # The tilt of the three groups is one fact too, and changes no amount: 65% of 7500.
    assert found.change is not None and len(found.change.changes) == 1
    (changed,) = found.change.changes
    tilt = {"extremely_poor", "minimum_living", "returned_poor"}
    assert changed.name in {f"held({group},treatment)" for group in tilt}
    assert found.change.value == Interval(487_500, 487_500)


def test_an_amount_changes_by_as_little_as_possible() -> None:
    # The village pays 60% of what passes 1500: of one fen nothing (0.006 rounds to 0.01).
    visit = stay("1500", "0", kind="inpatient", level=1)
    result = computed("village", case(2022, ["poor", "old"], visit))
    found = why_not(result, "aid")
    assert found.change is not None and found.change.smallest
    # The whole bill is within the scope, so both amounts must rise.
    assert set(found.change.changes) == {
        Changed("cost(1)", 150_000, 150_001),
        Changed("in_scope(1)", 150_000, 150_001),
    }
    assert found.change.value == Interval(1, 1)


def test_the_least_amount_is_right_to_the_fen() -> None:
    # Lu'an 二（二）6: of 40000 left, 75% is aid and the other 10000 are not above the line of the
    # top-up. One fen or two more leave 10000.00 after rounding; three leave 10000.01 (30000.0225
    # is 30000.02), of which half is half a fen, that is 0.01.
    result = computed("luan_2021", case(2023, ["低保对象"], stay("80000", "40000")))
    found = why_not(result, "倾斜救助")
    assert found.change is not None and found.change.smallest
    assert found.change.changes == (Changed("basic(1)", 4_000_000, 3_999_997),)
    assert found.change.value == Interval(1, 1)


def test_the_year_stays_if_there_is_another_way() -> None:
    # Tongnan pays the stable ex-poor less each year and nothing from 2026: another year would be
    # one fact too, but nobody can change it.
    result = computed("tongnan_2021", case(2025, ["稳定脱贫人口"], tier="tier_1"))
    zero = computed("tongnan_2021", case(2025, [], tier="tier_1"))
    assert result.amounts["subsidy"] is not None
    found = why_not(zero, "subsidy")
    assert found.change is not None
    (changed,) = found.change.changes
    assert changed.name.startswith("held(") and changed.name.endswith(",enrolment)")


def test_circumstances_that_only_exclude_care_are_told_by_the_rules(tmp_path: Path) -> None:
    """Harm to oneself excludes; outside designated institutions nothing is aided (village 二.1)."""
    text = VILLAGE.read_text(encoding="utf-8")
    text = text.replace("visit_flag(referral;", "visit_flag(self_harm; referral;")
    text = text.replace("proper(V) :- flag(V,designated)",
                        "proper(V) :- not flag(V,self_harm), flag(V,designated)")
    text += 'label(self_harm, "自残自伤", "self-harm").\n'
    path = tmp_path / "village.lp"
    path.write_text(text, encoding="utf-8")
    program = programs.load_program(programs.Document("village", path), 1)
    stays = {"flag(1,self_harm)": False, "flag(1,designated)": True, "flag(1,referral)": False}
    assert set(unwanted(program, Assignment(stays, {}))) == {
        "flag(1,self_harm)", "flag(1,designated)",
    }
    excluded = {"flag(1,self_harm)": True, "flag(1,designated)": False, "flag(1,referral)": False}
    assert unwanted(program, Assignment(excluded, {})) == ()


def test_conditions_that_one_of_several_meets_are_a_choice() -> None:
    # Lu'an 二（一）2: transfer, or a break for no personal reason.
    result = computed("luan_2021", case(2023, ["低保对象"]))
    found = why_not(result, "不设待遇等待期")
    (candidate,) = found.candidates
    (failing,) = candidate.failing
    assert isinstance(failing.what, OneOf) and len(failing.what.ways) == 2
    assert set(asked_for(candidate.failing)) == {"says(transfer)", "says(break_involuntary)"}
    assert candidate.clauses[0].number.startswith("二（一）2")
    assert found.change is not None and len(found.change.changes) == 1


def test_what_holds_and_must_not_is_among_the_failing_conditions() -> None:
    # Lu'an: aid by application is not for the four groups (default reading of 二（二）7).
    result = computed(
        "luan_2021",
        case(
            2023,
            ["低保对象"],
            stay("90000", "30000"),
            size=1,
            household_income="0",
            serious_illness=True,
            assets_pass=True,
            approved=True,
        ),
    )
    found = why_not(result, "依申请救助")
    held = [f.what for c in found.candidates for f in _flat(c) if isinstance(f.what, Reason)]
    assert Reason(Atom("held(minimum_living,treatment)"), True) in held


def _flat(candidate: Candidate) -> Iterator[Failing]:
    pending = list(candidate.failing)
    while pending:
        item = pending.pop()
        yield item
        if isinstance(item.what, OneOf):
            pending += [part for way in item.what.ways for part in way]


def test_what_no_case_can_have_is_proved() -> None:
    # Lu'an's plan has no cost-control share that an institution bears.
    result = computed("luan_2021", case(2023, ["低保对象"], stay("9000", "5000")))
    found = why_not(result, "hospital")
    assert found.change is not None and found.change.outcome is Outcome.IMPOSSIBLE


def test_a_reading_is_not_changed_with_the_case() -> None:
    # With a referral needed as well (二.1), a designated stay without one is not enough.
    visit = stay("20000", "0", kind="inpatient", level=1)
    result = computed("village", case(2022, ["poor"], visit), {"proper": "referral_too"})
    found = why_not(result, "aid")
    assert found.change is not None
    assert found.change.changes == (Changed("flag(1,referral)", False, True),)
    assert found.change.value == Interval(1_110_000, 1_110_000)  # 60% × (20000 − 1500)


def test_a_line_that_pays_has_no_failing_conditions() -> None:
    result = computed(
        "village", case(2022, ["poor"], stay("20000", "0", kind="inpatient", level=1))
    )
    found = why_not(result, "aid")
    assert found.pays and not found.candidates and found.change is None


def test_a_line_that_is_open_is_neither_paid_nor_refused() -> None:
    result = computed("wuhan_2022", case(2023, ["低保对象"], stay("20000", "10000")))
    found = why_not(result, "aid")
    assert found.open and not found.pays and found.change is None


def test_a_result_that_hangs_on_open_values_says_on_which() -> None:
    # Wuhan 二（五）: the rate and the limit of a minimum-living recipient stand elsewhere.
    result = computed(
        "wuhan_2022", case(2023, ["未纳入监测的稳定脱贫人口"], stay("20000", "10000"))
    )
    found = why_not(result, "aid")
    change = found.change
    assert change is not None and change.outcome is Outcome.FOUND and len(change.changes) == 1
    assert change.given
    changed = {c.name: bool(c.after) for c in change.changes}
    case_now = result.case.assignment
    again = evaluate(
        result.program,
        Assignment(
            {**case_now.booleans, **changed},
            {**case_now.numbers, **{n: int(v) for n, v in change.given.items()}},
        ),
    )
    assert again.amounts["total(aid)"] == change.value
    assert isinstance(change.value, Interval) and change.value.low > 0


def test_a_solver_without_time_knows_nothing() -> None:
    result = computed("luan_2021", case(2023, ["低保对象"], stay("9000", "5000")))
    change = smallest_change(result, "paid(topup,1)", {}, timeout_ms=0)
    assert change.outcome is Outcome.UNKNOWN and change.reason is not None


# Every change of one or two answers, tried by the exact engine -----------------------------------

ZERO: list[tuple[dict[str, object], str]] = [
    (case(2022, ["poor"], stay("20000", "0", kind="outpatient", level=1)), "paid(aid,1)"),
    (case(2022, [], stay("20000", "0", kind="outpatient", level=2)), "paid(aid,1)"),
    ({"year": 2022, "held": {"enrolment": [], "treatment": ["poor"]}, "critical_stated": True,
      "visits": [stay("20000", "0", kind="inpatient", level=1, designated=False,
                      before_recognition=True)]}, "paid(aid,1)"),
    (case(2023, ["old"]), "subsidy"),
    (case(2022, ["poor"], stay("20000", "0", kind="inpatient", level=1)), "more_aid(1)"),
    (case(2022, ["poor"], stay("20000", "0", kind="inpatient", level=1)), "no_aid(1)"),
]  # fmt: skip


@pytest.mark.parametrize("who, line", ZERO)
def test_no_change_of_fewer_answers_helps(who: dict[str, object], line: str) -> None:
    result = computed("village", who)
    change = smallest_change(result, line, {})
    assert change.outcome is Outcome.FOUND and change.smallest
    amounts = [c for c in change.changes if not isinstance(c.after, bool)]
    facts = case_facts(result.program, result.case.assignment)
    touched = {f for c in change.changes for f in facts if c.name in (f.number, *dict(f.truths))}
    tried = [_tried(result, [], line), *(_tried(result, [one], line) for one in _single(facts))]
    assert not tried[0]
    if len(touched) == 1 and not amounts:
        assert any(tried)
    else:
        assert not any(tried)
    if len(touched) > 2:
        pairs = [(a, b) for a in _single(facts) for b in _single(facts)]
        assert not any(_tried(result, [a, b], line) for a, b in pairs)


def _single(facts: tuple[CaseFact, ...]) -> Iterator[dict[str, bool]]:
    """Every other answer to every question that is not about a quantity."""
    for fact in facts:
        if fact.number or fact.fixed:
            continue
        now = dict(fact.truths)
        if fact.question in {"held", "flag"} or len(now) == 1:
            yield from ({name: not truth} for name, truth in now.items())
        else:
            yield from ({name: name == other for name in now} for other in now)


def _tried(result: Computation, changes: list[dict[str, bool]], line: str) -> bool:
    """Whether the line pays in a case that can exist."""
    known = result.case.assignment
    booleans = dict(known.booleans)
    for change in changes:
        booleans |= change
    again = evaluate(result.program, Assignment(booleans, known.numbers))
    if again.broken:
        return False
    value = again.amounts.get(line)
    return value.low > 0 if value is not None else again.atoms.get(line) is True
